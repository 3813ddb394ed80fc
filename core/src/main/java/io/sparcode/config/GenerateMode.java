package io.sparcode.config;

import io.sparcode.dataset.ImageRows;
import java.util.TreeSet;

/** What the generate job makes, with what that alone needs. */
public sealed interface GenerateMode {
    /** What is made of image rows. */
    sealed interface OfImages extends GenerateMode {
        /** Returns where they lie. */
        String input();
    }

    /** What is made of some image rows, each by itself. */
    sealed interface OfRecords extends OfImages {
        /** Returns which. */
        Records records();
    }

    /** What is made of codes. */
    sealed interface OfCodes extends GenerateMode {
        /** Returns where the Parquet with the codes lies. */
        String codes();
    }

    /**
     * Images of codes drawn from a variational model's prior.
     *
     * @param count how many, at least 1
     * @param seed another seed draws others
     */
    record Sample(int count, long seed) implements GenerateMode {
        /** Checks the range. */
        public Sample {
            atLeast(1, count, "count");
        }
    }

    /**
     * Images of codes that are given.
     *
     * @param codes Parquet with a column {@code code}
     */
    record Decode(String codes) implements OfCodes {
        /** Checks that it is given. */
        public Decode {
            Required.text(codes, "codes");
        }
    }

    /**
     * Images between two records, by their codes and by their pixels.
     *
     * @param input image rows
     * @param from the first record's id
     * @param to the last record's id
     * @param steps images, both ends among them, at least 2
     */
    record Interpolate(String input, String from, String to, int steps) implements OfImages {
        /** Checks the ranges. */
        public Interpolate {
            Required.text(input, "input");
            Required.text(from, "from");
            Required.text(to, "to");
            atLeast(2, steps, "steps");
        }
    }

    /**
     * Where a walk goes: over quantiles of what encoded records have.
     *
     * @param from the id of the record whose code is walked from; empty for the mean code
     * @param steps images, at least 2
     * @param fromQuantile of the first image, 0 up to but not including {@code toQuantile}
     * @param toQuantile of the last image, at most 1
     */
    record Course(String from, int steps, double fromQuantile, double toQuantile) {
        /** Checks the ranges. */
        public Course {
            atLeast(2, steps, "steps");
            if (!(fromQuantile >= 0 && fromQuantile < toQuantile)) {
                throw new IllegalArgumentException("from-quantile must be at least 0 and less than to-quantile "
                        + toQuantile + ", was " + fromQuantile);
            }
            if (!(toQuantile <= 1)) {
                throw new IllegalArgumentException("to-quantile must be at most 1, was " + toQuantile);
            }
        }
    }

    /**
     * Images of one code with a unit changed.
     *
     * @param codes encoded rows
     * @param unit counted from 0; {@link #ALL_UNITS} for every unit in turn
     * @param course where it goes
     */
    record Walk(String codes, int unit, Course course) implements OfCodes {
        /** In the place of a unit's number: every unit. */
        public static final int ALL_UNITS = -1;

        /** Checks the range. */
        public Walk {
            Required.text(codes, "codes");
            atLeast(ALL_UNITS, unit, "unit");
        }
    }

    /**
     * Images of one code moved along the direction of a known factor.
     *
     * @param codes encoded rows
     * @param factor a numeric column of theirs, or a field of one
     * @param course where it goes
     */
    record Direction(String codes, String factor, Course course) implements OfCodes {
        /** Checks that they are given. */
        public Direction {
            Required.text(codes, "codes");
            Required.text(factor, "factor");
        }
    }

    /**
     * Which records are taken.
     *
     * @param split train, validation or test; empty for every record
     * @param limit how many, drawn by a hash of their ids; 0 for all, at least 0
     * @param seed another seed draws others
     */
    record Records(String split, int limit, long seed) {
        /** Checks the ranges. */
        public Records {
            if (!split.isEmpty() && !ImageRows.SPLITS.contains(split)) {
                throw new IllegalArgumentException("split must be one of " + new TreeSet<>(ImageRows.SPLITS)
                        + ", or empty for every record, was " + split);
            }
            atLeast(0, limit, "limit");
        }
    }

    /**
     * Reconstructions as images.
     *
     * @param input image rows
     * @param records which of them
     * @param corrupt whether they are corrupted first, by the model's own corruptions
     */
    record Denoise(String input, Records records, boolean corrupt) implements OfRecords {
        /** Checks that it is given. */
        public Denoise {
            Required.text(input, "input");
        }
    }

    /**
     * Images with a hole filled in.
     *
     * @param input image rows
     * @param records which of them
     * @param hole what is to be filled
     * @param search how the code is found whose decoding fits the rest
     */
    record Inpaint(String input, Records records, Hole hole, Search search) implements OfRecords {
        /** Checks that it is given. */
        public Inpaint {
            Required.text(input, "input");
        }
    }

    /**
     * A hole in images.
     *
     * @param mask an image file whose pixels other than 0 are the hole; empty for the rectangle
     * @param top the rectangle's first row, at least 0
     * @param left its first column, at least 0
     * @param height its rows, at least 1
     * @param width its columns, at least 1
     */
    record Hole(String mask, int top, int left, int height, int width) {
        /** Checks the ranges. */
        public Hole {
            atLeast(0, top, "top");
            atLeast(0, left, "left");
            atLeast(1, height, "height");
            atLeast(1, width, "width");
        }
    }

    /**
     * How a code is searched for.
     *
     * @param iterations of gradient descent, at least 4
     * @param learningRate of Adam, in standard deviations that a code's unit has over training records; greater than 0
     * @param trainingRecords how many of them are drawn, for the mean image, those deviations and starts; at least 1
     * @param nearest how many of those, the nearest in known pixels, are starts; at least 0
     * @param priorWeight of a variational model's prior against the known pixels' likelihood, at least 0
     */
    record Search(int iterations, double learningRate, int trainingRecords, int nearest, double priorWeight) {
        /** Checks the ranges. */
        public Search {
            atLeast(4, iterations, "iterations");
            if (!(learningRate > 0 && Double.isFinite(learningRate))) {
                throw new IllegalArgumentException("learning-rate must be greater than 0, was " + learningRate);
            }
            atLeast(1, trainingRecords, "training-records");
            atLeast(0, nearest, "nearest");
            if (!(priorWeight >= 0 && Double.isFinite(priorWeight))) {
                throw new IllegalArgumentException("prior-weight must be at least 0, was " + priorWeight);
            }
        }
    }

    /**
     * Images of a higher resolution, or whatever other size a model gives.
     *
     * @param input image rows
     * @param records which of them
     */
    record Upscale(String input, Records records) implements OfRecords {
        /** Checks that it is given. */
        public Upscale {
            Required.text(input, "input");
        }
    }

    private static void atLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
        }
    }
}
