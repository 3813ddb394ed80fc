package io.sparcode.analysis;

import java.util.List;
import java.util.Map;

/**
 * All figures of an analysis: {@code analysis.json}.
 *
 * @param records how many records were encoded
 * @param splits how many of each split, by its name
 * @param labels how many of each label, in the labels' order; empty where no record has one
 * @param codeSize values in a code
 * @param samples how large the samples were that some figures are of
 * @param units each code unit's statistics, in the units' order; empty of codes of more than 4,096 values, of which sketches of
 *     1,024 values are analysed
 * @param dimension how many dimensions the codes fill
 * @param scores quantiles of every score there is, over all records and for each label
 * @param histogram of reconstruction errors, with the threshold of anomalies; null where there are none
 * @param baseline what principal components of the pixels reach with as many values; null where there are no images, or
 *     fewer pixels or training records than code units, or the model's errors are not of these images; {@code notes} say why
 * @param clustering clusters of the codes; null where all codes are the same
 * @param neighbourhoods how well the codes keep the pixels' neighbourhoods; null where fewer than four records
 *     have images, or all codes or images are the same
 * @param probes what can be told of the label from codes, principal components and pixels; empty where fewer than two labels
 *     are known of the training split or none of what is held out; without features that are the same for all records
 * @param detections how well each score tells anomalous labels from the others; empty where no labels are anomalous
 * @param disentanglement which units hold which factors; null where no record carries numeric factors, and of codes so wide
 *     that sketches of them are analysed
 * @param notes what is left out, or is of something else than its name says, and why; a phrase each
 */
public record Analysis(
        long records,
        Map<String, Long> splits,
        Map<Integer, Long> labels,
        int codeSize,
        SampleSizes samples,
        List<UnitStatistics> units,
        EffectiveDimension dimension,
        List<ScoreQuantiles> scores,
        ErrorHistogram histogram,
        PixelBaseline baseline,
        Clustering clustering,
        Neighbourhoods neighbourhoods,
        List<Probe> probes,
        List<Detection> detections,
        Disentanglement disentanglement,
        List<String> notes) {}
