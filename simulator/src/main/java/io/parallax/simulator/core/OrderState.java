package io.parallax.simulator.core;

/// Where an order stands.
public enum OrderState {
    /// Accepted, not matched yet.
    NEW,
    /// Waits for its trigger price.
    UNTRIGGERED,
    /// Rests.
    OPEN,
    FILLED,
    /// Ended unfilled or partly filled.
    CANCELLED,
    /// Refused after acceptance; nothing filled.
    REJECTED;

    public boolean ended() {
        return this == FILLED || this == CANCELLED || this == REJECTED;
    }
}
