package io.sparcode.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Numbers as English text has them, whatever the machine's language. */
final class Numbers {
    private static final DecimalFormatSymbols ENGLISH = DecimalFormatSymbols.getInstance(Locale.ROOT);

    private Numbers() {}

    /** Returns 60000 as {@code 60,000}. */
    static String whole(long value) {
        return new DecimalFormat("#,##0", ENGLISH).format(value).replace('-', '−');
    }

    /** Returns four significant digits, of what is below a ten-thousandth with an exponent. */
    static String decimal(double value) {
        return rounded(value, 4);
    }

    /** Returns three significant digits. */
    static String brief(double value) {
        return rounded(value, 3);
    }

    private static String rounded(double value, int digits) {
        if (!Double.isFinite(value)) {
            return "–";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        if (value == 0) {
            return "0";
        }
        if (Math.abs(value) < 1e-4) {
            return new DecimalFormat("0.###E0", ENGLISH)
                    .format(rounded)
                    .replace('E', 'e')
                    .replace('-', '−');
        }
        int decimals = Math.max(0, rounded.scale());
        DecimalFormat format = new DecimalFormat("#,##0", ENGLISH);
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return format.format(rounded).replace('-', '−');
    }

    /** Returns 0.0123 as {@code 1.23 %}. */
    static String percent(double share) {
        return new DecimalFormat("0.00", ENGLISH).format(100 * share).replace('-', '−') + "\u00a0%";
    }
}
