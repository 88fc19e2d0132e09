package io.parallax.simulator.vest;

/// A behaviour other than the default, where nobody knows which one the real exchange shows.
public enum VestAlternative {
    /// Registering again makes the former API key invalid. Default: both are valid.
    REREGISTRATION_REPLACES_KEY,
    /// Signatures may end in 0 or 1. Default: 27 or 28 only.
    SIGNATURE_V_0_OR_1,
    /// A nonce must be above the last. Default: it must only be new.
    NONCE_MUST_GROW,
    /// Refusals are `{"code","msg"}`. Default: wrapped in `detail`.
    FLAT_REFUSALS,
    /// Refusals come with HTTP status 200, flat. Default: 400.
    REFUSALS_ON_200,
    /// A cancel that comes too late is answered with 400 and wrapped. Default: 200 and flat.
    LATE_CANCEL_ON_400,
    /// A cancel without `?time=` is accepted. Default: 422.
    CANCEL_WITHOUT_TIME,
    /// Numbers must have exactly the instrument's decimals. Default: fewer are accepted.
    EXACT_DECIMALS,
    /// `IOC` is taken as `GTC`. Default: refused with 1133.
    IOC_AS_GTC,
    /// `IOC` is honoured. Default: refused with 1133.
    IOC_HONOURED,
    /// A market order whose price is worse than its bound ends CANCELLED. Default: REJECTED 3001.
    PRICE_CHECK_CANCELS,
    /// An unfillable FOK ends REJECTED 3001. Default: CANCELLED.
    FOK_REJECTS,
    /// A reduce-only order larger than the position is cut to it. Default: REJECTED 3019.
    REDUCE_ONLY_TRIMMED,
    /// An order for a halted symbol is acknowledged and then REJECTED 3024. Default: refused at once with 1148.
    HALT_REJECTED_LATER,
    /// Server frames are text. Default: binary UTF-8.
    TEXT_FRAMES,
    /// Server frames are binary and Brotli compressed. Default: binary UTF-8.
    BROTLI_FRAMES,
    /// Subscribing to an unknown channel is not answered. Default: acknowledged, then silence.
    UNKNOWN_CHANNEL_UNANSWERED,
    /// Idle sockets stay open. Default: closed with 1011 after [VestSimulatorSettings#idleMillis].
    IDLE_SOCKETS_STAY,
    /// `GET /account` lists flat instruments with size zero. Default: only open positions.
    FLAT_POSITIONS_LISTED
}
