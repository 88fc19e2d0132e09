package io.parallax.app.control;

import java.util.regex.Pattern;

/// Text from outside made fit for a file, a log and a screen. Thread: any; stateless.
public final class PlainText {
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\u2028\u2029]+");
    /// 16 bytes or more in hexadecimal, or the three parts of a JSON web token: a key that slipped in.
    private static final Pattern SECRET = Pattern.compile("(?:0x)?[0-9a-fA-F]{32,}|eyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    private PlainText() {}

    /// One line without control characters and without what could be a key, at most `max` characters and an ellipsis.
    public static String of(String text, int max) {
        String clean = SECRET.matcher(UNPRINTABLE.matcher(text).replaceAll(" "))
                .replaceAll("[hidden]")
                .strip();
        return clean.length() <= max ? clean : clean.substring(0, max) + "…";
    }
}
