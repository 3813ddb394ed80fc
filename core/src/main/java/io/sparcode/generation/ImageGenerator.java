package io.sparcode.generation;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sparcode.config.GenerateMode;
import io.sparcode.dataset.ImageRows;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.image.ImageTransform;
import io.sparcode.image.Mask;
import io.sparcode.image.ResizeFilter;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.model.Corruptor;
import io.sparcode.scoring.CodeColumn;
import io.sparcode.scoring.NetworkSnapshot;
import io.sparcode.scoring.RecordSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * Makes images with a trained model, rows of {@link GeneratedRows#SCHEMA}. Frames are lazy where nothing else is said: the
 * model is broadcast, and rows stream through it partition by partition.
 */
public final class ImageGenerator {
    private final SparkSession spark;
    private final AutoencoderModel model;
    private final NetworkSnapshot snapshot;
    private final Broadcast<NetworkSnapshot> network;
    private final ImageShape shape;

    /**
     * Prepares.
     *
     * @throws IllegalArgumentException if what the model gives is no image
     */
    public ImageGenerator(SparkSession spark, AutoencoderModel model) {
        this.spark = spark;
        this.model = model;
        this.shape = ModelImages.shape(model.targetShape());
        this.snapshot = NetworkSnapshot.of(model.network(), model.inputShape(), model.targetShape());
        this.network = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(snapshot);
    }

    /**
     * Returns images of codes drawn from a variational model's prior; each depends on the seed and its number alone.
     *
     * @throws IllegalArgumentException if the model is not variational
     */
    public Dataset<Row> sample(GenerateMode.Sample options) {
        if (!model.architecture().isVariational()) {
            throw new IllegalArgumentException("sample needs a model whose code is a variational layer's, which has a"
                    + " prior to draw from; this one's is not");
        }
        Dataset<Row> codes = spark.range(options.count())
                .map(new PriorDraws(options.seed(), model.codeSize()), Encoders.row(GeneratedRows.CODES));
        return decoded(codes);
    }

    /**
     * Returns images of codes.
     *
     * @param codes with a column {@code code}, arrays of numbers or Spark ML vectors; {@code id}, {@code label} and
     *     {@code split} are taken over where they are there
     * @throws io.sparcode.dataset.BadDataException if there is no such column
     */
    public Dataset<Row> decode(Dataset<Row> codes) {
        Dataset<Row> named = new GivenCodes(codes).named();
        List<String> columns = Arrays.asList(named.columns());
        boolean ofRecords = Arrays.asList(codes.columns()).contains(ImageRows.ID);
        return decoded(named.select(
                col(ImageRows.ID),
                ImageRows.orNull(columns, ImageRows.LABEL, DataTypes.IntegerType),
                ImageRows.splitOrTrain(columns),
                ofRecords ? col(ImageRows.ID) : lit(null).cast(DataTypes.StringType),
                lit("decoded"),
                lit(null).cast(DataTypes.IntegerType),
                lit(null).cast(DataTypes.IntegerType),
                lit(null).cast(DataTypes.DoubleType),
                col(CodeColumn.NAME)));
    }

    /**
     * Returns images between two records, by their codes and by their pixels. Pixels are mixed at the size that the model
     * takes, and brought to the one that it gives by bicubic interpolation where that is another; where that has other bands
     * there are none by pixels.
     *
     * @param images rows with the model's input column
     * @throws IllegalArgumentException if one of the records is not there
     */
    public Dataset<Row> interpolate(Dataset<Row> images, GenerateMode.Interpolate options) {
        List<Image> ends = new ArrayList<>();
        List<float[]> codes = new ArrayList<>();
        for (String id : List.of(options.from(), options.to())) {
            Row encoded = encoded(images, id, id.equals(options.from()) ? "from" : "to");
            codes.add(CodeColumn.floats(encoded.getSeq(0)));
            ends.add(ImageRows.readImage(encoded, 1, id));
        }
        ImageTransform resize = new ImageTransform(shape, ResizeFilter.BICUBIC);
        boolean mixable = ends.stream().allMatch(end -> ImageTransform.canConvert(end, shape.channels()));
        List<Row> byPixels = new ArrayList<>();
        List<Row> path = CodePaths.between(codes.get(0), codes.get(1), options.steps());
        for (int step = 0; mixable && step < path.size(); step++) {
            double share = path.get(step).getDouble(7);
            Row subject = CodePaths.row("pixels", CodePaths.PIXELS, null, null, step, share, null);
            byPixels.add(
                    GeneratedRows.row(subject, resize.apply(Blend.of(ends.get(0), ends.get(1), share)), null, null));
        }
        return decoded(spark.createDataFrame(path, GeneratedRows.CODES))
                .union(spark.createDataFrame(byPixels, GeneratedRows.SCHEMA));
    }

    private Row encoded(Dataset<Row> images, String id, String end) {
        ChosenRecords.requireImages(images, model.getInputCol());
        AutoencoderModel encoder = model.copy(model.extractParamMap())
                .setOutputCol("code of it")
                .setCodeType("array")
                .setCorrupt(false)
                .setDeviations(false)
                .setImportanceSamples(0);
        Dataset<Row> found = images.where(col(ImageRows.ID).equalTo(id))
                .select(ImageRows.ID, model.getInputCol())
                .limit(1);
        List<Row> rows = encoder.transform(found)
                .select("code of it", model.getInputCol())
                .collectAsList();
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(end + " must be the id of a record, there is none of id " + id);
        }
        return rows.get(0);
    }

    /**
     * Returns images of one code, each of its units changed in turn or one alone. Reads the encoded rows once for the mean
     * code and once for 256 units' quantiles.
     *
     * @throws IllegalArgumentException if there is no such unit or record
     */
    public Dataset<Row> walk(Dataset<Row> codes, GenerateMode.Walk options) {
        return decoded(CodePaths.walk(spark, options, new GivenCodes(codes), model.codeSize()));
    }

    /**
     * Returns the direction in code space that a factor has, at once: the encoded rows are read as often as Spark ML's linear
     * regression reads them, and once more.
     *
     * @throws IllegalArgumentException if they have no such numeric column, or it has one value throughout
     */
    public FactorDirection direction(Dataset<Row> codes, String factor) {
        return FactorDirection.of(new GivenCodes(codes), factor, model.codeSize());
    }

    /**
     * Returns images of one code moved along a factor's direction.
     *
     * @throws IllegalArgumentException if there is no such record
     */
    public Dataset<Row> along(FactorDirection direction, Dataset<Row> codes, GenerateMode.Direction options) {
        List<Row> path = CodePaths.along(direction, options, new GivenCodes(codes), model.codeSize());
        return decoded(spark.createDataFrame(path, GeneratedRows.CODES));
    }

    /**
     * Returns records' reconstructions, of corrupted records those too; errors are from the clean target, where it is there.
     * Corrupted records are brought to the size that the model gives by bicubic interpolation where it takes another; they
     * have no errors then.
     *
     * @throws IllegalArgumentException if records are to be corrupted by a model without corruptions
     */
    public Dataset<Row> denoise(Dataset<Row> images, GenerateMode.Denoise options) {
        Corruptor corruptor = model.architecture().corruptor(model.inputShape());
        if (options.corrupt() && corruptor.isNone()) {
            throw new IllegalArgumentException(
                    "corrupt = true needs a model with corruptions, and this one's model.corruptions is empty");
        }
        Dataset<Row> chosen = chosen(images, options.records());
        RecordSource source = source(chosen);
        return reconstructed(
                chosen,
                options.corrupt()
                        ? source.corruptedBy(corruptor, options.records().seed())
                        : source,
                Reconstructions.DENOISED);
    }

    /**
     * Returns records at the size that the model gives, and by bicubic interpolation beside it; with errors where the
     * target's column is there.
     *
     * @throws IllegalArgumentException if the model gives the size that it takes
     */
    public Dataset<Row> upscale(Dataset<Row> images, GenerateMode.Upscale options) {
        if (model.inputShape().equals(model.targetShape())) {
            throw new IllegalArgumentException("upscale needs a model that gives another size than it takes, this one"
                    + " takes and gives " + model.inputShape());
        }
        Dataset<Row> chosen = chosen(images, options.records());
        return reconstructed(chosen, source(chosen), Reconstructions.UPSCALED);
    }

    private RecordSource source(Dataset<Row> chosen) {
        return RecordSource.of(chosen.schema(), model.getInputCol(), model.getTargetCol());
    }

    private Dataset<Row> reconstructed(Dataset<Row> chosen, RecordSource source, String method) {
        boolean ofItself = model.getTargetCol().isEmpty();
        String original = ofItself ? model.getInputCol() : source.isCompared() ? model.getTargetCol() : "";
        Reconstructions function = new Reconstructions(
                network, source, chosen.schema(), model.getInputCol(), original, method, model.targetValues());
        return described(chosen.mapPartitions(function, Encoders.row(GeneratedRows.SCHEMA)));
    }

    /**
     * Returns records with their hole filled by the model, by Telea's method and by Navier and Stokes' equations; errors are
     * from the records as they are. Draws training records at once.
     *
     * @throws IllegalArgumentException if the model does not reconstruct its own input
     */
    public Dataset<Row> inpaint(Dataset<Row> images, Mask mask, GenerateMode.Inpaint options) {
        if (!model.getTargetCol().isEmpty() || !model.inputShape().equals(model.targetShape())) {
            throw new IllegalArgumentException("inpaint needs a model that reconstructs its own input, this one gives "
                    + (model.getTargetCol().isEmpty() ? model.targetShape() : "column " + model.getTargetCol()));
        }
        Dataset<Row> chosen = chosen(images, options.records());
        GenerateMode.Search search = options.search();
        int drawn = TrainingSample.size(snapshot, search.trainingRecords());
        GenerateMode.Records training = new GenerateMode.Records(
                ImageRows.TRAIN, drawn, options.records().seed());
        Dataset<Row> some = chosen(model.trainingRecords(images), training);
        TrainingSample sample = TrainingSample.of(
                some.orderBy(ImageRows.ID).collectAsList(),
                some.schema(),
                model.getInputCol(),
                snapshot,
                model.codeSize());
        HoleFilling function = new HoleFilling(
                network,
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(sample),
                chosen.schema(),
                model.getInputCol(),
                mask,
                new HoleFilling.Settings(
                        model.architecture().toJson(),
                        search.iterations(),
                        search.learningRate(),
                        search.nearest(),
                        search.priorWeight()));
        return described(chosen.mapPartitions(function, Encoders.row(GeneratedRows.SCHEMA)));
    }

    /** Returns the shape of the images that are made. */
    public ImageShape shape() {
        return shape;
    }

    private Dataset<Row> chosen(Dataset<Row> images, GenerateMode.Records records) {
        return ChosenRecords.of(images, model.getInputCol(), model.getTargetCol(), records);
    }

    private Dataset<Row> decoded(Dataset<Row> codes) {
        Dataset<Row> named = codes.toDF(GeneratedRows.CODES.fieldNames());
        DecoderOfCodes function = new DecoderOfCodes(network, model.codeSize(), model.targetValues());
        return described(named.mapPartitions(function, Encoders.row(GeneratedRows.SCHEMA)));
    }

    private static Dataset<Row> described(Dataset<Row> rows) {
        return ImageRows.withMetadata(rows, GeneratedRows.SCHEMA);
    }
}
