package io.sparcode.generation;

import io.sparcode.image.ImageShape;
import io.sparcode.image.PixelValues;
import io.sparcode.image.RecordBatch;
import io.sparcode.model.TensorShape;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.model.engine.NetworkEngine.Wanted;
import io.sparcode.scoring.EngineBatches;
import io.sparcode.scoring.InputColumn;
import io.sparcode.scoring.NetworkSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/** Makes images of a partition's codes, rows of {@link GeneratedRows#CODES}. */
final class DecoderOfCodes implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1;

    private final Broadcast<NetworkSnapshot> network;
    private final InputColumn column;
    private final int codeSize;
    private final PixelValues values;

    DecoderOfCodes(Broadcast<NetworkSnapshot> network, int codeSize, PixelValues values) {
        this.values = values;
        this.network = network;
        this.column = InputColumn.of(GeneratedRows.CODES, GeneratedRows.DECODED_CODE);
        this.codeSize = codeSize;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        NetworkSnapshot snapshot = network.value();
        ImageShape shape = ModelImages.shape(snapshot.targetShape());
        // The engine wants a record for every code, though it looks at none.
        RecordBatch[] unnamed = new RecordBatch[1];
        return new EngineBatches<>(
                rows,
                column.reader(TensorShape.vector(codeSize)),
                snapshot,
                EngineBatches.BATCH_RECORDS,
                (engine, items, batch) -> {
                    if (unnamed[0] == null) {
                        unnamed[0] = RecordBatch.ofVectors(
                                batch.capacity(), snapshot.inputShape().size());
                        unnamed[0].removeTarget();
                    }
                    return decoded(engine, items, batch, unnamed[0], shape);
                });
    }

    private Collection<Row> decoded(
            NetworkEngine engine, List<Row> items, RecordBatch batch, RecordBatch unnamed, ImageShape shape) {
        unnamed.clear();
        items.forEach(item -> unnamed.add());
        float[] codes = Arrays.copyOf(batch.floats(), items.size() * codeSize);
        float[] decoded = engine.decode(codes, unnamed, Set.of(Wanted.VALUES)).values();
        List<Row> images = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            images.add(GeneratedRows.row(
                    items.get(i),
                    ModelImages.image(shape, decoded, i * shape.size(), values),
                    Arrays.copyOfRange(codes, i * codeSize, (i + 1) * codeSize),
                    null));
        }
        return images;
    }
}
