package io.parallax.simulator.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.parallax.execution.CycleResult;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.risk.Blocker;
import io.parallax.risk.RiskLimits;
import io.parallax.simulator.backtest.BacktestSettings.Exchange;
import io.parallax.simulator.tape.MarketTape;
import io.parallax.strategy.Direction;
import io.parallax.units.FixedPoint;
import org.junit.jupiter.api.Test;

class BacktesterTest {
    private static final long BEGIN_MICROS = 1_700_000_100_000_000L;
    private static final long SECOND = 1_000_000;
    private static final ExchangeId A = ExchangeId.VEST;
    private static final ExchangeId B = ExchangeId.PARADEX;
    private static final long QUANTITY_E8 = FixedPoint.parse("0.01");

    /// Both books say something every tenth of a second. From the tenth to the twentieth second B pays 0.30 %
    /// more, then both are equal again.
    private static MarketTape tape(long seconds) {
        MarketTape.Builder builder = new MarketTape.Builder("BTC");
        for (int tenth = 0; tenth < 10 * seconds; tenth++) {
            boolean dear = tenth >= 100 && tenth < 200;
            quote(builder, A, tenth, "100000", "100010");
            quote(builder, B, tenth, dear ? "100310" : "100000", dear ? "100320" : "100010");
        }
        return builder.build();
    }

    private static void quote(MarketTape.Builder builder, ExchangeId exchange, long tenth, String bid, String ask) {
        builder.begin(exchange, BEGIN_MICROS + tenth * SECOND / 10, 0);
        builder.level(Side.BUY, FixedPoint.parse(bid), FixedPoint.ONE + tenth % 8);
        builder.level(Side.SELL, FixedPoint.parse(ask), FixedPoint.ONE + tenth % 8);
        builder.end();
    }

    private static PairTape pair() {
        return new PairTape(tape(40), A, B);
    }

    private static BacktestSettings settings(PairTape pair, long entryPpm, long exitPpm) {
        LatencyModel fixed = new LatencyModel(new LatencyModel.Spread(20, 20, 20), new LatencyModel.Spread(5, 5, 5), 0);
        return BacktestSettings.of(pair, entryPpm, exitPpm, QUANTITY_E8)
                .withExchanges(new Exchange(fixed, 100, 0), new Exchange(fixed, 200, 0));
    }

    @Test
    void theEngineEntersAndLeavesAndTheMoneyIsThatOfTheBooks() {
        BacktestResult result = Backtester.run(pair(), settings(pair(), 2_500, -300));
        assertThat(result.cycles()).hasSize(1);
        BacktestResult.Cycle cycle = result.cycles().getFirst();
        assertThat(cycle.result().outcome()).isEqualTo(CycleResult.Outcome.COMPLETED);
        assertThat(cycle.direction()).isEqualTo(Direction.LONG_A_SHORT_B);
        // Buys A at 100010 and sells B at 100310, buys B back at 100010 and sells A at 100000: 300 − 10, times 0.01.
        assertThat(result.grossE8()).isEqualTo(FixedPoint.parse("2.9"));
        // 0.01 × (100010 + 100000) × 0.01 % + 0.01 × (100310 + 100010) × 0.02 %.
        assertThat(result.feesE8()).isEqualTo(FixedPoint.parse("0.600650"));
        assertThat(result.residualE8()).isZero();
        assertThat(result.openE8()).isZero();
        assertThat(result.equity().getLast().changeE8()).isEqualTo(result.netE8());
        assertThat(result.fills()).hasSize(4);
    }

    @Test
    void ordersMeetTheBookAsItIsWhenTheyArrive() {
        PairTape pair = pair();
        BacktestSettings quick = settings(pair, 2_500, -300);
        // The order for B travels until the spread is gone; the leg on A has to be got rid of.
        LatencyModel slow =
                new LatencyModel(new LatencyModel.Spread(10_200, 10_200, 10_200), new LatencyModel.Spread(5, 5, 5), 0);
        BacktestResult result = Backtester.run(pair, quick.withExchanges(quick.a(), new Exchange(slow, 200, 0)));
        assertThat(result.completed()).isZero();
        assertThat(result.fills()).isNotEmpty();
        BacktestResult.Fill first = result.fills().getFirst();
        assertThat(first.exchange()).isEqualTo(A);
        assertThat(first.priceE8()).isEqualTo(FixedPoint.parse("100010"));
        assertThat(result.residualE8()).isZero();
    }

