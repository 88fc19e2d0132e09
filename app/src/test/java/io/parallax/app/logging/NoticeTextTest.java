package io.parallax.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.TimeInForce;
import io.parallax.execution.CycleResult;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.OrderState;
import io.parallax.execution.PairEvent;
import io.parallax.execution.PairState;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.risk.Blocker;
import io.parallax.strategy.Direction;
import io.parallax.strategy.SpreadCalculator;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NoticeTextTest {
    private static final ClientOrderId ID = new ClientOrderId("k7q2", 0x6a3f91c0L, 42, Leg.B, OrderIntent.EXIT);
    private static final Instrument BTC = new Instrument(
            ExchangeId.VEST, "BTC-PERP", "BTC-PERP", 1_000_000, 10_000, 10_000, Long.MAX_VALUE, 0, 100, 50, true);

    @Test
    void saysInPlainWordsWhatTheEngineTells() {
        assertThat(NoticeText.of(new EngineNotice.StateChanged(
                        "btc", PairState.FLAT, PairState.ENTERING, PairEvent.ENTRY_SIGNAL, "1650 ppm", 0)))
                .isEqualTo("btc flat → entering: entry signal, all gates open (1650 ppm)");
        assertThat(NoticeText.of(
                        new EngineNotice.OpportunityTaken("btc", Direction.LONG_A_SHORT_B, 1_650, 1_000_000, 0, 0)))
                .isEqualTo("btc takes +16.50 bps for 0.01, long A, short B");
        assertThat(NoticeText.of(
                        new EngineNotice.OpportunityDropped("btc", Direction.LONG_B_SHORT_A, 1_650, Blocker.DEPTH, 0)))
                .isEqualTo("btc lets +16.50 bps pass (long B, short A): book too thin within the price cap");
        assertThat(NoticeText.of(new EngineNotice.OrderPlaced(
                        "btc",
                        new OrderRequest(
                                ID,
                                BTC,
                                Side.SELL,
                                1_000_000,
                                9_999_000_000_000L,
                                TimeInForce.IMMEDIATE_OR_CANCEL,
                                true,
                                0),
                        0)))
                .isEqualTo("btc order k7q2-6a3f91c0-000042-B-EX: sell 0.01 BTC-PERP on vest at 99990 or better, reduce"
                        + " only");
        assertThat(NoticeText.of(new EngineNotice.OrderChanged(
                        "btc", ExchangeId.VEST, ID, OrderState.SENT, OrderState.UNKNOWN, 0, "no answer", 0)))
                .isEqualTo("btc order k7q2-6a3f91c0-000042-B-EX on vest: sent → unknown, filled 0 (no answer)");
        assertThat(NoticeText.of(new EngineNotice.OrderFilled(
                        "btc", ExchangeId.VEST, ID, Side.SELL, 9_999_000_000_000L, 1_000_000, 9_999_000, 0, 0)))
                .isEqualTo("btc sold 0.01 on vest at 99990, fee 0.09999");
        assertThat(NoticeText.of(new EngineNotice.CycleFinished(
                        "btc",
                        new CycleResult(
                                3,
                                CycleResult.Outcome.COMPLETED,
                                Direction.LONG_A_SHORT_B,
                                1_000_000,
                                1_650,
                                250_000_000,
                                110_000_000,
                                -10_000_000,
                                true,
                                5_000_000_000L,
                                41_000_000),
                        0)))
                .isEqualTo(
                        "btc cycle 3 completed: net 1.3 (gross 2.5, fees 1.1, funding -0.1) in 5000 ms, naked for 41 ms at most");
        assertThat(NoticeText.of(new EngineNotice.CycleFinished(
                        "btc",
                        new CycleResult(
                                3,
                                CycleResult.Outcome.FAILED,
                                Direction.LONG_A_SHORT_B,
                                0,
                                0,
                                250_000_000,
                                0,
                                0,
                                true,
                                0,
                                0,
                                OptionalLong.of(-30_048_009)),
                        0)))
                .isEqualTo("btc cycle 3 failed: net 2.5 (gross 2.5, fees 0), basis -0.30048009 in 0 ms, naked for 0 ms"
                        + " at most");
        assertThat(NoticeText.of(new EngineNotice.Alert("", "something", 0))).isEqualTo("ALERT something");
        assertThat(NoticeText.of(new EngineNotice.Summary(
                        "btc", PairState.FLAT, -2_163, SpreadCalculator.NO_SPREAD, Blocker.SPREAD, 2, -34_000_000, 0)))
                .isEqualTo("btc flat, long A -21.63 bps, long B unknown, 2 cycles, net -0.34 (spread below the entry"
                        + " threshold)");
    }
}
