package io.parallax.simulator.backtest;

import io.parallax.exchange.AccountEvent;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ConnectionEvent;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.MarketEvent;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.OrderStatus;
import io.parallax.exchange.PositionInfo;
import io.parallax.exchange.RejectionKind;
import io.parallax.exchange.TimeInForce;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Side;
import io.parallax.simulator.core.RandomDelay;
import io.parallax.simulator.core.SeededRandom;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// One exchange at the level of the port: it takes commands and answers with events, both after their
/// latencies. Orders are immediate; each meets the recorded book as it stands when it arrives. It never loses
/// anything and never lies: a backtest is about the market, `simulate-faults` about the rest. Thread: one.
final class PaperExchange {
    private static final long NANOS_PER_MICRO = 1_000L;
    private static final long PPM = 1_000_000;
    private static final long E12 = 1_000_000_000_000L;
    private static final int ORDERS_KEPT = 64;

    private final Instrument instrument;
    private final MarketReplay market;
    private final PaperLedger ledger;
    private final Agenda agenda;
    private final Consumer<ExchangeEvent> engine;
    private final RandomDelay orderDelay;
    private final RandomDelay reportDelay;
    private final RandomDelay queryDelay;
    private final long startNanos;
    private final long startMicros;
    private static final long E12_PER_E8 = 10_000;

