package io.sparcode.jobs;

import org.apache.spark.sql.SparkSession;

/** The Spark session that a job runs in: the one there is, left as it was found, or one of its own, stopped at the end. */
final class JobSession implements AutoCloseable {
    private final SparkSession session;
    private final boolean own;

    private JobSession(SparkSession session, boolean own) {
        this.session = session;
        this.own = own;
    }

    /** Takes the session that is there, or starts one. */
    static JobSession open() {
        boolean there = SparkSession.getActiveSession().isDefined()
                || SparkSession.getDefaultSession().isDefined();
        return new JobSession(SparkSession.builder().getOrCreate(), !there);
    }

    SparkSession spark() {
        return session;
    }

    @Override
    public void close() {
        if (own) {
            session.stop();
        }
    }
}
