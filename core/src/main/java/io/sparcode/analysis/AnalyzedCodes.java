package io.sparcode.analysis;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What an analysis gives: its figures, and tables.
 *
 * @param figures all of them
 * @param mostAnomalous the records with the greatest reconstruction error, at most a hundred, greatest first
 * @param leastAnomalous the records with the least, at most a hundred, least first
 * @param sample the places of the records that are on all maps, in the order of their ids
 * @param map all records' places, computed as the frame is read: {@code id}, {@code label}, {@code split}, {@code cluster},
 *     {@code pca_x}, {@code pca_y}, {@code tsne_x}, {@code tsne_y}, {@code umap_x}, {@code umap_y}
 */
public record AnalyzedCodes(
        Analysis figures,
        List<RankedRecord> mostAnomalous,
        List<RankedRecord> leastAnomalous,
        List<MapPoint> sample,
        Dataset<Row> map) {}
