package io.parallax.engine;

import io.parallax.execution.ShutdownPolicy;

/// What a person may tell the engine. None of these can increase exposure, except that [Resume] allows entries
/// again. Thread: any; immutable.
public sealed interface OperatorCommand {
    /// No entries; exits go on.
    record Pause() implements OperatorCommand {}

    /// No entries; pairs that hold a position wait for their normal exit and stay flat then.
    record Drain() implements OperatorCommand {}

    /// Close every pair now, within the exit caps; no entries.
    record Flatten() implements OperatorCommand {}

    /// No increasing order from now on until resumed, and what rests is cancelled; duties that reduce risk go on.
    record Kill() implements OperatorCommand {}

    /// Asks for a cancel of every order in flight. An order without an answer may be out there: it is cancelled too.
    record CancelOrders() implements OperatorCommand {}

    /// Ends pause, drain, flatten and kill, and re-arms halted pairs after they have reconciled.
    ///
    /// @param reason why, in the operator's words
    record Resume(String reason) implements OperatorCommand {}

    /// Resolves what is in flight, applies the policy to hedged positions, sends nothing after that. Then
    /// [TradingEngine#isStopped] is true.
    record Shutdown(ShutdownPolicy policy) implements OperatorCommand {}
}