    @Test
    void aSlowFeedDelaysTheDecisionAndNotTheBook() {
        PairTape pair = pair();
        BacktestSettings quick = settings(pair, 2_500, -300);
        LatencyModel late = new LatencyModel(
                quick.a().latency().order(), quick.a().latency().report(), 400);
        BacktestResult now = Backtester.run(pair, quick);
        BacktestResult later =
                Backtester.run(pair, quick.withExchanges(new Exchange(late, 100, 0), new Exchange(late, 200, 0)));
        assertThat(later.cycles().getFirst().enteredMicros()
                        - now.cycles().getFirst().enteredMicros())
                .isEqualTo(400_000);
        // The spread is over when the engine sees the end of it, but orders meet the book of then.
        assertThat(later.grossE8()).isEqualTo(now.grossE8());
    }

    @Test
    void fundingIsPaidByTheHourAndCountsInTheResult() {
        PairTape pair = new PairTape(tape(4_000), A, B);
        BacktestSettings plain = settings(pair, 2_500, 5_000);
        // The position is never left, because no exit pays half a per cent. Longs pay 0.01 % an hour on A.
        Exchange costly = new Exchange(plain.a().latency(), 100, 100_000_000L);
        BacktestResult result = Backtester.run(pair, plain.withExchanges(costly, plain.b()));
        assertThat(result.openE8()).isEqualTo(QUANTITY_E8);
        // At the middles: bought at 100010 and sold at 100310, both at 100005 now.
        assertThat(result.openResultE8()).isEqualTo(FixedPoint.parse("3"));
        assertThat(result.totalE8()).isEqualTo(result.netE8() + FixedPoint.parse("3"));
        // The one full hour on the tape, at the middle of A: 0.01 × 100005 × 0.01 %.
        assertThat(result.fundingE8()).isEqualTo(-FixedPoint.parse("0.100005"));
        assertThat(result.residualE8()).isZero();
    }

    @Test
    void theEnginesOwnGatesDecide() {
        PairTape pair = pair();
        // 29.9 bps less 23 at the exit, 6 of fees and 0.5 of buffer leave less than the 2 that are asked for.
        BacktestResult result = Backtester.run(pair, settings(pair, 500, -2_300));
        assertThat(result.orders()).isZero();
        assertThat(result.blockers()).containsKey(Blocker.NET_EDGE);
    }

    @Test
    void theSameSeedGivesTheSameAndAnotherAnother() {
        PairTape pair = pair();
        BacktestSettings drawn = BacktestSettings.of(pair, 2_500, -300, QUANTITY_E8);
        BacktestResult first = Backtester.run(pair, drawn);
        assertThat(first.fills()).isNotEmpty();
        assertThat(Backtester.run(pair, drawn).hash()).isEqualTo(first.hash());
        assertThat(Backtester.run(pair, drawn.withSeed(2)).hash()).isNotEqualTo(first.hash());
    }

    @Test
    void recordedQuotesTradeWithoutAResidual() {
        PairTape pair = new PairTape(Recorded.bitcoin(), Recorded.COINM, Recorded.USDM);
        Exchange free = new Exchange(LatencyModel.defaultsOf(Recorded.USDM), 0, 0);
        BacktestSettings settings = BacktestSettings.of(pair, 200, 0, QUANTITY_E8);
        RiskLimits limits = settings.pair().limits();
        RiskLimits eager = new RiskLimits(
                limits.caps(),
                limits.slippage(),
                limits.repair(),
                new RiskLimits.Entry(100, 250, 0),
                limits.breaker(),
                limits.holding(),
                limits.margin());
        BacktestResult result = Backtester.run(
                pair, settings.withPair(settings.pair().withLimits(eager)).withExchanges(free, free));
        assertThat(result.events()).isEqualTo(pair.size());
        assertThat(result.residualE8()).isCloseTo(0, within(100L));
        assertThat(result.fills()).isNotEmpty();
    }

    @Test
    void twoExchangesMustBeOnTheTape() {
        assertThatThrownBy(() -> new PairTape(tape(2), A, new ExchangeId("okx")))
                .hasMessageContaining("no book of BTC on okx");
        assertThatThrownBy(() -> new PairTape(tape(2), A, A)).hasMessageContaining("must differ");
    }

    @Test
    void statisticsCountTimeAndEvents() {
        TapeStatistics statistics = TapeStatistics.of(pair(), 2_500);
        TapeStatistics.OfDirection longA = statistics.of(Direction.LONG_A_SHORT_B);
        assertThat(longA.byTime().max()).isEqualTo(2_999);
        assertThat(longA.byTime().min()).isEqualTo(-100);
        assertThat(longA.opportunities()).isEqualTo(1);
        assertThat(longA.openMicros()).isEqualTo(10 * SECOND);
        assertThat(longA.byTime().shareFromPpm(2_500)).isCloseTo(10_000_000L * 100 / 3_990, within(10L));
        assertThat(longA.laterPpm(0)).isEqualTo(2_999);
        assertThat(longA.laterStandsPpm(TapeStatistics.LATER_MILLIS.size() - 1)).isEqualTo(1_000_000);
        assertThat(statistics.events(Leg.A)).isEqualTo(400);
    }
}
