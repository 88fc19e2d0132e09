package io.parallax.exchange.paradex;

/// A message of the exchange that cannot be what it should be. Says where, what was found and what was
/// expected; never leaves this package.
final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String message) {
        super(message);
    }
}
