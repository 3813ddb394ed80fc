package io.sparcode.ml;

import io.sparcode.model.Architecture;
import io.sparcode.model.TensorShape;
import io.sparcode.provenance.Provenance;
import io.sparcode.scoring.CodeType;
import io.sparcode.scoring.EncodedColumns;
import io.sparcode.scoring.ErrorQuantiles;
import io.sparcode.scoring.InputColumn;
import io.sparcode.scoring.Scorer;
import io.sparcode.training.EpochMetrics;
import java.util.List;
import java.util.Map;
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
 * {@code reconstruction_mse}, {@code reconstruction_bce} where the output is a probability, {@code anomaly_score} and
 * {@code is_anomaly}. The columns' comments say what each is.
 *
 * <p>{@code save} writes a directory that appears whole or not at all, also when it overwrites; {@code network.zip} in
 * it is read by DL4J's {@code ModelSerializer} too.
 */
public final class AutoencoderModel extends Model<AutoencoderModel> implements CodeParams, MLWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final transient TrainedAutoencoder trained;
    private final transient Scorer scorer;

    AutoencoderModel(String uid, TrainedAutoencoder trained, Scorer scorer) {
        this.uid = uid;
        this.trained = trained;
        this.scorer = scorer;
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

    /** Returns the description of the graph. */
    public Architecture architecture() {
        return trained.architecture();
    }

    /** Returns the shape of a record. */
    public TensorShape inputShape() {
        return trained.inputShape();
    }

    /** Returns how many values a code has. */
    public int codeSize() {
        return trained.architecture().codeShape(trained.inputShape()).size();
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

    /**
     * Returns the rows with code and scores added. Lazy: rows are computed as they are read, in their order and
     * partitions, and all columns stay.
     *
     * @throws IllegalArgumentException if a column is missing, of the wrong type, or in the way of an output. A record
     *     that is null or of another shape fails the action that reads the frame, with a message that names it
     */
    @Override
    public Dataset<Row> transform(Dataset<?> rows) {
        return scorer.score(rows.toDF(), getInputCol(), columns(), trained.trainingErrors(), getContamination());
    }

    /**
     * Returns options for {@code DataFrameWriter} by which what {@link #transform} gives is written as Parquet a fifth
     * faster.
     */
    public Map<String, String> parquetOptions() {
        return columns().parquetOptions();
    }

    /**
     * Returns the schema that {@link #transform} gives.
     *
     * @throws IllegalArgumentException as {@link #transform}
     */
    @Override
    public StructType transformSchema(StructType schema) {
        InputColumn.of(schema, getInputCol());
        return columns().appendTo(schema);
    }

    private EncodedColumns columns() {
        return new EncodedColumns(
                getOutputCol(),
                CodeType.of(getCodeType()),
                codeSize(),
                trained.architecture().hasProbabilityOutput());
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
        return new AutoencoderModel(uid, trained, new Scorer(trained.network(), trained.inputShape()));
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
