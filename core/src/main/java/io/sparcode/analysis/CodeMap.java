package io.sparcode.analysis;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.sparcode.dataset.ImageRows;
import io.sparcode.scoring.CodeColumn;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import tagbio.umap.Umap;

/** Maps of codes in two dimensions: of all by principal components, of a sample by t-SNE and UMAP. */
final class CodeMap {
    private static final int UMAP_NEIGHBOURS = 15;
    private static final int UMAP_EPOCHS = 300;
    /** Records below which neighbourhoods, and maps that keep them, mean nothing. */
    static final int FEWEST = Points.FEWEST;

    private static final String OF_SAMPLE = "; null where the record is not in the sample";

    private static final StructType PLACES = new StructType(new StructField[] {
        DataTypes.createStructField(ImageRows.ID, DataTypes.StringType, false),
        place("tsne_x", "first coordinate by t-SNE" + OF_SAMPLE),
        place("tsne_y", "second coordinate by t-SNE" + OF_SAMPLE),
        place("umap_x", "first coordinate by UMAP" + OF_SAMPLE),
        place("umap_y", "second coordinate by UMAP" + OF_SAMPLE)
    });

    private final Clusters clusters;
    private final PrincipalComponents components;

    /**
     * Prepares maps.
     *
     * @param components of the codes, at least one
     */
    CodeMap(Clusters clusters, PrincipalComponents components) {
        this.clusters = clusters;
        this.components = components.first(Math.min(2, components.count()));
    }

    /**
     * Places a sample's records on all three maps, in the order of their ids; where they are too few, or their codes are all the
     * same, by principal components alone.
     */
    List<MapPoint> places(Dataset<Row> sample, long seed) {
        List<Row> rows = clusters.assign(sample)
                .select(ImageRows.ID, ImageRows.LABEL, Clusters.CLUSTER, CodeColumn.NAME)
                .orderBy(ImageRows.ID)
                .collectAsList();
        List<float[]> codes =
                rows.stream().map(row -> CodeColumn.floats(row.getSeq(3))).toList();
        Points points = new Points(codes);
        double[][] pca = codes.stream().map(code -> place(components, code)).toArray(double[][]::new);
        boolean enough = codes.size() >= FEWEST && !points.areAllAlike();
        double[][] tsne = enough ? TSne.map(points, pca, seed) : null;
        double[][] umap = enough ? umap(codes, seed) : null;
        List<MapPoint> places = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            places.add(new MapPoint(
                    rows.get(i).getString(0),
                    rows.get(i).isNullAt(1) ? null : rows.get(i).getInt(1),
                    rows.get(i).isNullAt(2) ? null : rows.get(i).getInt(2),
                    pca[i],
                    enough ? tsne[i] : null,
                    enough ? umap[i] : null));
        }
        return places;
    }

    /** One thread: with more, places depend on which of them is first. */
    private static double[][] umap(List<float[]> codes, long seed) {
        Umap umap = new Umap();
        umap.setNumberComponents(2);
        umap.setNumberNearestNeighbours(Math.min(UMAP_NEIGHBOURS, codes.size() - 1));
        umap.setNumberEpochs(UMAP_EPOCHS);
        umap.setThreads(1);
        umap.setSeed(seed);
        float[][] places = umap.fitTransform(codes.toArray(float[][]::new));
        double[][] result = new double[places.length][];
        for (int i = 0; i < result.length; i++) {
            result[i] = new double[] {places[i][0], places[i][1]};
        }
        return result;
    }

    /**
     * Returns all records' places: {@code id}, {@code label}, {@code split}, {@code cluster}, and two columns for each map,
     * null where a record is not in the sample; each with a comment.
     */
    Dataset<Row> frame(Dataset<Row> rows, List<MapPoint> sample) {
        PrincipalComponents plane = components;
        UserDefinedFunction place = udf(
                (UDF1<Seq<Float>, double[]>) code -> place(plane, CodeColumn.floats(code)),
                DataTypes.createArrayType(DataTypes.DoubleType, false));
        List<Row> places = sample.stream().map(CodeMap::row).toList();
        Column pca = col("pca");
        return clusters.assign(rows)
                .withColumn("pca", place.apply(col(CodeColumn.NAME)))
                .select(
                        told(col(ImageRows.ID), ImageRows.ID, "the record's id"),
                        told(col(ImageRows.LABEL), ImageRows.LABEL, "the record's label; null where it has none"),
                        told(col(ImageRows.SPLIT), ImageRows.SPLIT, "the record's split; null where it has none"),
                        told(
                                col(Clusters.CLUSTER),
                                Clusters.CLUSTER,
                                "the code's cluster by k-means, from 0; null where there are none"),
                        told(pca.getItem(0), "pca_x", "the code's first principal component"),
                        told(pca.getItem(1), "pca_y", "the code's second principal component; 0 where there is none"))
                .join(
                        broadcast(rows.sparkSession().createDataFrame(places, PLACES)),
                        JavaConverters.asScalaBuffer(List.of(ImageRows.ID)).toSeq(),
                        "left");
    }

    private static StructField place(String name, String comment) {
        return DataTypes.createStructField(name, DataTypes.DoubleType, true).withComment(comment);
    }

    private static Column told(Column column, String name, String comment) {
        return column.as(
                name, new MetadataBuilder().putString("comment", comment).build());
    }

    private static Row row(MapPoint point) {
        return RowFactory.create(
                point.id(),
                point.tsne() == null ? null : point.tsne()[0],
                point.tsne() == null ? null : point.tsne()[1],
                point.umap() == null ? null : point.umap()[0],
                point.umap() == null ? null : point.umap()[1]);
    }

    /** Codes of one value have no second component, and of a component without variance only rounding is to be seen. */
    private static double[] place(PrincipalComponents plane, float[] code) {
        double[] coordinates = plane.project(code);
        double[] place = new double[2];
        for (int k = 0; k < coordinates.length; k++) {
            place[k] = plane.variance(k) > 0 ? coordinates[k] : 0;
        }
        return place;
    }
}
