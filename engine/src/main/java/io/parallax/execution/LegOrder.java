package io.parallax.execution;

/// In which order the legs of an entry leave.
public enum LegOrder {
    /// Both at once: the least time without a mate.
    CONCURRENT,
    /// The leg on the exchange that takes longer to say what became of an order first; the other one when it is known
    /// what was filled, for as much. A refusal then costs nothing, and the market has more time to move.
    PILOT
}
