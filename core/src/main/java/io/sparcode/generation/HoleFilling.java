package io.sparcode.generation;

import io.sparcode.dataset.ImageRows;
import io.sparcode.image.Image;
import io.sparcode.image.ImageErrors;
import io.sparcode.image.ImageShape;
import io.sparcode.image.Inpainting;
import io.sparcode.image.Mask;
import io.sparcode.image.RecordBatch;
import io.sparcode.model.Architecture;
import io.sparcode.model.engine.DecoderLikelihood;
import io.sparcode.model.engine.NetworkEngine;
import io.sparcode.scoring.EngineBatches;
import io.sparcode.scoring.InputColumn;
import io.sparcode.scoring.NetworkSnapshot;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Fills the hole of a partition's records by the best code, and by OpenCV's methods. */
final class HoleFilling implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1;

    static final String MODEL = "model";
    static final String TELEA = "telea";
    static final String NAVIER_STOKES = "navier-stokes";

    private final Broadcast<NetworkSnapshot> network;
    private final Broadcast<TrainingSample> sample;
    private final InputColumn column;
    private final int input;
    private final byte[] hole;
    private final Settings settings;

    /**
     * The numbers that a search needs, in a form that travels.
     *
     * @param architecture the model's, as JSON
     */
    record Settings(String architecture, int iterations, double learningRate, int nearest, double priorWeight)
            implements Serializable {}

    HoleFilling(
            Broadcast<NetworkSnapshot> network,
            Broadcast<TrainingSample> sample,
            StructType schema,
            String input,
            Mask mask,
            Settings settings) {
        this.network = network;
        this.sample = sample;
        this.column = InputColumn.of(schema, input);
        this.input = schema.fieldIndex(input);
        this.hole = mask.picture().pixels();
        this.settings = settings;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        NetworkSnapshot snapshot = network.value();
        Task task = new Task(snapshot);
        return new EngineBatches<>(
                rows, column.reader(snapshot.inputShape()), snapshot, EngineBatches.BATCH_RECORDS / 2, task::filled);
    }

    /** What a task keeps between its batches. */
    private final class Task {
        private final ImageShape shape;
        private final Mask mask;
        private final boolean[] known;
        private final DecoderLikelihood likelihood;
        private final CodeSearch search;

        Task(NetworkSnapshot snapshot) {
            Architecture architecture = Architecture.fromJson(settings.architecture());
            shape = ModelImages.shape(snapshot.inputShape());
            mask = Mask.of(new Image(new ImageShape(shape.height(), shape.width(), 1), hole), shape);
            known = mask.known(shape.channels());
            likelihood = new DecoderLikelihood(snapshot.toGraph(), architecture.loss());
            boolean variational = architecture.isVariational();
            CodeRanges ranges = sample.value().ranges();
            search = new CodeSearch(
                    likelihood,
                    variational ? ranges.unbounded() : ranges,
                    settings.iterations(),
                    settings.learningRate(),
                    variational ? settings.priorWeight() : 0);
        }

        Collection<Row> filled(NetworkEngine engine, List<Row> items, RecordBatch batch) {
            List<Image> originals = new ArrayList<>();
            List<Image> teleas = new ArrayList<>();
            List<float[]> targets = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                Row item = items.get(i);
                originals.add(ImageRows.readImage(item, input, item.getString(0)));
                teleas.add(Inpainting.TELEA.fill(mask.fill(originals.get(i), 0), mask));
                float[] values = new float[batch.size()];
                batch.read(i, values, 0);
                targets.add(values);
            }
            List<float[]> codes = search.best(starts(engine, items, originals, teleas, targets), targets, known);
            int units = codes.get(0).length;
            float[] side = new float[items.size() * units];
            for (int i = 0; i < items.size(); i++) {
                System.arraycopy(codes.get(i), 0, side, i * units, units);
            }
            float[] values = likelihood.decode(side, items.size());
            List<Row> images = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                Row item = items.get(i);
                Image original = originals.get(i);
                Image decoded = ModelImages.image(shape, values, i * shape.size(), original.values());
                images.add(row(item, MODEL, mask.fill(original, decoded), codes.get(i), original));
                images.add(row(item, TELEA, teleas.get(i), null, original));
                Image navierStokes = Inpainting.NAVIER_STOKES.fill(mask.fill(original, 0), mask);
                images.add(row(item, NAVIER_STOKES, navierStokes, null, original));
            }
            return images;
        }

        private List<List<float[]>> starts(
                NetworkEngine engine,
                List<Row> items,
                List<Image> originals,
                List<Image> teleas,
                List<float[]> targets) {
            List<Image> guesses = new ArrayList<>();
            for (int i = 0; i < originals.size(); i++) {
                Image mean = sample.value()
                        .mean(
                                shape,
                                items.get(i).getString(0),
                                targets.get(i),
                                originals.get(i).values());
                guesses.add(mask.fill(originals.get(i), 0));
                guesses.add(teleas.get(i));
                guesses.add(mean == null ? teleas.get(i) : mask.fill(originals.get(i), mean));
            }
            List<float[]> encoded = encode(engine, guesses);
            List<List<float[]>> starts = new ArrayList<>();
            int each = encoded.size() / originals.size();
            for (int i = 0; i < originals.size(); i++) {
                List<float[]> own = new ArrayList<>(encoded.subList(i * each, (i + 1) * each));
                own.addAll(
                        sample.value().nearest(items.get(i).getString(0), targets.get(i), known, settings.nearest()));
                starts.add(own);
            }
            return starts;
        }

        private List<float[]> encode(NetworkEngine engine, List<Image> images) {
            RecordBatch batch = RecordBatch.like(images.get(0), Math.min(EngineBatches.BATCH_RECORDS, images.size()));
            batch.removeTarget();
            List<float[]> codes = new ArrayList<>();
            for (int first = 0; first < images.size(); first += batch.capacity()) {
                batch.clear();
                for (Image image : images.subList(first, Math.min(images.size(), first + batch.capacity()))) {
                    batch.add(image);
                }
                float[] side = engine.reconstruct(batch, Set.of()).codes();
                int units = side.length / batch.records();
                for (int i = 0; i < batch.records(); i++) {
                    codes.add(Arrays.copyOfRange(side, i * units, (i + 1) * units));
                }
            }
            return codes;
        }

        private Row row(Row item, String method, Image image, float[] code, Image original) {
            GeneratedRows.Errors errors = new GeneratedRows.Errors(
                    ImageErrors.meanSquared(image, original), ImageErrors.meanSquared(image, original, mask));
            return GeneratedRows.row(GeneratedRows.subject(item, method), image, code, errors);
        }
    }
}
