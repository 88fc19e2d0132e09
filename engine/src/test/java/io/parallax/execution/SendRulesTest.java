package io.parallax.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.exchange.AccountEvent.BalanceReported;
import io.parallax.exchange.AccountEvent.Margin;
import io.parallax.exchange.AccountEvent.PositionReported;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.PositionInfo;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.risk.EngineLimits;
import io.parallax.risk.Invariants.Violation;
import io.parallax.risk.RiskLimits;
import io.parallax.risk.TotalExposure;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Orders that no part of the engine would decide: each is stopped before it exists, with the number of the rule.
class SendRulesTest {
    private static final long NOW = 1_000_000_000L;
    private static final long QUANTITY = FixedPoint.parse("0.01");
    private static final long ASK = FixedPoint.parse("100000");
    private static final long BID = FixedPoint.parse("99990");

    private final List<ExchangeCommand> commands = new ArrayList<>();
    private final OrderBook bookA = new OrderBook();
    private final OrderBook bookB = new OrderBook();
    private final EngineRisk risk = new EngineRisk(
            EngineLimits.of(100_000 * FixedPoint.ONE),
            Optional.of(0L),
            List.of(ExchangeSettings.VEST, ExchangeSettings.PARADEX));
    private final PairContext pair = new PairContext(
            0,
            PairSettings.of("b", "BTC-PERP", ExchangeId.VEST, ExchangeId.PARADEX, 1_500, 500, 10, QUANTITY),
            new PairResources(
                    commands::add,
                    notice -> {},
                    new OrderIds("t3st", 1_790_000_000L),
                    new TotalExposure(1, 100_000 * FixedPoint.ONE),
                    risk,
                    List.of(bookA, bookB),
                    List.of(ExchangeSettings.VEST, ExchangeSettings.PARADEX)));

    @BeforeEach
    void everythingIsOpen() {
        pair.nowNanos = NOW;
        pair.position.commonLot(10_000);
        for (LegDesk desk : pair.desks) {
            desk.listed(new Instrument(
                    desk.exchange(), "BTC-PERP", "BTC", 1_000_000, 10_000, 10_000, Long.MAX_VALUE, 0, 100, 50, true));
            desk.book().beginSnapshot(0, NOW, 0);
            desk.book().onLevel(Side.BUY, BID, FixedPoint.ONE);
            desk.book().onLevel(Side.SELL, ASK, FixedPoint.ONE);
            desk.book().end();
            for (Stream stream : Stream.values()) {
                desk.gate().onStream(stream, StreamState.READY, "", NOW);
            }
            account(desk, 10_000);
        }
    }

    private void account(LegDesk desk, long equity) {
        long equityE8 = equity * FixedPoint.ONE;
        risk.account(desk.exchange())
                .onBalance(
                        new BalanceReported(
                                desk.exchange(), equityE8, equityE8, Optional.of(new Margin(0, equityE8)), NOW, NOW),
                        0,
                        Long.MIN_VALUE);
    }

    private void holds(LegDesk desk, long signedE8) {
        desk.ledger().onQuantity(signedE8, NOW);
        desk.ledger().onFill(signedE8 > 0 ? Side.BUY : Side.SELL, ASK, Math.abs(signedE8), 0);
        desk.onPosition(
                new PositionReported(desk.exchange(), new PositionInfo("BTC", signedE8, ASK, 0), NOW + 1, NOW + 1));
    }

    private void isStopped(
            String number,
            LegDesk desk,
            OrderIntent intent,
            Side side,
            long quantityE8,
            long limitE8,
            boolean reduces) {
        assertThatThrownBy(() -> desk.register(intent, side, quantityE8, limitE8, reduces, 0))
                .isInstanceOf(Violation.class)
                .hasMessageStartingWith(number + ":");
        assertThat(desk.hasLiveOrder()).isFalse();
        assertThat(commands).isEmpty();
    }

    private void entryIsStopped(String number) {
        isStopped(number, pair.a, OrderIntent.ENTRY, Side.BUY, QUANTITY, ASK, false);
    }

