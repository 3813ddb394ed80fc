package io.sparcode.dataset;

import io.sparcode.image.ColorProfile;
import io.sparcode.image.Orientation;
import io.sparcode.image.PixelValues;
import io.sparcode.image.ResizeFilter;
import io.sparcode.image.Rgb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** An ingest with defaults that a test changes one by one. */
final class IngestFixture {
    private final String input;
    private final String output;
    private InputFormat format = InputFormat.AUTO;
    private IngestOptions.TargetImage image = target(0, 0, 0);
    private IngestOptions.Derived derived = new IngestOptions.Derived("", 0, 0, ResizeFilter.AREA);
    private IngestOptions.Split split = new IngestOptions.Split(0.2, 0.1, 7);
    private IngestOptions.Quarantine quarantine = new IngestOptions.Quarantine("", 10, 0.5);
    private IngestOptions.Parquet parquet = IngestOptions.Parquet.FOUND;
    private IngestOptions.Arrays arrays = IngestOptions.Arrays.FOUND;
    private FolderLayout folders = FolderLayout.AUTO;
    private IngestOptions.Synthetic synthetic = new IngestOptions.Synthetic(100, 0);
    private int shards = 2;
    private boolean overwrite;

    private IngestFixture(String input, String output) {
        this.input = input;
        this.output = output;
    }

    static IngestFixture of(Path input, Path output) {
        return of(input.toString(), output);
    }

    static IngestFixture of(String input, Path output) {
        return of(input, output.toString());
    }

    static IngestFixture of(String input, String output) {
        return new IngestFixture(input, output);
    }

    private static IngestOptions.TargetImage target(int height, int width, int channels) {
        return new IngestOptions.TargetImage(
                height,
                width,
                channels,
                ResizeFilter.BILINEAR,
                1_000_000,
                ColorProfile.IGNORE,
                Orientation.UPRIGHT,
                Rgb.BLACK,
                PixelValues.BYTES);
    }

    IngestFixture folders(FolderLayout value) {
        folders = value;
        return this;
    }

    IngestFixture parquet(IngestOptions.Parquet value) {
        parquet = value;
        return this;
    }

    IngestFixture arrays(String images, String labels) {
        arrays = new IngestOptions.Arrays(images, labels);
        return this;
    }

    IngestFixture targetImage(IngestOptions.TargetImage value) {
        image = value;
        return this;
    }

    IngestFixture format(InputFormat value) {
        format = value;
        return this;
    }

    IngestFixture image(int height, int width, int channels) {
        image = target(height, width, channels);
        return this;
    }

    /** Brings images to a shape, and keeps pixels as floats. */
    IngestFixture floats(int height, int width, int channels) {
        image = new IngestOptions.TargetImage(
                height,
                width,
                channels,
                ResizeFilter.BILINEAR,
                1_000_000,
                ColorProfile.IGNORE,
                Orientation.UPRIGHT,
                Rgb.BLACK,
                PixelValues.FLOATS);
        return this;
    }

    IngestFixture derived(String column, int height, int width) {
        derived = new IngestOptions.Derived(column, height, width, ResizeFilter.AREA);
        return this;
    }

    IngestFixture split(double validation, double test, long seed) {
        split = new IngestOptions.Split(validation, test, seed);
        return this;
    }

    IngestFixture quarantine(String path, long maxRecords, double maxFraction) {
        quarantine = new IngestOptions.Quarantine(path, maxRecords, maxFraction);
        return this;
    }

    IngestFixture imageColumn(String value) {
        parquet = new IngestOptions.Parquet(value, "", "", "");
        return this;
    }

    IngestFixture synthetic(long count, long seed) {
        synthetic = new IngestOptions.Synthetic(count, seed);
        return this;
    }

    IngestFixture shards(int value) {
        shards = value;
        return this;
    }

    IngestFixture overwrite() {
        overwrite = true;
        return this;
    }

    IngestOptions options() {
        return new IngestOptions(
                input,
                format,
                folders,
                output,
                image,
                derived,
                split,
                quarantine,
                parquet,
                arrays,
                synthetic,
                shards,
                overwrite);
    }

    /** Returns what the input's source reads, before anything is made of it, sorted by id. */
    Dataset<Row> read() throws IOException {
        Source source = Sources.open(TestSpark.session(), options());
        return TestSpark.session()
                .createDataFrame(
                        source.read(TestSpark.session(), new TargetFit(image)), ReadRows.schema(source.factors()))
                .orderBy(ImageRows.ID);
    }

    DatasetSummary run() throws IOException {
        return new Ingest(options()).run(TestSpark.session());
    }

    /** Runs, and returns the rows sorted by id. */
    List<Row> rows() throws IOException {
        run();
        return frame().orderBy(ImageRows.ID).collectAsList();
    }

    Dataset<Row> frame() {
        return TestSpark.session().read().parquet(output);
    }

    /** Returns the quarantined rows, sorted by id. */
    List<Row> quarantined() {
        return TestSpark.session()
                .read()
                .parquet(options().quarantinePath())
                .orderBy(ImageRows.ID)
                .collectAsList();
    }
}
