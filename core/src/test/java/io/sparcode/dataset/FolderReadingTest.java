package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Trees of images, with alternatives in braces and {@code ~} for a space, and how they are read: {@code split/label} with
 * the number of images, {@code -} for none, and the number that is left out.
 */
class FolderReadingTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # Labels
            a.png b.png | -/- 2
            {cat,dog}/{1,2}.png | -/cat 2, -/dog 2
            {cat,dog}/1.png cover.png | -/- 1, -/cat 1, -/dog 1
            cat/persian/1.png cat/2.png dog/3.png | -/cat 2, -/dog 1
            cat/{1,2}.png | -/cat 2
            images/{1,2}.png | -/- 2
            images/{cat,dog}/1.png | -/cat 1, -/dog 1
            dataset/{cat,dog}/1.png | -/cat 1, -/dog 1
            zip/dataset/Images/{n01-x,n02-y}/1.jpg | -/n01-x 1, -/n02-y 1
            {car,bus,train}/{1,2}.png | -/bus 2, -/car 2, -/train 2
            {train_station,airport}/1.png | -/airport 1, -/train_station 1
            {test~tube,beaker}/1.png | -/beaker 1, -/test~tube 1
            {trains,valley,tests}/1.png | -/tests 1, -/trains 1, -/valley 1
            {masks,hats}/1.png | -/hats 1, -/masks 1
            # Splits
            {train,test}/{cat,dog}/1.png | test/cat 1, test/dog 1, train/cat 1, train/dog 1
            {train,val}/{cat,dog}/1.png | train/cat 1, train/dog 1, validation/cat 1, validation/dog 1
            {train,valid,test}/cat/1.png | test/cat 1, train/cat 1, validation/cat 1
            {Train,Validation,Test}/cat/1.png | test/cat 1, train/cat 1, validation/cat 1
            {TRAIN,VAL}/cat/1.png | train/cat 1, validation/cat 1
            {training,testing}/{0,1}/1.png | test/0 1, test/1 1, train/0 1, train/1 1
            {trn,dev,tst}/cat/1.png | test/cat 1, train/cat 1, validation/cat 1
            train/{cat,dog}/1.png | train/cat 1, train/dog 1
            test/cat/1.png | test/cat 1
            {train,test}/1.png | test/- 1, train/- 1
            {train,test}/cat/persian/1.png | test/cat 1, train/cat 1
            train/{car,train}/1.png test/{car,train}/1.png | test/car 1, test/train 1, train/car 1, train/train 1
            train/{n01,n02}/1.JPEG val/{1,2}.JPEG | train/n01 1, train/n02 1, validation/- 2
            {train,test}/cat/1.png cover.png | test/cat 1, train/cat 1, left 1
            # Splits with more in their names
            seg_train/seg_train/{sea,ice}/1.jpg seg_test/seg_test/sea/1.jpg seg_pred/seg_pred/{1,2}.jpg \
            | test/sea 1, train/ice 1, train/sea 1, left 2
            asl_alphabet_train/asl_alphabet_train/{A,B}/1.jpg asl_alphabet_test/asl_alphabet_test/A_test.jpg \
            | test/- 1, train/A 1, train/B 1
            training_set/training_set/cats/1.jpg test_set/test_set/cats/1.jpg | test/cats 1, train/cats 1
            {train2017,val2017}/{1,2}.jpg | train/- 2, validation/- 2
            images/{train2017,val2017}/1.jpg | train/- 1, validation/- 1
            {train_images,test_images}/cat/1.png | test/cat 1, train/cat 1
            {images_train,images_val}/1.png | train/- 1, validation/- 1
            {cifar_train,cifar_test}/cat/1.png | test/cat 1, train/cat 1
            {Training~Data,Test~Data}/cat/1.png | test/cat 1, train/cat 1
            train/{1,2}.jpg test1/{1,2}.jpg | test/- 2, train/- 2
            {trainset,testset}/cat/1.png | test/cat 1, train/cat 1
            # Wrapped, and other trees
            dataset/{train,test}/cat/1.png | test/cat 1, train/cat 1
            a/b/c/{train,val}/cat/1.png | train/cat 1, validation/cat 1
            {train,valid,test}/images/1.jpg | test/- 1, train/- 1, validation/- 1
            images/{train,val}/1.jpg labels/{train,val}/1.png | train/- 1, validation/- 1, left 2
            {train,test}/{images,masks}/1.png | test/- 1, train/- 1, left 2
            {images,masks}/1.png | -/- 1, left 1
            train/{cat,dog}/1.png test/cat/1.png unlabeled/{1,2}.png | test/cat 1, train/cat 1, train/dog 1, left 2
            train/good/{1,2}.png test/{good,broken}/1.png ground_truth/broken/1_mask.png \
            | test/broken 1, test/good 1, train/good 2, left 1
            {bottle,cable}/{train/good,test/good,test/bad,ground_truth/bad}/1.png \
            | test/bad 2, test/good 2, train/good 2, left 2
            mvtec/bottle/{train/good,test/bad,ground_truth/bad}/1.png | test/bad 1, train/good 1, left 1
            {cat,dog}/{train,test}/1.png | test/cat 1, test/dog 1, train/cat 1, train/dog 1
            # Half recognised
            {train,test,extra}/cat/1.png | refused
            train/cat/1.png cat/1.png | refused
            {train,cat}/1.png | refused
            {train,test}/cat/1.png {a,b,c,d}.png | refused
            {Train,train,test}/cat/1.png | refused
            {train,val,validation}/cat/1.png | refused
            {bottle,cable}/{train/good,test/good}/1.png logos/1.png | refused
            """)
    void foldersAreFoundToBe(String tree, String reading) {
        assertEquals(reading, read(tree, FolderLayout.AUTO));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {train,val}/{cat,dog}/1.png | -/train 2, -/val 2
            {train,test,extra}/cat/1.png | -/extra 1, -/test 1, -/train 1
            dataset/{cat,dog}/1.png | -/dataset 2
            images/1.png masks/1.png | -/images 1, -/masks 1
            """)
    void foldersAreLabelsWhereThatIsAskedFor(String tree, String reading) {
        assertEquals(reading, read(tree, FolderLayout.LABELS));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {train,test,extra}/cat/1.png | test/cat 1, train/cat 1, left 1
            {train,cat}/1.png | train/- 1, left 1
            {car,bus,train}/{1,2}.png | train/- 2, left 4
            {Train,train,test}/cat/1.png | test/cat 1, train/cat 2
            wrap/{train,test}/cat/1.png wrap/{a,b,c,d}.png | test/cat 1, train/cat 1, left 4
            {bottle,cable}/{train/good,test/good}/1.png logos/1.png | test/good 2, train/good 2, left 1
            """)
    void foldersAreSplitsWhereThatIsAskedFor(String tree, String reading) {
        assertEquals(reading, read(tree, FolderLayout.SPLITS));
    }

    @Test
    void aRefusalSaysBothReadingsWithExamplesAndTheKey() {
        assertEquals(
                "the folders can be read in two ways: as splits test (1, such as test/cat/1.png), train (2, such as"
                        + " train/cat/1.png), which leaves out extra (1, such as extra/1.png); or as labels extra (1, such"
                        + " as extra/1.png), test (1, such as test/cat/1.png), train (2, such as train/cat/1.png)."
                        + " ingest.folders = splits or ingest.folders = labels says which",
                refusal("train/cat/{1,2}.png test/cat/1.png extra/1.png", FolderLayout.AUTO));
    }

    @Test
    void twoFoldersOfOneSplitAreRefusedByName() {
        String message = refusal("{Train,train,test}/cat/1.png", FolderLayout.AUTO);

        assertTrue(
                message.startsWith(
                        "several folders stand for the train split: Train (1, such as Train/cat/1.png), train"),
                message);
    }

    @Test
    void splitsThatAreAskedForAndNotThereAreRefusedWithTheFoldersThatAre() {
        String message = refusal("{cat,dog}/1.png", FolderLayout.SPLITS);

        assertTrue(message.contains("no folder is named as a split, such as train, val"), message);
        assertTrue(message.endsWith("there are cat (1, such as cat/1.png), dog (1, such as dog/1.png)"), message);
    }

    @Test
    void theReadingIsSaidInWords() {
        assertEquals(
                "folders are splits: train (train) 2, validation (val) 1",
                FolderReading.of(files("train/{cat,dog}/1.png val/cat/1.png"), FolderLayout.AUTO)
                        .text());
    }

    private static String refusal(String tree, FolderLayout layout) {
        return assertThrows(BadDataException.class, () -> FolderReading.of(files(tree), layout))
                .getMessage();
    }

    private static String read(String tree, FolderLayout layout) {
        FolderReading reading;
        try {
            reading = FolderReading.of(files(tree), layout);
        } catch (BadDataException e) {
            return "refused";
        }
        Map<String, Integer> counts = new TreeMap<>();
        reading.places()
                .values()
                .forEach(place -> counts.merge(name(place.split()) + "/" + name(place.label()), 1, Integer::sum));
        long left = reading.leftOut().stream().mapToLong(LeftOut::files).sum();
        assertEquals(files(tree).size(), reading.places().size() + left, "images that are neither read nor left out");
        return counts.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "))
                + (left == 0 ? "" : String.format(Locale.ROOT, ", left %d", left));
    }

    private static String name(String name) {
        return name == null ? "-" : name.replace(' ', '~');
    }

    private static List<String> files(String tree) {
        List<String> files = new ArrayList<>();
        for (String pattern : tree.split(" ")) {
            files.addAll(expanded(pattern.replace('~', ' ')));
        }
        return files.stream().sorted().toList();
    }

    private static List<String> expanded(String pattern) {
        int open = pattern.indexOf('{');
        if (open < 0) {
            return List.of(pattern);
        }
        int close = pattern.indexOf('}', open);
        List<String> all = new ArrayList<>();
        for (String choice : pattern.substring(open + 1, close).split(",")) {
            all.addAll(expanded(pattern.substring(0, open) + choice + pattern.substring(close + 1)));
        }
        return all;
    }
}
