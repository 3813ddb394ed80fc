package io.sparcode.generation;

import io.sparcode.dataset.ImageRows;
import io.sparcode.image.Image;
import io.sparcode.image.ImageErrors;
import io.sparcode.image.ImageShape;
import io.sparcode.image.ImageTransform;
import io.sparcode.image.PixelValues;
import io.sparcode.image.RecordBatch;
import io.sparcode.image.ResizeFilter;
import io.sparcode.model.Corruptor;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.model.engine.NetworkEngine.Wanted;
import io.sparcode.scoring.EngineBatches;
import io.sparcode.scoring.NetworkSnapshot;
import io.sparcode.scoring.RecordSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Makes images of what a network gives for a partition's records, and of what they are compared with. */
final class Reconstructions implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1;

    static final String DENOISED = "denoised";
    static final String CORRUPTED = "corrupted";
    static final String UPSCALED = "upscaled";
    static final String BICUBIC = "bicubic";

    private final Broadcast<NetworkSnapshot> network;
    private final RecordSource records;
    private final int input;
    private final int original;
    private final String method;
    private final PixelValues values;

    /**
     * Prepares.
     *
     * @param schema of the rows, which begin with id, label and split
     * @param original the column of what the network should give; empty where the rows have none
     * @param method {@link #DENOISED} or {@link #UPSCALED}
     * @param values what images that the network gives are of
     */
    Reconstructions(
            Broadcast<NetworkSnapshot> network,
            RecordSource records,
            StructType schema,
            String input,
            String original,
            String method,
            PixelValues values) {
        this.network = network;
        this.records = records;
        this.input = schema.fieldIndex(input);
        this.original = original.isEmpty() ? -1 : schema.fieldIndex(original);
        this.method = method;
        this.values = values;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        NetworkSnapshot snapshot = network.value();
        ImageShape shape = ModelImages.shape(snapshot.targetShape());
        Corruptor.Copy corruption = records.corruption();
        ImageShape taken = corruption == null ? null : ModelImages.shape(snapshot.inputShape());
        return new EngineBatches<>(
                rows,
                records.reader(snapshot.inputShape(), snapshot.targetShape()),
                snapshot,
                EngineBatches.BATCH_RECORDS,
                (engine, items, batch) -> images(engine, items, batch, shape, taken, corruption));
    }

    private Collection<Row> images(
            NetworkEngine engine,
            List<Row> items,
            RecordBatch batch,
            ImageShape shape,
            ImageShape taken,
            Corruptor.Copy corruption) {
        RecordBatch encoded = corruption == null ? batch : corruption.of(batch);
        NetworkEngine.Reconstruction made = engine.reconstruct(encoded, Set.of(Wanted.VALUES));
        int codeSize = made.codes().length / items.size();
        ImageTransform resize = new ImageTransform(shape, ResizeFilter.BICUBIC);
        List<Row> images = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Row item = items.get(i);
            String id = item.getString(0);
            Image wanted = original < 0 ? null : ImageRows.readImage(item, original, id);
            images.add(row(
                    item,
                    method,
                    ModelImages.image(shape, made.values(), i * shape.size(), values),
                    Arrays.copyOfRange(made.codes(), i * codeSize, (i + 1) * codeSize),
                    wanted));
            if (corruption != null) {
                PixelValues kind = batch.holdsBytes() ? PixelValues.BYTES : PixelValues.FLOATS;
                Image corrupted = ModelImages.image(taken, encoded.floats(), i * taken.size(), kind);
                resized(corrupted, resize, shape)
                        .ifPresent(image ->
                                images.add(row(item, CORRUPTED, image, null, taken.equals(shape) ? wanted : null)));
            }
            if (method.equals(UPSCALED)) {
                resized(ImageRows.readImage(item, input, id), resize, shape)
                        .ifPresent(image -> images.add(row(item, BICUBIC, image, null, wanted)));
            }
        }
        return images;
    }

    /** Bands have no counterparts among others. */
    private static Optional<Image> resized(Image image, ImageTransform resize, ImageShape shape) {
        return ImageTransform.canConvert(image, shape.channels()) ? Optional.of(resize.apply(image)) : Optional.empty();
    }

    private static Row row(Row item, String method, Image image, float[] code, Image wanted) {
        GeneratedRows.Errors errors =
                wanted == null ? null : new GeneratedRows.Errors(ImageErrors.meanSquared(image, wanted), null);
        return GeneratedRows.row(GeneratedRows.subject(item, method), image, code, errors);
    }
}
