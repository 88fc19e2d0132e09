package io.parallax.simulator.core;

import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One client's money on one exchange: cash, positions, leverage, resting orders. Cash is the starting balance
/// plus everything realised minus all fees. Margin is cross. Thread: simulator loop.
public final class Account {
    private static final long PPM = 1_000_000;

    private final String exchange;
    private final String id;
    private final long startingBalanceE8;
    private final Map<String, SimulatedBook> books;
    private final Map<String, Position> positions = new LinkedHashMap<>();
    private final Map<String, Integer> leverages = new LinkedHashMap<>();
    private final Map<String, SimulatedOrder> openOrders = new LinkedHashMap<>();
    private long fillCount;
    private long orderCount;

    Account(String exchange, String id, long startingBalanceE8, Map<String, SimulatedBook> books) {
        this.exchange = exchange;
        this.id = id;
        this.startingBalanceE8 = startingBalanceE8;
        this.books = books;
        for (SimulatedBook book : books.values()) {
            positions.put(book.symbol(), new Position(book.symbol()));
            leverages.put(book.symbol(), book.instrument().instrument().leverageMax());
        }
    }

    public String id() {
        return id;
    }

    /// The position in every instrument, flat ones included.
    public Collection<Position> positions() {
        return Collections.unmodifiableCollection(positions.values());
    }

    public Position position(String symbol) {
        Position position = positions.get(symbol);
        if (position == null) {
            throw new IllegalArgumentException("no instrument " + symbol + ", there are " + positions.keySet());
        }
        return position;
    }

    /// What it chose, or the most the instrument allows by now.
    public int leverage(String symbol) {
        SimulatedBook book = books.get(symbol);
        return book == null
                ? 1
                : Math.min(
                        leverages.getOrDefault(symbol, 1),
                        book.instrument().instrument().leverageMax());
    }

    /// Sets the leverage. Returns why not, or [EndReason#NONE].
    public EndReason setLeverage(String symbol, int leverage) {
        SimulatedBook book = books.get(symbol);
        if (book == null) {
            return EndReason.UNKNOWN_INSTRUMENT;
        }
        if (leverage < 1 || leverage > book.instrument().instrument().leverageMax()) {
            return EndReason.QUANTITY_ABOVE_MAX;
        }
        leverages.put(symbol, leverage);
        return EndReason.NONE;
    }

    public long startingBalanceE8() {
        return startingBalanceE8;
    }

    public long realisedE8() {
        return positions.values().stream().mapToLong(Position::realisedE8).sum();
    }

    public long feesE8() {
        return positions.values().stream().mapToLong(Position::feesE8).sum();
    }

    public long cashE8() {
        return startingBalanceE8 + realisedE8() - feesE8();
    }

    public long unrealisedE8() {
        return positions.values().stream()
                .filter(position -> !position.flat())
                .mapToLong(position -> position.unrealisedE8(markE8(position.symbol())))
                .sum();
    }

    /// Cash plus unrealised profit at the marks.
    public long valueE8() {
        return cashE8() + unrealisedE8();
    }

    /// Initial margin of positions and resting orders at the marks.
    public long initialMarginE8() {
        return positions.keySet().stream()
                .mapToLong(symbol -> initialMarginE8(symbol, 0, 0))
                .sum();
    }

    /// Initial margin of the positions alone.
    public long positionMarginE8() {
        return positions.values().stream().mapToLong(this::positionMarginE8).sum();
    }

    /// Initial margin of one position.
    public long positionMarginE8(Position position) {
        return marginE8(position.symbol(), Math.abs(position.quantityE8()));
    }

    /// Maintenance margin of all positions.
    public long maintenanceMarginE8() {
        return positions.values().stream().mapToLong(this::maintenanceMarginE8).sum();
    }

    /// Maintenance margin of one position: the instrument's share of its initial margin.
    public long maintenanceMarginE8(Position position) {
        SimulatedBook book = books.get(position.symbol());
        return book == null
                ? 0
                : FixedPoint.multiplyDivide(
                        positionMarginE8(position), book.instrument().maintenancePpm(), PPM, Rounding.UP);
    }

    /// Whether the account can carry an order that it tracks already: yes if its value covers the initial margin with
    /// the order, or if the order does not raise it.
    boolean canAfford(String symbol, Side side, long quantityE8) {
        long withoutE8 =
                initialMarginE8(symbol, side == Side.BUY ? -quantityE8 : 0, side == Side.SELL ? -quantityE8 : 0);
        return initialMarginE8(symbol, 0, 0) <= withoutE8 || valueE8() >= initialMarginE8();
    }

    private long initialMarginE8(String symbol, long moreBuysE8, long moreSellsE8) {
        long heldE8 = position(symbol).quantityE8();
        long longE8 = Math.max(0, openQuantityE8(symbol, Side.BUY) + moreBuysE8 + heldE8);
        long shortE8 = Math.max(0, openQuantityE8(symbol, Side.SELL) + moreSellsE8 - heldE8);
        return marginE8(symbol, Math.max(longE8, shortE8));
    }

    private long marginE8(String symbol, long quantityE8) {
        if (quantityE8 == 0) {
            return 0;
        }
        long notionalE8 = FixedPoint.multiply(quantityE8, markE8(symbol), Rounding.UP);
        return FixedPoint.multiplyDivide(notionalE8, 1, leverage(symbol), Rounding.UP);
    }

    private long markE8(String symbol) {
        SimulatedBook book = books.get(symbol);
        return book == null || !book.hasMark() ? 0 : book.markE8();
    }

    /// Quantity of its resting orders of one side that may add to a position.
    long openQuantityE8(String symbol, Side side) {
        return openOrders.values().stream()
                .filter(order -> order.request().symbol().equals(symbol)
                        && order.request().side() == side
                        && !order.request().reduceOnly())
                .mapToLong(SimulatedOrder::remainingE8)
                .sum();
    }

    /// Its orders that have not ended, oldest first.
    public Collection<SimulatedOrder> openOrders() {
        return Collections.unmodifiableCollection(openOrders.values());
    }

    int openOrderCount(String symbol) {
        return (int) openOrders.values().stream()
                .filter(order -> order.request().symbol().equals(symbol))
                .count();
    }

    void track(SimulatedOrder order) {
        openOrders.put(order.request().orderId(), order);
        orderCount++;
    }

    void forget(SimulatedOrder order) {
        openOrders.remove(order.request().orderId());
    }

    void countFill() {
        fillCount++;
    }

    /// An immutable copy, also for readers on other threads.
    public LedgerReport report() {
        return new LedgerReport(
                exchange,
                id,
                startingBalanceE8,
                cashE8(),
                realisedE8(),
                feesE8(),
                orderCount,
                fillCount,
                openOrders.size(),
                positions.values().stream()
                        .map(position -> new LedgerReport.PositionReport(
                                position.symbol(),
                                position.quantityE8(),
                                position.costE8(),
                                position.averageEntryE8(),
                                position.realisedE8(),
                                position.feesE8(),
                                position.tradedFlowE8()))
                        .toList());
    }
}
