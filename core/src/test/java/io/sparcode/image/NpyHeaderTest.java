package io.sparcode.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyHeaderTest {
    private static byte[] file(int version, String header) {
        int length = header.length();
        String size = version == 1
                ? "" + (char) (length & 0xff) + (char) (length >> 8)
                : "" + (char) (length & 0xff) + (char) (length >> 8) + "\0\0";
        return ("\u0093NUMPY" + (char) version + "\0" + size + header).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static NpyHeader read(byte[] file) throws UnreadableImageException, IOException {
        return NpyHeader.read(new ByteArrayInputStream(file));
    }

    private static String refusal(byte[] file) {
        return assertThrows(UnreadableImageException.class, () -> read(file)).getMessage();
    }

    @Test
    void headersOfEveryVersionAreRead() throws Exception {
        String text = "{'descr': '<f4', 'fortran_order': True, 'shape': (3, 28, 28), }   \n";

        for (int version = 1; version <= 3; version++) {
            NpyHeader header = read(file(version, text));

            assertEquals(
                    new ElementType(ElementType.Kind.FLOAT, 4, false),
                    header.type().orElseThrow());
            assertTrue(header.fortranOrder());
            assertArrayEquals(new long[] {3, 28, 28}, header.shape());
            assertEquals((version == 1 ? 10 : 12) + text.length(), header.dataOffset());
        }
    }

    @Test
    void oneAxisAndNoneAreRead() throws Exception {
        assertArrayEquals(
                new long[] {5},
                read(file(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (5,), }"))
                        .shape());
        assertArrayEquals(
                new long[0],
                read(file(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (), }"))
                        .shape());
    }

    @ParameterizedTest
    @CsvSource({"|b1,bool", "|u1,uint8", ">u2,uint16", "<i8,int64", "<f8,float64", "|O,", "<f2,", "<U10,", "<c8,"})
    void typesThatAreNotReadHaveNone(String descr, String name) throws Exception {
        NpyHeader header = read(file(1, "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (5,), }"));

        assertEquals(name, header.type().map(ElementType::toString).orElse(null));
    }

    @Test
    void recordsOfFieldsHaveNoType() throws Exception {
        String text = "{'descr': [('a', '<i4'), ('b', '<f8')], 'fortran_order': False, 'shape': (5,), }";

        assertTrue(read(file(1, text)).type().isEmpty());
    }

    @Test
    void damagedHeadersAreRefused() {
        byte[] whole = file(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (5,), }");

        assertTrue(refusal("PK".getBytes(StandardCharsets.ISO_8859_1)).contains("not a file in NumPy's format"));
        assertTrue(refusal(Arrays.copyOf(whole, 30)).contains("is cut off"));
        assertTrue(refusal(Arrays.copyOf(whole, 9)).contains("is cut off"));
        assertTrue(refusal(file(9, "{}")).contains("version 9"));
        assertTrue(refusal(file(1, "{'descr': '|u1'}")).contains("has not all of"));
        assertTrue(refusal(file(1, "{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999,), }"))
                .contains("impossible shape"));
        byte[] huge = file(2, "");
        huge[11] = 1;
        assertTrue(refusal(huge).contains("claims 16777216 bytes, at most 65536"));
    }
}
