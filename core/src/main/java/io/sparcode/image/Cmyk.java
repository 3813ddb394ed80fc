package io.sparcode.image;

/**
 * Inks of four-component JPEGs. These are stored inverted, 255 for no ink, as Adobe's programs write them and others
 * take them, whether or not an Adobe segment says so.
 */
final class Cmyk {
    private Cmyk() {}

    /** Returns blue, green and red of inverted inks: what paper of their colour leaves of white, black ink included. */
    static byte[] toBgr(byte[] inks) {
        byte[] bgr = new byte[inks.length / 4 * 3];
        for (int i = 0, o = 0; i < inks.length; i += 4, o += 3) {
            int light = inks[i + 3] & 0xff;
            for (int c = 0; c < 3; c++) {
                bgr[o + 2 - c] = (byte) ((light * (inks[i + c] & 0xff) + 127) / 255);
            }
        }
        return bgr;
    }

    /** Inverts inks in place, and returns them: 255 for full ink. */
    static byte[] inverted(byte[] inks) {
        for (int i = 0; i < inks.length; i++) {
            inks[i] = (byte) ~inks[i];
        }
        return inks;
    }
}
