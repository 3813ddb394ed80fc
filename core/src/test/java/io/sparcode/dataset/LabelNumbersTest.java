package io.sparcode.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelNumbersTest {
    private static LabelNumbers of(String... names) {
        return LabelNumbers.of(List.of(names), "folder");
    }

    @Test
    void namesAreNumberedInTheOrderOfTheirCharacters() {
        assertEquals(new LabelNumbers(Map.of("Z", 0, "a", 1, "b", 2), List.of("Z", "a", "b")), of("b", "a", "Z"));
    }

    @Test
    void charactersBeyondSixteenBitsComeLast() {
        assertEquals(
                List.of("z", "\uff5e", "\ud83d\ude00"),
                of("\ud83d\ude00", "\uff5e", "z").names());
    }

    @Test
    void numbersStandForThemselves() {
        assertEquals(new LabelNumbers(Map.of("0", 0, "2", 2, "10", 10), List.of()), of("10", "2", "0"));
        assertEquals(
                new LabelNumbers(Map.of("00000", 0, "00014", 14, "2147483647", Integer.MAX_VALUE), List.of()),
                of("00014", "00000", "2147483647"));
    }

    @Test
    void numbersAmongNamesKeepTheirsAndNamesComeAfterTheGreatest() {
        LabelNumbers labels = of("0", "2", "3", "other", "none");

        assertEquals(Map.of("0", 0, "2", 2, "3", 3, "none", 4, "other", 5), labels.numbers());
        assertEquals(List.of("0", "1", "2", "3", "none", "other"), labels.names());
        assertEquals("0 = 0, 2 = 2, 3 = 3, none = 4, other = 5", labels.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1, 01, 001 | folders '001' and '01' stand for one label, 1
            2147483648, 1 | folder '2147483648' is a number that a label cannot be, which is a whole one of 0 to 2147483647
            -1, 1 | folder '-1' is a number that a label cannot be
            1.0, 2.0 | folder '1.0' is a number that a label cannot be
            200000, cat | folder '200000' is a number above 100000 and folder 'cat' is none
            """)
    void numbersThatCannotBeKeptAreRefused(String names, String message) {
        String said = assertThrows(BadDataException.class, () -> of(names.split(", ")))
                .getMessage();

        assertTrue(said.startsWith(message), said);
    }

    @Test
    void theTableThatIsPrintedIsShort() {
        String[] names = IntStream.range(0, 30).mapToObj(i -> "n" + (100 + i)).toArray(String[]::new);

        String text = of(names).toString();

        assertTrue(text.startsWith("n100 = 0, n101 = 1, "), text);
        assertTrue(text.endsWith("n119 = 19 and so on, 30 labels"), text);
    }

    @Test
    void namesThatDifferInCaseAloneAreFound() {
        assertEquals(List.of("Cat", "cat"), of("cat", "Cat", "dog").alikeButForCase());
    }
}
