package io.sparcode.generation;

import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import io.sparcode.image.PixelValues;
import io.sparcode.image.RecordBatch;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.model.engine.NetworkEngine.Wanted;
import io.sparcode.scoring.BatchReader;
import io.sparcode.scoring.EngineBatches;
import io.sparcode.scoring.InputColumn;
import io.sparcode.scoring.NetworkSnapshot;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Some training records as a model sees them: their mean image, their codes, and what those are decoded to. A record that is
 * among them learns nothing of itself: it is left out by its id.
 */
final class TrainingSample implements Serializable {
    private static final long serialVersionUID = 1;

    /** 128 MB of floats: what is broadcast stays small whatever an image's size. */
    private static final int MOST_VALUES = 1 << 25;

    private final double[] sums;
    private final List<String> ids;
    private final List<float[]> codes;
    private final List<float[]> decoded;
    private final CodeRanges ranges;

    private TrainingSample(
            double[] sums, List<String> ids, List<float[]> codes, List<float[]> decoded, CodeRanges ranges) {
        this.sums = sums;
        this.ids = ids;
        this.codes = codes;
        this.decoded = decoded;
        this.ranges = ranges;
    }

    /** Returns how many records of a model are drawn where {@code wanted} are asked for. */
    static int size(NetworkSnapshot snapshot, int wanted) {
        return Math.max(1, Math.min(wanted, MOST_VALUES / snapshot.recordSize()));
    }

    /** Computes that of rows, which begin with their ids and of which there may be none. */
    static TrainingSample of(List<Row> rows, StructType schema, String input, NetworkSnapshot snapshot, int codeSize) {
        if (rows.isEmpty()) {
            return new TrainingSample(null, List.of(), List.of(), List.of(), CodeRanges.unknown(codeSize));
        }
        int size = snapshot.inputShape().size();
        BatchReader<Row> reader = InputColumn.of(schema, input).reader(snapshot.inputShape());
        NetworkEngine engine = snapshot.toEngine();
        double[] sums = new double[size];
        float[] values = new float[size];
        List<String> ids = new ArrayList<>();
        List<float[]> codes = new ArrayList<>();
        List<float[]> decoded = new ArrayList<>();
        RecordBatch batch = reader.newBatch(rows.get(0), Math.min(rows.size(), EngineBatches.BATCH_RECORDS));
        for (int first = 0; first < rows.size(); first += batch.capacity()) {
            batch.clear();
            for (Row row : rows.subList(first, Math.min(rows.size(), first + batch.capacity()))) {
                reader.add(row, batch);
                ids.add(row.getString(0));
                batch.read(batch.records() - 1, values, 0);
                for (int i = 0; i < size; i++) {
                    sums[i] += values[i];
                }
            }
            NetworkEngine.Reconstruction made = engine.reconstruct(batch, Set.of(Wanted.VALUES));
            for (int i = 0; i < batch.records(); i++) {
                codes.add(Arrays.copyOfRange(made.codes(), i * codeSize, (i + 1) * codeSize));
                decoded.add(Arrays.copyOfRange(made.values(), i * size, (i + 1) * size));
            }
        }
        return new TrainingSample(sums, ids, codes, decoded, CodeRanges.of(codes));
    }

    /**
     * Returns the mean image of the records other than one, or null where there are none.
     *
     * @param id the one's
     * @param values the one's, [size]
     * @param kind what the image is of
     */
    Image mean(ImageShape shape, String id, float[] values, PixelValues kind) {
        int own = (int) ids.stream().filter(id::equals).count();
        int others = ids.size() - own;
        if (others == 0) {
            return null;
        }
        float[] mean = new float[values.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) ((sums[i] - own * values[i]) / others);
        }
        return ModelImages.image(shape, mean, 0, kind);
    }

    /** Returns how codes vary: of all records, for one of many hardly changes it. */
    CodeRanges ranges() {
        return ranges;
    }

    /**
     * Returns the codes of the records other than one whose decodings are nearest to its known values, nearest first; fewer
     * where there are not as many.
     *
     * @param id the one's
     * @param values the one's, [size]
     * @param known which of them are known, [size]
     */
    List<float[]> nearest(String id, float[] values, boolean[] known, int count) {
        double[] distances = new double[codes.size()];
        for (int record = 0; record < distances.length; record++) {
            float[] other = decoded.get(record);
            float sum = 0;
            for (int i = 0; i < values.length; i++) {
                float difference = known[i] ? values[i] - other[i] : 0;
                sum += difference * difference;
            }
            distances[record] = sum;
        }
        return IntStream.range(0, distances.length)
                .filter(record -> !ids.get(record).equals(id))
                .boxed()
                .sorted(Comparator.comparingDouble(record -> distances[record]))
                .limit(count)
                .map(codes::get)
                .toList();
    }
}
