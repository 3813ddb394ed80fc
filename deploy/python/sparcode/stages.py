"""Sparcode's stages of a Spark ML pipeline, for PySpark: wrappers around those of ``io.sparcode.ml``."""
import json
from typing import Any, Dict, List, Optional

from pyspark import keyword_only
from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel

from sparcode.params import Json, TrainingParams
from sparcode.scoring_params import ScoringParams

_JAVA_PACKAGE = "io.sparcode.ml"
_EPOCH = (
    "stage",
    "epoch",
    "rounds",
    "images",
    "trainingLoss",
    "trainingMse",
    "validationMse",
    "seconds",
    "imagesPerSecond",
)


class _Reader(JavaMLReader):
    """Reads what Java or Python saved."""

    @classmethod
    def _java_loader_class(cls, clazz: Any) -> str:
        return f"{_JAVA_PACKAGE}.{clazz.__name__}"


class _Readable(JavaMLReadable):
    @classmethod
    def read(cls) -> _Reader:
        """Returns a reader of what ``write`` writes, in Java or Python."""
        return _Reader(cls)


class AutoencoderModel(JavaModel, ScoringParams, JavaMLWritable, _Readable):
    """A trained autoencoder, which adds to each row its code and how well it can be reconstructed.

    The columns that ``transform`` adds are ``outputCol``, ``reconstruction_mse``, ``anomaly_score``, ``is_anomaly``, and more
    where they apply; a row's error is over all its values, lower is better.
    """

    def __init__(self, java_model: Any = None) -> None:
        super().__init__(java_model)
        if java_model is not None:
            self._transfer_params_from_java()

    def setInputCol(self, value: str) -> "AutoencoderModel":
        return self._set(inputCol=value)

    def setTargetCol(self, value: str) -> "AutoencoderModel":
        return self._set(targetCol=value)

    def setOutputCol(self, value: str) -> "AutoencoderModel":
        return self._set(outputCol=value)

    def setCodeType(self, value: str) -> "AutoencoderModel":
        return self._set(codeType=value)

    def setContamination(self, value: float) -> "AutoencoderModel":
        return self._set(contamination=value)

    def setCorrupt(self, value: bool) -> "AutoencoderModel":
        return self._set(corrupt=value)

    def setSeed(self, value: int) -> "AutoencoderModel":
        return self._set(seed=value)

    def setDeviations(self, value: bool) -> "AutoencoderModel":
        return self._set(deviations=value)

    def setImportanceSamples(self, value: int) -> "AutoencoderModel":
        return self._set(importanceSamples=value)

    def history(self) -> List[Dict[str, float]]:
        """Each epoch's figures, in order; ``pandas.DataFrame(model.history())`` is a table of them.

        ``stage`` is 0 for the whole graph and otherwise the layer of layer-wise training, counted from 1; errors are mean
        squares a value; ``validationMse`` is NaN without a validation set.
        """
        return [{name: getattr(epoch, name)() for name in _EPOCH} for epoch in self._java_obj.history()]

    def codeSize(self) -> int:
        """How many values a code has."""
        return self._call_java("codeSize")

    def architecture(self) -> Dict[str, Any]:
        """The description of the graph, as the parameter ``architecture`` of the estimator takes it."""
        return json.loads(self._java_obj.architecture().toJson())

    def selection(self) -> Optional[List[int]]:
        """The inputs that a concrete autoencoder has come to select, one a selector; ``None`` of any other model."""
        selection = self._java_obj.selection()
        return list(selection.get().indices()) if selection.isPresent() else None


