package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** WebP files that Pillow 9.4 wrote, and the pixels, BGR or BGRA, as which it reads them. */
class WebpImageTest {
    private final ImageDecoder decoder = new ImageDecoder(DecodingOptions.upTo(1_000_000));

    static Stream<Arguments> files() {
        return Stream.of(
                row(
                        "lossy",
                        "UklGRmAAAABXRUJQVlA4IFQAAADwAQCdASoIAAYAAgA0JbACdAEXfNQaTDAA/u8ugv4mZ1HX38yYHD8BqM3/upeF34t6WFKH7cjaf+/u+uo9T2XP7vz/zAfy3jrs5fxOPBB+9fjPwAA=",
                        6,
                        8,
                        3,
                        "yx89rB1YchyTVRutVhqqUB+pRCqsPTGu1TZCtTJlZh2dRxq6UyC2XTa+TUG+SUfA311DvVV0TB2vMBnVPSPAZVXbV2LXU2nX4X48wndqTjCQNS62Qz+qZGvHYoPXXYnZ4qM10aBNrpZ+l5OYk6KkgqWvcqfBbKnL8cU/6MRP1sBtwMCCsMqYm8qsisjFg8nS"),
                row(
                        "lossy, coarse",
                        "UklGRjwAAABXRUJQVlA4IDAAAACwAQCdASoIAAYACQCsJbACdADZgoAAAP4h15Uh2naWgDOtXN0hjgK93eA5ED0MAAA=",
                        6,
                        8,
                        3,
                        "azowZSxOVw+MRACwNADCMRDDOzqvPk+jeUo5cztaZRqhUgXIQgTbPxzVSUm7TGCsjWRCh1BreSjAZg7wVQ7/Uyn2XV/MYHm1nXlBl2ljiUqkdDbLYzbdX0zccoLMc5W93blt1bdzyLiEureWp7epmLi5h7G9grPE371l18JfytBUutZZp9ZsmNCJj8Wxh77D"),
                row(
                        "lossless",
                        "UklGRlQAAABXRUJQVlA4TEcAAAAvB0ABAJkuRPQ/NnWoe/Q/HIohSZKaZE+I1V3AxTgY6ldkASbTmEFYofUnSSZgsQ500l+dPTEBJY/eJ3q2AOtRBfzbbRR8CwA=",
                        6,
                        8,
                        3,
                        "yB4otB5BoB5ajB5zeB6MZB6lUB6+PB7X0kEovkFBFAr6FAr6FAr6bkGlWkG+RkHX3GQoyGRBFAr6FAr6FAr6eGSlZGS+UGTX5oco0odBFAr6FAr6FAr6goelboe+WofX8Koo3KpByKpatKpzoKqMjKqleKq+ZKrX+s0o5s1B0s1avs1zqs2Mls2lgs2+bs3X"),
                row(
                        "lossy, alpha",
                        "UklGRpYAAABXRUJQVlA4WAoAAAAQAAAABwAABQAAQUxQSBkAAAAJF6CmbQMWXt2NiPABgQDh/4RQDRH9T2MAAFZQOCBWAAAAMAIAnQEqCAAGAAIANCWwAnQwR0GdT4XoLRgA/u8ugv4mZ1HX38yYHD8BqM3/ruld+JAHEP9hfzD/6n6OofwfH4/t+f+YD+edKAv7Yjt5Uf0757MAAAA=",
                        6,
                        8,
                        4,
                        "viQ4FKAhVS1mH5FGSR2tX0ocqnhEIKyROCqwqjEwssPLOUEcqzVkNVwfnU49HLpnRyO2gFE4vplDQ76yPUnAy9laSyS3U3o9RhyzVica1283Jb6IXVnXoU9n0LpLb83T3nxBLMB1b0VML5NeMy63dz9AqpBgbsSpYIbSwlmN0tvkpy0006JITbCYemaXlJd/k6GlmISjs7F0pMbKbqbR4/XLMjzsyURV2sRlbsTBf4e0yJqgn8ayuY7DztKHwt/r"),
                row(
                        "lossless, alpha",
                        "UklGRmoAAABXRUJQVlA4TF0AAAAvB0ABEJmM6H9s6lD36H8YVMW2TZ0k9yWELrr40kUXuc7V4QxBts00bnD3EcxObSSpzaeAvJrytnS1Q2KmbdvYWwLt5gmw/2KqH2j0KgBomtFtAqClQ6cHgLaE+h8A",
                        6,
                        8,
                        4,
                        "yB4oFLQeQS2gHlpGjB5zX3gejHhkHqWRUB6+qjwe18PSQSgcvkFBNRQK+k4UCvpnFAr6gG5BpZlaQb6yRkHXy9xkKCTIZEE9FAr6VhQK+m8UCvqIeGSloWRkvrpQZNfT5ocoLNKHQUUUCvpeFAr6dxQK+pCCh6Wpboe+wlqH19vwqig03KpBTciqWma0qnN/oKqMmIyqpbF4qr7KZKrX4/rNKDzmzUFV0s1abr7Nc4eqzYygls2luYLNvtJuzdfr"),
                row(
                        "grey",
                        "UklGRlIAAABXRUJQVlA4IEYAAACQAQCdASoIAAYAAMASJaQAAxfk2+AA4n/+Yl4p/f/4MP//EOv9HlWp/sGHP/8OhnY/iY7nMFkSLG3/h+/cyn2B9zKDgAAA",
                        6,
                        8,
                        3,
                        "JiYmPz8/WFhYcnJyj4+Pp6anvb292traJCQkQUFB9fX1////9fX1qampvb292dnZKCgoRERE+vr6+vr6/f39qampvr6+1tbWKioqPz8/9/f3+vr6/f39qampv7+/19fXKSkpQUFBW1tbdHR0jIyMpKSkv7+/19fXKCgoQUFBW1tbdHR0jIyMpKSkv7+/19fX"),
                row(
                        "lossless, palette",
                        "UklGRkYAAABXRUJQVlA4TDoAAAAvB0ABAB8gpiFjJUwkFyEBscZGoy3QhATED91H08X5DzNm1oCRSFLU/+OoQSE64oh4NSL6HyuVpo8H",
                        6,
                        8,
                        3,
                        "nSpinSpinSpinSpinSpinSpiJRbrJRbrnSpinSpiJRbrJRbrJRbrlXaHJRbrJRbrnSpinSpiJRbrJRbrJRbrlXaHlXaHJRbrr7yAr7yAJRbrJRbrJRbrlXaHlXaHlXaHr7yAr7yAr7yAr7yAr7yAr7yAlXaHlXaHr7yAr7yAr7yAr7yAr7yAr7yAr7yAr7yA"),
                row(
                        "animation",
                        "UklGRk4BAABXRUJQVlA4WAoAAAACAAAABwAABQAAQU5JTQYAAAAAAAAAAABBTk1GhgAAAAAAAAAAAAcAAAUAAGQAAAJWUDggbgAAAFABAJ0BKggABgACADQlsAAFjAAA/u3G/u3/9Qj/60O/88o//+s62k9Z2oDH61qY/p/qP2N37MpoxCmjCtYtQBnUyHYP+pI8Hfi3pYUofhxkf/5Q5Nv5pznV/vu/P/MB/LeOuzl/E48EH71+M/AAQU5NRpQAAAAAAAAAAAAHAAAFAABkAAAAVlA4IHwAAABUAQCdASoIAAYAAAA0JbAABHQAAP7wQn7c/+dB/9Kmfmdaf//SkT/7f7oVZWqi/+nQ1K9rD+pm/qm23ycPXJUXtKTHPfGvF9y0/fPtUrDiv/+hYV2yLoMfH/5N/2kf/7X2So/3Aff/6LvOT8beP7ZfO2/591MH3/+DOkAA",
                        6,
                        8,
                        3,
                        "yiE9qx9YcR6SVB2sWyKvTyKpQy2rOzKs1DhCtDVlZR+dRh26USG0WTW6SUC6R0i+3mBCvFdzSx+vLxvVOCK8XVDUTVvNUmvW4IA8wXlpTTOQNDC1MzKbZ3LMU3jIXYzY4aY00aJNrpl/l5eZjqGgf6Wtb6e+aqvJ8Mc+58dP1sNtwMODrMmUmMqphsjCgcrQ"),
                row(
                        "animation, alpha",
                        "UklGRtQBAABXRUJQVlA4WAoAAAASAAAABwAABQAAQU5JTQYAAAAAAAAAAABBTk1G0AAAAAAAAAAAAAcAAAUAAGQAAAJWUDhMuAAAAC8HQAEQf6EoktRoRfAmx+rAC4L2v4KwlooGxLSt6Gl8g0zSSCOC9kPQfggi+hpMIkl2dXjFPJwWPRzRw1HE0/RFfPxRVEQmbZsi1ypgCgEEQAAajozrBBFEkHWTOesmc9aNIOsmc33a5L86BUjRm8z1BlPnaj0gxVtkrqeZPlZTASl+8f58OYIIAsMAAIsmZyPbdhH9D0BUkDXTAZmJim65kHBJNWwPlj6tx/2lOszb+fy4jct+vX9BTk1G0AAAAAAAAAAAAAcAAAUAAGQAAAJWUDhMuAAAAC8HQAEQf6EoktRoRfAmx+rAC4L2v4KwlooGxLSt6Gl8g0zSSCOC9kPQfggi+hpMIkl2dXjFPJwWPRzRw1HE0/RFfPxRVEQmbZsi1ypgCgEEQAAajozrBBFEkHWTOesmc9aNIOsmc33a5L86BUjRm8z1BlPnaj0gxVtkrqeZPlZTASl+8f58OYIIAsMAAIsmZyPbdhH9j/9e+zK2/DvnNg81ffexTr3EzzZUiRPoWroiMgweU5MFigA=",
                        6,
                        8,
                        4,
                        "yB4oFLQeQS2gHlpGjB5zX3gejHhkHqWRUB6+qjwe18PSQSgcvkFBNRQK+k4UCvpnFAr6gG5BpZlaQb6yRkHXy9xkKCTIZEE9FAr6VhQK+m8UCvqIeGSloWRkvrpQZNfT5ocoLNKHQUUUCvpeFAr6dxQK+pCCh6Wpboe+wlqH19vwqig03KpBTciqWma0qnN/oKqMmIyqpbF4qr7KZKrX4/rNKDzmzUFV0s1abr7Nc4eqzYygls2luYLNvtJuzdfr"),
                row(
                        "animation, frame smaller than its canvas",
                        "UklGRoIAAABXRUJQVlA4WAoAAAACAAAABwAABQAAQU5JTQYAAAD/////AABBTk1GVgAAAAEAAAIAAAMAAAEAAGQAAABWUDhMPgAAAC8DQAAAN0AmDLHbrYH+kfRSzEgSNBojcfr7rMO+yLKR9pvPn+I5nuQg5j/yrgYzwOk7DAQCZMqKB0si+h8e",
                        6,
                        8,
                        3,
                        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAyB4otB5BoB5ajB5zAAAAAAAAAAAAAAAA0kEovkFBFAr6FAr6AAAAAAAA"));
    }

    private static Arguments row(String name, String file, int height, int width, int channels, String pixels) {
        return arguments(name, file, new ImageShape(height, width, channels), pixels);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void pixelsAreThoseOfOtherReaders(String name, String file, ImageShape shape, String pixels) throws Exception {
        Image image = decoder.decode(decoded(file));

        assertEquals(shape, image.shape());
        assertArrayEquals(decoded(pixels), image.pixels());
    }

    @Test
    void fileThatIsCutOffIsRefused() {
        files().forEach(file -> {
            byte[] whole = decoded((String) file.get()[1]);
            for (int length = 12; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertEquals("WebP is cut off: " + length + " of " + whole.length + " bytes", refusal(cut));
            }
        });
    }

    @Test
    void frameThatIsNotAsLargeAsItsCanvasIsRefused() {
        byte[] still = decoded((String) files().toList().get(3).get()[1]);
        still[24] = 99;

        assertEquals(
                "WebP is damaged: its frame of 6 x 8 is not of the size, or not within the canvas, of 6 x 100",
                refusal(still));
    }

    @Test
    void sizeIsCheckedBeforeTheImageIsRead() {
        byte[] still = decoded((String) files().toList().get(3).get()[1]);
        still[25] = (byte) 0xff;
        still[28] = (byte) 0xff;

        assertTrue(refusal(still).startsWith("WebP is damaged: its frame of 6 x 8"), refusal(still));
        ImageDecoder small = new ImageDecoder(DecodingOptions.upTo(47));
        byte[] whole = decoded((String) files().toList().get(0).get()[1]);
        assertEquals(
                "WebP claims 6 x 8 = 48 pixels, the limit is 47",
                assertThrows(UnreadableImageException.class, () -> small.decode(whole))
                        .getMessage());
    }

    @Test
    void anyDamageGivesAnImageOrAReason() {
        SplittableRandom random = new SplittableRandom(20_261_129);
        int refused = 0;
        for (Arguments file : files().toList()) {
            byte[] whole = decoded((String) file.get()[1]);
            for (int trial = 0; trial < 300; trial++) {
                byte[] damaged = whole.clone();
                for (int i = 0; i <= random.nextInt(4); i++) {
                    damaged[random.nextInt(whole.length)] = (byte) random.nextInt(256);
                }
                try {
                    assertTrue(decoder.decode(damaged).shape().size() <= 4_000_000);
                } catch (UnreadableImageException e) {
                    assertFalse(e.getMessage().isBlank() || e.getMessage().contains("\n"), e.getMessage());
                    refused++;
                }
            }
        }
        assertTrue(refused > 500, refused + " were refused");
    }

    private static byte[] decoded(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private String refusal(byte[] encoded) {
        return assertThrows(UnreadableImageException.class, () -> decoder.decode(encoded))
                .getMessage();
    }
}
