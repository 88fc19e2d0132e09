package io.parallax.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.engine.EngineSettings;
import io.parallax.engine.OperatorCommand;
import io.parallax.engine.TradingEngine;
import io.parallax.exchange.AccountEvent;
import io.parallax.execution.OperatorMode;
import io.parallax.execution.PairSettings;
import io.parallax.execution.ShutdownPolicy;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import io.parallax.marketdata.SharedOrderbooks;
import io.parallax.telemetry.EngineSnapshot;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineThreadTest {
    private static final long SECONDS_MAX = 20;

    private final EngineThread thread = new EngineThread(4, 8, 2, 2, 100);
    private final TradingEngine engine = new TradingEngine(
            EngineSettings.of(
                    "test",
                    1,
                    List.of(PairSettings.of(
                            "btc", "BTC-PERP", ExchangeId.VEST, ExchangeId.PARADEX, 1_500, 500, 3, 1_000_000))),
            _ -> {},
            _ -> {},
            new SharedOrderbooks(),
            System.nanoTime());

    @AfterEach
    void endTheThread() throws InterruptedException {
        thread.end();
        assertThat(thread.awaitEnd(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void stopsEntriesForGoodWhenAReportWasLost() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            thread.reports().onEvent(new AccountEvent.ForeignActivity(new ExchangeId("other"), "noise", i));
        }
        thread.start(engine);
        assertThat(await(snapshot -> snapshot.mode() == OperatorMode.KILLED)).isTrue();
        assertThat(thread.reportsLost()).isEqualTo(1);
    }

    @Test
    void wakesForBookChangesAndTicksWithoutThem() throws InterruptedException {
        thread.start(engine);
        assertThat(await(snapshot -> snapshot.sequence() > 2)).isTrue();
        for (int i = 1; i <= 100; i++) {
            thread.feed(0).beginSnapshot(0, i, System.nanoTime(), 0);
            thread.feed(0).onLevel(Side.BUY, 100, 1);
            thread.feed(0).end();
        }
        assertThat(await(snapshot -> snapshot.counters().bookUpdates() + thread.bookOverflows() >= 100))
                .isTrue();
        assertThat(thread.faults()).isZero();
    }

    @Test
    void passesOperatorCommandsOn() throws InterruptedException {
        thread.start(engine);
        assertThat(thread.offer(new OperatorCommand.Shutdown(ShutdownPolicy.HOLD)))
                .isTrue();
        assertThat(await(snapshot -> snapshot.mode() == OperatorMode.SHUTTING_DOWN))
                .isTrue();
    }

    private boolean await(Predicate<EngineSnapshot> condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (System.nanoTime() < deadline) {
            if (engine.snapshots().latest().filter(condition).isPresent()) {
                return true;
            }
            thread.awaitEnd(10, TimeUnit.MILLISECONDS);
        }
        return false;
    }
}
