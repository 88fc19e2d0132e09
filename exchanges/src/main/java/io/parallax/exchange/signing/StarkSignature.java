package io.parallax.exchange.signing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A signature on the STARK curve. Thread: any; immutable.
public record StarkSignature(Felt r, Felt s) {
    /// Bytes that writing a signature as text may touch.
    public static final int TEXT_BYTES_MAX = 164;

    private static final Pattern TEXT = Pattern.compile("\\[\"([0-9]{1,78})\",\"([0-9]{1,78})\"]");

    /// Reads `["<r>","<s>"]`, decimal. Throws [IllegalArgumentException] for any other text.
    public static StarkSignature parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a signature is [\"<r>\",\"<s>\"] with decimal numbers, found "
                    + text.length() + " characters in another form");
        }
        return new StarkSignature(Felt.parse(matcher.group(1)), Felt.parse(matcher.group(2)));
    }

    /// The text form of headers and bodies: `["<r>","<s>"]`, decimal, no spaces.
    public String toText() {
        return "[\"" + r.toDecimal() + "\",\"" + s.toDecimal() + "\"]";
    }
}
