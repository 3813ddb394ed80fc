package io.sparcode.report;

import static org.apache.spark.sql.functions.col;

import io.sparcode.dataset.ImageRows;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.image.ImageTransform;
import io.sparcode.image.RecordBatch;
import io.sparcode.image.ResizeFilter;
import io.sparcode.image.ShownImages;
import io.sparcode.ml.AutoencoderModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The images of a few records, on the driver. */
final class RecordImages {
    /** A record and what a model makes of it. */
    record Pair(Image original, Image made) {}

    private static final StructType SHRUNK = new StructType(
            new StructField[] {ImageRows.SCHEMA.apply(ImageRows.ID), ImageRows.SCHEMA.apply(ImageRows.IMAGE)});

    private final Map<String, Image> inputs = new HashMap<>();
    /** The same as the inputs where those are what the model is to give; null where that is not among the columns. */
    private final Map<String, Image> targets;

    /** Returns rows with ids in the type that they have where a job wrote them. */
    static Dataset<Row> typed(Dataset<Row> images) {
        return images.withColumn(ImageRows.ID, col(ImageRows.ID).cast(DataTypes.StringType));
    }

    /** Reads those of some ids; ids that there are none of are left out. */
    RecordImages(Dataset<Row> images, AutoencoderModel model, Collection<String> ids) {
        boolean itself = model.getTargetCol().isEmpty();
        boolean present = !itself && List.of(images.columns()).contains(model.getTargetCol());
        targets = itself ? inputs : present ? new HashMap<>() : null;
        images.where(col(ImageRows.ID).isin(ids.toArray()))
                .select(ImageRows.ID, model.getInputCol(), present ? model.getTargetCol() : model.getInputCol())
                .collectAsList()
                .forEach(row -> {
                    String id = row.getString(0);
                    inputs.put(id, ImageRows.readImage(row, 1, id));
                    if (present) {
                        targets.put(id, ImageRows.readImage(row, 2, id));
                    }
                });
    }

    /** Returns whether there is something to compare reconstructions with. */
    boolean haveTargets() {
        return targets != null;
    }

    /** Returns whether a record's image is there. */
    boolean has(String id) {
        return inputs.containsKey(id);
    }

    /** Returns records as a model takes them, in the order of the ids, of which there must be at least one. */
    RecordBatch batch(List<String> ids) {
        RecordBatch batch = batch(inputs, ids);
        if (targets == null) {
            batch.removeTarget();
        } else if (targets != inputs) {
            batch.setTarget(batch(targets, ids));
        }
        return batch;
    }

    private static RecordBatch batch(Map<String, Image> images, List<String> ids) {
        RecordBatch batch = RecordBatch.like(images.get(ids.get(0)), ids.size());
        ids.forEach(id -> batch.add(images.get(id)));
        return batch;
    }

    /** Returns records' images in the order of the ids, shrunk on the executors, of bands those that are shown; null for those that there are none of. */
    static List<Image> shrunk(Dataset<Row> images, String column, ImageShape shape, List<String> ids) {
        Map<String, Image> byId = new HashMap<>();
        images.where(col(ImageRows.ID).isin(ids.toArray()))
                .select(col(ImageRows.ID), col(column))
                .map(shrink(shape), Encoders.row(SHRUNK))
                .collectAsList()
                .forEach(row -> byId.put(row.getString(0), ImageRows.readImage(row, 1, row.getString(0))));
        List<Image> inOrder = new ArrayList<>();
        ids.forEach(id -> inOrder.add(byId.get(id)));
        return inOrder;
    }

    private static MapFunction<Row, Row> shrink(ImageShape shape) {
        int height = shape.height();
        int width = shape.width();
        int channels = shape.channels();
        return row -> {
            ImageTransform transform = new ImageTransform(new ImageShape(height, width, channels), ResizeFilter.AREA);
            String id = row.getString(0);
            return RowFactory.create(
                    id, ImageRows.toRow(id, ShownImages.visible(transform.apply(ImageRows.readImage(row, 1, id)))));
        };
    }
}
