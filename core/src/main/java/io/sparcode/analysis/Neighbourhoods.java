package io.sparcode.analysis;

/**
 * How well a sample's neighbourhoods in pixel space are kept in code space (Venna and Kaski 2001).
 *
 * @param neighbours how many are looked at
 * @param records in the sample
 * @param trustworthiness 0 to 1: neighbours in the codes that are neighbours in the pixels too; higher is better
 * @param continuity 0 to 1: neighbours in the pixels that are neighbours in the codes too; higher is better
 */
public record Neighbourhoods(int neighbours, int records, double trustworthiness, double continuity) {}
