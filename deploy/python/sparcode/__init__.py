"""Autoencoders on image datasets with Spark, for PySpark.

The classes of Sparcode must be on Spark's class path: ``pyspark --jars jobs/target/sparcode-jobs.jar``.
"""
import sys

from sparcode.stages import Autoencoder, AutoencoderModel

__all__ = ["Autoencoder", "AutoencoderModel"]

# PySpark 3.5 looks for the Python class of a Java stage, such as one of a PipelineModel that it loads, in a module of the
# Java package's name.
sys.modules.setdefault("io.sparcode.ml", sys.modules[__name__])
