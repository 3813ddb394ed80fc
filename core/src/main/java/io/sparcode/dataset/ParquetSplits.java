package io.sparcode.dataset;

import io.sparcode.image.UnreadableImageException;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the splits of Parquet rows come from. A plain value that travels.
 *
 * @param fromNames the splits that the files' names say; empty where they come from a column, or there are none
 */
record ParquetSplits(Set<String> fromNames) implements Serializable {
    /** Of a column, or of none. */
    static final ParquetSplits OF_COLUMN = new ParquetSplits(Set.of());

    /**
     * Returns whether the names of files say splits: every one of them has to, and together train and another, or they are names
     * of shards, such as {@code test-00000-of-00001.parquet}.
     *
     * @param files names below the input's root
     */
    static ParquetSplits of(List<String> files) {
        Set<String> splits = new TreeSet<>();
        boolean areShards = true;
        for (String file : files) {
            String split = SourceNames.splitOfPath(file);
            if (split == null) {
                return OF_COLUMN;
            }
            splits.add(split);
            areShards &= SourceNames.isShard(file);
        }
        boolean isTrainAlone = splits.equals(Set.of(ImageRows.TRAIN));
        return isTrainAlone || splits.size() == 1 && !areShards ? OF_COLUMN : new ParquetSplits(splits);
    }

    /**
     * Returns a row's split, null for none.
     *
     * @param value what the column says, or null
     * @param file the file's name below the input's root
     */
    String split(String value, String file) throws UnreadableImageException {
        if (!fromNames.isEmpty()) {
            String split = SourceNames.splitOfPath(file);
            // As of folders: records of train are divided into the splits that the names do not say.
            boolean isDivided = ImageRows.TRAIN.equals(split)
                    && !fromNames.containsAll(Set.of(ImageRows.VALIDATION, ImageRows.TEST));
            return isDivided ? null : split;
        }
        if (value == null) {
            return null;
        }
        String split = SourceNames.splitOf(value);
        if (split == null) {
            throw new UnreadableImageException("split is '" + value + "'; it must be train, validation or test");
        }
        return split;
    }
}
