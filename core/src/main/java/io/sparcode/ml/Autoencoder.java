package io.sparcode.ml;

import io.sparcode.model.Architecture;
import io.sparcode.model.GradientClipping;
import io.sparcode.model.Optimizer;
import io.sparcode.model.Schedule;
import io.sparcode.provenance.Provenance;
import io.sparcode.scoring.CodeType;
import io.sparcode.scoring.EncodedColumns;
import io.sparcode.scoring.InputColumn;
import io.sparcode.training.TrainingListener;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Trains an autoencoder on a frame's images or vectors by parameter averaging.
 *
 * <p>The input column holds images in Spark's schema, as {@code spark.read().format("image")} gives them, Spark ML
 * vectors or arrays of numbers, all of one size; images are scaled to [0, 1], numbers are taken as they are. The same
 * seed, records and number of workers give the same model. Defaults are those of {@code reference.conf}.
 */
public final class Autoencoder extends Estimator<AutoencoderModel> implements TrainingParams, MLWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private transient TrainingListener listener = TrainingListener.NONE;

    /** Makes an estimator with all defaults. */
    public Autoencoder() {
        this(Identifiable$.MODULE$.randomUID("autoencoder"));
    }

    /** Makes an estimator with all defaults and a name of its own. */
    public Autoencoder(String uid) {
        this.uid = uid;
        AutoencoderDefaults.setOn(this);
    }

    @Override
    public String uid() {
        return uid;
    }

    /** Sets {@link #inputCol()}. */
    public Autoencoder setInputCol(String value) {
        return (Autoencoder) set(inputCol(), value);
    }

    /** Sets {@link #targetCol()}. */
    public Autoencoder setTargetCol(String value) {
        return (Autoencoder) set(targetCol(), value);
    }

    /** Sets {@link #outputCol()}. */
    public Autoencoder setOutputCol(String value) {
        return (Autoencoder) set(outputCol(), value);
    }

    /** Sets {@link #codeType()}. */
    public Autoencoder setCodeType(String value) {
        return (Autoencoder) set(codeType(), value);
    }

    /** Sets {@link #contamination()}. */
    public Autoencoder setContamination(double value) {
        return (Autoencoder) set(contamination(), value);
    }

    /** Sets {@link #architecture()} from JSON. */
    public Autoencoder setArchitecture(String value) {
        return (Autoencoder) set(architecture(), value);
    }

    /** Sets {@link #architecture()}. */
    public Autoencoder setArchitecture(Architecture value) {
        return setArchitecture(value.toJson());
    }

    /** Sets {@link #optimizer()} from JSON. */
    public Autoencoder setOptimizer(String value) {
        return (Autoencoder) set(optimizer(), value);
    }

    /** Sets {@link #optimizer()}. */
    public Autoencoder setOptimizer(Optimizer value) {
        return setOptimizer(value.toJson());
    }

    /** Sets {@link #splitCol()}. */
    public Autoencoder setSplitCol(String value) {
        return (Autoencoder) set(splitCol(), value);
    }

    /** Sets {@link #labelCol()}. */
    public Autoencoder setLabelCol(String value) {
        return (Autoencoder) set(labelCol(), value);
    }

    /** Sets {@link #trainingLabels()}. */
    public Autoencoder setTrainingLabels(int... value) {
        return (Autoencoder) set(trainingLabels(), value.clone());
    }

    /** Sets {@link #validationFraction()}. */
    public Autoencoder setValidationFraction(double value) {
        return (Autoencoder) set(validationFraction(), value);
    }

    /** Sets {@link #schedule()} from JSON. */
    public Autoencoder setSchedule(String value) {
        return (Autoencoder) set(schedule(), value);
    }

    /** Sets {@link #schedule()}. */
    public Autoencoder setSchedule(Schedule value) {
        return setSchedule(value.toJson());
    }

    /** Sets {@link #gradientClipping()} from JSON. */
    public Autoencoder setGradientClipping(String value) {
        return (Autoencoder) set(gradientClipping(), value);
    }

    /** Sets {@link #gradientClipping()}. */
    public Autoencoder setGradientClipping(GradientClipping value) {
        return setGradientClipping(value.toJson());
    }

    /** Sets {@link #epochs()}. */
    public Autoencoder setEpochs(int value) {
        return (Autoencoder) set(epochs(), value);
    }

    /** Sets {@link #layerwiseEpochs()}. */
    public Autoencoder setLayerwiseEpochs(int value) {
        return (Autoencoder) set(layerwiseEpochs(), value);
    }

    /** Sets {@link #batchSize()}. */
    public Autoencoder setBatchSize(int value) {
        return (Autoencoder) set(batchSize(), value);
    }

    /** Sets {@link #numWorkers()}. */
    public Autoencoder setNumWorkers(int value) {
        return (Autoencoder) set(numWorkers(), value);
    }

    /** Sets {@link #averagingFrequency()}. */
    public Autoencoder setAveragingFrequency(int value) {
        return (Autoencoder) set(averagingFrequency(), value);
    }

    /** Sets {@link #initialAveragingFrequency()}. */
    public Autoencoder setInitialAveragingFrequency(int value) {
        return (Autoencoder) set(initialAveragingFrequency(), value);
    }

    /** Sets {@link #averagingRampRounds()}. */
    public Autoencoder setAveragingRampRounds(int value) {
        return (Autoencoder) set(averagingRampRounds(), value);
    }

    /** Sets {@link #outerLearningRate()}. */
    public Autoencoder setOuterLearningRate(double value) {
        return (Autoencoder) set(outerLearningRate(), value);
    }

    /** Sets {@link #outerMomentum()}. */
    public Autoencoder setOuterMomentum(double value) {
        return (Autoencoder) set(outerMomentum(), value);
    }

    /** Sets {@link #updaterState()}. */
    public Autoencoder setUpdaterState(String value) {
        return (Autoencoder) set(updaterState(), value);
    }

    /** Sets {@link #patience()}. */
    public Autoencoder setPatience(int value) {
        return (Autoencoder) set(patience(), value);
    }

    /** Sets {@link #minimumImprovement()}. */
    public Autoencoder setMinimumImprovement(double value) {
        return (Autoencoder) set(minimumImprovement(), value);
    }

    /** Sets {@link #checkpointDir()}. */
    public Autoencoder setCheckpointDir(String value) {
        return (Autoencoder) set(checkpointDir(), value);
    }

    /** Sets {@link #checkpointInterval()}. */
    public Autoencoder setCheckpointInterval(int value) {
        return (Autoencoder) set(checkpointInterval(), value);
    }

    /** Sets {@link #checkpointsKept()}. */
    public Autoencoder setCheckpointsKept(int value) {
        return (Autoencoder) set(checkpointsKept(), value);
    }

    /** Sets {@link #checkpointPolicy()}. */
    public Autoencoder setCheckpointPolicy(String value) {
        return (Autoencoder) set(checkpointPolicy(), value);
    }

    /** Sets {@link #inputFingerprint()}. */
    public Autoencoder setInputFingerprint(String value) {
        return (Autoencoder) set(inputFingerprint(), value);
    }

    /** Sets {@link #seed()}. */
    public Autoencoder setSeed(long value) {
        return (Autoencoder) set(seed(), value);
    }

    /** Has a listener told of progress, on the thread that calls {@code fit}; it is not saved. */
    public Autoencoder setListener(TrainingListener value) {
        listener = value;
        return this;
    }

    /**
     * Trains.
     *
     * @throws IllegalArgumentException if a column is missing, of the wrong type, or in the way of an output
     * @throws io.sparcode.model.ArchitectureException if the architecture does not fit the records
     * @throws io.sparcode.dataset.BadDataException if there are no records to train on, or none of one of the labels,
     *     or one is null or of another size
     * @throws io.sparcode.training.TrainingFailedException if a loss or parameter is not finite
     */
    @Override
    public AutoencoderModel fit(Dataset<?> rows) {
        transformSchema(rows.schema());
        AutoencoderModel model = new AutoencoderTraining(this, listener).on(rows.toDF());
        return copyValues(model, new ParamMap()).setParent(this);
    }

    /**
     * Returns what would have made the model that {@link #fit} trains on these rows: its identity tells, without
     * training, whether a model that is there is the same. A pass over the data, unless its fingerprint is set.
     */
    public Provenance provenance(Dataset<?> rows) {
        return new AutoencoderTraining(this, listener).provenance(rows.toDF());
    }

    /**
     * Returns the schema that the model's {@code transform} gives.
     *
     * @throws IllegalArgumentException if a column is missing, of the wrong type, or in the way of an output
     */
    @Override
    public StructType transformSchema(StructType schema) {
        InputColumn.of(schema, getInputCol());
        if (!getTargetCol().isEmpty()) {
            InputColumn.ofTarget(schema, getTargetCol());
        }
        TrainingLabels.of(this).requireColumn(schema);
        return new EncodedColumns(
                        getOutputCol(),
                        CodeType.of(getCodeType()),
                        0,
                        getArchitecture().hasProbabilityOutput(),
                        AutoencoderDefaults.latentScoring(getArchitecture()),
                        true,
                        false)
                .appendTo(schema);
    }

    @Override
    public Autoencoder copy(ParamMap extra) {
        return copyValues(new Autoencoder(uid), extra).setListener(listener);
    }

    @Override
    public MLWriter write() {
        return new DirectoryWriter(this, directory -> {});
    }

    /** Returns a reader of what {@link #write()} writes. */
    public static MLReader<Autoencoder> read() {
        return new DirectoryReader<>(Autoencoder.class, (directory, uid) -> new Autoencoder(uid));
    }

    /** Reads what {@code save} wrote. */
    public static Autoencoder load(String path) {
        return read().load(path);
    }
}
