package io.sparcode.analysis;

/**
 * How well a score tells anomalous records from normal ones, over the records that were not trained on where there are such.
 *
 * @param score the encoded rows' column, of which greater is stranger, or less is for likelihoods
 * @param rocAuc the probability that an anomalous record scores stranger than a normal one, ties counted half, 0 to 1
 * @param averagePrecision the area under precision against recall, 0 to 1
 * @param normal records that are normal
 * @param anomalous records that are not
 */
public record Detection(String score, double rocAuc, double averagePrecision, long normal, long anomalous) {}
