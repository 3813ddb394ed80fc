package io.sparcode.dataset;

import java.io.Serializable;
import java.util.Map;

/**
 * What the files of archives are to each other.
 *
 * @param isSamples whether files of one name but for the ending are one sample; else each is a record
 * @param labels numbers of labels, by their text
 * @param folders what folders stand for where each file is a record, by their paths
 */
record TarLayout(boolean isSamples, Map<String, Integer> labels, Map<String, TarFolder> folders)
        implements Serializable {}