    private final long fundingHourlyE12;
    /// The latest orders; the engine never asks about older ones that it knows the fate of.
    private final Map<ClientOrderId, Placed> orders = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ClientOrderId, Placed> eldest) {
            return size() > ORDERS_KEPT;
        }
    };

    private int leverage = 1;
    private long fills;
    private long fundings;
    private long nowNanos;

    private record Execution(String id, long priceE8, long quantityE8, long feeE8) {}

    /// An order that met the book.
    private record Placed(OrderRequest order, OrderStatus status, long filledE8, List<Execution> executions) {}

    PaperExchange(
            Instrument instrument,
            MarketReplay market,
            BacktestSettings.Exchange settings,
            long balanceE8,
            SeededRandom random,
            Agenda agenda,
            Consumer<ExchangeEvent> engine,
            long startNanos,
            long startMicros) {
        this.instrument = instrument;
        this.market = market;
        this.ledger = new PaperLedger(balanceE8);
        this.agenda = agenda;
        this.engine = engine;
        this.orderDelay = settings.latency().order().delay(random.split("order"));
        this.reportDelay = settings.latency().report().delay(random.split("report"));
        this.queryDelay = settings.latency().report().delay(random.split("query"));
        this.fundingHourlyE12 = settings.fundingHourlyE12();
        this.startNanos = startNanos;
        this.startMicros = startMicros;
    }

    PaperLedger ledger() {
        return ledger;
    }

    /// Logs the engine in.
    void connect(long atNanos) {
        nowNanos = atNanos;
        engine.accept(new ConnectionEvent.InstrumentsListed(id(), List.of(instrument), nowNanos));
        for (Stream stream : Stream.values()) {
            engine.accept(new ConnectionEvent.StreamChanged(id(), stream, StreamState.READY, "tape", nowNanos));
        }
    }

    private ExchangeId id() {
        return instrument.exchange();
    }

    private void at(long dueNanos, Runnable action) {
        agenda.at(dueNanos, () -> {
            nowNanos = dueNanos;
            action.run();
        });
    }

    private void settle() {
        market.advanceTo(startMicros + Math.floorDiv(nowNanos - startNanos, NANOS_PER_MICRO));
    }

    // ---- what the engine asks

    void onCommand(ExchangeCommand command, long atNanos) {
        nowNanos = atNanos;
        if (command instanceof ExchangeCommand.PlaceOrder place) {
            OrderRequest order = place.order();
            at(atNanos, () -> engine.accept(new OrderEvent.Sent(id(), order.id(), nowNanos)));
            at(atNanos + orderDelay.nextNanos(), () -> meet(order));
            return;
        }
        // A question goes there and comes back; it is answered with what was true there.
        at(atNanos + queryDelay.nextNanos(), () -> {
            settle();
            answer(command, atNanos, nowNanos + queryDelay.nextNanos());
        });
    }

    private void answer(ExchangeCommand command, long askedNanos, long answeredNanos) {
        switch (command) {
            case ExchangeCommand.PlaceOrder _, ExchangeCommand.Resubscribe _ -> {
                // Orders go another way; the recorded feed goes on as it does.
            }
            case ExchangeCommand.CancelOrder cancel -> tellOrder(cancel.id(), answeredNanos);
            case ExchangeCommand.QueryOrder query -> {
                if (orders.containsKey(query.id())) {
                    tellOrder(query.id(), answeredNanos);
                } else {
                    tell(answeredNanos, new OrderEvent.NotFound(id(), query.id(), askedNanos, answeredNanos));
                }
            }
            case ExchangeCommand.QueryPosition query -> {
                boolean ours = query.symbol().equals(instrument.symbol());
                PositionInfo position = !ours || ledger.quantityE8() == 0
                        ? PositionInfo.flat(query.symbol())
                        : new PositionInfo(query.symbol(), ledger.quantityE8(), ledger.entryPriceE8(), 0);
                tell(answeredNanos, new AccountEvent.PositionReported(id(), position, askedNanos, answeredNanos));
            }
            case ExchangeCommand.QueryBalance _ -> tell(answeredNanos, balance(askedNanos, answeredNanos));
            case ExchangeCommand.QueryOpenOrders _ ->
                tell(
                        answeredNanos,
                        new AccountEvent.OpenOrdersReported(id(), List.of(), List.of(), askedNanos, answeredNanos));
            case ExchangeCommand.SetLeverage set -> {
                leverage = set.leverage();
                tell(answeredNanos, leverage(set.symbol(), answeredNanos));
            }
            case ExchangeCommand.QueryLeverage query -> tell(answeredNanos, leverage(query.symbol(), answeredNanos));
        }
    }

    private void tell(long atNanos, ExchangeEvent event) {
        at(atNanos, () -> engine.accept(event));
    }

    private AccountEvent.LeverageReported leverage(String symbol, long atNanos) {
        return new AccountEvent.LeverageReported(id(), symbol, leverage, AccountEvent.MarginMode.CROSS, atNanos);
    }

    /// Half of the initial margin must stay, as on both exchanges that we trade on.
    private AccountEvent.BalanceReported balance(long askedNanos, long answeredNanos) {
        long priceE8 = valuedE8();
        long initialE8 = Math.abs(ledger.valueE8(priceE8)) / leverage;
        long equityE8 = ledger.equityE8(priceE8);
        return new AccountEvent.BalanceReported(
                id(),
                ledger.cashE8(),
                equityE8,
                Optional.of(new AccountEvent.Margin(initialE8 / 2, Math.max(0, equityE8 - initialE8))),
                askedNanos,
                answeredNanos);
    }

    /// The middle of the book; without a book the price of the entry.
    private long valuedE8() {
        return market.isKnown() ? market.middleE8() : ledger.entryPriceE8();
    }

    /// What the account is worth now, quote currency × 10⁸.
    long equityE8(long atNanos) {
        nowNanos = atNanos;
        settle();
        return ledger.equityE8(valuedE8());
    }

    // ---- orders

    private void meet(OrderRequest order) {
        settle();
        if (order.timeInForce() != TimeInForce.IMMEDIATE_OR_CANCEL) {
            ExchangeError error = new ExchangeError.Rejected(
                    "ONLY_IMMEDIATE", "a backtest has immediate orders only", RejectionKind.STRUCTURAL);
            long atNanos = nowNanos + reportDelay.nextNanos();
            tell(atNanos, new OrderEvent.Failed(id(), order.id(), error, atNanos));
            return;
        }
        List<Execution> executions = new ArrayList<>();
        long heldE8 = ledger.quantityE8();
        boolean reduces = Long.signum(heldE8) == -order.side().sign();
        long wantedE8 =
                !order.reduceOnly() ? order.quantityE8() : reduces ? Math.min(order.quantityE8(), Math.abs(heldE8)) : 0;
        long filledE8 = market.take(
                order.side(),
                wantedE8,
                order.limitPriceE8(),
                instrument.lotE8(),
                (priceE8, quantityE8) -> executions.add(execute(order.side(), priceE8, quantityE8)));
        OrderStatus status = filledE8 == order.quantityE8() ? OrderStatus.FILLED : OrderStatus.CANCELLED;
        orders.put(order.id(), new Placed(order, status, filledE8, List.copyOf(executions)));
        long toldNanos = nowNanos + reportDelay.nextNanos();
        tell(
                toldNanos,
                new OrderEvent.Acknowledged(id(), order.id(), "x" + order.id().counter(), toldNanos));
        tellOrder(order.id(), toldNanos);
    }

    private Execution execute(Side side, long priceE8, long quantityE8) {
        long notionalE8 = FixedPoint.multiply(priceE8, quantityE8, Rounding.HALF_EVEN);
        long feeE8 = FixedPoint.multiplyDivide(notionalE8, instrument.takerFeePpm(), PPM, Rounding.HALF_EVEN);
        ledger.fill(side, priceE8, quantityE8, feeE8);
        return new Execution(id().name() + "-" + ++fills, priceE8, quantityE8, feeE8);
    }

    private void tellOrder(ClientOrderId id, long atNanos) {
        Placed placed = orders.get(id);
        if (placed == null) {
            return;
        }
        for (Execution each : placed.executions()) {
            tell(
                    atNanos,
                    new OrderEvent.Filled(
                            id(), id, each.id(), each.priceE8(), each.quantityE8(), each.feeE8(), atNanos));
        }
        tell(
                atNanos,
                new OrderEvent.Updated(
                        id(), id, "x" + id.counter(), placed.status(), placed.filledE8(), Optional.empty(), atNanos));
    }

    // ---- what it tells unasked

    /// Mark and index: the middle of its own book, because recordings tell neither.
    void tellMark(long atNanos) {
        nowNanos = atNanos;
        settle();
        if (market.isKnown()) {
            long middleE8 = market.middleE8();
            engine.accept(new MarketEvent.MarkReported(id(), instrument.symbol(), middleE8, middleE8, 0, nowNanos));
            engine.accept(new MarketEvent.FundingRateReported(
                    id(), instrument.symbol(), fundingHourlyE12 / E12_PER_E8, nowNanos));
        }
    }

    /// One unit of the settlement currency counts as one.
    void tellQuoteRate(long atNanos) {
        engine.accept(new MarketEvent.QuoteRateReported(id(), FixedPoint.ONE, atNanos));
    }

    /// An hour is over: longs pay shorts, when the rate is positive.
    void payFunding(long atNanos) {
        nowNanos = atNanos;
        settle();
        if (ledger.quantityE8() == 0 || fundingHourlyE12 == 0) {
            return;
        }
        long paidE8 = FixedPoint.multiplyDivide(ledger.valueE8(valuedE8()), fundingHourlyE12, E12, Rounding.HALF_EVEN);
        ledger.funding(-paidE8);
        String paymentId = id().name() + "-funding-" + ++fundings;
        engine.accept(new AccountEvent.FundingPaid(id(), instrument.symbol(), -paidE8, paymentId, nowNanos));
    }
}
