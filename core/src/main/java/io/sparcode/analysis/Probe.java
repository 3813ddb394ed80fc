package io.sparcode.analysis;

/**
 * How much of the label can be told from some features, by simple classifiers fitted on the training split.
 *
 * @param features {@code code}, {@code pca} (as many principal components of the pixels as a code has values) or {@code pixels}
 * @param size values that a record has of them
 * @param linearAccuracy a logistic regression's share of held-out records classified rightly, 0 to 1; NaN where labels and features are so many that none is fitted
 * @param neighbourAccuracy the nearest neighbours' majority's, 0 to 1
 * @param neighbours how many neighbours vote
 * @param trainingRecords fitted on
 * @param testRecords held out: the test split's, else the validation split's, else a tenth of the training split's; of these the
 *     first that have labels
 */
public record Probe(
        String features,
        int size,
        double linearAccuracy,
        double neighbourAccuracy,
        int neighbours,
        long trainingRecords,
        long testRecords) {}
