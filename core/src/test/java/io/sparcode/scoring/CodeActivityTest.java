package io.sparcode.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sparcode.LocalSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class CodeActivityTest {
    private static Dataset<Row> codes(List<Row> rows) {
        StructType schema = new StructType().add("code", DataTypes.createArrayType(DataTypes.FloatType, false), false);
        return LocalSpark.session().createDataFrame(rows, schema).repartition(5);
    }

    @Test
    void countsActiveUnitsOfEachRecordAndUnitsThatNeverAre() {
        CodeActivity activity = CodeActivity.of(codes(
                List.of(RowFactory.create((Object) new float[] {0, 0.5f, -0.2f, 0.1f}), RowFactory.create((Object)
                        new float[] {0.05f, 0, 0, 0}))));
        assertEquals(new CodeActivity(4, 0.25, 2), activity);
    }

    @Test
    void noCodesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> CodeActivity.of(codes(List.of())));
    }
}
