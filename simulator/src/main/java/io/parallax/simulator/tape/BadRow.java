package io.parallax.simulator.tape;

/// A row that cannot be used, and why. Caught by the importer, which counts it.
final class BadRow extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadRow(String message) {
        super(message, null, false, false);
    }
}
