"""The parameters of Sparcode's stages: names, types and meaning as in Java, whose defaults hold."""
import json
from typing import Any, List, Mapping, Union

from pyspark.ml.param import Param, Params, TypeConverters

Json = Union[str, Mapping[str, Any]]


def _to_json(value: Json) -> str:
    """JSON as text, of itself or of a mapping."""
    return value if isinstance(value, str) else json.dumps(value)


def param(name: str, converter: Any, doc: str) -> Param:
    """A parameter whose owner the class that holds it becomes."""
    return Param(Params._dummy(), name, doc, typeConverter=converter)


class CodeParams(Params):
    """What estimator and model share: what is read, and what is written."""

    inputCol = param(
        "inputCol", TypeConverters.toString,
        "input column: images in Spark's image schema, Spark ML vectors, or arrays of numbers",
    )
    targetCol = param(
        "targetCol", TypeConverters.toString,
        "target column, of the kinds of the input column: what the network is to give for each record; "
        "empty for the record itself",
    )
    outputCol = param(
        "outputCol", TypeConverters.toString,
        "output column of the latent code; the scores' columns have fixed names",
    )
    codeType = param(
        "codeType", TypeConverters.toString,
        "what a code is: array (array<float>), or vector (a Spark ML vector, for a stage that follows)",
    )
    contamination = param(
        "contamination", TypeConverters.toFloat,
        "share of records expected to be anomalies, 0 to 0.5: is_anomaly marks scores above 1 - "
        "contamination",
    )

    def getInputCol(self) -> str:
        return self.getOrDefault(self.inputCol)

    def getTargetCol(self) -> str:
        return self.getOrDefault(self.targetCol)

    def getOutputCol(self) -> str:
        return self.getOrDefault(self.outputCol)

    def getCodeType(self) -> str:
        return self.getOrDefault(self.codeType)

    def getContamination(self) -> float:
        return self.getOrDefault(self.contamination)


class AveragingParams(Params):
    """Of parameter averaging."""

    numWorkers = param(
        "numWorkers", TypeConverters.toInt,
        "Spark tasks that train side by side, each on its own shard, at least 0; 0 takes the cluster's "
        "task slots",
    )
    averagingFrequency = param(
        "averagingFrequency", TypeConverters.toInt,
        "minibatches that a worker takes between two averagings, at least 1",
    )
    initialAveragingFrequency = param(
        "initialAveragingFrequency", TypeConverters.toInt,
        "minibatches in the first round, 0 to averagingFrequency; 0 is averagingFrequency, no schedule",
    )
    averagingRampRounds = param(
        "averagingRampRounds", TypeConverters.toInt,
        "rounds over which initialAveragingFrequency grows to averagingFrequency, at least 0",
    )
    outerLearningRate = param(
        "outerLearningRate", TypeConverters.toFloat,
        "learning rate on the averaged parameters, greater than 0; 1 with outerMomentum 0 is plain "
        "averaging",
    )
    outerMomentum = param(
        "outerMomentum", TypeConverters.toFloat,
        "Nesterov momentum on the averaged parameters, 0 up to but not including 1",
    )
    updaterState = param(
        "updaterState", TypeConverters.toString,
        "what becomes of the workers' optimiser state after a round: averaged or reset",
    )

    def getNumWorkers(self) -> int:
        return self.getOrDefault(self.numWorkers)

    def getAveragingFrequency(self) -> int:
        return self.getOrDefault(self.averagingFrequency)

    def getInitialAveragingFrequency(self) -> int:
        return self.getOrDefault(self.initialAveragingFrequency)

    def getAveragingRampRounds(self) -> int:
        return self.getOrDefault(self.averagingRampRounds)

    def getOuterLearningRate(self) -> float:
        return self.getOrDefault(self.outerLearningRate)

    def getOuterMomentum(self) -> float:
        return self.getOrDefault(self.outerMomentum)

    def getUpdaterState(self) -> str:
        return self.getOrDefault(self.updaterState)


