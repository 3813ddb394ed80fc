package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HdfIngestTest {
    /**
     * As h5py 3.7 wrote it, gzip and base64: train/x, uint8 [7, 6, 5, 3] of 0, 1, 2 and so on modulo 251, in chunks of
     * [3, 4, 5, 3], shuffled and deflated; train/y, big-endian int16 [7, 1] of 0, 2, 4 and so on, in chunks of [2, 1].
     */
    private static final String EARLIEST = """
            H4sIAAAAAAACA+v0cHHj5ZLiYgABDg4GFgYBBmTwHwreq6LyYfIJUJoRSndA6RVMMHFGsJwEVFwQaj66upAgV1eQ6v9oAGbPA1YIzcEwCkYi8H
            B1DADREVA+LJWeYEJVV1KUmJmHlB49KLQXV/r1YIbwM1iJS78WHKjuHgUjO/3C0lMHK6q6CihdiVauOpBpb7CfvwsoBcPKTQVmVHPR0/EowFUO
            sEHCjBHGh5QsjCwQAXaoOjYoDQtOaPASlGcGlgyM0PKBEammYwXSID4TM0SYm8ECzGCElntMYHlGhuKM0rS0nFR4vDJCxVNS03ISS1KB9Tqs/l
            SA2MfE2sCJcAIL1EnMCB9KEJGumODpSoMdf/jByr3pUqNpCRmA6g1Q2kKvN/aTaM4JcQhdiCbOQkBfOzSa96OlR0LgB1RfAZo+QvZtl4TQ7mj5
            gRBQh6YbTTR9hOzLQ0tvnGj60PMh42iSHAWjYBSMglEwCkbBKBgFo2AUDHJQEce4hcH7PwMjEzMLKxs7BycXNw8vH7+AoJCwiKiYuISklLSMrJ
            y8gqKSsoqqmrqGppa2jq6evoGhkbGJqZm5haWVdVR0TGxcfEJiUnJKalp6RmZWdk5uXn5BYVFxSWlZeUVlVXVNbV19Q2NTc0trW3tHZ1d3T29f
            /4SJkyZPmbpl67btO3bu2r1n7779Bw4eOnzk6LHjJ06eOn3m7LnzFy5eunzl6rXrN27eun3n7r37Dx4+evzk6bPnL16+ev3m7bv3/w+EsFfEbd
            64dXN5QUlRWWFp8fcPXz59+/j1Mz8HDxcfJy93f0fKAe5lvvMNi6+9sSx+fjZ+Q8HFR6re03XjNxZdfWWafX3t/Q2Fl9NKrq54cPi4//z9NX+/
            /T1+Pp6nx+eMzpqcNzJzYu7Y7Kn5w9Tk9GJVICPDw33qptDwIjpwbGzt7B0cnZxdXN3cPTy9vH18/YgOnGnTZ8ycNXvO3HnzFyxctHjJ0mXLVx
            AdOB8+fvr85eu37z9+/oLF7dSjkd0VcUiB09PV19nb7e/h4+Xn6et9/sSZU+cSD3CHrYvam/Z211dps7xbe1Jfb3trXfbu1t709/v+svPJWdU8
            eWEIDK+G5snds9un98c7BHhEuIT4xDgFeUW5hfnFOQZ6RrqKxppqMTAEBitLVcQFB1+/cOXStYtXL5sbmBiZGZoab9+wZdM2vLEGc1iKhAIDA/
            tT/ssVcd4IN548e1pfQ0dLT1NXe/2KNavWrVy7Ol1iCgNDnTuvASOwY4463KYBoZlQh9sY0YbXGNGH0zhBQ2SIASj04TQO6DAXMxPzcmnYiBrE
            GOgAW8MgGiZiwRgmIjT8cV8VdbiDCYe6x2jqcJn7HE0druGb16qofDa0+GEaLbFHwSgYBaNgFIyCUTAKaAWYgI01NmBDl4uBh4EBAPET+IzvJQ
            AA
            """;

    /** The same as the newest version of the format. */
    private static final String LATEST = """
            H4sIAAAAAAACA+v0cHHj5ZLiYubgYICB/1Agyw7hG0DFu1ymPfP3cAliUjC6z52NjCuYhJA1wgAXEwMjAwObAAOQYi0pSszMOwyzw4WBKqBoCz
            sDOU7iATmJsSKMEWIMlF+5mRVqrgX5Tvq04Ml6sJOABjICvcnEwsgIDUgGNigNs4YZShOSZ+ZhYASGIgPEuRwMrEBfMDNzizEwMjGBPMQIloHQ
            LCAVIgwMLEwMrIzMLKzMjMxcSUxQg3IY6AqMg/6Kujl6uDAw8nHB/GYL9dSy3EsGFXGMWxi8/wO9AXQoGzsHJxc3Dy8fv4CgkLCIqJi4hKSUtI
            ysnLyCopKyiqqauoamlraOrp6+gaGRsYmpmbmFpZV1VHRMbFx8QmJSckpqWnpGZlZ2Tm5efkFhUXFJaVl5RWVVdU1tXX1DY1NzS2tbe0dnV3dP
            b1//hImTJk+ZumXrtu07du7avWfvvv0HDh46fOToseMnTp46febsufMXLl66fOXqtes3bt66fefuvfsPHj56/OTps+cvXr56/ebtu/f/D4Swuz
            m6ODEwwgK3DkrvB5OLod4sBJMiLMhyl6G8AjDpDI1td0gmg/I0wWTD4qKrFXGbN27dXF5QUlRWWFr8/cOXT98+fv3Mz8HDxcfJy93fkXKAe5nv
            fMPia28si5+fjd9QcPGRqvd03fiNRVdfmWZfX3t/Q+HltJKrKx4cPu4/f3/N329/j5+P5+nxOaOzJueNzJyYOzZ7av4wNTm9WBXIyPBwn7opNF
            aIjgIbWzt7B0cnZxdXN3cPTy9vH18/oqNg2vQZM2fNnjN33vwFCxctXrJ02fIVREfBh4+fPn/5+u37j5+/YClo6tHI7oo4pMDp6err7O329/Dx
            8vP09T5/4sypc4kHuMPWRe1Ne7vrq7RZ3q09qa+3vbUue3drb/r7fX/Z+eSsap68MASGV0Pz5O7Z7dP74x0CPCJcQnxinIK8otzC/OIcAz0jXU
            VjTbUYGAKDlaUq4oKDr1+4cunaxauXzQ1MjMwMTY23b9iyaRveWIM5LEVCAZj/n/JfrojzRrjx5NnT+ho6WnqautrrV6xZtW7l2tXpElOAacyd
            1wBeuKgACxcmROHCiFaYMCIXHpxAtWCeALTw4BACFxHMjEzAoOPaD8udKxiGDKj+e4wJXLgwcHBBMxTDfag/HPzzQPUZEziHMsB8dxtKC0KDSB
            RKS0LpML+vn4HlJxuwhOViAFYJAJYfxoYdBwAA
            """;

    /**
     * As h5py 3.16 wrote it, gzip and base64, of NumPy's bool: train/x [5, 3, 2] in chunks of [2, 3, 2], shuffled and
     * deflated, and train/y [5] and test/x [6, 3, 2] in one piece. Number i of x is whether 7 i modulo 11 is below 4, of y
     * whether i is odd.
     */
    private static final String BOOL = """
            H4sIAAAAAAACA+2ZQUsCQRTHZ2Zd2wzDDoIEhVaEp84eE1zxEBVZ4CmUVAykQxrYzaPd+ggd+xgeuwSdO3X00r2bze68WXcGV0WUAt8P4e2beb5dZ/
            47u857KuTy0ch2hDhYFgmRGPEzBAb7qi/7y2Ap2B7YVybbqduXgPYtyK/HXV7YthM91JDn+TKFtQiyihTs7LljS+BLPb0xNa59X7m9c2yt1fbr8njO
            8wbpt2AIv2HOpt8MCDeGU4n69empZ6pxHbCP2ro6r36Lp2c5Spinu49dNe8P+ImUur4mDTVO1/uqQUlYjAWVfkZYQzTIYYFhInJZCmo3SFqsK0ykjF
            kytUXy2ZOi7a4pV7acBJO3O/3MYG7YBj+/c0CZzGu5K1Wr8VCvN2vevFFor9bqzUq7xp/vcp6T4jpYqLs+ujQDLB398thEXUm9pNcmj5/M0t/BtcCP
            89ygfNj150Z0xu/348JGNX0F8Q7xm+CHpsR/xlU/HKBnilOJIAiCIAiCIEunc31TLVe7/N/7EQlzp1wtO84hMd0e3sXf0FP8dZ3KrSz5CTxEEARBEO
            SfQ4mp7UuLygKl6r70aB96zn1nJvadLchv0EFczey9kfzxeIyv1+l1jmn1upc9AqOCrCJ6vU7WLzKp8Wr36mQLv5/VOlPQ/ntQ++Lu92+43w+0Ky4t
            dR5EnYl69+FzCrU5D7/WeY6J6CMAAA==
            """;

    @TempDir
    Path folder;

    private static byte[] unpacked(String text) throws IOException {
        byte[] packed = Base64.getMimeDecoder().decode(text);
        return new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
    }

    private List<Row> read(String input) throws IOException {
        return IngestFixture.of(folder.resolve(input), folder.resolve("out"))
                .read()
                .collectAsList();
    }

    private String refusal(String input) {
        return assertThrows(BadDataException.class, () -> read(input)).getMessage();
    }

    @Test
    void chunksThatAreShuffledAndPackedAreRead() throws IOException {
        InputFixture.write(folder.resolve("in/a.h5"), unpacked(EARLIEST));
        InputFixture.write(folder.resolve("in/b.hdf5"), unpacked(LATEST));

        List<Row> rows = read("in");

        assertEquals(14, rows.size());
        assertEquals("a.h5/train/x#0000000", rows.get(0).getAs(ImageRows.ID));
        for (int i = 0; i < 14; i++) {
            int record = i % 7;
            byte[] expected = new byte[6 * 5 * 3];
            for (int k = 0; k < expected.length; k++) {
                int colour = k % 3;
                expected[k - colour + 2 - colour] = (byte) ((record * expected.length + k) % 251);
            }
            assertArrayEquals(expected, rows.get(i).<byte[]>getAs(ReadRows.PIXELS));
            assertEquals(2 * record, rows.get(i).<Integer>getAs(ImageRows.LABEL));
        }
    }

    @Test
    void boolThatH5pyWroteIsReadInChunksAndInOnePiece() throws IOException {
        InputFixture.write(folder.resolve("in/a.h5"), unpacked(BOOL));

        List<Row> rows = read("in");

        assertEquals(11, rows.size());
        for (int i = 0; i < 11; i++) {
            boolean isTest = i < 6;
            int record = isTest ? i : i - 6;
            byte[] expected = new byte[3 * 2];
            for (int k = 0; k < expected.length; k++) {
                expected[k] = (byte) ((record * expected.length + k) * 7 % 11 < 4 ? 255 : 0);
            }
            assertArrayEquals(expected, rows.get(i).<byte[]>getAs(ReadRows.PIXELS));
            assertEquals(isTest ? null : record % 2, rows.get(i).<Integer>getAs(ImageRows.LABEL));
        }
    }

    @Test
    void datasetsInOnePieceAreRead() throws IOException {
        double[][][] images = new double[4][2][2];
        images[3][1][0] = 0.5;
        Files.createDirectories(folder.resolve("in"));
        try (WritableHdfFile file = HdfFile.write(folder.resolve("in/a.h5"))) {
            WritableGroup test = file.putGroup("test");
            test.putDataset("images", images);
            test.putDataset("labels", new int[] {3, 2, 1, 0});
            file.putDataset("note", new double[] {1.5});
        }

        List<Row> rows = read("in");

        assertEquals(4, rows.size());
        assertArrayEquals(new byte[] {0, 0, (byte) 128, 0}, rows.get(3).<byte[]>getAs(ReadRows.PIXELS));
        assertEquals(3, rows.get(0).<Integer>getAs(ImageRows.LABEL));
        assertEquals("test", rows.get(0).getAs(ImageRows.SPLIT));
    }

    @Test
    void damagedFilesAreRefusedWithTheFile() throws IOException {
        byte[] whole = unpacked(EARLIEST);
        InputFixture.write(folder.resolve("cut/a.h5"), InputFixture.cut(whole, whole.length - 600));
        InputFixture.write(folder.resolve("text/a.h5"), "<html>not here</html>".getBytes());

        assertTrue(refusal("cut").contains("a.h5 is damaged or cut off"), refusal("cut"));
        assertTrue(refusal("text").contains("a.h5 is damaged or cut off"), refusal("text"));
    }
}
