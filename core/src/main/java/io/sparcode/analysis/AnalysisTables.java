package io.sparcode.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import io.sparcode.dataset.ImageRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Figures as tables, each column with a comment. */
public final class AnalysisTables {
    private static final DataType TEXT = DataTypes.StringType;
    private static final DataType INT = DataTypes.IntegerType;
    private static final DataType LONG = DataTypes.LongType;
    private static final DataType NUMBER = DataTypes.DoubleType;

    private static final StructType UNITS = new StructType(new StructField[] {
        field("unit", INT, "index in the code, from 0"),
        field("mean", NUMBER, "mean over all records"),
        field("variance", NUMBER, "variance over all records"),
        field("min", NUMBER, "least value"),
        field("max", NUMBER, "greatest value"),
        field("zeros", NUMBER, "share of records for which it is 0"),
        field("dead", DataTypes.BooleanType, "whether it is the same for all records, or never more than 0.1 from 0")
    });

    private static final StructType FIGURES = new StructType(new StructField[] {
        field("figure", TEXT, "place in " + AnalysisJson.FILE_NAME + ", a JSON pointer"),
        field("value", NUMBER, "its value; null where it is text, or not a number"),
        field("text", TEXT, "its text, such as of the features that a probe is on; null where it is a number")
    });
    /** What has tables of its own. */
    private static final Set<String> TABLES = Set.of("units", "scores");

    private static final StructType RANKED = new StructType(new StructField[] {
        field("ranking", TEXT, "most or least anomalous, by reconstruction_mse"),
        field("rank", INT, "place in the ranking, from 1"),
        field(ImageRows.ID, TEXT, "the record's id"),
        field(ImageRows.LABEL, INT, "the record's label; null where it has none"),
        field(ImageRows.SPLIT, TEXT, "the record's split; null where it has none"),
        field("reconstruction_mse", NUMBER, "the record's reconstruction error"),
        field(
                "anomaly_score",
                NUMBER,
                "share of the training set whose reconstruction_mse is no greater, 0 to 1; null where that is not known")
    });

    private AnalysisTables() {}

    /** Returns all figures that have no table of their own, a row each, in their order in {@code analysis.json}. */
    public static Dataset<Row> figures(SparkSession spark, Analysis analysis) {
        List<Row> rows = new ArrayList<>();
        AnalysisJson.tree(analysis).fields().forEachRemaining(field -> {
            if (!TABLES.contains(field.getKey())) {
                addFigures("/" + field.getKey(), field.getValue(), rows);
            }
        });
        return frame(spark, rows, FIGURES);
    }

    private static void addFigures(String pointer, JsonNode node, List<Row> rows) {
        if (node.isObject()) {
            node.fields().forEachRemaining(field -> addFigures(pointer + "/" + field.getKey(), field.getValue(), rows));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                addFigures(pointer + "/" + i, node.get(i), rows);
            }
        } else {
            rows.add(RowFactory.create(
                    pointer, node.isNumber() ? node.doubleValue() : null, node.isTextual() ? node.textValue() : null));
        }
    }

    /** Returns the code units' statistics, a row each, in their order. */
    public static Dataset<Row> units(SparkSession spark, Analysis analysis) {
        List<Row> rows = analysis.units().stream()
                .map(unit -> RowFactory.create(
                        unit.unit(), unit.mean(), unit.variance(), unit.min(), unit.max(), unit.zeros(), unit.dead()))
                .toList();
        return frame(spark, rows, UNITS);
    }

    /** Returns the scores' quantiles, a row for each score over all records and for each score and label. */
    public static Dataset<Row> scores(SparkSession spark, Analysis analysis) {
        List<StructField> fields = new ArrayList<>(List.of(
                field("score", TEXT, "column of the encoded rows"),
                field("label", INT, "label of the records; null for all records"),
                field("count", LONG, "records that have the score"),
                field("mean", NUMBER, "mean over them")));
        for (double share : ScoreQuantiles.PROBABILITIES) {
            String name = share == 0
                    ? "min"
                    : share == 1 ? "max" : String.format(Locale.ROOT, "p%02d", Math.round(share * 100));
            fields.add(field(name, NUMBER, "value that a share of " + share + " of the records are at or below"));
        }
        List<Row> rows = new ArrayList<>();
        for (ScoreQuantiles score : analysis.scores()) {
            List<Object> values = new ArrayList<>();
            values.add(score.score());
            values.add(score.label());
            values.add(score.count());
            values.add(score.mean());
            values.addAll(score.quantiles());
            rows.add(RowFactory.create(values.toArray()));
        }
        return frame(spark, rows, new StructType(fields.toArray(StructField[]::new)));
    }

    /** Returns the most and the least anomalous records. */
    public static Dataset<Row> anomalies(SparkSession spark, AnalyzedCodes codes) {
        List<Row> rows = new ArrayList<>();
        codes.mostAnomalous().forEach(record -> rows.add(row("most", record)));
        codes.leastAnomalous().forEach(record -> rows.add(row("least", record)));
        return frame(spark, rows, RANKED);
    }

    private static Row row(String ranking, RankedRecord record) {
        return RowFactory.create(
                ranking,
                record.rank(),
                record.id(),
                record.label(),
                record.split(),
                record.reconstructionMse(),
                Double.isNaN(record.anomalyScore()) ? null : record.anomalyScore());
    }

    private static Dataset<Row> frame(SparkSession spark, List<Row> rows, StructType schema) {
        return spark.createDataFrame(rows, schema).coalesce(1);
    }

    private static StructField field(String name, DataType type, String comment) {
        return DataTypes.createStructField(name, type, true).withComment(comment);
    }
}
