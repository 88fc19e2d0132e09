package io.parallax.simulator;

import io.parallax.exchange.transport.IoLoop;
import io.parallax.exchange.transport.VirtualIoLoop;
import io.parallax.instrument.Side;
import io.parallax.simulator.core.BookChange;
import io.parallax.simulator.core.ExchangeListener;
import io.parallax.simulator.core.LedgerReport;
import io.parallax.simulator.core.NewOrder;
import io.parallax.simulator.core.OrderUpdate;
import io.parallax.simulator.core.RandomDelay;
import io.parallax.simulator.core.SeededRandom;
import io.parallax.simulator.core.SimulatedBook;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// The plainest bot there is, trading straight on the cores with the delays of the real interfaces: sells Vest and buys
/// Paradex when the entry spread is reached, and turns back when the exit spread is. It tells what a tape offers.
final class ThresholdBot implements ExchangeListener {
    private static final long PPM = 1_000_000;
    private static final String ACCOUNT = "0x1111111111111111111111111111111111111111";

    private final IoLoop loop;
    private final SimulatedExchange vest;
    private final SimulatedExchange paradex;
    private final SimulatedBook vestBook;
    private final SimulatedBook paradexBook;
    private final long quantityE8;
    private final long entryPpm;
    private final long exitPpm;
    private final RandomDelay vestDelay;
    private final RandomDelay paradexDelay;
    private int orders;
    private int pending;
    private boolean holding;
    private boolean failed;
    private int cycles;

    private ThresholdBot(
            Simulation simulation, IoLoop loop, String pair, String quantity, long entryPpm, long exitPpm, long seed) {
        this.loop = loop;
        this.vest = simulation.vest();
        this.paradex = simulation.paradex();
        this.vestBook = book(vest, pair);
        this.paradexBook = book(paradex, pair);
        this.quantityE8 = FixedPoint.parse(quantity);
        this.entryPpm = entryPpm;
        this.exitPpm = exitPpm;
        this.vestDelay = RandomDelay.skewed(new SeededRandom(seed).split("vest"), 30, 90, 250, 1_500);
        this.paradexDelay = RandomDelay.uniform(new SeededRandom(seed).split("paradex"), 2, 10);
        vest.openAccount(ACCOUNT);
        paradex.openAccount(ACCOUNT);
        vest.addListener(this);
        paradex.addListener(this);
    }

    private static SimulatedBook book(SimulatedExchange exchange, String pair) {
        return exchange.books().stream()
                .filter(book -> book.instrument().instrument().pair().equals(pair))
                .findFirst()
                .orElseThrow();
    }

    /// @param netE8 profit of all cycles on both exchanges after fees
    /// @param flat whether it ended without a position
    record Result(int cycles, long netE8, long feesE8, boolean flat, boolean failed) {}

    static Result run(
            SimulatorSettings settings, String pair, String quantity, long entryPpm, long exitPpm, long millis) {
        VirtualIoLoop loop = new VirtualIoLoop();
        Simulation simulation = new Simulation(settings.withStartsAtOnce(true), loop);
        ThresholdBot bot = new ThresholdBot(simulation, loop, pair, quantity, entryPpm, exitPpm, settings.seed());
        loop.advanceMillis(millis);
        long netE8 =
                simulation.ledgers().stream().mapToLong(LedgerReport::netE8).sum();
        long feesE8 =
                simulation.ledgers().stream().mapToLong(LedgerReport::feesE8).sum();
        boolean flat = simulation.ledgers().stream().allMatch(LedgerReport::flat);
        return new Result(bot.cycles, netE8, feesE8, flat, bot.failed);
    }

    @Override
    public void onBookChange(BookChange change) {
        // Listeners must not enter orders; a microsecond later is soon enough.
        if (change.cause() == BookChange.Cause.MARKET && pending == 0) {
            loop.schedule(1_000, this::decide);
        }
    }

    private void decide() {
        if (pending > 0 || failed) {
            return;
        }
        if (!holding && spreadPpm(vestBook, paradexBook) >= entryPpm) {
            trade(Side.SELL, false);
        } else if (holding && spreadPpm(paradexBook, vestBook) >= exitPpm) {
            trade(Side.BUY, true);
        }
    }

    /// `(bid of one − ask of the other) ÷ ask of the other`.
    private static long spreadPpm(SimulatedBook one, SimulatedBook other) {
        long askE8 = other.bestE8(Side.SELL);
        return FixedPoint.multiplyDivide(one.bestE8(Side.BUY) - askE8, PPM, askE8, Rounding.FLOOR);
    }

    private void trade(Side vestSide, boolean reduceOnly) {
        pending = 2;
        vest.submit(
                NewOrder.market(
                        "v" + orders,
                        "",
                        ACCOUNT,
                        vestBook.symbol(),
                        vestSide,
                        NewOrder.Instruction.FOK,
                        quantityE8,
                        vestSide == Side.BUY
                                ? vestBook.markE8() * 2
                                : vestBook.instrument().instrument().tickE8(),
                        reduceOnly),
                vestDelay.nextNanos());
        paradex.submit(
                NewOrder.market(
                        "p" + orders,
                        "",
                        ACCOUNT,
                        paradexBook.symbol(),
                        vestSide.opposite(),
                        NewOrder.Instruction.IOC,
                        quantityE8,
                        FixedPoint.NO_PRICE,
                        reduceOnly),
                paradexDelay.nextNanos());
        orders++;
    }

    @Override
    public void onOrder(OrderUpdate update) {
        if (update.ended()) {
            failed = failed || update.remainingE8() != 0;
            pending--;
            if (pending == 0) {
                holding = !holding;
                cycles += holding ? 0 : 1;
            }
        }
    }
}
