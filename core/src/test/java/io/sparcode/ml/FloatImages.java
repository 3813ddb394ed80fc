package io.sparcode.ml;

import io.sparcode.LocalSpark;
import io.sparcode.dataset.ImageRows;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Frames of images of floats. */
public final class FloatImages {
    /** Of satellites' tiles. */
    public static final ImageShape TILE = new ImageShape(4, 4, 12);

    private FloatImages() {}

    /** Returns image rows with each image replaced by what is made of it. */
    public static Dataset<Row> mapped(Dataset<Row> frame, UnaryOperator<Image> function) {
        List<Row> rows = new ArrayList<>();
        for (Row row : frame.select("id", "label", "split", "image").collectAsList()) {
            Image image = function.apply(ImageRows.readImage(row, 3, row.getString(0)));
            rows.add(RowFactory.create(row.get(0), row.get(1), row.get(2), ImageRows.toRow(row.getString(0), image)));
        }
        return LocalSpark.session().createDataFrame(rows, frame.schema()).repartition(3);
    }

    /** Returns the frame of {@link SmallImages} with tiles of 12 bands: dark, noisy slopes. */
    public static Dataset<Row> tiles(int records) {
        return mapped(SmallImages.frame(records), FloatImages::tile);
    }

    private static Image tile(Image grey) {
        Random random = new Random(grey.pixels()[0] + 256 * grey.pixels()[9]);
        float level = random.nextFloat();
        float slope = random.nextFloat();
        float[] pixels = new float[TILE.size()];
        for (int i = 0; i < pixels.length; i++) {
            int band = i % 12;
            int x = i / 12 % 4;
            pixels[i] = 0.1f * (level * (band + 1) / 12 + slope * x / 4) + 0.01f * random.nextFloat();
        }
        return Image.ofFloats(TILE, pixels);
    }
}
