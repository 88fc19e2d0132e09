package io.parallax.tape;

/// Bytes that are no tape, or not one of this program. The message says what was found, what was expected and where.
public final class TapeFormatException extends Exception {
    private static final long serialVersionUID = 1;

    TapeFormatException(String message) {
        super(message);
    }
}
