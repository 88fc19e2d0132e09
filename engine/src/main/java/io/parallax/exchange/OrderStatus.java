package io.parallax.exchange;

/// What an exchange says of an order's life.
public enum OrderStatus {
    /// Known to the exchange, not finished, perhaps partly filled.
    OPEN,
    /// Finished, filled in full.
    FILLED,
    /// Finished without being filled in full; may have a filled part.
    CANCELLED,
    /// Finished, refused after acceptance for a definitive reason, nothing filled.
    REJECTED;

    public boolean terminal() {
        return this != OPEN;
    }
}
