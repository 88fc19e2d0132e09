package io.parallax.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.AccountEvent.BalanceReported;
import io.parallax.exchange.AccountEvent.LeverageReported;
import io.parallax.exchange.AccountEvent.MarginMode;
import io.parallax.exchange.AccountEvent.OpenOrdersReported;
import io.parallax.exchange.AccountEvent.PositionReported;
import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ConnectionEvent.InstrumentsListed;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamChanged;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.OrderEvent.Acknowledged;
import io.parallax.exchange.OrderEvent.Failed;
import io.parallax.exchange.OrderEvent.Filled;
import io.parallax.exchange.OrderEvent.NotFound;
import io.parallax.exchange.OrderEvent.Sent;
import io.parallax.exchange.OrderEvent.Updated;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.OrderStatus;
import io.parallax.exchange.TimeInForce;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.simulator.core.Fault;
import io.parallax.simulator.core.LedgerReport;
import io.parallax.simulator.core.LedgerReport.PositionReport;
import io.parallax.simulator.core.SimulatedBook.Level;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.server.FrontEnd;
import io.parallax.units.FixedPoint;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every adapter must do, shown against its simulated exchange over real loopback sockets, or over the in-memory
/// transport of the deterministic simulation, which thereby shows that it behaves as sockets do. A subclass says how to
/// build both; everything else is the same for all.
public abstract class ExchangeContract {
    /// A simulated exchange and the front end that speaks its protocol.
    public record Simulated(SimulatedExchange exchange, FrontEnd frontEnd) {}

    private static final int BOOK = 3;
    private static final long MARKET_TICK_NANOS = 50_000_000L;
    private static final long BOOT_EPOCH_SECONDS = 1_767_225_600L;
    private static final long BID_E8 = FixedPoint.parse("90005");
    private static final long ASK_E8 = FixedPoint.parse("90020");
    private static final long FAR_E8 = FixedPoint.parse("3000");

    private Platform platform;
    private IoLoop simulatorLoop;
    private Simulated simulated;
    private ExchangeAdapter adapter;
    private EventLog events;
    private BookLog book;
    private volatile boolean marketOpen = true;
    private int counter;

    /// What the test runs on; called once.
    protected Platform platform() {
        return new SocketPlatform();
    }

    /// Makes the exchange with [#instrument()] and a front end without delays. Called on a thread of its own; nothing
    /// else uses the exchange yet.
    protected abstract Simulated simulate(IoLoop loop);

    /// Makes the adapter. The addresses are those of the server, without a path.
    protected abstract ExchangeAdapter adapter(
            URI http,
            URI webSocket,
            IoLoop feedLoop,
            IoLoop gatewayLoop,
            ExchangeEventSink events,
            BookEventSink books);

    /// The instrument to trade: around 90 000 in price, with a hundred lots well within every limit.
    protected abstract Instrument instrument();

    @BeforeEach
    void open() {
        platform = platform();
        events = new EventLog(platform);
        book = new BookLog(events);
        simulatorLoop = platform.loop("simulator");
        IoLoop feedLoop = platform.loop("feed");
        IoLoop gatewayLoop = platform.loop("gateway");
        simulated = simulate(simulatorLoop);
        simulatorLoop.execute(this::tickMarket);
        platform.serve(simulated.frontEnd(), simulatorLoop);
        adapter = adapter(platform.http(), platform.webSocket(), feedLoop, gatewayLoop, events, book);
        adapter.subscribeOrderbook(instrument().symbol(), BOOK);
        adapter.connect();
        awaitReady();
    }

    @AfterEach
    void close() {
        marketOpen = false;
        adapter.close();
        platform.close();
        assertThat(platform.failures()).isZero();
    }

    @Test
    void connectsEveryStreamAndListsTheInstrument() {
        for (Stream stream : Stream.values()) {
            assertThat(events.all(StreamChanged.class).stream()
                            .filter(change -> change.stream() == stream)
                            .map(StreamChanged::state)
                            .distinct())
                    .as(stream.name())
                    .containsSubsequence(StreamState.CONNECTING, StreamState.READY);
        }
        assertThat(adapter.isConnected()).isTrue();
        assertThat(adapter.isStale()).isFalse();
        Instrument listed = events.await(InstrumentsListed.class, list -> true).instruments().stream()
                .filter(instrument -> instrument.symbol().equals(instrument().symbol()))
                .findFirst()
                .orElseThrow();
        assertThat(listed)
                .extracting(Instrument::exchange, Instrument::pair, Instrument::tickE8, Instrument::lotE8)
                .containsExactly(
                        instrument().exchange(),
                        instrument().pair(),
                        instrument().tickE8(),
                        instrument().lotE8());
    }

