package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

import io.parallax.exchange.AccountEvent.BalanceReported;
import io.parallax.exchange.AccountEvent.Margin;
import io.parallax.exchange.AccountEvent.PositionReported;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.MarketEvent.FundingRateReported;
import io.parallax.exchange.MarketEvent.MarkReported;
import io.parallax.exchange.PositionInfo;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.risk.EngineLimits;
import io.parallax.risk.TotalExposure;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The parts of one pair without the task that drives them: both legs are listed, connected, quoted at 99 990 to
/// 100 000 and have 10 000 on their accounts, and time is moved by hand.
final class PairBench {
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000 * MILLI;
    static final long START = 100 * SECOND;
    static final long QUANTITY = e8("0.01");

    final List<ExchangeCommand> commands = new ArrayList<>();
    final List<EngineNotice> notices = new ArrayList<>();
    final EngineRisk risk;
    final PairContext pair;
    long nowNanos = START;

    PairBench() {
        this(UnaryOperator.identity(), EngineLimits.of(1_000_000 * FixedPoint.ONE));
    }

    PairBench(UnaryOperator<PairSettings> change, EngineLimits limits) {
        List<ExchangeSettings> exchanges = List.of(ExchangeSettings.VEST, ExchangeSettings.PARADEX);
        risk = new EngineRisk(limits, Optional.of(0L), exchanges);
        pair = new PairContext(
                0,
                change.apply(PairSettings.of(
                        "b", "BTC-PERP", ExchangeId.VEST, ExchangeId.PARADEX, 1_500, 500, 10, QUANTITY)),
                new PairResources(
                        commands::add,
                        notices::add,
                        new OrderIds("t3st", 1),
                        new TotalExposure(1, 1_000_000 * FixedPoint.ONE),
                        risk,
                        List.of(new OrderBook(), new OrderBook()),
                        exchanges));
        pair.nowNanos = nowNanos;
        pair.position.commonLot(10_000);
        for (LegDesk desk : pair.desks) {
            desk.listed(new Instrument(
                    desk.exchange(), "BTC-PERP", "BTC", 1_000_000, 10_000, 10_000, Long.MAX_VALUE, 0, 100, 50, true));
            for (Stream stream : Stream.values()) {
                desk.gate().onStream(stream, StreamState.READY, "", nowNanos);
            }
            account(desk, "10000", "0", "10000");
        }
        calm();
    }

    static long e8(String text) {
        return FixedPoint.parse(text);
    }

    PairBench at(long nanos) {
        nowNanos = START + nanos;
        pair.nowNanos = nowNanos;
        return this;
    }

    void calm() {
        quote(pair.a, "99990", "100000");
        quote(pair.b, "99990", "100000");
    }

    void quote(LegDesk desk, String bid, String ask) {
        desk.book().beginSnapshot(0, nowNanos, 0);
        desk.book().onLevel(Side.BUY, e8(bid), FixedPoint.ONE);
        desk.book().onLevel(Side.SELL, e8(ask), FixedPoint.ONE);
        desk.book().end();
    }

    /// The exchange's mark and index.
    void mark(LegDesk desk, String mark, String index) {
        pair.data.onMarket(new MarkReported(desk.exchange(), "BTC", e8(mark), e8(index), 0, nowNanos), nowNanos);
        pair.data.onMarket(new FundingRateReported(desk.exchange(), "BTC", 0, nowNanos), nowNanos);
    }

    void marks(String mark) {
        mark(pair.a, mark, mark);
        mark(pair.b, mark, mark);
    }

    void account(LegDesk desk, String equity, String maintenance, String free) {
        risk.account(desk.exchange())
                .onBalance(
                        new BalanceReported(
                                desk.exchange(),
                                e8(equity),
                                e8(equity),
                                Optional.of(new Margin(e8(maintenance), e8(free))),
                                nowNanos,
                                nowNanos),
                        0,
                        NEVER);
    }

    /// Executed at 100 000 and confirmed at once, in the past of the next balance.
    void holds(LegDesk desk, String signed) {
        long signedE8 = e8(signed);
        desk.ledger().onQuantity(signedE8, nowNanos);
        desk.ledger().onFill(signedE8 > 0 ? Side.BUY : Side.SELL, e8("100000"), Math.abs(signedE8), 0);
        confirms(desk, "0");
    }

    /// The exchange tells what we hold, and where it would liquidate it.
    void confirms(LegDesk desk, String liquidation) {
        desk.onPosition(new PositionReported(
                desk.exchange(),
                new PositionInfo("BTC", desk.ledger().quantityE8(), e8("100000"), 0, e8(liquidation)),
                nowNanos + 1,
                nowNanos + 1));
    }

    List<String> alerts() {
        return notices.stream()
                .filter(EngineNotice.Alert.class::isInstance)
                .map(each -> ((EngineNotice.Alert) each).text())
                .toList();
    }

    long asked(LegDesk desk) {
        return commands.stream()
                .filter(each -> each.equals(new ExchangeCommand.QueryBalance(desk.exchange())))
                .count();
    }
}
