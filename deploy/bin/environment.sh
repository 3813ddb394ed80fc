# What every process of Sparcode on this machine wants, to be sourced: where things are, the job jar, built where it is
# missing, and the environment in which its native libraries are fast.

fail() {
  echo "${0##*/}: $1" >&2
  exit 1
}

here=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
home=$(dirname -- "$(dirname -- "$here")")
jar=$home/jobs/target/sparcode-jobs.jar
maven_spark=$home/jobs/target/spark

if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
else
  java=$(command -v java) || fail "no java found: install a JDK 17 or set JAVA_HOME"
fi

if [ ! -e "$jar" ] || { [ -z "${SPARK_HOME:-}" ] && [ ! -d "$maven_spark/jars" ]; }; then
  command -v mvn >/dev/null || fail "$jar is not there, and no mvn to build it: install Maven 3.8 or newer"
  echo "${0##*/}: building $jar" >&2
  # Maven ends both streams with a terminal's reset code even where there is no terminal and no colour (3.8.7).
  (
    set -o pipefail
    mvn -q -B -ntp -Dstyle.color=never -f "$home/pom.xml" package -DskipTests -Dmaven.javadoc.skip -Dspotless.check.skip \
      2>&1 | sed $'s/\033\\[[0-9;]*m//g' >&2
  ) || fail "the build failed"
fi

# One native thread a task: Spark's tasks are the parallelism, and more threads fight each other.
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
# OpenBLAS 0.3.19 takes slow kernels on CPUs newer than itself unless it is told. AVX512VL comes with all that its
# SKYLAKEX kernels use; AVX512F alone does not.
if [ -z "${OPENBLAS_CORETYPE:-}" ]; then
  if grep -qw avx512vl /proc/cpuinfo; then
    OPENBLAS_CORETYPE=SKYLAKEX
  elif grep -qw avx2 /proc/cpuinfo; then
    OPENBLAS_CORETYPE=HASWELL
  else
    fail "this machine's CPU has no AVX2, which the native libraries in $jar need"
  fi
fi
export OPENBLAS_CORETYPE
export LOG4J_CONFIGURATION_FILE=${LOG4J_CONFIGURATION_FILE:-$home/conf/log4j2.properties}