    @Test
    void aRightEntryAndARightExitPass() {
        pair.a.register(OrderIntent.ENTRY, Side.BUY, QUANTITY, ASK, false, 0);
        pair.a.handOver(NOW);
        assertThat(commands).hasSize(1);
        holds(pair.b, -QUANTITY);
        pair.b.register(OrderIntent.EXIT, Side.BUY, QUANTITY, ASK, true, 0);
    }

    @Test
    void i04Caps() {
        isStopped("I4", pair.a, OrderIntent.ENTRY, Side.BUY, 3 * QUANTITY, ASK, false);
        holds(pair.a, 2 * QUANTITY);
        isStopped("I4", pair.a, OrderIntent.ENTRY, Side.BUY, QUANTITY, ASK, false);
    }

    @Test
    void i05OneLiveOrder() {
        pair.a.register(OrderIntent.ENTRY, Side.BUY, QUANTITY, ASK, false, 0);
        assertThatThrownBy(() -> pair.a.check(OrderIntent.ENTRY, Side.BUY, QUANTITY, ASK, false))
                .hasMessageStartingWith("I5:");
    }

    @Test
    void i06NothingIsBuiltOnAnUnknownOrder() {
        holds(pair.a, QUANTITY);
        pair.b.register(OrderIntent.ENTRY, Side.SELL, QUANTITY, BID, false, 0);
        pair.b.handOver(NOW);
        pair.b.loseTrack("lost", NOW);
        commands.clear();
        isStopped("I6", pair.a, OrderIntent.REPAIR_UNWIND, Side.SELL, QUANTITY, BID, true);
    }

    @Test
    void i06NoRepairIsLargerThanTheImbalance() {
        holds(pair.a, QUANTITY);
        holds(pair.b, -QUANTITY / 2);
        isStopped("I6", pair.a, OrderIntent.REPAIR_UNWIND, Side.SELL, QUANTITY, BID, true);
    }

    @Test
    void i07NoOrderTurnsThePosition() {
        holds(pair.a, QUANTITY);
        isStopped("I7", pair.a, OrderIntent.EXIT, Side.SELL, QUANTITY + 10_000, BID, true);
        isStopped("I7", pair.a, OrderIntent.EXIT, Side.BUY, QUANTITY, ASK, true);
        isStopped("I7", pair.a, OrderIntent.ENTRY, Side.SELL, QUANTITY, BID, false);
        isStopped("I7", pair.a, OrderIntent.EXIT, Side.SELL, QUANTITY, BID, false);
        isStopped("I7", pair.b, OrderIntent.EXIT, Side.SELL, QUANTITY, BID, true);
    }

    @Test
    void i13EveryPriceIsWithinItsCap() {
        entryBeyond(1_000);
        holds(pair.b, QUANTITY);
        isStopped("I13", pair.b, OrderIntent.EXIT, Side.SELL, QUANTITY, beyond(BID, -1_501), true);
        isStopped("I13", pair.b, OrderIntent.REPAIR_UNWIND, Side.SELL, QUANTITY, beyond(BID, -3_001), true);
        pair.b.check(OrderIntent.REPAIR_UNWIND, Side.SELL, QUANTITY, beyond(BID, -2_999), true);
    }

    private void entryBeyond(long capPpm) {
        isStopped("I13", pair.a, OrderIntent.ENTRY, Side.BUY, QUANTITY, beyond(ASK, capPpm + 1), false);
        pair.a.check(OrderIntent.ENTRY, Side.BUY, QUANTITY, beyond(ASK, capPpm), false);
    }

    private static long beyond(long priceE8, long ppm) {
        return priceE8 + priceE8 / 1_000_000 * ppm;
    }

    @Test
    void i13WithoutABookNothingIsPriced() {
        bookA.onLost(io.parallax.exchange.BookEventSink.BookLoss.GAP);
        entryIsStopped("I13");
    }

    @Test
    void i16NoEntryOnAnOldBook() {
        pair.nowNanos = NOW + 600_000_000L;
        entryIsStopped("I16");
    }

    @Test
    void i17NothingIncreasesAfterAKill() {
        pair.mode = OperatorMode.KILLED;
        entryIsStopped("I17");
        pair.mode = OperatorMode.SHUTTING_DOWN;
        entryIsStopped("I17");
        holds(pair.a, QUANTITY);
        pair.a.register(OrderIntent.EXIT, Side.SELL, QUANTITY, BID, true, 0);
    }