    @Test
    void deliversTheBook() {
        assertThat(book.bestBidE8()).isEqualTo(BID_E8);
        assertThat(book.bestAskE8()).isEqualTo(ASK_E8);
    }

    @Test
    void fillsAnOrderThatCrossesAndCountsEveryCent() {
        OrderRequest order = buy(ASK_E8 + 100 * instrument().tickE8());
        adapter.placeOrder(order);
        events.await(Sent.class, sent -> sent.id().equals(order.id()));
        events.await(Acknowledged.class, ack -> ack.id().equals(order.id()));
        Updated end = awaitEnd(order);
        List<Filled> fills = fillsOf(order);
        LedgerReport ledger = awaitLedger(quantityE8());

        assertThat(end.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(end.filledE8()).isEqualTo(quantityE8());
        assertThat(fills).extracting(Filled::fillId).doesNotHaveDuplicates();
        assertThat(fills.stream().mapToLong(Filled::quantityE8).sum()).isEqualTo(quantityE8());
        assertThat(fills.stream().mapToLong(Filled::feeE8).sum()).isEqualTo(ledger.feesE8());
        assertThat(fills).allMatch(fill -> fill.priceE8() == ASK_E8);
        assertThat(awaitPosition(quantityE8()).position().entryPriceE8()).isEqualTo(ASK_E8);
        assertThat(awaitBalance(ledger.cashE8()).cashE8()).isEqualTo(ledger.startingBalanceE8() - ledger.feesE8());
    }

    @Test
    void opensAndClosesAPositionSoThatNothingIsLeft() {
        OrderRequest entry = buy(ASK_E8);
        adapter.placeOrder(entry);
        awaitEnd(entry);
        OrderRequest exit = order(
                instrument(), Side.SELL, quantityE8(), BID_E8, TimeInForce.IMMEDIATE_OR_CANCEL, true, OrderIntent.EXIT);
        awaitPosition(quantityE8());
        adapter.placeOrder(exit);
        Updated end = awaitEnd(exit);
        LedgerReport ledger = awaitLedger(0);

        assertThat(end.status()).isEqualTo(OrderStatus.FILLED);
        assertThat(awaitPosition(0).position().isFlat()).isTrue();
        long feesE8 = fillsOf(entry).stream().mapToLong(Filled::feeE8).sum()
                + fillsOf(exit).stream().mapToLong(Filled::feeE8).sum();
        assertThat(ledger.feesE8()).isEqualTo(feesE8);
        assertThat(ledger.cashE8()).isEqualTo(ledger.startingBalanceE8() + ledger.realisedE8() - feesE8);
    }

    @Test
    void endsAnImmediateOrderThatDoesNotCrossWithoutAFill() {
        OrderRequest order = buy(BID_E8 - 100 * instrument().tickE8());
        adapter.placeOrder(order);
        Updated end = awaitEnd(order);
        assertThat(end.status()).isIn(OrderStatus.CANCELLED, OrderStatus.REJECTED);
        assertThat(end.filledE8()).isZero();
        assertThat(fillsOf(order)).isEmpty();
        assertThat(awaitPosition(0).position().isFlat()).isTrue();
    }

    @Test
    void knowsADefinitiveRefusal() {
        Instrument rules = instrument();
        Instrument unknown = new Instrument(
                rules.exchange(),
                "NOPE-PERP",
                rules.symbol().replace("BTC", "NOPE"),
                rules.tickE8(),
                rules.lotE8(),
                rules.quantityMinE8(),
                rules.quantityMaxE8(),
                rules.notionalMinE8(),
                rules.takerFeePpm(),
                rules.leverageMax(),
                true);
        OrderRequest order = order(
                unknown, Side.BUY, quantityE8(), ASK_E8, TimeInForce.IMMEDIATE_OR_CANCEL, false, OrderIntent.ENTRY);
        adapter.placeOrder(order);
        ExchangeError error = events.await(Failed.class, failed -> failed.id().equals(order.id()))
                .error();
        assertThat(error).isInstanceOf(ExchangeError.Rejected.class);
        assertThat(error.mayBeLive()).isFalse();
    }

    @Test
    void setsTheLeverageAndReadsItBack() {
        adapter.setLeverage(instrument().symbol(), 7);
        events.await(LeverageReported.class, report -> report.leverage() == 7);
        LeverageReported again = events.awaitAnswer(
                LeverageReported.class,
                report -> report.leverage() == 7,
                () -> adapter.queryLeverage(instrument().symbol()));
        assertThat(again.mode()).isNotEqualTo(MarginMode.OTHER);
        assertThat(awaitPosition(0).position().symbol()).isEqualTo(instrument().symbol());
    }

    @Test
    void cancelsARestingOrder() {
        OrderRequest order = restingBuy();
        adapter.placeOrder(order);
        events.await(Acknowledged.class, ack -> ack.id().equals(order.id()));
        events.awaitAnswer(
                OpenOrdersReported.class, open -> open.own().contains(order.id()), () -> adapter.queryOpenOrders());
        adapter.cancelOrder(order.id());
        Updated end = awaitEnd(order);
        assertThat(end.status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(end.filledE8()).isZero();
        OpenOrdersReported open = events.awaitAnswer(
                OpenOrdersReported.class, report -> report.own().isEmpty(), () -> adapter.queryOpenOrders());
        assertThat(open.foreign()).isEmpty();
    }

    @Test
    void looksAnOrderUpAfterItsEnd() {
        OrderRequest order = buy(ASK_E8);
        adapter.placeOrder(order);
        awaitEnd(order);
        int before = events.all(Updated.class).size();
        events.awaitAnswer(
                Updated.class,
                update -> update.status() == OrderStatus.FILLED
                        && events.all(Updated.class).size() > before,
                () -> adapter.queryOrder(order.id()));
        assertThat(fillsOf(order).stream().map(Filled::fillId).distinct().count())
                .as("a repetition carries the id of the fill it repeats")
                .isEqualTo(1);
    }

    @Test
    void answersNotFoundForAnOrderThatNeverWas() {
        OrderRequest sent = buy(BID_E8 - 100 * instrument().tickE8());
        adapter.placeOrder(sent);
        awaitEnd(sent);
        ClientOrderId never = nextId(OrderIntent.ENTRY);
        adapter.queryOrder(never);
        events.await(NotFound.class, answer -> answer.id().equals(never));
    }

    @Test
    void staysInDoubtWhenAnAcknowledgementIsLostAndStillHearsOfTheFill() {
        simulated.exchange().faults().add(new Fault.LostAcknowledgement());
        OrderRequest order = buy(ASK_E8);
        adapter.placeOrder(order);
        ExchangeError error = events.await(Failed.class, failed -> failed.id().equals(order.id()))
                .error();
        assertThat(error.mayBeLive()).isTrue();
        assertThat(awaitEnd(order).filledE8()).isEqualTo(quantityE8());
        assertThat(awaitLedger(quantityE8()).orders()).isEqualTo(1);
    }

    @Test
    void toleratesEventsThatComeTwiceOrBeforeTheAnswer() {
        simulated.exchange().faults().add(new Fault.DuplicateEvent());
        simulated.exchange().faults().add(new Fault.DuplicateEvent());
        simulated.exchange().faults().add(new Fault.DuplicateEvent());
        simulated.exchange().faults().add(new Fault.EventBeforeResponse());
        OrderRequest order = buy(ASK_E8);
        adapter.placeOrder(order);
        events.await(Acknowledged.class, ack -> ack.id().equals(order.id()));
        assertThat(awaitEnd(order).filledE8()).isEqualTo(quantityE8());
        assertThat(fillsOf(order).stream().map(Filled::fillId).distinct().count())
                .isEqualTo(1);
    }

    @Test
    void keepsTheFilledPartOfAnOrderThatIsCancelledHalfway() {
        long partE8 = 40 * instrument().lotE8();
        simulated.exchange().faults().add(new Fault.PartialFill(partE8));
        OrderRequest order = buy(ASK_E8);
        adapter.placeOrder(order);
        Updated end = awaitEnd(order);
        assertThat(end.status()).isEqualTo(OrderStatus.CANCELLED);
        assertThat(end.filledE8()).isEqualTo(partE8);
        events.await(Filled.class, fill -> fill.id().equals(order.id()));
        assertThat(fillsOf(order).stream().mapToLong(Filled::quantityE8).sum()).isEqualTo(partE8);
        awaitPosition(partE8);
    }

    @Test
    void voidsBooksWhenItDisconnectsAndComesBack() {
        adapter.disconnect();
        events.awaitTrue("the book is void", book::isVoid);
        events.awaitTrue("not connected", () -> !adapter.isConnected());
        adapter.connect();
        awaitReady();
        assertThat(book.bestAskE8()).isEqualTo(ASK_E8);
    }

    @Test
    void comesBackWhenTheExchangeRestarts() {
        platform.stopServing();
        events.awaitTrue("the book is void", book::isVoid);
        events.awaitTrue("not connected", () -> !adapter.isConnected());
        platform.serveAgain();
        awaitReady();
        OrderRequest order = buy(ASK_E8);
        adapter.placeOrder(order);
        assertThat(awaitEnd(order).filledE8()).isEqualTo(quantityE8());
    }

    // ---- what the tests are made of

    private void tickMarket() {
        if (marketOpen) {
            long deepE8 = 1_000 * quantityE8();
            simulated
                    .exchange()
                    .refresh(
                            instrument().symbol(),
                            List.of(new Level(BID_E8, deepE8), new Level(BID_E8 - FAR_E8 / 100, deepE8)),
                            List.of(new Level(ASK_E8, deepE8), new Level(ASK_E8 + FAR_E8 / 100, deepE8)));
            var _ = simulatorLoop.schedule(MARKET_TICK_NANOS, this::tickMarket);
        }
    }

    private long quantityE8() {
        return 100 * instrument().lotE8();
    }

    private ClientOrderId nextId(OrderIntent intent) {
        return new ClientOrderId("test", BOOT_EPOCH_SECONDS, ++counter, Leg.A, intent);
    }

    private OrderRequest buy(long limitE8) {
        return order(
                instrument(),
                Side.BUY,
                quantityE8(),
                limitE8,
                TimeInForce.IMMEDIATE_OR_CANCEL,
                false,
                OrderIntent.ENTRY);
    }

    private OrderRequest restingBuy() {
        return order(
                instrument(),
                Side.BUY,
                quantityE8(),
                BID_E8 - FAR_E8,
                TimeInForce.GOOD_TILL_CANCELLED,
                false,
                OrderIntent.OPERATOR);
    }

    private OrderRequest order(
            Instrument instrument,
            Side side,
            long quantityE8,
            long limitE8,
            TimeInForce timeInForce,
            boolean reduceOnly,
            OrderIntent intent) {
        return new OrderRequest(nextId(intent), instrument, side, quantityE8, limitE8, timeInForce, reduceOnly, 0);
    }

    private void awaitReady() {
        events.awaitTrue("every stream is ready and the book is there", () -> adapter.isConnected() && !book.isVoid());
    }

    private Updated awaitEnd(OrderRequest order) {
        return events.await(
                Updated.class,
                update -> update.id().equals(order.id()) && update.status().terminal());
    }

    private List<Filled> fillsOf(OrderRequest order) {
        return events.all(Filled.class).stream()
                .filter(fill -> fill.id().equals(order.id()))
                .toList();
    }

    private PositionReported awaitPosition(long quantityE8) {
        String symbol = instrument().symbol();
        return events.awaitAnswer(
                PositionReported.class,
                report -> report.position().symbol().equals(symbol)
                        && report.position().quantityE8() == quantityE8,
                () -> adapter.queryPosition(symbol));
    }

    private BalanceReported awaitBalance(long cashE8) {
        BalanceReported balance = events.awaitAnswer(
                BalanceReported.class, report -> report.cashE8() == cashE8, () -> adapter.queryBalance());
        assertThat(balance.margin()).hasValueSatisfying(margin -> {
            assertThat(margin.maintenanceE8()).isNotNegative();
            assertThat(margin.freeE8()).isBetween(0L, balance.equityE8());
        });
        return balance;
    }

    private LedgerReport awaitLedger(long positionE8) {
        events.awaitTrue("the ledger holds " + FixedPoint.format(positionE8), () -> heldE8(ledger()) == positionE8);
        return ledger();
    }

    private LedgerReport ledger() {
        return simulated.exchange().ledgers().getFirst();
    }

    private long heldE8(LedgerReport report) {
        return report.positions().stream()
                .filter(position -> position.symbol().equals(instrument().symbol()))
                .mapToLong(PositionReport::quantityE8)
                .sum();
    }

    /// Shown when a wait fails.
    protected final List<ExchangeEvent> seen() {
        return events.all(ExchangeEvent.class);
    }
}
