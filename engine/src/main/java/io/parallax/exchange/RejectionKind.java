package io.parallax.exchange;

/// The classes of definitive refusal; they decide what may be tried next.
public enum RejectionKind {
    /// The order itself is wrong or not allowed; trying again is useless.
    STRUCTURAL,
    /// The exchange or the instrument does not take such orders now.
    MODE,
    /// The token or key was not accepted; log in again.
    AUTHENTICATION,
    /// The moment was wrong (price moved, too late, nothing to hit); a new order may succeed.
    RETRYABLE
}
