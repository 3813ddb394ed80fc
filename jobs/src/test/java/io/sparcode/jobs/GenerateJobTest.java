package io.sparcode.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The job from its command line to its files, which DuckDB reads, with a small model of drawn digits. */
class GenerateJobTest {
    private static SparkSession spark;
    private static SmallPipeline pipeline;
    private static Path folder;

    @BeforeAll
    static void train() {
        spark = LocalSpark.builder().getOrCreate();
        pipeline = SmallPipeline.made();
        folder = pipeline.folder();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sample | generate.sample.count=7 | prior:7",
                "decode | generate.pictured=3 | decoded:300",
                "interpolate | generate.interpolate.steps=3 | code:3, pixels:3",
                "walk | generate.walk.steps=4 | walk:20",
                "direction | generate.direction.factor=label | direction:9",
                "denoise | generate.records.limit=0 | denoised:%test",
                "inpaint | generate.inpaint.search.iterations=8 | model:%test, navier-stokes:%test, telea:%test"
            })
    void everyModeWritesImageRowsAndAPicture(String mode, String setting, String expected) throws Exception {
        String output = "generate.output=" + folder.resolve("images-" + mode);
        List<String> ids =
                DuckDbQuery.strings("select id from '%s/out/dataset/*.parquet' order by id limit 2".formatted(folder));
        String[] settings = {
            "generate.mode=" + mode,
            setting,
            output,
            "generate.interpolate.from=" + ids.get(0),
            "generate.interpolate.to=" + ids.get(1)
        };
        JobRun made = run("generate", settings);
        JobRun again = run("generate", settings);

        made.assertEnded(ExitCode.DONE);
        assertEquals(mode, made.summary().get("mode").asText());
        assertTrue(again.summary().get("skipped").asBoolean(), () -> "" + again.summary());
        assertEquals(made.summary().get("metrics"), again.summary().get("metrics"));
        String tests = DuckDbQuery.strings(
                        "select count(*) from '%s/out/dataset/*.parquet' where split = 'test'".formatted(folder))
                .get(0);
        assertEquals(
                expected.replace("%test", tests), String.join(", ", DuckDbQuery.strings("""
                                select method || ':' || count(*) from '%s/images-%s/*.parquet'
                                where octet_length(image.data) = 784 and image.height = 28 and id is not null
                                group by method order by method""".formatted(folder, mode))));
        BufferedImage picture =
                ImageIO.read(folder.resolve("images-" + mode + "/_grid.png").toFile());
        assertNotNull(picture);
        assertTrue(picture.getWidth() > 56 && picture.getHeight() > 56);
    }

    @Test
    void whatWasMadeIsADatasetThatCanBeEncodedAndTheDirectionSaysHowWellItIsKnown() throws Exception {
        String output = "generate.output=" + folder.resolve("samples");
        run("generate", output).assertEnded(ExitCode.DONE);
        JobRun encoded = run(
                "encode", "encode.input=" + folder.resolve("samples"), "encode.output=" + folder.resolve("recoded"));
        encoded.assertEnded(ExitCode.DONE);
        assertEquals(100, encoded.summary().get("records").asInt());

        JobRun direction = run(
                "generate",
                "generate.mode=direction",
                "generate.direction.factor=reconstruction_mse",
                "generate.output=" + folder.resolve("along"));
        double r2 = direction.summary().get("metrics").get("r2").asDouble();
        assertTrue(r2 > 0 && r2 < 1, () -> "" + direction.summary());
    }

    @Test
    void encodedRowsOfAnotherModelAreRefused() {
        String model = "train.model=" + folder.resolve("other-model");
        run("train", model, "train.epochs=1").assertEnded(ExitCode.DONE);
        String other = "generate.model=" + folder.resolve("other-model");
        for (String mode : List.of("walk", "direction")) {
            Path output = folder.resolve("mixed-" + mode);

            JobRun refused = run(
                    "generate",
                    "generate.mode=" + mode,
                    "generate.direction.factor=label",
                    other,
                    "generate.output=" + output);

            refused.assertEnded(
                    ExitCode.BAD_DATA,
                    "the codes in " + folder.resolve("out/codes") + " (generate.codes) are of the model ",
                    ", and " + folder.resolve("other-model") + " (generate.model) is ");
            assertTrue(Files.notExists(output));
        }
    }

    @Test
    void anotherRequestForTheSamePlaceIsRefusedWithWhatDiffers() {
        String output = "generate.output=" + folder.resolve("once");
        run("generate", output, "generate.sample.count=3").assertEnded(ExitCode.DONE);

        JobRun refused = run("generate", output, "generate.sample.count=4");
        JobRun replaced = run("generate", output, "generate.sample.count=4", "generate.overwrite=true");

        refused.assertEnded(ExitCode.REFUSED, "count was 3, is 4", "generate.overwrite = true replaces it");
        assertEquals(4, replaced.summary().get("records").asInt());
    }

    @Test
    void noRecordToMakeAnythingOfIsBadData() {
        String all = folder.resolve("all-trained-on").toString();
        run("ingest", "ingest.split.test-fraction=0", "ingest.output=" + all).assertEnded(ExitCode.DONE);
        Path output = folder.resolve("of-none");

        JobRun none = run("generate", "generate.mode=denoise", "generate.input=" + all, "generate.output=" + output);

        none.assertEnded(
                ExitCode.BAD_DATA,
                "no records of generate.records.split = test in " + all + ", whose splits are {train=");
        assertTrue(Files.notExists(output));
    }

    @Test
    void otherFilesBelowAFolderOfCodesAreOtherCodes() throws IOException {
        Path codes = folder.resolve("nested");
        String[] settings = {
            "generate.mode=decode", "generate.codes=" + codes, "generate.output=" + folder.resolve("of-nested")
        };
        write(codes, 20);
        assertEquals(20, run("generate", settings).summary().get("records").asInt());

        FileTime time = Files.getLastModifiedTime(codes.resolve("a=1"));
        write(codes, 21);
        Files.setLastModifiedTime(codes.resolve("a=1"), time);
        JobRun refused = run("generate", settings);

        refused.assertEnded(ExitCode.REFUSED, "fingerprint of the input was ");
    }

    private static void write(Path codes, int count) {
        Dataset<Row> some =
                spark.read().parquet(folder.resolve("out/codes").toString()).select("id", "code");
        some.limit(count)
                .coalesce(1)
                .withColumn("a", functions.lit(1))
                .withColumn("b", functions.lit(2))
                .write()
                .mode("overwrite")
                .partitionBy("a", "b")
                .parquet(codes.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "generate.mode=dream | REFUSED | generate.mode must be one of sample, decode, interpolate, walk,",
                "generate.mode=interpolate | REFUSED | generate.interpolate.from must be given, was empty",
                "generate.mode=upscale | REFUSED | generate.upscale: upscale needs a model that gives another size",
                "generate.walk.unit=5 | REFUSED | generate.walk: unit must be 0 to 4, or -1 for all, was 5",
                "generate.walk.from=x | REFUSED | generate.walk: from must be the id of an encoded record, there is none",
                "generate.walk.to-quantile=0.01 | REFUSED | generate.walk.from-quantile must be at least 0 and less than",
                "generate.direction.factor=hue | REFUSED | generate.direction: factor must be a numeric column of",
                "generate.inpaint.left=25 | REFUSED | generate.inpaint: mask must lie within 28x28, was rows 9 to 18",
                "generate.inpaint.mask=none.png | BAD_DATA | none.png is not there (generate.inpaint.mask)",
                "generate.inpaint.search.nearest=-1 | REFUSED | generate.inpaint.search.nearest must be at least 0, was -1",
                "generate.denoise.corrupt=true | REFUSED | generate.denoise: corrupt = true needs a model with corruptions",
                "generate.records.split=west | REFUSED | generate.records.split must be one of [test, train, validation]",
                "generate.codes=nowhere | BAD_DATA | nowhere is not there (generate.codes)",
                "generate.model=nowhere | BAD_DATA | nowhere does not exist (generate.model)",
                "generate.sample.count=0 | REFUSED | generate.sample.count must be at least 1, was 0"
            })
    void whatDoesNotFitIsRefusedWithItsKeyAndTheReasonAndNothingIsWritten(
            String setting, ExitCode status, String message) {
        Path output = folder.resolve("refused");
        List<String> settings = new ArrayList<>();
        for (String mode : List.of("walk", "direction", "inpaint", "denoise", "upscale")) {
            if (setting.startsWith("generate." + mode + ".") || setting.equals("generate.records.split=west")) {
                settings.add("generate.mode=" + mode);
            }
        }
        if (setting.startsWith("generate.codes")) {
            settings.add("generate.mode=decode");
        }
        settings.add("generate.output=" + output);
        settings.add(setting);

        JobRun refused = run("generate", settings.toArray(String[]::new));

        refused.assertEnded(status, message);
        assertTrue(Files.notExists(output));
    }

    private static JobRun run(String job, String... settings) {
        return pipeline.run(job, settings);
    }
}
