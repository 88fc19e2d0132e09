package io.parallax.simulator.core;

import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One client's money on one exchange: cash, positions, leverage, resting orders. Cash is the starting balance
/// plus everything realised minus all fees plus funding and transfers. Margin is cross. Thread: simulator loop.
public final class Account {
    private static final long PPM = 1_000_000;
    private static final int PAYMENTS_MAX = 10_000;
    private static final int MOMENTS_MAX = 2_048;

    private final String exchange;
    private final String id;
    private final long startingBalanceE8;
    private final Map<String, SimulatedBook> books;
    private final Map<String, Position> positions = new LinkedHashMap<>();
    private final Map<String, Integer> leverages = new LinkedHashMap<>();
    private final Map<String, SimulatedOrder> openOrders = new LinkedHashMap<>();
    private final Deque<FundingPayment> payments = new ArrayDeque<>();
    private final Deque<Transfer> transfers = new ArrayDeque<>();
    private final Deque<Bust> busts = new ArrayDeque<>();
    private final Deque<Moment> moments = new ArrayDeque<>();
    private AccountStatus status = AccountStatus.ACTIVE;
    private long transfersE8;
    private long phantomE8;
    private long fillCount;
    private long orderCount;

    /// The ledger as it was from a moment on.
    private record Moment(long nanos, Map<String, Position> positions, long transfersE8) {}

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

    /// Realised funding; positive is received.
    public long fundingE8() {
        return positions.values().stream().mapToLong(Position::fundingE8).sum();
    }

    /// Collateral moved in less what was moved out.
    public long transfersE8() {
        return transfersE8;
    }

    public long cashE8() {
        return startingBalanceE8 + realisedE8() - feesE8() + fundingE8() + transfersE8;
    }

    public AccountStatus status() {
        return status;
    }

    /// Newest first.
    public List<FundingPayment> payments() {
        return List.copyOf(payments);
    }

    /// Newest first.
    public List<Transfer> transfers() {
        return List.copyOf(transfers);
    }

    /// Newest first.
    public List<Bust> busts() {
        return List.copyOf(busts);
    }

    void status(AccountStatus changed) {
        status = changed;
    }

    /// What a fault adds to the value that the exchange tells.
    public long phantomE8() {
        return phantomE8;
    }

    void phantomE8(long changed) {
        phantomE8 = changed;
    }

    void add(FundingPayment payment) {
        keep(payments, payment);
    }

    void add(Transfer transfer) {
        transfersE8 = Math.addExact(transfersE8, transfer.amountE8());
        keep(transfers, transfer);
    }

    void add(Bust bust) {
        keep(busts, bust);
    }

    private static <T> void keep(Deque<T> newestFirst, T entry) {
        newestFirst.addFirst(entry);
        if (newestFirst.size() > PAYMENTS_MAX) {
            newestFirst.removeLast();
        }
    }

    /// Keeps the ledger as it is for [#positionsAsOf] and [#rollBack]; bounded, the oldest go first.
    void remember(long nowNanos) {
        Map<String, Position> copies = new LinkedHashMap<>();
        positions.forEach((symbol, position) -> copies.put(symbol, position.copy()));
        moments.addLast(new Moment(nowNanos, copies, transfersE8));
        if (moments.size() > MOMENTS_MAX) {
            moments.removeFirst();
        }
    }

    private Moment momentAt(long nanos) {
        for (Iterator<Moment> newest = moments.descendingIterator(); newest.hasNext(); ) {
            Moment moment = newest.next();
            if (moment.nanos - nanos <= 0) {
                return moment;
            }
        }
        return moments.getFirst();
    }

    /// The positions as they were at a moment of the loop's monotonic time, or as far back as is remembered.
    public List<Position> positionsAsOf(long nanos) {
        return List.copyOf(momentAt(nanos).positions.values());
    }

    /// Makes the ledger what it was at a moment; payments, transfers and busts since then are forgotten.
    void rollBack(long nanos, long epochMillis) {
        Moment then = momentAt(nanos);
        then.positions.forEach((symbol, position) -> position(symbol).restore(position));
        transfersE8 = then.transfersE8;
        moments.removeIf(moment -> moment.nanos - nanos > 0);
        if (moments.isEmpty()) {
            moments.addLast(then);
        }
        payments.removeIf(payment -> payment.epochMillis() > epochMillis);
        transfers.removeIf(transfer -> transfer.epochMillis() > epochMillis);
        busts.removeIf(bust -> bust.epochMillis() > epochMillis);
    }

    public long unrealisedE8() {
        return positions.values().stream()
                .filter(position -> !position.flat())
                .mapToLong(position -> position.unrealisedE8(markE8(position.symbol())))
                .sum();
    }

    public long unrealisedFundingE8() {
        return positions.values().stream().mapToLong(this::unrealisedFundingE8).sum();
    }

    /// Funding of one position that the next change of it will realise.
    public long unrealisedFundingE8(Position position) {
        SimulatedBook book = books.get(position.symbol());
        return book == null || position.flat() ? 0 : position.unrealisedFundingE8(book.fundingIndexE8());
    }

    /// Cash plus unrealised profit at the marks plus unrealised funding: what the exchange says and judges by.
    public long valueE8() {
        return trueValueE8() + phantomE8;
    }

    /// The value without what a fault adds to it.
    long trueValueE8() {
        return cashE8() + unrealisedE8() + unrealisedFundingE8();
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
        long notionalE8 = FixedPoint.multiply(quantityE8, marginPriceE8(symbol), Rounding.UP);
        return FixedPoint.multiplyDivide(notionalE8, 1, leverage(symbol), Rounding.UP);
    }

    /// The price of the position's instrument at which the account would be worth its maintenance margin if nothing
    /// else moved; [FixedPoint#NO_PRICE] when flat or when there is no such price above zero.
    public long liquidationPriceE8(Position position) {
        long priceE8 = marginPriceE8(position.symbol());
        SimulatedBook book = books.get(position.symbol());
        if (position.flat() || priceE8 == 0 || book == null) {
            return FixedPoint.NO_PRICE;
        }
        long heldE8 = position.quantityE8();
        long marginShareE8 = FixedPoint.multiplyDivide(
                Math.abs(heldE8), book.instrument().maintenancePpm(), PPM * leverage(position.symbol()), Rounding.DOWN);
        long cushionE8 = valueE8() - maintenanceMarginE8();
        long foundE8 = priceE8 - FixedPoint.divide(cushionE8, heldE8 - marginShareE8, Rounding.HALF_EVEN);
        return foundE8 > 0 ? foundE8 : FixedPoint.NO_PRICE;
    }

    private long marginPriceE8(String symbol) {
        SimulatedBook book = books.get(symbol);
        return book == null || !book.hasMark() ? 0 : book.marginPriceE8();
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
                fundingE8(),
                transfersE8,
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
                                position.fundingE8(),
                                position.fundingIndexE8(),
                                position.tradedFlowE8()))
                        .toList());
    }
}
