package io.sparcode.ml;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import scala.Function1;

/** The parameters that choose records by their labels. */
public interface LabelParams extends Params {
    /** The column of labels. */
    default Param<String> labelCol() {
        return new Param<>(this, "labelCol", "column of labels, numbers, which trainingLabels are among");
    }

    /** Returns the column of labels. */
    default String getLabelCol() {
        return getOrDefault(labelCol());
    }

    /** The labels of the records that are trained on. */
    default IntArrayParam trainingLabels() {
        Function1<int[], Object> distinct = (Function1<int[], Object> & Serializable)
                labels -> Arrays.stream(labels).distinct().count() == labels.length;
        return new IntArrayParam(
                this,
                "trainingLabels",
                "labels of the records that are trained on and watched, each once; empty for all records",
                distinct);
    }

    /** Returns the labels of the records that are trained on, or none for all records. */
    default int[] getTrainingLabels() {
        return getOrDefault(trainingLabels());
    }
}
