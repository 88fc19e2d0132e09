package io.parallax.instrument;

/// The name of an exchange as configuration writes it: `vest`, `paradex`. Thread: any; immutable.
///
/// @param name lower-case letters, digits and dashes
public record ExchangeId(String name) {
    public static final ExchangeId VEST = new ExchangeId("vest");
    public static final ExchangeId PARADEX = new ExchangeId("paradex");

    public ExchangeId {
        if (name.isEmpty()
                || !name.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
            throw new IllegalArgumentException(
                    "an exchange name is lower-case letters, digits and dashes, found \"" + name + "\"");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
