package io.parallax.risk;

/// What may be sent to an exchange now.
public enum GateState {
    /// A required stream is not there yet.
    CONNECTING,
    /// Everything may be sent.
    OPEN,
    /// Something is impaired: nothing that increases risk.
    DEGRADED,
    /// The exchange takes no immediate orders.
    POST_ONLY,
    /// The exchange takes cancels only.
    CANCEL_ONLY,
    /// The exchange restricts our account or the instrument.
    RESTRICTED,
    /// We asked too often; wait.
    BANNED,
    /// No sign of life.
    DARK
}
