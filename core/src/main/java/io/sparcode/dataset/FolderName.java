package io.sparcode.dataset;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the name of a folder says in published datasets.
 *
 * @param split the split that it may stand for
 * @param rest what is in the name beside the split's, such as {@code seg} of {@code seg_train}; empty for nothing, and
 *     for words that only say that these are images
 */
record FolderName(String split, String rest) {
    private static final Pattern SPLIT = Pattern.compile(
            "(?<before>.*?)(?<![a-z])(?<word>train|training|trn|val|valid|validation|dev|test|testing|tst)"
                    + "(?<after>(?:(?:set|images|imgs|data)?(?![a-z])).*)");

    /** Words that say nothing but that these are images. */
    private static final Set<String> FILLERS =
            Set.of("set", "image", "images", "img", "imgs", "data", "dataset", "jpg", "jpeg", "png", "split");

    private static final Set<String> CONTAINERS =
            Set.of("images", "image", "imgs", "img", "jpegimages", "jpg", "jpeg", "png", "pictures", "photos", "data");

    private static final Set<String> MASKS = Set.of(
            "groundtruth",
            "groundtruths",
            "gt",
            "mask",
            "masks",
            "annotation",
            "annotations",
            "label",
            "labels",
            "segmentation",
            "segmentations",
            "segmentationclass",
            "segmentationobject",
            "trimaps");

    /** Returns the split that a folder may stand for, and what else its name says. */
    static Optional<FolderName> split(String name) {
        Matcher matcher = SPLIT.matcher(name.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String split = switch (matcher.group("word").charAt(0)) {
            case 'v', 'd' -> ImageRows.VALIDATION;
            default -> matcher.group("word").startsWith("tr") ? ImageRows.TRAIN : ImageRows.TEST;
        };
        return Optional.of(new FolderName(split, rest(matcher.group("before") + " " + matcher.group("after"))));
    }

    private static String rest(String around) {
        StringBuilder rest = new StringBuilder();
        for (String word : around.split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty() && !FILLERS.contains(word)) {
                rest.append(rest.isEmpty() ? "" : " ").append(word);
            }
        }
        return rest.toString();
    }

    /** Returns whether the name says the split and nothing else that is not a number. */
    boolean isPlain() {
        return rest.matches("[0-9]*");
    }

    /** Returns whether a folder's name says that images are in it and no more, so that it is no label. */
    static boolean isContainer(String name) {
        return CONTAINERS.contains(letters(name));
    }

    /** Returns whether a folder's name says that its images are masks or other answers to those in another folder. */
    static boolean isMasks(String name) {
        return MASKS.contains(letters(name));
    }

    /** Returns whether a folder's name says that its images are to be predicted: no split, and without labels. */
    static boolean isUnlabelled(String name) {
        return name.toLowerCase(Locale.ROOT)
                .matches("(.*[^a-z])?(pred|predict|prediction|predictions|unlabell?ed|unlabel)([^a-z].*)?");
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
