package io.parallax.simulator.vest;

import io.parallax.instrument.Instrument;
import io.parallax.instrument.Side;
import io.parallax.simulator.core.SimulatedBook;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.Arrays;

/// Writes depth messages straight into bytes: the most frequent message by far, and the same text as the tree of
/// [VestViews#depth] gives. Thread: simulator loop.
final class VestDepthWriter {
    private static final int DIGITS_MAX = 20;

    private byte[] bytes = new byte[4_096];
    private final byte[] digits = new byte[DIGITS_MAX];
    private int size;

    /// The message of a `depth` channel; the caller may keep it.
    byte[] message(String channel, SimulatedBook book, int levels) {
        Instrument instrument = book.instrument().instrument();
        size = 0;
        text("{\"channel\":\"");
        text(channel);
        text("\",\"data\":{\"bids\":[");
        side(book, Side.BUY, levels, instrument);
        text("],\"asks\":[");
        side(book, Side.SELL, levels, instrument);
        text("]}}");
        return Arrays.copyOf(bytes, size);
    }

    private void side(SimulatedBook book, Side side, int levels, Instrument instrument) {
        int priceDecimals = instrument.priceDecimals();
        int quantityDecimals = instrument.quantityDecimals();
        int start = size;
        book.eachLevel(side, levels, (priceE8, quantityE8) -> {
            text(size == start ? "[\"" : ",[\"");
            decimal(priceE8, priceDecimals);
            text("\",\"");
            decimal(quantityE8, quantityDecimals);
            text("\"]");
        });
    }

    private void text(String ascii) {
        ensure(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[size++] = (byte) ascii.charAt(i);
        }
    }

    /// Exactly so many decimals, rounded half-even, as [Json#decimal].
    private void decimal(long valueE8, int decimals) {
        long step = 1;
        for (int place = decimals; place < FixedPoint.DECIMALS; place++) {
            step *= 10;
        }
        long steps = valueE8 % step == 0
                ? valueE8 / step
                : FixedPoint.roundToMultiple(valueE8, step, Rounding.HALF_EVEN) / step;
        long left = Math.abs(steps);
        int at = DIGITS_MAX;
        for (int place = 0; place <= decimals || left != 0; place++) {
            if (place == decimals && decimals > 0) {
                digits[--at] = '.';
            }
            digits[--at] = (byte) ('0' + left % 10);
            left /= 10;
        }
        if (steps < 0) {
            digits[--at] = '-';
        }
        ensure(DIGITS_MAX - at);
        System.arraycopy(digits, at, bytes, size, DIGITS_MAX - at);
        size += DIGITS_MAX - at;
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
