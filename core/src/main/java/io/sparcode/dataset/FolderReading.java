package io.sparcode.dataset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the folders of a tree of images stand for: labels, or splits with labels below them. Made of the images' names
 * alone; folders without images do not count.
 *
 * @param places each image's split and label, by its name; without those that are left out
 * @param leftOut the images that are none of the dataset, with the reasons
 * @param text the reading, as a log says it
 */
record FolderReading(Map<String, Place> places, List<LeftOut> leftOut, String text) {
    /** Root files beside splits that are left out as stray ones, such as a picture of the dataset's page. */
    private static final int STRAY = 3;

    /**
     * Where an image belongs.
     *
     * @param split null where it has none
     * @param label the folder's name, null where it has none
     */
    record Place(String split, String label) {}

    /**
     * Reads a tree.
     *
     * @param images names below the root, such as {@code train/cat/1.png}; at least one
     * @param layout what folders stand for, {@link FolderLayout#AUTO} to find out
     * @throws BadDataException if that cannot be told, with the readings there are, or there are no splits where they were
     *     asked for
     */
    static FolderReading of(Collection<String> images, FolderLayout layout) {
        Builder builder = new Builder();
        List<String> all = List.copyOf(images);
        String text = switch (layout) {
            case LABELS -> builder.labels(all, 0);
            case SPLITS -> builder.splitsAsked(all, 0);
            case AUTO -> builder.found(all, 0);
        };
        return new FolderReading(builder.places, builder.leftOut(), text);
    }

    /** Returns the splits that images have. */
    Set<String> splits() {
        Set<String> splits = new TreeSet<>();
        places.values().stream().filter(place -> place.split != null).forEach(place -> splits.add(place.split));
        return splits;
    }

    /** Returns the labels that images have. */
    Set<String> labels() {
        Set<String> labels = new TreeSet<>();
        places.values().stream().filter(place -> place.label != null).forEach(place -> labels.add(place.label));
        return labels;
    }

    /** Places image after image; a depth is the number of folders that all images of a list have in common. */
    private static final class Builder {
        private static final String MASKS = "masks or other answers to images, by their folder's name";
        private static final String UNLABELLED = "images to predict, by their folder's name, which are in no split";
        private static final String NO_SPLIT = "in no folder that is named as a split";

        private final Map<String, Place> places = new LinkedHashMap<>();
        private final Map<String, List<String>> left = new LinkedHashMap<>();

        List<LeftOut> leftOut() {
            return left.entrySet().stream()
                    .map(entry -> LeftOut.of(entry.getKey(), entry.getValue()))
                    .toList();
        }

        private void leaveOut(String reason, List<String> images) {
            left.computeIfAbsent(reason, key -> new ArrayList<>()).addAll(images);
        }

        String labels(List<String> images, int depth) {
            images.forEach(image -> places.put(image, new Place(null, label(image, depth))));
            boolean any = images.stream().anyMatch(image -> label(image, depth) != null);
            return any ? "folders are labels" : "there are no folders of labels or splits";
        }

        private static String label(String image, int depth) {
            String folder = FolderTree.folder(image, depth);
            return folder.isEmpty() ? null : folder;
        }

        /** Finds out what folders at a depth are. */
        String found(List<String> images, int depth) {
            FolderTree tree = new FolderTree(images, depth);
            if (!tree.splits().isEmpty()) {
                return splitsOrLabels(tree);
            }
            Optional<FolderTree> unmasked = unmasked(tree);
            if (unmasked.isPresent()) {
                return found(unmasked.get().images(), depth);
            }
            if (tree.only().isPresent()) {
                FolderTree inner = new FolderTree(images, depth + 1);
                boolean isContainer = FolderName.isContainer(tree.only().get());
                boolean isWrapper = inner.direct().isEmpty();
                return isContainer || isWrapper ? found(images, depth + 1) : labels(images, depth);
            }
            List<String> divided = tree.folders().stream()
                    .filter(folder -> isDivided(tree.below(folder)))
                    .toList();
            if (divided.isEmpty()) {
                return labels(images, depth);
            }
            if (divided.size() < tree.folders().size() || !tree.direct().isEmpty()) {
                throw twoReadings(tree, "splits within " + tree.counts(divided), tree.without(divided));
            }
            return groups(tree, divided, false);
        }

        /** Returns whether a folder holds a training and another split. */
        private static boolean isDivided(FolderTree tree) {
            Set<String> splits = new TreeSet<>(tree.splits().values());
            return splits.contains(ImageRows.TRAIN) && splits.size() > 1;
        }

        /** Leaves masks out that lie beside folders of images. */
        private Optional<FolderTree> unmasked(FolderTree tree) {
            List<String> masks =
                    tree.folders().stream().filter(FolderName::isMasks).toList();
            List<String> rest = tree.without(masks);
            if (masks.isEmpty() || rest.isEmpty() || !rest.stream().allMatch(FolderName::isContainer)) {
                return Optional.empty();
            }
            masks.forEach(folder -> leaveOut(MASKS, tree.in(folder)));
            List<String> kept = new ArrayList<>(tree.direct());
            rest.forEach(folder -> kept.addAll(tree.in(folder)));
            return Optional.of(new FolderTree(kept, tree.depth()));
        }

