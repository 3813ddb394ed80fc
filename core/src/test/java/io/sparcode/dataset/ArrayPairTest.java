package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sparcode.image.ElementType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArrayPairTest {
    /** Reads arrays such as {@code mnist/x_train u1 9 28 28}: file, member, type and shape; without a slash, a file alone. */
    private static List<StoredArray> arrays(String text) {
        List<StoredArray> arrays = new ArrayList<>();
        for (String one : text.split(";")) {
            String[] parts = one.strip().split(" ");
            int slash = parts[0].indexOf('/');
            String file = slash < 0 ? parts[0] : parts[0].substring(0, slash);
            String member = slash < 0 ? "" : parts[0].substring(slash + 1);
            long[] shape =
                    Arrays.stream(parts).skip(2).mapToLong(Long::parseLong).toArray();
            FileStatus status = new FileStatus(1, false, 1, 1, 1, new Path("/in/" + file));
            arrays.add(new StoredArray(
                    status, file, member, parts[0], ElementType.ofNumpy(parts[1]), "type " + parts[1], shape, null));
        }
        return arrays;
    }

    private static String found(String text, String images, String labels) {
        return ArrayPair.find("/in", arrays(text), new IngestOptions.Arrays(images, labels)).stream()
                .map(pair -> pair.images().idPrefix() + " "
                        + (pair.labels() == null ? "-" : pair.labels().idPrefix()) + " " + pair.split())
                .collect(Collectors.joining("; "));
    }

    private static String refusal(String text, String images, String labels) {
        return assertThrows(BadDataException.class, () -> found(text, images, labels))
                .getMessage();
    }

    @ParameterizedTest
    @CsvSource({
        // Keras' mnist.npz and cifar10 as numpy files.
        "m/x_train u1 9 28 28; m/y_train u1 9; m/x_test u1 5 28 28; m/y_test u1 5,"
                + "m/x_train m/y_train train; m/x_test m/y_test test",
        "xTrain u1 9 28 28; yTrain i8 9 1, xTrain yTrain train",
        // MedMNIST's.
        "p/train_images u1 9 28 28; p/train_labels u1 9 1; p/val_images u1 5 28 28; p/val_labels u1 5 1,"
                + "p/train_images p/train_labels train; p/val_images p/val_labels validation",
        // PatchCamelyon's, one dataset a file.
        "pcam_split_train_x/x u1 9 96 96 3; pcam_split_train_y/y u1 8 1 1 1, REFUSED has 9 records in x",
        "pcam_split_train_x/x u1 9 96 96 3; pcam_split_train_y/y u1 9 1 1 1; pcam_split_valid_x/x u1 9 96 96 3;"
                + "pcam_split_valid_y/y u1 9 1 1 1,"
                + "pcam_split_train_x/x pcam_split_train_y/y train; pcam_split_valid_x/x pcam_split_valid_y/y validation",
        "h/train/images u1 9 28 28; h/train/labels u1 9; h/test/images u1 5 28 28; h/test/labels u1 5,"
                + "h/train/images h/train/labels train; h/test/images h/test/labels test",
        "images u1 9 28 28; labels i4 9, images labels null",
        "digits u1 9 28 28; digits_labels i4 9, digits digits_labels null",
        "X f4 9 28 28; y i8 9, X y null",
        "a/arr_0 u1 9 28 28; a/arr_1 i8 9, a/arr_0 a/arr_1 null",
        "a/arr_0 u1 9 28 28, a/arr_0 - null",
        "a/images u1 9 28 28; a/label_names U5 4, a/images - null",
        "a/images u1 9 28 28; a/y_true i8 9, a/images a/y_true null",
        "a/images u1 9 28 28; a/ans u1 9, REFUSED has no array called labels or y",
        "a/images u1 9 28 28; a/labels U5 9, REFUSED labels must be one whole number",
        "a/images u1 9 28 28; a/labels f4 9, REFUSED labels must be one whole number",
        "a/images u1 9 28 28; a/labels u1 9 10, REFUSED labels must be one whole number",
        "a/images u1 9 28 28; a/labels u1 8, REFUSED has 9 records in images uint8[9; 28; 28]",
        "a/images u1 9 28 28; a/images_masked u1 9 28 28, REFUSED several arrays that may be the images",
        "a/x u1 9 28 28; a/fine_labels u1 9; a/coarse_labels u1 9, REFUSED without images of that name",
        "a/x_train u1 9 28 28; a/y_train u1 9; a/y_test u1 5, REFUSED without images of that name",
        "a/means f4 9 4, REFUSED has no array of images",
        "a/images O 9, REFUSED has no array of images"
    })
    void imagesAndLabelsAreFoundByTheirNames(String arrays, String expected) {
        String wanted = expected.replace("[9; 28; 28]", "[9, 28, 28]");
        if (wanted.startsWith("REFUSED ")) {
            String message = refusal(arrays, "", "");
            assertTrue(message.contains(wanted.substring(8)), message);
        } else {
            assertEquals(wanted, found(arrays, "", ""));
        }
    }

    @Test
    void namesInTheConfigurationChoose() {
        String text = "a/left u1 9 28 28; a/right u1 9 28 28; a/fine u1 9; a/coarse u1 9";

        assertEquals("a/right a/coarse null", found(text, "right", "coarse"));
        assertEquals("a/left - null", found(text, "left", "none"));
        assertTrue(refusal(text, "middle", "").contains("has no array middle, which ingest.arrays.images names"));
        assertTrue(refusal(text, "left", "rough").contains("has no array rough, which ingest.arrays.labels names"));
        assertTrue(refusal(text, "left", "right").contains("labels must be one whole number"));
    }

    @Test
    void aRefusalListsTheArrays() {
        String message = refusal("a/means f4 9 4; a/names O 9", "", "");

        assertTrue(message.endsWith("It has 2 arrays: means float32[9, 4]; names type O[9]"), message);
    }
}
