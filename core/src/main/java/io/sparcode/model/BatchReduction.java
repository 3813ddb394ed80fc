package io.sparcode.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a penalty on each record becomes one on a batch. */
public enum BatchReduction {
    /** Summed, so that it weighs more against the loss, which is a mean, the larger the batch. */
    @JsonProperty("sum")
    SUM,
    /** Averaged, as the loss is. */
    @JsonProperty("mean")
    MEAN
}
