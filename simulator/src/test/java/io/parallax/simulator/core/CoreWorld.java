package io.parallax.simulator.core;

import static io.parallax.units.FixedPoint.parse;

import io.parallax.exchange.transport.VirtualIoLoop;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Side;
import io.parallax.simulator.core.ExchangeRules.Execution;
import io.parallax.simulator.core.NewOrder.Instruction;
import io.parallax.simulator.core.SimulatedBook.Level;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One exchange on virtual time with the account `me`, and what its listeners are told: fee 10 basis points of a taker,
/// none of a maker, leverage 10, tick 0.1, lot 0.001.
final class CoreWorld {
    static final String SYMBOL = "BTC-PERP";
    static final String OTHER_SYMBOL = "ETH-PERP";

    final VirtualIoLoop loop = new VirtualIoLoop();
    final List<String> events = new ArrayList<>();
    final List<Fill> fills = new ArrayList<>();
    final SimulatedExchange exchange;
    final ExchangeControl control;
    private int orderCount;

    CoreWorld(Execution execution) {
        var rules = new ExchangeRules(new ExchangeId("test"), execution, 0, 8, false, parse("10000"));
        exchange = new SimulatedExchange(rules, List.of(instrument(SYMBOL), instrument(OTHER_SYMBOL)), loop, 0);
        control = exchange.control();
        exchange.openAccount("me");
        exchange.addListener(new Recorder());
    }

    private static SimulatedInstrument instrument(String symbol) {
        return new SimulatedInstrument(
                new Instrument(
                        new ExchangeId("test"),
                        symbol,
                        symbol,
                        parse("0.1"),
                        parse("0.001"),
                        parse("0.001"),
                        parse("100000"),
                        0,
                        1_000,
                        10,
                        true),
                0,
                Long.MAX_VALUE,
                100);
    }

    private final class Recorder implements ExchangeListener {
        @Override
        public void onOrder(OrderUpdate update) {
            events.add(update.state() + (update.reason() == EndReason.NONE ? "" : " " + update.reason()));
        }

        @Override
        public void onFill(Fill fill) {
            fills.add(fill);
            events.add((fill.kind() == FillKind.TRADE ? "fill " : fill.kind() + " ")
                    + fill.order().side() + " " + text(fill.quantityE8()) + "@" + text(fill.priceE8()));
        }

        @Override
        public void onFunding(FundingPayment payment) {
            events.add("funding " + text(payment.paymentE8()));
        }

        @Override
        public void onBust(Bust bust) {
            events.add("bust " + text(bust.fill().quantityE8()));
        }

        @Override
        public void onPosition(Account account, String symbol) {
            events.add("position " + text(account.position(symbol).quantityE8()));
        }

        @Override
        public void onAccount(Account account) {
            events.add("account " + account.status());
        }
    }

    /// Levels as `price x quantity`.
    void quote(String bids, String asks) {
        exchange.refresh(SYMBOL, levels(bids), levels(asks));
    }

    private static List<Level> levels(String text) {
        return Arrays.stream(text.split(" "))
                .map(level -> level.split("x", 2))
                .map(parts -> new Level(parse(parts[0]), parse(parts[1])))
                .toList();
    }

    Account me() {
        return exchange.account("me").orElseThrow();
    }

    Position position() {
        return me().position(SYMBOL);
    }

    /// Sends an order at once and returns its id.
    String send(Side side, Instruction instruction, String quantity, String price) {
        String id = "o" + ++orderCount;
        exchange.submit(
                NewOrder.limit(id, "", "me", SYMBOL, side, instruction, parse(quantity), parse(price), false), 0);
        loop.runReady();
        return id;
    }

    OrderUpdate order(String id) {
        return exchange.order(id).orElseThrow();
    }

    List<String> takeEvents() {
        List<String> taken = List.copyOf(events);
        events.clear();
        return taken;
    }

    static String text(long valueE8) {
        return FixedPoint.format(valueE8);
    }
}
