package io.sparcode.ml;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.ml.feature.PCA;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTest {
    private static Dataset<Row> images;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeImages() {
        images = SmallImages.frame(120).cache();
    }

    private static Pipeline pipeline(String codeType) {
        PCA pca = new PCA().setInputCol("code").setOutputCol("components").setK(2);
        KMeans kMeans = new KMeans()
                .setFeaturesCol("components")
                .setPredictionCol("cluster")
                .setK(3)
                .setSeed(1);
        return new Pipeline()
                .setStages(new PipelineStage[] {SmallImages.estimator().setCodeType(codeType), pca, kMeans});
    }

    /** Spark sums what PCA is fitted on in the order that tasks end in, so components differ in their last digits. */
    private static void assertSameClusters(PipelineModel expected, PipelineModel actual) {
        List<Row> expectedRows = clusters(expected);
        List<Row> actualRows = clusters(actual);
        assertEquals(expectedRows.size(), actualRows.size());
        for (int row = 0; row < expectedRows.size(); row++) {
            Row one = expectedRows.get(row);
            Row other = actualRows.get(row);
            assertEquals(one.getAs("id"), other.<Object>getAs("id"));
            assertEquals(one.getAs("cluster"), other.<Object>getAs("cluster"));
            assertEquals(one.getAs("anomaly_score"), other.<Object>getAs("anomaly_score"));
            assertArrayEquals(
                    one.<Vector>getAs("components").toArray(),
                    other.<Vector>getAs("components").toArray(),
                    1e-9);
        }
    }

    private static List<Row> clusters(PipelineModel model) {
        return model.transform(images)
                .select("id", "components", "cluster", "anomaly_score")
                .orderBy("id")
                .collectAsList();
    }

    @Test
    void codesFlowIntoPcaAndKMeans() {
        Dataset<Row> clustered = pipeline("vector").fit(images).transform(images);

        assertEquals(120, clustered.count());
        assertEquals(3, clustered.select("cluster").distinct().count());
    }

    @Test
    void fittedPipelineIsSavedAndLoaded() throws IOException {
        PipelineModel model = pipeline("vector").fit(images);
        String place = folder.resolve("fitted").toString();
        model.write().save(place);

        PipelineModel loaded = PipelineModel.load(place);

        assertSameClusters(model, loaded);
        assertTrue(loaded.stages()[0] instanceof AutoencoderModel);
        model.write().overwrite().save(place);
        assertSameClusters(model, PipelineModel.load(place));
    }

    @Test
    void pipelineIsSavedAndLoadedBeforeItIsFitted() throws IOException {
        Pipeline pipeline = pipeline("vector");
        String place = folder.resolve("unfitted").toString();
        pipeline.write().save(place);

        PipelineModel model = Pipeline.load(place).fit(images);

        assertSameClusters(pipeline.fit(images), model);
    }

    @Test
    void codesAsArraysAreRefusedByThePipelineBeforeAnythingIsTrained() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> pipeline("array").fit(images));

        assertTrue(refused.getMessage().contains("code"), refused.getMessage());
    }
}
