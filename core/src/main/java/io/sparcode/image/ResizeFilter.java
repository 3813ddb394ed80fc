package io.sparcode.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How an image is brought to another size. Every filter but {@link #NEAREST} widens with the scale when an image is
 * made smaller, so that every pixel counts and nothing aliases.
 */
public enum ResizeFilter {
    /** The nearest pixel: keeps the values that are there, and aliases. */
    NEAREST(0.5),
    /** A triangle: linear interpolation. */
    BILINEAR(1),
    /** Catmull and Rom's cubic: sharper than {@link #BILINEAR}, overshoots a little at edges. */
    BICUBIC(2),
    /** The sinc windowed over three lobes: the sharpest, overshoots at edges. */
    LANCZOS(3),
    /** The mean of the area that a pixel covers. */
    AREA(0.5);

    private final double support;

    ResizeFilter(double support) {
        this.support = support;
    }

    /**
     * Returns the filter of a name in lower case.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static ResizeFilter of(String name) {
        for (ResizeFilter filter : values()) {
            if (filter.key().equals(name)) {
                return filter;
            }
        }
        throw new IllegalArgumentException("filter must be one of "
                + Arrays.stream(values()).map(ResizeFilter::key).collect(Collectors.joining(", ")) + ", was " + name);
    }

    /** Returns the filter's name in lower case, which {@link #of} takes. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the distance from its centre, in pixels of the coarser image, beyond which the filter is zero. */
    double support() {
        return support;
    }

    /** Returns the filter's weight at a distance from its centre, in pixels of the coarser image. */
    double weight(double distance) {
        double d = Math.abs(distance);
        if (d >= support) {
            return 0;
        }
        return switch (this) {
            case NEAREST, AREA -> 1;
            case BILINEAR -> 1 - d;
            case BICUBIC -> d < 1 ? 1 + d * d * (1.5 * d - 2.5) : 2 + d * (-4 + d * (2.5 - 0.5 * d));
            case LANCZOS -> sinc(d) * sinc(d / 3);
        };
    }

    private static double sinc(double x) {
        double a = Math.PI * x;
        // StrictMath, so that every machine makes the same pixels.
        return a == 0 ? 1 : StrictMath.sin(a) / a;
    }
}
