package io.sparcode.jobs;

import io.sparcode.config.GenerateMode;
import io.sparcode.dataset.BadDataException;
import io.sparcode.dataset.DatasetSummary;
import io.sparcode.dataset.InputFiles;
import io.sparcode.generation.FactorDirection;
import io.sparcode.generation.GenerationPicture;
import io.sparcode.generation.ImageGenerator;
import io.sparcode.image.DecodingOptions;
import io.sparcode.image.ImageDecoder;
import io.sparcode.image.ImageShape;
import io.sparcode.image.Mask;
import io.sparcode.image.UnreadableImageException;
import io.sparcode.ml.AutoencoderModel;
import io.sparcode.provenance.Provenance;
import io.sparcode.storage.SmallFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What a mode of generation reads, and the call of the library that it is. */
final class Generation {
    private static final long MOST_PIXELS_OF_A_MASK = 100_000_000;

    private final SparkSession spark;
    private final GenerateMode mode;

    Generation(SparkSession spark, GenerateMode mode) {
        this.spark = spark;
        this.mode = mode;
    }

    /**
     * Images that are about to be made.
     *
     * @param rows lazy
     * @param shape of every image
     * @param picture makes, of the rows as they were written, a PNG of at most so many rows
     * @param figures what else there is to tell
     */
    record Images(
            Dataset<Row> rows,
            ImageShape shape,
            BiFunction<Dataset<Row>, Integer, byte[]> picture,
            Map<String, Object> figures) {
        Images(Dataset<Row> rows, ImageShape shape, BiFunction<Dataset<Row>, Integer, byte[]> picture) {
            this(rows, shape, picture, Map.of());
        }
    }

    /** Returns the mode's name. */
    String name() {
        return mode.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** Returns where that lies which is read; empty if nothing is. */
    Optional<String> source() {
        if (mode instanceof GenerateMode.OfImages images) {
            return Optional.of(images.input());
        }
        return mode instanceof GenerateMode.OfCodes codes ? Optional.of(codes.codes()) : Optional.empty();
    }

    /** Returns the key of what is read. */
    String sourceKey() {
        return mode instanceof GenerateMode.OfCodes ? "generate.codes" : "generate.input";
    }

    /**
     * Refuses, for a mode of encoded rows, those of another model, where they say what made them.
     *
     * @throws BadDataException if they are another's
     */
    void requireCodesOf(MadeInput model) throws IOException {
        if (mode instanceof GenerateMode.Walk || mode instanceof GenerateMode.Direction) {
            MadeInput.find(hadoop(), "generate.codes", source().orElseThrow(), "encode")
                    .ifPresent(codes -> codes.requireModel(model));
        }
    }

    /** Returns what is the same for the same data. */
    List<String> fingerprints() throws IOException {
        if (mode instanceof GenerateMode.OfImages ofImages) {
            String images =
                    MadeInput.dataset(hadoop(), sourceKey(), ofImages.input()).fingerprint();
            return mask().isEmpty() ? List.of(images) : List.of(images, DigestUtils.sha256Hex(read(mask())));
        }
        return mode instanceof GenerateMode.OfCodes ofCodes ? List.of(fingerprint(ofCodes)) : List.of();
    }

    private String fingerprint(GenerateMode.OfCodes ofCodes) throws IOException {
        Path codes = new Path(ofCodes.codes());
        if (!codes.getFileSystem(hadoop()).exists(codes)) {
            throw new BadDataException(codes + " is not there (generate.codes)");
        }
        MadeInput.requireWhole(hadoop(), sourceKey(), ofCodes.codes());
        Optional<Provenance> made = Outputs.provenance(hadoop(), codes);
        return made.isPresent()
                ? made.get().identity()
                : InputFiles.find(hadoop(), ofCodes.codes()).fingerprint();
    }

    private String mask() {
        return mode instanceof GenerateMode.Inpaint inpaint ? inpaint.hole().mask() : "";
    }

    /** Says that there are no images to be made, and why. */
    BadDataException nothing() throws IOException {
        if (mode instanceof GenerateMode.OfRecords ofRecords) {
            return new BadDataException("there are no records of generate.records.split = "
                    + ofRecords.records().split() + " in " + ofRecords.input() + ", whose splits are "
                    + DatasetSummary.read(hadoop(), new Path(ofRecords.input())).splits());
        }
        return new BadDataException("there are no rows in " + source().orElse("") + " (generate.codes)");
    }

    private byte[] read(String file) throws IOException {
        Path path = new Path(file);
        try {
            return SmallFile.read(hadoop(), path);
        } catch (FileNotFoundException e) {
            throw new BadDataException(path + " is not there (generate.inpaint.mask)", e);
        }
    }

    private Configuration hadoop() {
        return spark.sessionState().newHadoopConf();
    }

    /**
     * Calls the library.
     *
     * @throws IllegalArgumentException if the model or the data are not what the mode needs
     */
    Images images(AutoencoderModel model) throws IOException {
        ImageGenerator generator = new ImageGenerator(spark, model);
        ImageShape shape = generator.shape();
        Dataset<Row> read = source().isPresent() ? spark.read().parquet(source().get()) : null;
        if (mode instanceof GenerateMode.Sample sample) {
            return new Images(generator.sample(sample), shape, GenerationPicture::ofImages);
        }
        if (mode instanceof GenerateMode.Decode) {
            return new Images(generator.decode(read), shape, GenerationPicture::ofImages);
        }
        if (mode instanceof GenerateMode.Interpolate interpolate) {
            return new Images(generator.interpolate(read, interpolate), shape, GenerationPicture::ofSequences);
        }
        if (mode instanceof GenerateMode.Walk walk) {
            return new Images(generator.walk(read, walk), shape, GenerationPicture::ofSequences);
        }
        if (mode instanceof GenerateMode.Direction options) {
            FactorDirection direction = generator.direction(read, options.factor());
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("r2", direction.determination());
            figures.put("explained-variance", direction.explained());
            Dataset<Row> rows = generator.along(direction, read, options);
            return new Images(rows, shape, GenerationPicture::ofSequences, figures);
        }
        return ofRecords(generator, shape, read, model);
    }

    private Images ofRecords(ImageGenerator generator, ImageShape shape, Dataset<Row> read, AutoencoderModel model)
            throws IOException {
        Dataset<Row> rows;
        Mask hole;
        if (mode instanceof GenerateMode.Inpaint inpaint) {
            hole = hole(inpaint.hole(), shape);
            rows = generator.inpaint(read, hole, inpaint);
        } else {
            hole = null;
            rows = mode instanceof GenerateMode.Denoise denoise
                    ? generator.denoise(read, denoise)
                    : generator.upscale(read, (GenerateMode.Upscale) mode);
        }
        return new Images(
                rows,
                shape,
                (written, most) -> GenerationPicture.ofRecords(
                        written, read, model.getInputCol(), model.getTargetCol(), hole, most));
    }

    private Mask hole(GenerateMode.Hole hole, ImageShape shape) throws IOException {
        if (hole.mask().isEmpty()) {
            return Mask.rectangle(shape, hole.top(), hole.left(), hole.height(), hole.width());
        }
        try {
            return Mask.of(
                    new ImageDecoder(DecodingOptions.upTo(MOST_PIXELS_OF_A_MASK)).decode(read(hole.mask())), shape);
        } catch (UnreadableImageException e) {
            throw new BadDataException(hole.mask() + " (generate.inpaint.mask): " + e.getMessage(), e);
        }
    }
}
