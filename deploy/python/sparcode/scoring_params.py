"""The parameters of scoring: names, types and meaning as in Java, whose defaults hold."""
from pyspark.ml.param import TypeConverters

from sparcode.params import CodeParams, param


class ScoringParams(CodeParams):
    """Of scoring, which :class:`sparcode.AutoencoderModel` alone has."""

    corrupt = param(
        "corrupt", TypeConverters.toBoolean,
        "whether records are corrupted as in training before they are encoded: code and errors are then "
        "of the corrupted record against its clean target, and corruption_mse is added; anomaly_score "
        "ranks among the errors of clean training records all the same",
    )
    seed = param(
        "seed", TypeConverters.toInt,
        "source of the random choices of corrupt; the training's unless it is set",
    )
    deviations = param(
        "deviations", TypeConverters.toBoolean,
        "whether a variational model adds the codes' standard deviations, in a column named after the "
        "code's with _sigma after it",
    )
    importanceSamples = param(
        "importanceSamples", TypeConverters.toInt,
        "codes that a variational model draws for each record's log_likelihood, at least 0; 0 leaves it "
        "out; each costs as much as decoding a record",
    )

    def getCorrupt(self) -> bool:
        return self.getOrDefault(self.corrupt)

    def getSeed(self) -> int:
        return self.getOrDefault(self.seed)

    def getDeviations(self) -> bool:
        return self.getOrDefault(self.deviations)

    def getImportanceSamples(self) -> int:
        return self.getOrDefault(self.importanceSamples)
