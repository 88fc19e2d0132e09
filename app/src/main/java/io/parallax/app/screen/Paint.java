package io.parallax.app.screen;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jline.utils.AttributedStyle;

/// What a terminal can show. Without colours emphasis remains, and without Unicode its nearest letters. Thread: any;
/// immutable.
///
/// @param coloured whether colours mean anything to whoever looks
/// @param unicode whether the terminal's charset has more than ASCII
record Paint(boolean coloured, boolean unicode) {
    /// @param noColour the environment's `NO_COLOR`: any text in it switches colours off
    /// @param colours how many the terminal has
    static Paint of(String noColour, int colours, Charset charset) {
        return new Paint(noColour.isEmpty() && colours >= 8, charset.equals(StandardCharsets.UTF_8));
    }

    AttributedStyle plain() {
        return AttributedStyle.DEFAULT;
    }

    AttributedStyle strong() {
        return AttributedStyle.BOLD;
    }

    AttributedStyle faint() {
        return coloured ? AttributedStyle.DEFAULT.faint() : AttributedStyle.DEFAULT;
    }

    AttributedStyle good() {
        return coloured ? AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN) : AttributedStyle.DEFAULT;
    }

    AttributedStyle warning() {
        return coloured ? AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW) : AttributedStyle.BOLD;
    }

    AttributedStyle bad() {
        return coloured ? AttributedStyle.BOLD.foreground(AttributedStyle.RED) : AttributedStyle.BOLD;
    }

    /// A line that cannot be missed.
    AttributedStyle banner(int colour) {
        return coloured
                ? AttributedStyle.BOLD.foreground(AttributedStyle.WHITE).background(colour)
                : AttributedStyle.BOLD.inverse();
    }

    /// A gain or a loss.
    AttributedStyle signed(long value) {
        return value > 0 ? good() : value < 0 ? bad() : plain();
    }

    char dot() {
        return unicode ? '•' : '*';
    }

    /// Not one of the line drawing set of old terminals, which is written as a letter.
    char rule() {
        return unicode ? '┄' : '-';
    }

    String micros() {
        return unicode ? "µs" : "us";
    }
}