        private String splitsOrLabels(FolderTree tree) {
            Set<String> splitFolders = tree.splits().keySet();
            List<String> masks = tree.without(splitFolders).stream()
                    .filter(FolderName::isMasks)
                    .toList();
            List<String> toPredict = tree.without(splitFolders).stream()
                    .filter(FolderName::isUnlabelled)
                    .toList();
            List<String> others = tree.without(splitFolders).stream()
                    .filter(folder -> !masks.contains(folder) && !toPredict.contains(folder))
                    .toList();
            // A vehicle among others: all are alike, and no other is a split.
            if (splitFolders.size() == 1
                    && others.size() >= 2
                    && tree.folders().stream().allMatch(tree::isFlat)) {
                return labels(tree.images(), tree.depth());
            }
            boolean tooManyDirect =
                    tree.direct().size() > Math.max(STRAY, tree.images().size() / 100);
            if (!others.isEmpty() || tooManyDirect) {
                throw twoReadings(tree, "splits " + tree.counts(splitFolders), others);
            }
            tree.splits().values().forEach(split -> requireOneFolder(tree, split));
            masks.forEach(folder -> leaveOut(MASKS, tree.in(folder)));
            toPredict.forEach(folder -> leaveOut(UNLABELLED, tree.in(folder)));
            return splits(tree);
        }

        private static void requireOneFolder(FolderTree tree, String split) {
            List<String> folders = tree.splits().entrySet().stream()
                    .filter(entry -> entry.getValue().equals(split))
                    .map(Map.Entry::getKey)
                    .toList();
            if (folders.size() > 1) {
                throw new BadDataException("several folders stand for the " + split + " split: " + tree.counts(folders)
                        + ". ingest.folders = splits puts them together; ingest.folders = labels takes every folder for a"
                        + " label; or name one of them alone as the input");
            }
        }

        /** Takes the folders of splits, and leaves what is beside them out. */
        private String splits(FolderTree tree) {
            Map<String, Integer> counts = new TreeMap<>();
            tree.splits().forEach((folder, split) -> {
                int before = places.size();
                inSplit(tree.in(folder), tree.depth() + 1, folder, split);
                counts.merge(split + " (" + folder + ")", places.size() - before, Integer::sum);
            });
            if (!tree.direct().isEmpty()) {
                leaveOut(NO_SPLIT, tree.direct());
            }
            return "folders are splits: "
                    + counts.entrySet().stream()
                            .map(entry -> entry.getKey() + " " + entry.getValue())
                            .collect(Collectors.joining(", "));
        }

        /** Takes the images of a split, whose folder may hold nothing but a folder of its own name, or one of all images. */
        private void inSplit(List<String> images, int depth, String folder, String split) {
            FolderTree tree = new FolderTree(images, depth);
            Optional<FolderTree> unmasked = unmasked(tree);
            if (unmasked.isPresent()) {
                inSplit(unmasked.get().images(), depth, folder, split);
                return;
            }
            boolean isDoubled = tree.only()
                    .filter(only -> FolderName.isContainer(only)
                            || only.equals(folder)
                            || FolderName.split(only)
                                    .filter(name ->
                                            name.isPlain() && name.split().equals(split))
                                    .isPresent())
                    .isPresent();
            if (isDoubled) {
                inSplit(images, depth + 1, folder, split);
                return;
            }
            images.forEach(image -> places.put(image, new Place(split, label(image, depth))));
        }

        /** Takes folders each of which is divided into splits: of a label where no folders are below those, or of a kind. */
        private String groups(FolderTree tree, List<String> divided, boolean isAsked) {
            String text = "";
            for (String folder : divided) {
                FolderTree below = tree.below(folder);
                text = isAsked ? splitsBeside(below) : splitsOrLabels(below);
            }
            if (places.values().stream().allMatch(place -> place.label == null)) {
                places.replaceAll((image, place) -> new Place(place.split, label(image, tree.depth())));
                return "folders are labels, and those within them splits";
            }
            return divided.size() == 1
                    ? text
                    : "folders within each of " + divided.size() + " folders (" + String.join(", ", divided)
                            + ") are splits, and those within them labels";
        }

        /** Reads folders as splits wherever they are named so. */
        String splitsAsked(List<String> images, int depth) {
            FolderTree tree = new FolderTree(images, depth);
            if (!tree.splits().isEmpty()) {
                return splitsBeside(tree);
            }
            if (tree.only().isPresent()) {
                return splitsAsked(images, depth + 1);
            }
            List<String> divided = tree.folders().stream()
                    .filter(folder -> !tree.below(folder).splits().isEmpty())
                    .toList();
            if (divided.isEmpty()) {
                throw new BadDataException("ingest.folders is splits, but no folder is named as a split, such as train,"
                        + " val, validation, test, seg_train or train2017; there are " + tree.counts(tree.folders()));
            }
            tree.without(divided).forEach(folder -> leaveOut(NO_SPLIT, tree.in(folder)));
            if (!tree.direct().isEmpty()) {
                leaveOut(NO_SPLIT, tree.direct());
            }
            return groups(tree, divided, true);
        }

        private String splitsBeside(FolderTree tree) {
            tree.without(tree.splits().keySet()).forEach(folder -> leaveOut(NO_SPLIT, tree.in(folder)));
            return splits(tree);
        }

        private static BadDataException twoReadings(FolderTree tree, String asSplits, List<String> others) {
            List<String> odd = new ArrayList<>();
            if (!others.isEmpty()) {
                odd.add(tree.counts(others));
            }
            if (!tree.direct().isEmpty()) {
                odd.add(tree.direct().size() + " images in no folder, such as "
                        + tree.direct().get(0));
            }
            return new BadDataException("the folders can be read in two ways: as " + asSplits + ", which leaves out "
                    + String.join(" and ", odd) + "; or as labels " + tree.counts(tree.folders())
                    + ". ingest.folders = splits or ingest.folders = labels says which");
        }
    }
}
