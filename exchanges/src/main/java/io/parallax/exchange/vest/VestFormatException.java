package io.parallax.exchange.vest;

/// A message of the exchange that is not what its documentation promises: what was found and what was expected. Never
/// holds the message itself. Thread: any.
final class VestFormatException extends Exception {
    private final boolean json;

    /// The message is JSON, but a field of it is missing or wrong.
    VestFormatException(String message) {
        this(message, true);
    }

    private VestFormatException(String message, boolean json) {
        super(message);
        this.json = json;
    }

    static VestFormatException notJson(int length) {
        return new VestFormatException("expected JSON, found " + length + " bytes of something else", false);
    }

    boolean isJson() {
        return json;
    }
}
