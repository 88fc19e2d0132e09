package io.parallax.simulator.backtest;

import io.parallax.execution.CycleResult;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import io.parallax.risk.Blocker;
import io.parallax.strategy.Direction;
import java.util.List;
import java.util.Map;

/// What one run came to. Money is quote currency × 10⁸; times are µs since 1970. Thread: any; immutable.
///
/// @param hash 32 hexadecimal digits over everything that was decided and executed: the same tape, settings and
///     seed give the same
/// @param events book events that the engine saw
/// @param feesE8 paid on all fills
/// @param fundingE8 received, negative when paid
/// @param openE8 what is still held on A, signed
/// @param openResultE8 what closing that at the middles would change
/// @param residualE8 what both exchanges' ledgers and the engine's disagree by; 0 unless something is wrong
/// @param blockers how often each rule was the first to keep the engine from an entry
public record BacktestResult(
        BacktestSettings settings,
        String hash,
        long events,
        long orders,
        List<Fill> fills,
        List<Cycle> cycles,
        List<Point> equity,
        Map<Blocker, Long> blockers,
        long grossE8,
        long feesE8,
        long fundingE8,
        long openE8,
        long openResultE8,
        long residualE8,
        long opportunitiesDropped,
        List<String> alerts,
        String endState) {

    public BacktestResult {
        fills = List.copyOf(fills);
        cycles = List.copyOf(cycles);
        equity = List.copyOf(equity);
        blockers = Map.copyOf(blockers);
        alerts = List.copyOf(alerts);
    }

    /// One execution.
    public record Fill(
            long atMicros, ExchangeId exchange, String orderId, Side side, long priceE8, long quantityE8, long feeE8) {}

    /// One cycle, from the decision to enter until it was over.
    ///
    /// @param exitPpm what the decision to leave saw; [io.parallax.strategy.SpreadCalculator#NO_SPREAD] when
    ///     none was made
    public record Cycle(long enteredMicros, long endedMicros, Direction direction, long exitPpm, CycleResult result) {}

    /// What both accounts were worth together, less what they began with.
    public record Point(long atMicros, long changeE8) {}

    /// Realised, less fees, with funding.
    public long netE8() {
        return grossE8 - feesE8 + fundingE8;
    }

    /// The same with what is still open, at the middles: what runs are compared by, so that none looks worse for a
    /// position that another one was just rid of.
    public long totalE8() {
        return netE8() + openResultE8;
    }

    /// Entered, hedged and left again.
    public long completed() {
        return cycles.stream()
                .filter(each -> each.result().outcome() == CycleResult.Outcome.COMPLETED)
                .count();
    }
}
