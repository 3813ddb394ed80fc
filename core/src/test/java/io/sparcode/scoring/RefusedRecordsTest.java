package io.sparcode.scoring;

import static io.sparcode.scoring.ScorerFixture.NETWORK;
import static io.sparcode.scoring.ScorerFixture.SHAPE;
import static io.sparcode.scoring.ScorerFixture.columns;
import static io.sparcode.scoring.ScorerFixture.frame;
import static io.sparcode.scoring.ScorerFixture.images;
import static io.sparcode.scoring.ScorerFixture.pixels;
import static io.sparcode.scoring.ScorerFixture.planes;
import static io.sparcode.scoring.ScorerFixture.score;
import static io.sparcode.scoring.ScorerFixture.source;
import static io.sparcode.scoring.ScorerFixture.trainingErrors;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.dataset.BadDataException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkException;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

/** Frames that cannot be scored: columns are refused at once, records by the action that reads them, with their names. */
class RefusedRecordsTest {
    @Test
    void presentOutputColumnIsRefusedWhateverItsCase() {
        Dataset<Row> rows = images(1).withColumnRenamed("label", "Reconstruction_MSE");

        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> score(rows));

        assertTrue(
                refused.getMessage().startsWith("output column reconstruction_mse exists already"),
                refused.getMessage());
    }

    @Test
    void inputColumnOfAnotherTypeIsRefusedWithItsType() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> new Scorer(NETWORK, SHAPE, SHAPE)
                        .score(images(1), source(images(1), "label"), columns(CodeType.ARRAY), trainingErrors(), 0.1));

        assertTrue(refused.getMessage().startsWith("input column label is of type int"), refused.getMessage());
    }

    @Test
    void absentInputColumnIsRefusedWithTheColumnsThereAre() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> new Scorer(NETWORK, SHAPE, SHAPE)
                        .score(
                                images(1),
                                source(images(1), "picture"),
                                columns(CodeType.ARRAY),
                                trainingErrors(),
                                0.1));

        assertEquals("there is no input column picture; columns are [id, label, input]", refused.getMessage());
    }

    private static String badData(Dataset<Row> rows) {
        SparkException failed =
                assertThrows(SparkException.class, () -> score(rows).collectAsList());
        Throwable cause = failed;
        while (!(cause instanceof BadDataException)) {
            cause = cause.getCause();
            assertTrue(cause != null, failed.toString());
        }
        return cause.getMessage();
    }

    @Test
    void imageOfAnotherShapeIsRefusedWithItsIdAndBothShapes() {
        Row image = RowFactory.create("file:/a.png", 4, 2, 3, 16, new byte[24]);

        assertEquals(
                "record id-9 of column input is of shape [3, 4, 2], the model takes [3, 2, 2]",
                badData(frame(List.of(RowFactory.create("id-9", 0, image)), ImageSchema.columnSchema())));
    }

    @Test
    void imageThatItsSourceCouldNotDecodeIsRefusedWithItsOrigin() {
        Row image = RowFactory.create("file:/a.png", -1, -1, -1, -1, new byte[0]);

        assertEquals(
                "record file:/a.png of column input is an image of height -1, width -1 and -1 channels, which its"
                        + " source could not decode",
                badData(frame(List.of(RowFactory.create(null, 0, image)), ImageSchema.columnSchema())));
    }

    @Test
    void imageWithTooFewBytesIsRefused() {
        Row image = RowFactory.create("file:/a.png", 2, 2, 3, 16, new byte[11]);

        assertEquals(
                "record a of column input is an image of shape [3, 2, 2] with 11 bytes of data, needs 12",
                badData(frame(List.of(RowFactory.create("a", 0, image)), ImageSchema.columnSchema())));
    }

    @Test
    void nullIsRefused() {
        assertEquals(
                "record a of column input is null",
                badData(frame(Arrays.asList(RowFactory.create("a", 0, null)), ImageSchema.columnSchema())));
    }

    @Test
    void vectorOfAnotherSizeIsRefused() {
        assertEquals(
                "record a of column input is of shape [2], the model takes [3, 2, 2]",
                badData(frame(List.of(RowFactory.create("a", 0, Vectors.dense(1, 2))), SQLDataTypes.VectorType())));
    }

    @Test
    void valueThatIsNotFiniteIsRefused() {
        float[] values = planes(pixels(0));
        values[3] = Float.NaN;

        assertEquals(
                "record a of column input has NaN as value 3; all must be finite",
                badData(frame(
                        List.of(RowFactory.create("a", 0, values)), DataTypes.createArrayType(DataTypes.FloatType))));
    }
}
