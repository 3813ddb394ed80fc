package io.sparcode.ml;

import io.sparcode.config.ConfigurationFiles;
import io.sparcode.config.JobConfiguration;
import io.sparcode.config.TrainOptions;
import io.sparcode.dataset.ImageRows;
import io.sparcode.model.Architecture;
import io.sparcode.scoring.CodeType;
import io.sparcode.scoring.LatentScoring;
import io.sparcode.training.AveragingSchedule;
import java.util.List;
import java.util.Locale;

/** The estimator's and the model's defaults: of all that a job can set too, those of {@code reference.conf}, where alone they stand. */
final class AutoencoderDefaults {
    private static final JobConfiguration REFERENCE = new ConfigurationFiles().read(List.of(), List.of());

    private AutoencoderDefaults() {}

    /** Returns what a model tells of its distributions over codes unless it is set otherwise. */
    static LatentScoring latentScoring(Architecture architecture) {
        return LatentScoring.of(
                architecture,
                REFERENCE.encode().deviations(),
                REFERENCE.encode().importanceSamples());
    }

    static void setOn(AutoencoderModel model) {
        model.setDefault(model.seed(), REFERENCE.encode().seed());
        model.setDefault(model.corrupt(), REFERENCE.encode().corrupt());
        model.setDefault(model.deviations(), REFERENCE.encode().deviations());
        model.setDefault(model.importanceSamples(), REFERENCE.encode().importanceSamples());
    }

    static void setOn(Autoencoder estimator) {
        estimator.setDefault(estimator.inputCol(), REFERENCE.train().inputColumn());
        estimator.setDefault(estimator.targetCol(), REFERENCE.train().targetColumn());
        estimator.setDefault(estimator.splitCol(), ImageRows.SPLIT);
        estimator.setDefault(estimator.labelCol(), ImageRows.LABEL);
        estimator.setDefault(estimator.outputCol(), "code");
        estimator.setDefault(estimator.codeType(), CodeType.ARRAY.toString());
        estimator.setDefault(estimator.inputFingerprint(), "");
        estimator.setDefault(estimator.contamination(), REFERENCE.encode().contamination());
        TrainOptions train = REFERENCE.train();
        estimator.setDefault(estimator.architecture(), train.architecture().toJson());
        estimator.setDefault(
                estimator.trainingLabels(),
                train.labels().stream().mapToInt(Integer::intValue).toArray());
        estimator.setDefault(estimator.optimizer(), train.optimizer().toJson());
        estimator.setDefault(estimator.schedule(), train.schedule().toJson());
        estimator.setDefault(
                estimator.gradientClipping(), train.gradientClipping().toJson());
        estimator.setDefault(estimator.validationFraction(), train.validationFraction());
        estimator.setDefault(estimator.epochs(), train.epochs());
        estimator.setDefault(estimator.layerwiseEpochs(), train.layerwiseEpochs());
        estimator.setDefault(estimator.batchSize(), train.batchSizePerWorker());
        estimator.setDefault(estimator.patience(), train.earlyStopping().patience());
        estimator.setDefault(
                estimator.minimumImprovement(), train.earlyStopping().minimumImprovement());
        estimator.setDefault(estimator.seed(), train.seed());
        setAveraging(estimator, train);
        setCheckpoints(estimator, train);
    }

    private static void setAveraging(Autoencoder estimator, TrainOptions train) {
        AveragingSchedule averaging = train.averaging();
        boolean ramp = averaging.initialFrequency() < averaging.frequency();
        estimator.setDefault(estimator.numWorkers(), train.workers());
        estimator.setDefault(estimator.averagingFrequency(), averaging.frequency());
        estimator.setDefault(estimator.initialAveragingFrequency(), ramp ? averaging.initialFrequency() : 0);
        estimator.setDefault(estimator.averagingRampRounds(), averaging.rampRounds());
        estimator.setDefault(
                estimator.outerLearningRate(), train.outerOptimizer().learningRate());
        estimator.setDefault(estimator.outerMomentum(), train.outerOptimizer().momentum());
        estimator.setDefault(
                estimator.updaterState(), train.updaterState().name().toLowerCase(Locale.ROOT));
    }

    private static void setCheckpoints(Autoencoder estimator, TrainOptions train) {
        // A job's folder would be found by every estimator of the same working directory.
        estimator.setDefault(estimator.checkpointDir(), "");
        estimator.setDefault(estimator.checkpointInterval(), train.checkpoint().everyRounds());
        estimator.setDefault(estimator.checkpointsKept(), train.checkpoint().keep());
        estimator.setDefault(
                estimator.checkpointPolicy(),
                train.checkpoint().startOver() ? CheckpointParams.START_OVER : CheckpointParams.RESUME);
    }
}
