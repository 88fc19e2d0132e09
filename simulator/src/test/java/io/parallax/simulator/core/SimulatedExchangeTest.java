package io.parallax.simulator.core;

import static io.parallax.instrument.Side.BUY;
import static io.parallax.instrument.Side.SELL;
import static io.parallax.units.FixedPoint.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.transport.VirtualIoLoop;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Side;
import io.parallax.simulator.core.ExchangeRules.Execution;
import io.parallax.simulator.core.NewOrder.Instruction;
import io.parallax.simulator.core.SimulatedBook.Level;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedExchangeTest {
    private static final String SYMBOL = "BTC-PERP";
    private static final List<Instruction> INSTRUCTIONS = List.of(Instruction.values());

    private final VirtualIoLoop loop = new VirtualIoLoop();
    private final List<String> events = new ArrayList<>();
    private int orderCount;

    // Order book.

    @Test
    void fillsOncePerLevelAtTheLevelsPrice() {
        SimulatedExchange exchange = book();
        quotes(exchange, bids("99.9x5"), asks("100x1", "100.1x2"));

        OrderUpdate order = limit(exchange, BUY, Instruction.IOC, "2", "100.1");

        assertThat(order.state()).isEqualTo(OrderState.FILLED);
        assertThat(text(order.filledNotionalE8())).isEqualTo("200.1");
        assertThat(events).containsExactly("NEW", "fill 1@100", "fill 1@100.1", "FILLED", "position 2", "account");
        assertThat(exchange.book(SYMBOL).orElseThrow().levels(SELL, 5)).containsExactly(level("100.1x1"));
    }

    @Test
    void cancelsWhatAnImmediateOrderCannotGet() {
        SimulatedExchange exchange = book();
        quotes(exchange, bids("99.9x5"), asks("100x1", "100.1x2"));

        OrderUpdate order = limit(exchange, BUY, Instruction.IOC, "2", "100");

        assertThat(order.state()).isEqualTo(OrderState.CANCELLED);
        assertThat(order.reason()).isEqualTo(EndReason.IOC_REMAINDER);
        assertThat(text(order.remainingE8())).isEqualTo("1");
    }

    @Test
    void keepsConsumedLiquidityAwayUntilTheNextQuotes() {
        SimulatedExchange exchange = book();
        quotes(exchange, bids("99.9x5"), asks("100x1"));
        limit(exchange, BUY, Instruction.IOC, "1", "100");
        assertThat(limit(exchange, BUY, Instruction.IOC, "1", "100").filledQuantityE8())
                .isZero();

        quotes(exchange, bids("99.9x5"), asks("100x1"));

        assertThat(limit(exchange, BUY, Instruction.IOC, "1", "100").state()).isEqualTo(OrderState.FILLED);
    }

    @Test
    void refusesFillOrKillThatTheBookCannotFill() {
        SimulatedExchange exchange = book();
        quotes(exchange, bids("99.9x5"), asks("100x1"));

        OrderUpdate order = limit(exchange, BUY, Instruction.FOK, "2", "100");

        assertThat(order.reason()).isEqualTo(EndReason.FOK_NOT_FILLABLE);
        assertThat(order.filledQuantityE8()).isZero();
    }

    @Test
    void restsAndIsFilledInPartsWhenTheMarketCrossesIt() {
        SimulatedExchange exchange = book();
        quotes(exchange, bids("99x5"), asks("100x1"));
        OrderUpdate order = limit(exchange, BUY, Instruction.GTC, "2", "99.5");
        assertThat(order.state()).isEqualTo(OrderState.OPEN);
        assertThat(exchange.book(SYMBOL).orElseThrow().levels(BUY, 1)).containsExactly(level("99.5x2"));

        quotes(exchange, bids("99x5"), asks("99.4x1", "99.6x9"));
        assertThat(text(now(exchange, order).filledQuantityE8())).isEqualTo("1");
        assertThat(now(exchange, order).state()).isEqualTo(OrderState.OPEN);

        quotes(exchange, bids("99x5"), asks("99.5x3"));
        assertThat(now(exchange, order).state()).isEqualTo(OrderState.FILLED);
        assertThat(text(now(exchange, order).averagePriceE8())).isEqualTo("99.5");
        assertThat(exchange.book(SYMBOL).orElseThrow().levels(SELL, 1)).containsExactly(level("99.5x2"));
    }

    @Test
    void refusesPostOnlyThatWouldTake() {
        SimulatedExchange exchange = book();
        quotes(exchange, bids("99x5"), asks("100x1"));

        assertThat(limit(exchange, BUY, Instruction.POST_ONLY, "1", "100").reason())
                .isEqualTo(EndReason.POST_ONLY_WOULD_CROSS);
        assertThat(limit(exchange, BUY, Instruction.POST_ONLY, "1", "99.9").state())
                .isEqualTo(OrderState.OPEN);
    }

    @Test
    void neverTradesAnAccountWithItself() {
        SimulatedExchange exchange = book();
        quotes(exchange, bids("99x5"), asks("101x1"));
        limit(exchange, SELL, Instruction.GTC, "1", "100");

        OrderUpdate taker = limit(exchange, BUY, Instruction.IOC, "1", "100");

        assertThat(taker.reason()).isEqualTo(EndReason.SELF_TRADE);
        assertThat(exchange.account("me").orElseThrow().openOrders()).hasSize(1);
    }

    @Test
    void tradesOneAccountWithTheRestingOrderOfAnother() {
        SimulatedExchange exchange = book();
        exchange.openAccount("other");
        quotes(exchange, bids("99x5"), asks("101x1"));
        exchange.submit(
                NewOrder.limit("m", "", "other", SYMBOL, SELL, Instruction.GTC, parse("3"), parse("100"), false), 0);
        loop.runReady();

        limit(exchange, BUY, Instruction.IOC, "2", "100");

        assertThat(text(exchange.account("other").orElseThrow().position(SYMBOL).quantityE8()))
                .isEqualTo("-2");
        assertThat(text(exchange.account("me").orElseThrow().position(SYMBOL).quantityE8()))
                .isEqualTo("2");
        assertThat(text(exchange.account("other").orElseThrow().feesE8())).isEqualTo("0.006");
        assertThat(text(exchange.account("me").orElseThrow().feesE8())).isEqualTo("0.09");
    }

    @Test
    void boundsAMarketOrderByItsAveragePrice() {
        SimulatedExchange exchange = book();
        quotes(exchange, bids("99x5"), asks("100x1", "102x5"));
        var request = new NewOrder(
                "v",
                "",
                "me",
                SYMBOL,
                BUY,
                true,
                Instruction.IOC,
                parse("4"),
                FixedPoint.NO_PRICE,
                parse("101"),
                false,
                FixedPoint.NO_PRICE,
                false);

        exchange.submit(request, 0);
        loop.runReady();

        OrderUpdate order = exchange.order("v").orElseThrow();
        assertThat(text(order.filledQuantityE8())).isEqualTo("2");
        assertThat(text(order.averagePriceE8())).isEqualTo("101");
        assertThat(order.reason()).isEqualTo(EndReason.SLIPPAGE);
    }

    @Test
    void refusesAnAggressivePriceOutsideTheBandButNotAPassiveOne() {
        SimulatedExchange exchange = book();
        quotes(exchange, bids("99x5"), asks("101x1"));

        assertThat(limit(exchange, BUY, Instruction.IOC, "1", "105.1").reason())
                .isEqualTo(EndReason.OUTSIDE_PRICE_BAND);
        assertThat(limit(exchange, BUY, Instruction.GTC, "1", "50").state()).isEqualTo(OrderState.OPEN);
        assertThat(limit(exchange, BUY, Instruction.IOC, "1", "105").state()).isEqualTo(OrderState.FILLED);
    }

    // The engine as counterparty.

    @Test
    void fillsTheWholeOrderAtOneAveragePriceAgainstTheClient() {
        SimulatedExchange exchange = curve();
        quotes(exchange, bids("99x3"), asks("100x1", "100.1x1", "100.3x9"));

        OrderUpdate order = limit(exchange, BUY, Instruction.FOK, "3", "100.2");

        assertThat(events).contains("fill 3@100.2");
        assertThat(order.state()).isEqualTo(OrderState.FILLED);
        assertThat(text(order.feesE8())).isEqualTo("0.03006");
    }

    @Test
    void rejectsAMarketOrderWhoseAverageIsWorseThanItsBound() {
        SimulatedExchange exchange = curve();
        quotes(exchange, bids("99x3"), asks("100x1", "100.1x1", "100.3x9"));

        exchange.submit(
                NewOrder.market("m", "", "me", SYMBOL, BUY, Instruction.FOK, parse("3"), parse("100.1"), false), 0);
        loop.runReady();

        assertThat(exchange.order("m").orElseThrow().state()).isEqualTo(OrderState.REJECTED);
        assertThat(exchange.order("m").orElseThrow().reason()).isEqualTo(EndReason.PRICE_CHECK_FAILED);
    }

    @Test
    void keepsAPendingOrderOutOfTheCurveAndExecutesItWhenThePriceComes() {
        SimulatedExchange exchange = curve();
        quotes(exchange, bids("98.9x3"), asks("100x3"));
        OrderUpdate order = limit(exchange, BUY, Instruction.GTC, "2", "99");
        assertThat(exchange.book(SYMBOL).orElseThrow().levels(BUY, 5)).containsExactly(level("98.9x3"));

        quotes(exchange, bids("98x3"), asks("98.5x3"));

        assertThat(now(exchange, order).state()).isEqualTo(OrderState.FILLED);
        assertThat(text(now(exchange, order).averagePriceE8())).isEqualTo("98.5");
    }

    @Test
    void wakesAStopWhenTheMarkTouchesIt() {
        SimulatedExchange exchange = curve();
        quotes(exchange, bids("99x3"), asks("100x3"));
        limit(exchange, BUY, Instruction.FOK, "1", "100");
        exchange.submit(
                new NewOrder(
                        "stop",
                        "",
                        "me",
                        SYMBOL,
                        SELL,
                        true,
                        Instruction.FOK,
                        parse("1"),
                        FixedPoint.NO_PRICE,
                        FixedPoint.NO_PRICE,
                        true,
                        parse("95"),
                        false),
                0);
        loop.runReady();
        assertThat(exchange.order("stop").orElseThrow().state()).isEqualTo(OrderState.UNTRIGGERED);

        quotes(exchange, bids("94x3"), asks("95x3"));

        assertThat(exchange.order("stop").orElseThrow().state()).isEqualTo(OrderState.FILLED);
        assertThat(exchange.account("me").orElseThrow().position(SYMBOL).flat()).isTrue();
    }

    // Rules of both.

    @Test
    void refusesOffTickOffLotTooSmallAndTooLarge() {
        SimulatedExchange exchange = book();
        quotes(exchange, bids("99x5"), asks("100x1"));

        assertThat(limit(exchange, BUY, Instruction.IOC, "1", "100.05").reason())
                .isEqualTo(EndReason.OFF_TICK);
        assertThat(limit(exchange, BUY, Instruction.IOC, "1.0005", "100").reason())
                .isEqualTo(EndReason.OFF_LOT);
        assertThat(limit(exchange, BUY, Instruction.IOC, "0.001", "100").reason())
                .isEqualTo(EndReason.NOTIONAL_BELOW_MIN);
        assertThat(limit(exchange, BUY, Instruction.IOC, "1001", "100").reason())
                .isEqualTo(EndReason.QUANTITY_ABOVE_MAX);
    }

    @Test
    void letsReduceOnlyOnlyReduce() {
        SimulatedExchange exchange = book();
        quotes(exchange, bids("99x5"), asks("100x5"));

        assertThat(reduce(exchange, SELL, "1").reason()).isEqualTo(EndReason.REDUCE_ONLY_INCREASES);
        limit(exchange, BUY, Instruction.IOC, "1", "100");
        assertThat(reduce(exchange, BUY, "1").reason()).isEqualTo(EndReason.REDUCE_ONLY_INCREASES);
        assertThat(reduce(exchange, SELL, "2").reason()).isEqualTo(EndReason.REDUCE_ONLY_EXCEEDS_POSITION);
        assertThat(reduce(exchange, SELL, "1").state()).isEqualTo(OrderState.FILLED);
    }

    @Test
    void cancelsARestingReduceOnlyOrderThatOtherTradesMadeTooLarge() {
        SimulatedExchange exchange = book();
        quotes(exchange, bids("99x5"), asks("100x5"));
        limit(exchange, BUY, Instruction.IOC, "1", "100");
        exchange.submit(
                NewOrder.limit("r", "", "me", SYMBOL, SELL, Instruction.GTC, parse("1"), parse("104"), true), 0);
        loop.runReady();

        limit(exchange, SELL, Instruction.IOC, "0.5", "99");

        assertThat(exchange.order("r").orElseThrow().state()).isEqualTo(OrderState.CANCELLED);
    }

    @Test
    void refusesWhatTheMarginDoesNotCoverAndAllowsItWithMoreLeverage() {
        SimulatedExchange exchange = book();
        quotes(exchange, bids("99x5000"), asks("100x5000"));
        Account account = exchange.account("me").orElseThrow();
        account.setLeverage(SYMBOL, 1);
        assertThat(limit(exchange, BUY, Instruction.IOC, "990", "100").state()).isEqualTo(OrderState.FILLED);

        assertThat(limit(exchange, BUY, Instruction.IOC, "200", "100").reason())
                .isEqualTo(EndReason.INSUFFICIENT_MARGIN);
        assertThat(limit(exchange, SELL, Instruction.IOC, "200", "99").state()).isEqualTo(OrderState.FILLED);
        account.setLeverage(SYMBOL, 50);
        assertThat(limit(exchange, BUY, Instruction.IOC, "400", "100").state()).isEqualTo(OrderState.FILLED);
        assertThat(account.setLeverage(SYMBOL, 51)).isNotEqualTo(EndReason.NONE);
    }

    @Test
    void matchesOnlyAfterTheEngineDelay() {
        SimulatedExchange exchange = book();
        quotes(exchange, bids("99x5"), asks("100x5"));
        exchange.submit(
                NewOrder.limit("late", "", "me", SYMBOL, BUY, Instruction.IOC, parse("1"), parse("100"), false),
                5_000_000);

        loop.advanceMillis(4);
        assertThat(exchange.order("late").orElseThrow().state()).isEqualTo(OrderState.NEW);
        loop.advanceMillis(1);
        assertThat(exchange.order("late").orElseThrow().state()).isEqualTo(OrderState.FILLED);
    }

    // Faults.

    @Test
    void refusesTheNextOrderByPlan() {
        SimulatedExchange exchange = book();
        quotes(exchange, bids("99x5"), asks("100x5"));
        exchange.faults().add(new Fault.RefusedOrder(EndReason.INSUFFICIENT_MARGIN));

        assertThat(limit(exchange, BUY, Instruction.IOC, "1", "100").reason()).isEqualTo(EndReason.INSUFFICIENT_MARGIN);
        assertThat(limit(exchange, BUY, Instruction.IOC, "1", "100").state()).isEqualTo(OrderState.FILLED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fillsTheNextOrderInPartByPlan(boolean counterparty) {
        SimulatedExchange exchange = counterparty ? curve() : book();
        quotes(exchange, bids("99x5"), asks("100x5"));
        exchange.faults().add(new Fault.PartialFill(parse("0.4")));

        OrderUpdate order = limit(exchange, BUY, Instruction.IOC, "1", "100");

        assertThat(order.state()).isEqualTo(OrderState.CANCELLED);
        assertThat(text(order.filledQuantityE8())).isEqualTo("0.4");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void conservesMoneyWhateverHappens(long seed) {
        SimulatedExchange exchange = seed % 2 == 0 ? curve() : book();
        var random = new SplittableRandom(seed);
        exchange.openAccount("other");
        long books = exchange.book(SYMBOL).orElseThrow().sequence();
        List<Long> sequences = new ArrayList<>();
        exchange.addListener(new ExchangeListener() {
            @Override
            public void onBookChange(BookChange change) {
                sequences.add(change.sequence());
            }
        });
        for (int i = 0; i < 3_000; i++) {
            long middle = 1_000 + random.nextLong(-20, 20);
            quotes(
                    exchange,
                    List.of(new Level((middle - 1) * 10_000_000, random.nextLong(1, 300) * 100_000)),
                    List.of(new Level((middle + 1) * 10_000_000, random.nextLong(1, 300) * 100_000)));
            Side side = random.nextBoolean() ? BUY : SELL;
            exchange.submit(
                    NewOrder.limit(
                            "s" + i,
                            "",
                            random.nextBoolean() ? "me" : "other",
                            SYMBOL,
                            side,
                            INSTRUCTIONS.get(random.nextInt(4)),
                            random.nextLong(100, 3_000) * 100_000,
                            (middle + random.nextLong(-10, 10)) * 10_000_000,
                            random.nextInt(4) == 0),
                    random.nextLong(1_000));
            loop.advanceMillis(1);
        }
        assertThat(exchange.ledgers()).hasSize(2).allSatisfy(report -> {
            LedgerReport.PositionReport position = report.positions().getFirst();
            assertThat(position.realisedE8() - position.costE8()).isEqualTo(position.tradedFlowE8());
            assertThat(report.cashE8()).isEqualTo(report.startingBalanceE8() + report.netE8());
            assertThat(report.fills()).isPositive();
        });
        for (long sequence : sequences) {
            assertThat(sequence).isEqualTo(++books);
        }
    }

    private SimulatedExchange book() {
        return exchange(Execution.ORDER_BOOK, 450, 8);
    }

    private SimulatedExchange curve() {
        return exchange(Execution.COUNTERPARTY, 100, 6);
    }

    private SimulatedExchange exchange(Execution execution, long takerFeePpm, int feeDecimals) {
        var id = new ExchangeId("test");
        var instrument = new Instrument(
                id,
                SYMBOL,
                SYMBOL,
                parse("0.1"),
                parse("0.001"),
                parse("0.001"),
                parse("1000"),
                parse("10"),
                takerFeePpm,
                50,
                true);
        var rules = new ExchangeRules(id, execution, 30, feeDecimals, false, parse("100000"));
        var exchange = new SimulatedExchange(
                rules, List.of(new SimulatedInstrument(instrument, 50_000, Long.MAX_VALUE, 100)), loop, 1_000);
        exchange.openAccount("me");
        exchange.addListener(new ExchangeListener() {
            @Override
            public void onOrder(OrderUpdate update) {
                events.add(update.state().name());
            }

            @Override
            public void onFill(Fill fill) {
                events.add("fill " + text(fill.quantityE8()) + "@" + text(fill.priceE8()));
            }

            @Override
            public void onPosition(Account account, String symbol) {
                events.add("position " + text(account.position(symbol).quantityE8()));
            }

            @Override
            public void onAccount(Account account) {
                events.add("account");
            }
        });
        return exchange;
    }

    private OrderUpdate limit(
            SimulatedExchange exchange, Side side, Instruction instruction, String quantity, String price) {
        return submit(
                exchange,
                NewOrder.limit(
                        "o" + ++orderCount, "", "me", SYMBOL, side, instruction, parse(quantity), parse(price), false));
    }

    private OrderUpdate reduce(SimulatedExchange exchange, Side side, String quantity) {
        return submit(
                exchange,
                NewOrder.limit(
                        "o" + ++orderCount,
                        "",
                        "me",
                        SYMBOL,
                        side,
                        Instruction.IOC,
                        parse(quantity),
                        parse(side == BUY ? "100" : "99"),
                        true));
    }

    private OrderUpdate submit(SimulatedExchange exchange, NewOrder order) {
        exchange.submit(order, 0);
        loop.runReady();
        return exchange.order(order.orderId()).orElseThrow();
    }

    private static OrderUpdate now(SimulatedExchange exchange, OrderUpdate order) {
        return exchange.order(order.order().orderId()).orElseThrow();
    }

    private static void quotes(SimulatedExchange exchange, List<Level> bids, List<Level> asks) {
        exchange.refresh(SYMBOL, bids, asks);
    }

    private static List<Level> bids(String... levels) {
        return List.of(levels).stream().map(SimulatedExchangeTest::level).toList();
    }

    private static List<Level> asks(String... levels) {
        return bids(levels);
    }

    private static Level level(String text) {
        String[] parts = text.split("x");
        return new Level(parse(parts[0]), parse(parts[1]));
    }

    private static String text(long valueE8) {
        return FixedPoint.format(valueE8);
    }
}
