"""Trains, transforms, saves and loads through a gateway to Spark in a process of its own, started as PySpark starts it.

train.py JARS_OF_SPARK JOB_JAR DATASET FOLDER
"""
import collections
import collections.abc
import json
import os
import pathlib
import struct
import subprocess
import sys
import time

# py4j 0.10.7 looks for these where Python 3.10 no longer has them.
for name in ("MutableMapping", "MutableSequence", "MutableSet", "Sequence", "Set"):
    setattr(collections, name, getattr(collections.abc, name))

from py4j.java_gateway import GatewayParameters, JavaGateway, java_import  # noqa: E402
from pyspark import SparkContext  # noqa: E402
from pyspark.sql import DataFrame  # noqa: E402

jars, job_jar, dataset, folder = sys.argv[1:]


def gateway():
    """A gateway to spark-submit's class, which ends with this process: it reads standard input until that is closed."""
    connection = pathlib.Path(folder, "connection")
    options = os.environ["SPARK_JAVA_OPTIONS"].split()
    command = ["java", "-Xmx2g", *options, "-cp", jars + "/*", "org.apache.spark.deploy.SparkSubmit"]
    command += ["--master", "local[2]", "--conf", "spark.ui.enabled=false", "--jars", job_jar, "pyspark-shell"]
    spark = subprocess.Popen(
        command, stdin=subprocess.PIPE, env={**os.environ, "_PYSPARK_DRIVER_CONN_INFO_PATH": str(connection)}
    )
    while not connection.exists():
        if spark.poll() is not None:
            sys.exit("Spark ended before there was a gateway")
        time.sleep(0.1)
    told = connection.read_bytes()
    port, length = struct.unpack(">ii", told[:8])
    parameters = GatewayParameters(port=port, auth_token=told[8 : 8 + length].decode(), auto_convert=True)
    return JavaGateway(gateway_parameters=parameters)


jvm = SparkContext._jvm = gateway().jvm
SparkContext._active_spark_context = jvm
java_import(jvm, "org.apache.spark.api.python.*")
spark = jvm.org.apache.spark.sql.SparkSession.builder().getOrCreate()

import sparcode  # noqa: E402, the class path is known only now

images = DataFrame(spark.read().parquet(dataset))
autoencoder = sparcode.Autoencoder(epochs=2, numWorkers=2, seed=3_000_000_000, codeType="vector", trainingLabels=range(10))
autoencoder.setArchitecture({
    "encoder": [{"type": "dense", "units": 6, "activation": "relu"}],
    "decoder": [{"type": "dense", "activation": "sigmoid"}],
    "loss": "mean-squared-error",
})
autoencoder.save(folder + "/autoencoder")
model = sparcode.Autoencoder.load(folder + "/autoencoder").fit(images)
model.setContamination(0.5).write().overwrite().save(folder + "/model")
loaded = sparcode.AutoencoderModel.load(folder + "/model")


def anomalies(frame):
    return frame._jdf.where("is_anomaly").count()


print(json.dumps({
    "defaults": {param.name: autoencoder._defaultParamMap[param.name] for param in autoencoder.params},
    "set": loaded._paramMap,
    "loadedType": type(loaded).__name__,
    "uids": [model.uid, loaded.uid],
    "schema": loaded.transform(images)._jdf.schema().catalogString(),
    "history": loaded.history(),
    "codeSize": loaded.codeSize(),
    "units": loaded.architecture()["encoder"][0]["units"],
    "selection": loaded.selection(),
    "anomalies": [anomalies(loaded.transform(images)), anomalies(loaded.setContamination(0.0).transform(images))],
}))
