package io.parallax.execution;

import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.OrderRequest;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import io.parallax.risk.Blocker;
import io.parallax.strategy.Direction;

/// What the engine tells about itself, for logs, histograms and screens. Nothing depends on anyone listening.
/// Thread: any; immutable.
public sealed interface EngineNotice {
    /// The bot that the notice is about; empty when it is about the engine as a whole.
    String bot();

    long atNanos();

    /// A pair changed its state.
    ///
    /// @param detail amounts and prices in plain words; may be empty
    record StateChanged(String bot, PairState from, PairState to, PairEvent event, String detail, long atNanos)
            implements EngineNotice {}

    /// An entry was decided; both orders are on their way.
    record OpportunityTaken(
            String bot, Direction direction, long entrySpreadPpm, long quantityE8, long triggerNanos, long atNanos)
            implements EngineNotice {}

    /// A spread at or above the threshold was not taken. Told when the reason changes, counted always.
    record OpportunityDropped(String bot, Direction direction, long entrySpreadPpm, Blocker blocker, long atNanos)
            implements EngineNotice {}

    /// The pair is about to close.
    ///
    /// @param reason exit signal, operator, max hold, …
    record ExitDecided(
            String bot, Direction direction, long exitSpreadPpm, long quantityE8, String reason, long atNanos)
            implements EngineNotice {}

    /// An order was registered and handed to its exchange.
    record OrderPlaced(String bot, OrderRequest order, long atNanos) implements EngineNotice {}

    /// The last byte of an order was written.
    record OrderWritten(String bot, OrderRequest order, long writtenNanos, long atNanos) implements EngineNotice {}

    /// What is known of an order changed.
    record OrderChanged(
            String bot,
            ExchangeId exchange,
            ClientOrderId id,
            OrderState from,
            OrderState to,
            long filledE8,
            String detail,
            long atNanos)
            implements EngineNotice {}

    /// One execution, told once.
    record OrderFilled(
            String bot,
            ExchangeId exchange,
            ClientOrderId id,
            Side side,
            long priceE8,
            long quantityE8,
            long feeE8,
            long placedNanos,
            long atNanos)
            implements EngineNotice {}

    /// How an imbalance is going to be removed, and what the other way would have cost.
    record RepairDecided(String bot, int attempt, String chosen, String alternative, long atNanos)
            implements EngineNotice {}

    /// One common lot or more was without its mate, and is not any more.
    record Exposed(String bot, long durationNanos, long atNanos) implements EngineNotice {}

    /// A cycle is over.
    record CycleFinished(String bot, CycleResult result, long atNanos) implements EngineNotice {}

    /// Something a human should know.
    record Alert(String bot, String text, long atNanos) implements EngineNotice {}

    /// Once a second for each pair. Spreads are in ppm at the touch,
    /// [io.parallax.strategy.SpreadCalculator#NO_SPREAD] when unknown.
    record Summary(
            String bot,
            PairState state,
            long entryPpmLongA,
            long entryPpmLongB,
            Blocker topBlocker,
            long cycles,
            long netE8,
            long atNanos)
            implements EngineNotice {}
}
