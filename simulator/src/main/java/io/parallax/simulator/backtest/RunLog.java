package io.parallax.simulator.backtest;

import io.parallax.exchange.ExchangeCommand;
import io.parallax.execution.EngineListener;
import io.parallax.execution.EngineNotice;
import io.parallax.strategy.Direction;
import io.parallax.strategy.SpreadCalculator;
import io.parallax.telemetry.EngineSnapshot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Keeps what a run decided and executed, and a hash over it. Thread: one.
final class RunLog implements EngineListener {
    /// Points of the curve of equity, besides one at every finished cycle.
    static final int POINTS = 600;

    private static final int ALERTS_MAX = 50;
    private static final int HASH_BYTES = 16;
    private static final long NANOS_PER_MICRO = 1_000L;

    private final long startNanos;
    private final long startMicros;
    private final MessageDigest digest;
    private final List<BacktestResult.Fill> fills = new ArrayList<>();
    private final List<BacktestResult.Cycle> cycles = new ArrayList<>();
    private final List<BacktestResult.Point> points = new ArrayList<>();
    private final List<String> alerts = new ArrayList<>();
    private long orders;
    private long dropped;
    private long enteredNanos;
    private Direction entered = Direction.LONG_A_SHORT_B;
    private long exitPpm = SpreadCalculator.NO_SPREAD;

    RunLog(long startNanos, long startMicros) {
        this.startNanos = startNanos;
        this.startMicros = startMicros;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private long micros(long nanos) {
        return startMicros + (nanos - startNanos) / NANOS_PER_MICRO;
    }

    private void hash(long atNanos, String text) {
        digest.update((atNanos + " " + text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    void onCommand(ExchangeCommand command) {
        if (command instanceof ExchangeCommand.PlaceOrder place) {
            orders++;
            hash(0, place.order().toString());
        }
    }

    @Override
    public void onNotice(EngineNotice notice) {
        switch (notice) {
            case EngineNotice.OpportunityTaken taken -> {
                enteredNanos = taken.atNanos();
                entered = taken.direction();
                exitPpm = SpreadCalculator.NO_SPREAD;
            }
            case EngineNotice.ExitDecided decided -> exitPpm = decided.exitSpreadPpm();
            case EngineNotice.OrderFilled filled -> {
                hash(filled.atNanos(), filled.toString());
                fills.add(new BacktestResult.Fill(
                        micros(filled.atNanos()),
                        filled.exchange(),
                        filled.id().text(),
                        filled.side(),
                        filled.priceE8(),
                        filled.quantityE8(),
                        filled.feeE8()));
            }
            case EngineNotice.CycleFinished finished -> {
                hash(finished.atNanos(), finished.toString());
                cycles.add(new BacktestResult.Cycle(
                        micros(enteredNanos), micros(finished.atNanos()), entered, exitPpm, finished.result()));
            }
            case EngineNotice.StateChanged changed -> hash(changed.atNanos(), changed.from() + " " + changed.to());
            case EngineNotice.Alert alert -> {
                hash(alert.atNanos(), alert.text());
                if (alerts.size() < ALERTS_MAX) {
                    alerts.add(alert.text());
                }
            }
            case EngineNotice.OpportunityDropped _ -> dropped++;
            case EngineNotice.OrderPlaced _,
                    EngineNotice.OrderWritten _,
                    EngineNotice.OrderChanged _,
                    EngineNotice.RepairDecided _,
                    EngineNotice.Exposed _,
                    EngineNotice.Summary _ -> {
                // Follow from the rest.
            }
        }
    }

    void point(long atNanos, long changeE8) {
        points.add(new BacktestResult.Point(micros(atNanos), changeE8));
    }

    BacktestResult result(
            BacktestSettings settings,
            EngineSnapshot.BotView bot,
            long events,
            long openE8,
            long openResultE8,
            long ledgersE8) {
        byte[] sum = digest.digest();
        long feesE8 = bot.feesE8();
        long grossE8 = bot.grossE8();
        return new BacktestResult(
                settings,
                HexFormat.of().formatHex(sum, 0, HASH_BYTES),
                events,
                orders,
                fills,
                cycles,
                points,
                bot.blockers(),
                grossE8,
                feesE8,
                bot.fundingE8(),
                openE8,
                openResultE8,
                ledgersE8 - (grossE8 - feesE8 + bot.fundingE8()),
                dropped,
                alerts,
                bot.state() + (bot.detail().isEmpty() ? "" : ": " + bot.detail()));
    }
}