class Autoencoder(JavaEstimator, TrainingParams, JavaMLWritable, _Readable):
    """Trains an autoencoder on a frame's images or vectors by parameter averaging.

    ``inputCol`` holds images in Spark's schema, Spark ML vectors or arrays of numbers, all of one size. What is not set has
    Java's default; ``explainParams()`` lists both. ``architecture``, ``optimizer``, ``schedule`` and ``gradientClipping`` take
    a mapping as well as JSON.

    >>> model = Autoencoder(epochs=10, codeType="vector").fit(images)
    >>> model.transform(images).select("id", "code", "anomaly_score").show()
    """

    @keyword_only
    def __init__(
        self,
        *,
        inputCol: Optional[str] = None,
        targetCol: Optional[str] = None,
        outputCol: Optional[str] = None,
        codeType: Optional[str] = None,
        contamination: Optional[float] = None,
        architecture: Optional[Json] = None,
        optimizer: Optional[Json] = None,
        schedule: Optional[Json] = None,
        gradientClipping: Optional[Json] = None,
        splitCol: Optional[str] = None,
        labelCol: Optional[str] = None,
        trainingLabels: Optional[List[int]] = None,
        validationFraction: Optional[float] = None,
        epochs: Optional[int] = None,
        layerwiseEpochs: Optional[int] = None,
        batchSize: Optional[int] = None,
        patience: Optional[int] = None,
        minimumImprovement: Optional[float] = None,
        inputFingerprint: Optional[str] = None,
        seed: Optional[int] = None,
        numWorkers: Optional[int] = None,
        averagingFrequency: Optional[int] = None,
        initialAveragingFrequency: Optional[int] = None,
        averagingRampRounds: Optional[int] = None,
        outerLearningRate: Optional[float] = None,
        outerMomentum: Optional[float] = None,
        updaterState: Optional[str] = None,
        checkpointDir: Optional[str] = None,
        checkpointInterval: Optional[int] = None,
        checkpointsKept: Optional[int] = None,
        checkpointPolicy: Optional[str] = None,
    ) -> None:
        super().__init__()
        self._java_obj = self._new_java_obj(f"{_JAVA_PACKAGE}.Autoencoder", self.uid)
        self._transfer_params_from_java()
        self.setParams(**self._input_kwargs)

    @keyword_only
    def setParams(self, **values: Any) -> "Autoencoder":
        """Sets parameters by name, those of ``__init__``."""
        return self._set(**self._input_kwargs)

    def _create_model(self, java_model: Any) -> AutoencoderModel:
        return AutoencoderModel(java_model)

    def setInputCol(self, value: str) -> "Autoencoder":
        return self._set(inputCol=value)

    def setTargetCol(self, value: str) -> "Autoencoder":
        return self._set(targetCol=value)

    def setOutputCol(self, value: str) -> "Autoencoder":
        return self._set(outputCol=value)

    def setCodeType(self, value: str) -> "Autoencoder":
        return self._set(codeType=value)

    def setContamination(self, value: float) -> "Autoencoder":
        return self._set(contamination=value)

    def setArchitecture(self, value: Json) -> "Autoencoder":
        return self._set(architecture=value)

    def setOptimizer(self, value: Json) -> "Autoencoder":
        return self._set(optimizer=value)

    def setSchedule(self, value: Json) -> "Autoencoder":
        return self._set(schedule=value)

    def setGradientClipping(self, value: Json) -> "Autoencoder":
        return self._set(gradientClipping=value)

    def setSplitCol(self, value: str) -> "Autoencoder":
        return self._set(splitCol=value)

    def setLabelCol(self, value: str) -> "Autoencoder":
        return self._set(labelCol=value)

    def setTrainingLabels(self, value: List[int]) -> "Autoencoder":
        return self._set(trainingLabels=value)

    def setValidationFraction(self, value: float) -> "Autoencoder":
        return self._set(validationFraction=value)

    def setEpochs(self, value: int) -> "Autoencoder":
        return self._set(epochs=value)

    def setLayerwiseEpochs(self, value: int) -> "Autoencoder":
        return self._set(layerwiseEpochs=value)

    def setBatchSize(self, value: int) -> "Autoencoder":
        return self._set(batchSize=value)

    def setPatience(self, value: int) -> "Autoencoder":
        return self._set(patience=value)

    def setMinimumImprovement(self, value: float) -> "Autoencoder":
        return self._set(minimumImprovement=value)

    def setInputFingerprint(self, value: str) -> "Autoencoder":
        return self._set(inputFingerprint=value)

    def setSeed(self, value: int) -> "Autoencoder":
        return self._set(seed=value)

    def setNumWorkers(self, value: int) -> "Autoencoder":
        return self._set(numWorkers=value)

    def setAveragingFrequency(self, value: int) -> "Autoencoder":
        return self._set(averagingFrequency=value)

    def setInitialAveragingFrequency(self, value: int) -> "Autoencoder":
        return self._set(initialAveragingFrequency=value)

    def setAveragingRampRounds(self, value: int) -> "Autoencoder":
        return self._set(averagingRampRounds=value)

    def setOuterLearningRate(self, value: float) -> "Autoencoder":
        return self._set(outerLearningRate=value)

    def setOuterMomentum(self, value: float) -> "Autoencoder":
        return self._set(outerMomentum=value)

    def setUpdaterState(self, value: str) -> "Autoencoder":
        return self._set(updaterState=value)

    def setCheckpointDir(self, value: str) -> "Autoencoder":
        return self._set(checkpointDir=value)

    def setCheckpointInterval(self, value: int) -> "Autoencoder":
        return self._set(checkpointInterval=value)

    def setCheckpointsKept(self, value: int) -> "Autoencoder":
        return self._set(checkpointsKept=value)

    def setCheckpointPolicy(self, value: str) -> "Autoencoder":
        return self._set(checkpointPolicy=value)