    @Test
    void i18NothingIncreasesWhileAGateIsClosed() {
        account(pair.b, 0);
        pair.nowNanos = NOW + 70_000_000_000L;
        entryIsStopped("I18");
    }

    @Test
    void i18NoEntryWhileAnExchangeIsClosed() {
        pair.b.gate().onStream(Stream.PRIVATE, StreamState.LOST, "gone", NOW);
        entryIsStopped("I18");
    }

    @Test
    void i19NothingIncreasesWhileTheBreakerIsOpen() {
        for (int i = 0; i < 3; i++) {
            pair.breaker.onFailure(NOW);
        }
        entryIsStopped("I19");
    }

    @Test
    void i20NothingIncreasesAfterTheLossOfTheDay() {
        risk.dayLoss().update(-1_000 * FixedPoint.ONE, 0);
        entryIsStopped("I20");
    }

    private static void isRefused(
            String number,
            LegDesk desk,
            OrderIntent intent,
            Side side,
            long quantityE8,
            long limitE8,
            boolean reduces) {
        assertThatThrownBy(() -> desk.check(intent, side, quantityE8, limitE8, reduces))
                .isInstanceOf(Violation.class)
                .hasMessageStartingWith(number + ":");
    }

    @Test
    void i13AnOrderHasAQuantityAndALimit() {
        isRefused("I13", pair.a, OrderIntent.ENTRY, Side.BUY, 0, ASK, false);
        isRefused("I13", pair.a, OrderIntent.ENTRY, Side.BUY, QUANTITY, 0, false);
    }

    @Test
    void i07AnExitIsSentToReduceOrNotAtAll() {
        isRefused("I7", pair.a, OrderIntent.EXIT, Side.SELL, QUANTITY, BID, false);
    }

    private static PairBench capped(String order, String position) {
        RiskLimits limits = RiskLimits.DEFAULTS.withNotionalMaxE8(PairBench.e8(order), PairBench.e8(position));
        return new PairBench(settings -> settings.withLimits(limits), EngineLimits.of(1_000_000 * FixedPoint.ONE));
    }

    @Test
    void i04AnOrderAndALegAreWorthWhatTheyMayAndNoMore() {
        for (PairBench bench : List.of(capped("1000", "5000"), capped("5000", "1000"))) {
            LegDesk desk = bench.pair.a;
            desk.check(OrderIntent.ENTRY, Side.BUY, QUANTITY, ASK, false);
            isRefused("I4", desk, OrderIntent.ENTRY, Side.BUY, QUANTITY + 10_000, ASK, false);
        }
    }

    @Test
    void i16BothBooksMustBeYoung() {
        for (LegDesk young : pair.desks) {
            PairBench bench = new PairBench();
            bench.at(1_300_000_000L);
            bench.quote(bench.pair.at(young.leg()), "99990", "100000");
            isRefused("I16", bench.pair.at(young.leg()), OrderIntent.ENTRY, Side.BUY, QUANTITY, ASK, false);
        }
    }

    @Test
    void i07WhatMayBeReducedIsTheLargerOfWhatWeBelieveAndWhatWasTold() {
        PairBench bench = new PairBench();
        LegDesk desk = bench.pair.a;
        desk.ledger().onQuantity(QUANTITY, NOW);
        desk.check(OrderIntent.EXIT, Side.SELL, QUANTITY, BID, true);
        told(desk, 2 * QUANTITY);
        desk.check(OrderIntent.EXIT, Side.SELL, 2 * QUANTITY, BID, true);
        told(desk, QUANTITY / 2);
        desk.check(OrderIntent.EXIT, Side.SELL, QUANTITY, BID, true);
        isRefused("I7", desk, OrderIntent.EXIT, Side.SELL, 2 * QUANTITY, BID, true);
    }

    private static void told(LegDesk desk, long signedE8) {
        desk.onPosition(
                new PositionReported(desk.exchange(), new PositionInfo("BTC", signedE8, ASK, 0), NOW + 1, NOW + 1));
    }
}
