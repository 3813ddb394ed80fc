package io.sparcode.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0;0",
                "1;1",
                "0.00441237;0.004412",
                "123456.7;123,500",
                "12.34567;12.35",
                "-0.5;−0.5",
                "4.41237e-5;4.412e−5",
                "-9e-9;−9e−9",
                "99.996;100.0",
                "NaN;–"
            })
    void decimalsHaveFourSignificantDigits(double value, String text) {
        assertEquals(text, Numbers.decimal(value));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"0.98765;98.77\u00a0%", "1;100.00\u00a0%", "-0.001;−0.10\u00a0%"})
    void sharesArePercentagesWithTwoDecimals(double share, String text) {
        assertEquals(text, Numbers.percent(share));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"0;0", "60000;60,000", "-1234;−1,234"})
    void wholeNumbersAreGrouped(long value, String text) {
        assertEquals(text, Numbers.whole(value));
    }
}
