package io.sparcode.image;

import java.awt.image.DataBufferByte;
import java.io.IOException;

/** Decodes JPEG images: grey to 1 channel, colours and inks (CMYK, YCCK) to 3. */
final class JpegDecoder implements FormatDecoder {
    private final JdkReader reader = new JdkReader("JPEG");
    private final SrgbConversion srgb = new SrgbConversion("JPEG");

    @Override
    public StoredImage decode(byte[] encoded, DecodingOptions options) throws UnreadableImageException, IOException {
        JpegSegments segments = new JpegSegments(encoded);
        options.requireSize("JPEG", segments.height(), segments.width());
        byte[] profile = options.colorProfile() == ColorProfile.SRGB ? segments.profile() : new byte[0];
        ImageShape shape = new ImageShape(segments.height(), segments.width(), segments.components() == 1 ? 1 : 3);
        byte[] bare = segments.withoutMetadata();
        Image image = switch (segments.components()) {
            case 1 -> srgb.apply(new Image(shape, components(bare)), profile);
            case 3 -> {
                byte[] pixels = segments.hasComponentOfHalfLines()
                        ? rgbOfHalfLines(segments, bare)
                        : reader.rgb(bare, shape.height(), shape.width());
                swapRedAndBlue(pixels);
                yield srgb.apply(new Image(shape, pixels), profile);
            }
            default -> {
                byte[] inks = inks(segments, bare);
                yield profile.length == 0
                        ? new Image(shape, Cmyk.toBgr(inks))
                        : srgb.applyToInks(shape, Cmyk.inverted(inks), profile);
            }
        };
        return new StoredImage(image, segments.orientation());
    }

    private byte[] rgbOfHalfLines(JpegSegments segments, byte[] bare) throws UnreadableImageException, IOException {
        byte[] pixels = fullLines(segments, components(bare));
        if (segments.isLumaChroma()) {
            YCbCr.toRgb(pixels, 3);
        }
        return pixels;
    }

    /** Returns inverted inks. */
    private byte[] inks(JpegSegments segments, byte[] bare) throws UnreadableImageException, IOException {
        byte[] pixels = fullLines(segments, components(bare));
        if (segments.isLumaChroma()) {
            YCbCr.toRgb(pixels, 4);
            for (int i = 0; i < pixels.length; i += 4) {
                pixels[i] = (byte) ~pixels[i];
                pixels[i + 1] = (byte) ~pixels[i + 1];
                pixels[i + 2] = (byte) ~pixels[i + 2];
            }
        }
        return pixels;
    }

    private static byte[] fullLines(JpegSegments segments, byte[] pixels) {
        for (int component = 0; component < segments.components(); component++) {
            if (segments.hasHalfLines(component)) {
                YCbCr.interpolateLines(pixels, segments.height(), segments.width(), segments.components(), component);
            }
        }
        return pixels;
    }

    private byte[] components(byte[] bare) throws UnreadableImageException, IOException {
        return ((DataBufferByte) reader.components(bare).getDataBuffer()).getData();
    }

    private static void swapRedAndBlue(byte[] pixels) {
        // Counted by one, it compiles without a check of every index: four times as fast as by three.
        int count = pixels.length / 3;
        for (int pixel = 0; pixel < count; pixel++) {
            byte red = pixels[3 * pixel];
            pixels[3 * pixel] = pixels[3 * pixel + 2];
            pixels[3 * pixel + 2] = red;
        }
    }
}
