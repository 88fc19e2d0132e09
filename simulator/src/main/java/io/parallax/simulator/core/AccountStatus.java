package io.parallax.simulator.core;

/// What an exchange lets an account do.
public enum AccountStatus {
    ACTIVE,
    /// Its margin is short: only reduce-only orders are taken.
    LIQUIDATION,
    /// After a bust: whatever it trades meanwhile is undone too.
    RESYNC
}
