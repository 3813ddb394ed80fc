package io.sparcode.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.LocalSpark;
import io.sparcode.dataset.ImageRows;
import io.sparcode.image.Image;
import io.sparcode.image.ImageShape;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.image.ImageSchema;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class ImagePixelsTest {
    @Test
    void smallImagesStayAsTheyAre() {
        ImagePixels pixels = of(new ImageShape(28, 28, 1));

        assertTrue(pixels.atFullSize());
        assertEquals(784, pixels.frame().first().<byte[]>getAs(Sample.PIXELS).length);
    }

    @Test
    void largeImagesAreShrunkAndNoLongerCompared() {
        ImageShape large = new ImageShape(128, 256, 3);
        ImagePixels pixels = of(large);

        assertFalse(pixels.atFullSize());
        ImageShape fitted = ImagePixels.fitted(large);
        assertEquals(new ImageShape(26, 52, 3), fitted);
        byte[] shrunk = pixels.frame().first().getAs(Sample.PIXELS);
        assertEquals(fitted.size(), shrunk.length);
        assertEquals(100, shrunk[0]);
    }

    @Test
    void imagesOfOneRowOrColumnAreShrunkAsFar() {
        assertEquals(new ImageShape(1, 4096, 1), ImagePixels.fitted(new ImageShape(1, 1_000_000, 1)));
        assertEquals(new ImageShape(1365, 1, 3), ImagePixels.fitted(new ImageShape(65_536, 1, 3)));
    }

    private static ImagePixels of(ImageShape shape) {
        byte[] data = new byte[shape.size()];
        Arrays.fill(data, (byte) 100);
        Row row = RowFactory.create("a", ImageRows.toRow("a", new Image(shape, data)));
        StructType schema =
                new StructType().add(ImageRows.ID, DataTypes.StringType).add("image", ImageSchema.columnSchema());
        return ImagePixels.of(LocalSpark.session().createDataFrame(List.of(row), schema), "image");
    }
}
