package io.parallax.app;

import io.parallax.telemetry.EngineSnapshot;
import io.parallax.telemetry.EngineSnapshot.BotView;
import io.parallax.telemetry.EngineSnapshot.ExchangeView;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What came of a run. Thread: any; immutable.
///
/// @param mode `simulated` or `live`
/// @param durationMillis from the first connection to the end
/// @param bookOverflows book changes that did not fit the engine's queue
/// @param faults exceptions of the engine; anything but 0 is a bug
public record RunReport(
        ExitCode exitCode,
        String mode,
        long seed,
        int speed,
        long durationMillis,
        long bookOverflows,
        long reportsLost,
        long faults,
        EngineSnapshot last) {

    /// Ours: realised results of all bots less fees, and funding.
    public long pnlE8() {
        return last.bots().stream().mapToLong(BotView::netE8).sum();
    }

    public long grossE8() {
        return last.bots().stream().mapToLong(BotView::grossE8).sum();
    }

    public long feesE8() {
        return last.bots().stream().mapToLong(BotView::feesE8).sum();
    }

    /// Positive when received.
    public long fundingE8() {
        return last.bots().stream().mapToLong(BotView::fundingE8).sum();
    }

    /// What the settlement currencies' distance from par made of it; empty when a rate was not known.
    public OptionalLong basisE8() {
        long sumE8 = 0;
        for (BotView bot : last.bots()) {
            if (bot.basisE8().isEmpty()) {
                return OptionalLong.empty();
            }
            sumE8 = Math.addExact(sumE8, bot.basisE8().getAsLong());
        }
        return OptionalLong.of(sumE8);
    }

    /// Ours less what the exchanges' ledgers say; empty while a ledger is not known or not read since the last
    /// fill.
    public Optional<Long> residualE8() {
        long residualE8 = pnlE8();
        for (ExchangeView exchange : last.exchanges()) {
            if (!exchange.cashSettled() || exchange.earnedE8().isEmpty()) {
                return Optional.empty();
            }
            residualE8 -= exchange.earnedE8().get();
        }
        return Optional.of(residualE8);
    }

    public long cycles() {
        return last.bots().stream().mapToLong(BotView::cycles).sum();
    }

    public long nakedNanosMax() {
        return last.bots().stream().mapToLong(BotView::nakedNanosMax).max().orElse(0);
    }

    public List<BotView> bots() {
        return last.bots();
    }
}
