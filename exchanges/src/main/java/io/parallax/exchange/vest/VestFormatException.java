package io.parallax.exchange.vest;

/// A message of the exchange that is not what its documentation promises: what was found and what was expected. Never
/// holds the message itself. Thread: any.
final class VestFormatException extends Exception {
    VestFormatException(String message) {
        super(message);
    }
}