class CheckpointParams(Params):
    """Of checkpoints."""

    checkpointDir = param(
        "checkpointDir", TypeConverters.toString,
        "folder of checkpoints on any Hadoop file system; empty for no checkpoints",
    )
    checkpointInterval = param(
        "checkpointInterval", TypeConverters.toInt,
        "rounds between two checkpoints, at least 0; 0 saves at the end of each epoch only",
    )
    checkpointsKept = param(
        "checkpointsKept", TypeConverters.toInt,
        "newest checkpoints kept, at least 1",
    )
    checkpointPolicy = param(
        "checkpointPolicy", TypeConverters.toString,
        "what is done with a checkpoint that is there: resume (refused if it is of another training) or "
        "start-over (deleted)",
    )

    def getCheckpointDir(self) -> str:
        return self.getOrDefault(self.checkpointDir)

    def getCheckpointInterval(self) -> int:
        return self.getOrDefault(self.checkpointInterval)

    def getCheckpointsKept(self) -> int:
        return self.getOrDefault(self.checkpointsKept)

    def getCheckpointPolicy(self) -> str:
        return self.getOrDefault(self.checkpointPolicy)


class LabelParams(Params):
    """Of records chosen by their labels."""

    labelCol = param(
        "labelCol", TypeConverters.toString,
        "column of labels, numbers, which trainingLabels are among",
    )
    trainingLabels = param(
        "trainingLabels", TypeConverters.toListInt,
        "labels of the records that are trained on and watched, each once; empty for all records",
    )

    def getLabelCol(self) -> str:
        return self.getOrDefault(self.labelCol)

    def getTrainingLabels(self) -> List[int]:
        return self.getOrDefault(self.trainingLabels)


class TrainingParams(CodeParams, AveragingParams, CheckpointParams, LabelParams):
    """Of training, which :class:`sparcode.Autoencoder` alone has."""

    architecture = param(
        "architecture", _to_json,
        "the autoencoder's graph as JSON: encoder, decoder, loss, penalties, corruptions, code-layer",
    )
    optimizer = param(
        "optimizer", _to_json,
        "the optimiser of the workers' steps as JSON: its name and settings",
    )
    schedule = param(
        "schedule", _to_json,
        "the course of the learning rate as JSON: its type and settings, lengths in records over all "
        "workers",
    )
    gradientClipping = param(
        "gradientClipping", _to_json,
        "what is done to a minibatch's gradient before the optimiser as JSON: its type and settings",
    )
    splitCol = param(
        "splitCol", TypeConverters.toString,
        "column that says train, validation or test; where the frame has none, every record is trained on",
    )
    validationFraction = param(
        "validationFraction", TypeConverters.toFloat,
        "share of the training records held out to watch the error on, 0 up to but not including 1; 0 "
        "takes the records whose split is validation, if any",
    )
    epochs = param(
        "epochs", TypeConverters.toInt,
        "passes over the training records, at least 1",
    )
    layerwiseEpochs = param(
        "layerwiseEpochs", TypeConverters.toInt,
        "passes over the training records for each encoder layer with its counterpart in the decoder, "
        "before the whole graph is trained, at least 0; 0 trains the whole graph at once",
    )
    batchSize = param(
        "batchSize", TypeConverters.toInt,
        "records in a minibatch on each worker, at least 0; 0 divides 64 among the workers",
    )
    patience = param(
        "patience", TypeConverters.toInt,
        "epochs without improvement after which training stops and keeps the best, at least 0; 0 never "
        "stops",
    )
    minimumImprovement = param(
        "minimumImprovement", TypeConverters.toFloat,
        "relative decrease of the error that counts as improvement, 0 up to but not including 1",
    )
    inputFingerprint = param(
        "inputFingerprint", TypeConverters.toString,
        "identifies the data, if that is known already; empty has it computed in a pass over the data",
    )
    seed = param(
        "seed", TypeConverters.toInt,
        "source of every random choice",
    )

    def getArchitecture(self) -> str:
        return self.getOrDefault(self.architecture)

    def getOptimizer(self) -> str:
        return self.getOrDefault(self.optimizer)

    def getSchedule(self) -> str:
        return self.getOrDefault(self.schedule)

    def getGradientClipping(self) -> str:
        return self.getOrDefault(self.gradientClipping)

    def getSplitCol(self) -> str:
        return self.getOrDefault(self.splitCol)

    def getValidationFraction(self) -> float:
        return self.getOrDefault(self.validationFraction)

    def getEpochs(self) -> int:
        return self.getOrDefault(self.epochs)

    def getLayerwiseEpochs(self) -> int:
        return self.getOrDefault(self.layerwiseEpochs)

    def getBatchSize(self) -> int:
        return self.getOrDefault(self.batchSize)

    def getPatience(self) -> int:
        return self.getOrDefault(self.patience)

    def getMinimumImprovement(self) -> float:
        return self.getOrDefault(self.minimumImprovement)

    def getInputFingerprint(self) -> str:
        return self.getOrDefault(self.inputFingerprint)

    def getSeed(self) -> int:
        return self.getOrDefault(self.seed)
