package io.sparcode.ml;

import io.sparcode.dataset.ImageRows;
import io.sparcode.image.PixelValues;
import io.sparcode.model.Architecture;
import io.sparcode.model.Corruptor;
import io.sparcode.model.InputSelection;
import io.sparcode.model.TensorShape;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.provenance.Provenance;
import io.sparcode.scoring.CodeType;
import io.sparcode.scoring.EncodedColumns;
import io.sparcode.scoring.ErrorQuantiles;
import io.sparcode.scoring.LatentScoring;
import io.sparcode.scoring.RecordSource;
import io.sparcode.scoring.Scorer;
import io.sparcode.training.EpochMetrics;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A trained autoencoder, which adds to each row its latent code and how well it can be reconstructed:
 * {@code reconstruction_mse}, {@code reconstruction_bce} where the output is a probability, {@code kl_divergence}, {@code elbo} and
 * {@code log_likelihood} of a variational model, {@code anomaly_score} and
 * {@code is_anomaly}. The columns' comments say what each is. Where the model's target is another column that a frame
 * does not have, there are codes and the scores are null.
 *
 * <p>{@code save} writes a directory that appears whole or not at all, also when it overwrites; {@code network.zip} in
 * it is read by DL4J's {@code ModelSerializer} too.
 */
public final class AutoencoderModel extends Model<AutoencoderModel> implements ScoringParams, MLWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final transient TrainedAutoencoder trained;
    private final transient Scorer scorer;

    AutoencoderModel(String uid, TrainedAutoencoder trained, Scorer scorer) {
        this.uid = uid;
        this.trained = trained;
        this.scorer = scorer;
        AutoencoderDefaults.setOn(this);
    }

    @Override
    public String uid() {
        return uid;
    }

    /** Sets {@link #inputCol()}. */
    public AutoencoderModel setInputCol(String value) {
        set(inputCol(), value);
        return this;
    }

    /** Sets {@link #targetCol()}. */
    public AutoencoderModel setTargetCol(String value) {
        set(targetCol(), value);
        return this;
    }

    /** Sets {@link #outputCol()}. */
    public AutoencoderModel setOutputCol(String value) {
        set(outputCol(), value);
        return this;
    }

    /** Sets {@link #codeType()}. */
    public AutoencoderModel setCodeType(String value) {
        set(codeType(), value);
        return this;
    }

    /** Sets {@link #contamination()}. */
    public AutoencoderModel setContamination(double value) {
        set(contamination(), value);
        return this;
    }

    /** Sets {@link #corrupt()}. */
    public AutoencoderModel setCorrupt(boolean value) {
        set(corrupt(), value);
        return this;
    }

    /** Sets {@link #seed()}. */
    public AutoencoderModel setSeed(long value) {
        set(seed(), value);
        return this;
    }

    /** Sets {@link #deviations()}. */
    public AutoencoderModel setDeviations(boolean value) {
        set(deviations(), value);
        return this;
    }

    /** Sets {@link #importanceSamples()}. */
    public AutoencoderModel setImportanceSamples(int value) {
        set(importanceSamples(), value);
        return this;
    }

    /** Returns which inputs a concrete autoencoder has come to select, if the model is one. */
    public Optional<InputSelection> selection() {
        return InputSelection.of(trained.network());
    }

    /** Returns the description of the graph. */
    public Architecture architecture() {
        return trained.architecture();
    }

    /** Returns the shape of a record. */
    public TensorShape inputShape() {
        return trained.inputShape();
    }

    /** Returns the shape of what the model gives for a record. */
    public TensorShape targetShape() {
        return trained.targetShape();
    }

    /** Returns whether images that the model gives were bytes or floats in training; bytes where it gives vectors. */
    public PixelValues targetValues() {
        return trained.targetValues();
    }

    /** Returns how many values a code has. */
    public int codeSize() {
        return trained.architecture()
                .codeShape(trained.inputShape(), trained.targetShape())
                .size();
    }

    /** Returns the labels of the records that the model was trained on, ascending; none where it was trained on all. */
    public SortedSet<Integer> trainingLabels() {
        return TrainingLabels.of(provenance());
    }

    /**
     * Returns those of some image rows that are of what the model was trained on, by columns {@code split} and {@code label}: of
     * the training split, to which a row without a split belongs, and of {@link #trainingLabels()}.
     */
    public Dataset<Row> trainingRecords(Dataset<Row> rows) {
        List<String> columns = Arrays.asList(rows.columns());
        Dataset<Row> ofSplit = rows.where(ImageRows.splitOrTrain(columns).equalTo(ImageRows.TRAIN));
        return columns.contains(ImageRows.LABEL)
                ? new TrainingLabels(ImageRows.LABEL, List.copyOf(trainingLabels())).in(ofSplit)
                : ofSplit;
    }

    /** Returns every epoch's metrics, in order: the layers' of layer-wise training, then the whole graph's. */
    public List<EpochMetrics> history() {
        return trained.history();
    }

    /** Returns the training set's reconstruction errors, which anomaly scores rank among. */
    public ErrorQuantiles trainingErrors() {
        return trained.trainingErrors();
    }

    /** Returns what made the model. */
    public Provenance provenance() {
        return trained.provenance();
    }

    /** Returns a copy of the network, the optimiser's state included. */
    public ComputationGraph network() {
        return trained.network().clone();
    }

    /** Builds an engine that computes the network in this process, for one thread: a few records, or codes to decode. */
    public NetworkEngine engine() {
        return scorer.engine();
    }

    /**
     * Returns the rows with code and scores added. Lazy: rows are computed as they are read, in their order and
     * partitions, and all columns stay.
     *
     * @throws IllegalArgumentException if a column is missing, of the wrong type, or in the way of an output, or if
     *     records are to be corrupted by a model that has no corruptions. A record that is null or of another shape fails the action that reads the frame, with a message that names it
     */
    @Override
    public Dataset<Row> transform(Dataset<?> rows) {
        RecordSource records = records(rows.schema());
        return scorer.score(rows.toDF(), records, columns(records), trained.trainingErrors(), getContamination());
    }

    /**
     * Returns options for {@code DataFrameWriter} by which what {@link #transform} gives is written as Parquet a fifth
     * faster.
     */
    public Map<String, String> parquetOptions() {
        return columns(true, getCorrupt()).parquetOptions();
    }

    /**
     * Returns the schema that {@link #transform} gives.
     *
     * @throws IllegalArgumentException as {@link #transform}
     */
    @Override
    public StructType transformSchema(StructType schema) {
        return columns(records(schema)).appendTo(schema);
    }

    private RecordSource records(StructType schema) {
        if (getDeviations() && !trained.architecture().isVariational()) {
            throw new IllegalArgumentException(
                    "deviations = true needs a model whose code is a variational layer's, and this one's is not");
        }
        RecordSource records = RecordSource.of(schema, getInputCol(), getTargetCol());
        if (!getCorrupt()) {
            return records;
        }
        Corruptor corruptor = trained.architecture().corruptor(trained.inputShape());
        if (corruptor.isNone()) {
            throw new IllegalArgumentException(
                    "corrupt = true needs a model with corruptions, and this one's model.corruptions is empty");
        }
        return records.corruptedBy(corruptor, getSeed());
    }

    private EncodedColumns columns(RecordSource records) {
        return columns(records.isCompared(), records.isCorrupted());
    }

    private EncodedColumns columns(boolean compared, boolean corrupted) {
        return new EncodedColumns(
                getOutputCol(),
                CodeType.of(getCodeType()),
                codeSize(),
                trained.architecture().hasProbabilityOutput(),
                LatentScoring.of(trained.architecture(), getDeviations(), getImportanceSamples()),
                compared,
                corrupted);
    }

    @Override
    public AutoencoderModel copy(ParamMap extra) {
        return copyValues(new AutoencoderModel(uid, trained, scorer), extra).setParent(parent());
    }

    @Override
    public MLWriter write() {
        return new DirectoryWriter(this, directory -> ModelDirectory.write(trained, directory));
    }

    /** Returns a reader of what {@link #write()} writes. */
    public static MLReader<AutoencoderModel> read() {
        return new DirectoryReader<>(
                AutoencoderModel.class, (directory, uid) -> of(uid, ModelDirectory.read(directory)));
    }

    private static AutoencoderModel of(String uid, TrainedAutoencoder trained) {
        return new AutoencoderModel(uid, trained, trained.toScorer());
    }

    /** Reads what {@code save} wrote. */
    public static AutoencoderModel load(String path) {
        return read().load(path);
    }

    @Override
    public String toString() {
        return "AutoencoderModel: uid=" + uid + ", inputShape=" + trained.inputShape() + ", codeSize=" + codeSize()
                + ", epochs="
                + trained.history().stream().filter(epoch -> epoch.stage() == 0).count();
    }
}
