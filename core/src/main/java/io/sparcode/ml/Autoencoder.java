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
        set(inputCol(), value);
        return this;
    }

    /** Sets {@link #targetCol()}. */
    public Autoencoder setTargetCol(String value) {
        set(targetCol(), value);
        return this;
    }

    /** Sets {@link #outputCol()}. */
    public Autoencoder setOutputCol(String value) {
        set(outputCol(), value);
        return this;
    }

    /** Sets {@link #codeType()}. */
    public Autoencoder setCodeType(String value) {
        set(codeType(), value);
        return this;
    }

    /** Sets {@link #contamination()}. */
    public Autoencoder setContamination(double value) {
        set(contamination(), value);
        return this;
    }

    /** Sets {@link #architecture()} from JSON. */
    public Autoencoder setArchitecture(String value) {
        set(architecture(), value);
        return this;
    }

    /** Sets {@link #architecture()}. */
    public Autoencoder setArchitecture(Architecture value) {
        return setArchitecture(value.toJson());
    }

    /** Sets {@link #optimizer()} from JSON. */
    public Autoencoder setOptimizer(String value) {
        set(optimizer(), value);
        return this;
    }

    /** Sets {@link #optimizer()}. */
    public Autoencoder setOptimizer(Optimizer value) {
        return setOptimizer(value.toJson());
    }

    /** Sets {@link #splitCol()}. */
    public Autoencoder setSplitCol(String value) {
        set(splitCol(), value);
        return this;
    }

    /** Sets {@link #validationFraction()}. */
    public Autoencoder setValidationFraction(double value) {
        set(validationFraction(), value);
        return this;
    }

    /** Sets {@link #schedule()} from JSON. */
    public Autoencoder setSchedule(String value) {
        set(schedule(), value);
        return this;
    }

    /** Sets {@link #schedule()}. */
    public Autoencoder setSchedule(Schedule value) {
        return setSchedule(value.toJson());
    }

    /** Sets {@link #gradientClipping()} from JSON. */
    public Autoencoder setGradientClipping(String value) {
        set(gradientClipping(), value);
        return this;
    }

    /** Sets {@link #gradientClipping()}. */
    public Autoencoder setGradientClipping(GradientClipping value) {
        return setGradientClipping(value.toJson());
    }

    /** Sets {@link #epochs()}. */
    public Autoencoder setEpochs(int value) {
        set(epochs(), value);
        return this;
    }

    /** Sets {@link #layerwiseEpochs()}. */
    public Autoencoder setLayerwiseEpochs(int value) {
        set(layerwiseEpochs(), value);
        return this;
    }

    /** Sets {@link #batchSize()}. */
    public Autoencoder setBatchSize(int value) {
        set(batchSize(), value);
        return this;
    }

    /** Sets {@link #numWorkers()}. */
    public Autoencoder setNumWorkers(int value) {
        set(numWorkers(), value);
        return this;
    }

    /** Sets {@link #averagingFrequency()}. */
    public Autoencoder setAveragingFrequency(int value) {
        set(averagingFrequency(), value);
        return this;
    }

    /** Sets {@link #initialAveragingFrequency()}. */
    public Autoencoder setInitialAveragingFrequency(int value) {
        set(initialAveragingFrequency(), value);
        return this;
    }

    /** Sets {@link #averagingRampRounds()}. */
    public Autoencoder setAveragingRampRounds(int value) {
        set(averagingRampRounds(), value);
        return this;
    }

    /** Sets {@link #outerLearningRate()}. */
    public Autoencoder setOuterLearningRate(double value) {
        set(outerLearningRate(), value);
        return this;
    }

    /** Sets {@link #outerMomentum()}. */
    public Autoencoder setOuterMomentum(double value) {
        set(outerMomentum(), value);
        return this;
    }

    /** Sets {@link #updaterState()}. */
    public Autoencoder setUpdaterState(String value) {
        set(updaterState(), value);
        return this;
    }

    /** Sets {@link #patience()}. */
    public Autoencoder setPatience(int value) {
        set(patience(), value);
        return this;
    }

    /** Sets {@link #minimumImprovement()}. */
    public Autoencoder setMinimumImprovement(double value) {
        set(minimumImprovement(), value);
        return this;
    }

    /** Sets {@link #checkpointDir()}. */
    public Autoencoder setCheckpointDir(String value) {
        set(checkpointDir(), value);
        return this;
    }

    /** Sets {@link #checkpointInterval()}. */
    public Autoencoder setCheckpointInterval(int value) {
        set(checkpointInterval(), value);
        return this;
    }

    /** Sets {@link #checkpointsKept()}. */
    public Autoencoder setCheckpointsKept(int value) {
        set(checkpointsKept(), value);
        return this;
    }

    /** Sets {@link #checkpointPolicy()}. */
    public Autoencoder setCheckpointPolicy(String value) {
        set(checkpointPolicy(), value);
        return this;
    }

    /** Sets {@link #inputFingerprint()}. */
    public Autoencoder setInputFingerprint(String value) {
        set(inputFingerprint(), value);
        return this;
    }

    /** Sets {@link #seed()}. */
    public Autoencoder setSeed(long value) {
        set(seed(), value);
        return this;
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
     * @throws io.sparcode.dataset.BadDataException if there are no records to train on, or one is null or of another size
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
