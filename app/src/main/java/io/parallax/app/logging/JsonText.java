package io.parallax.app.logging;

/// Writes one flat or nested JSON object on one line. Small on purpose: loading a library would double the time
/// of a start. Thread: one.
public final class JsonText {
    private final StringBuilder text = new StringBuilder(256).append('{');
    private boolean first = true;

    public JsonText text(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    /// @param value already in JSON's form of a number
    public JsonText number(String name, String value) {
        name(name).append(value);
        return this;
    }

    public JsonText number(String name, long value) {
        name(name).append(value);
        return this;
    }

    public JsonText flag(String name, boolean value) {
        name(name).append(value);
        return this;
    }

    public JsonText absent(String name) {
        name(name).append("null");
        return this;
    }

    /// @param value a whole JSON value
    public JsonText raw(String name, String value) {
        name(name).append(value);
        return this;
    }

    private StringBuilder name(String name) {
        if (!first) {
            text.append(',');
        }
        first = false;
        quote(name);
        return text.append(':');
    }

    private void quote(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    // Lone surrogates are no text in UTF-8.
                    if (c < 0x20 || (Character.isSurrogate(c) && !isPaired(value, i))) {
                        text.append("\\u").append(String.format("%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }

    private static boolean isPaired(String value, int at) {
        return Character.isHighSurrogate(value.charAt(at))
                ? at + 1 < value.length() && Character.isLowSurrogate(value.charAt(at + 1))
                : at > 0 && Character.isHighSurrogate(value.charAt(at - 1));
    }

    /// The whole object.
    @Override
    public String toString() {
        return text + "}";
    }
}
