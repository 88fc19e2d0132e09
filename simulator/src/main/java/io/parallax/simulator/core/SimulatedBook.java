package io.parallax.simulator.core;

import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/// The book of one instrument: liquidity of the outside market, and behind it at each price the resting orders
/// of clients, oldest first. What clients take from the market's liquidity is gone until the market refreshes
/// the book. Prices and quantities × 10⁸. Thread: simulator loop.
public final class SimulatedBook {
    private static final long PPM = 1_000_000;

    private SimulatedInstrument instrument;
    private TradingMode mode = TradingMode.OPEN;
    private final boolean showsResting;
    private final NavigableMap<Long, BookLevel> bids = new TreeMap<>(Comparator.reverseOrder());
    private final NavigableMap<Long, BookLevel> asks = new TreeMap<>();
    private final PriceList touchedBids = new PriceList();
    private final PriceList touchedAsks = new PriceList();
    private final LongSupplier nowNanos;
    private final Funding funding;
    private long sequence;
    private long middleE8 = FixedPoint.NO_PRICE;
    private long markOffsetPpm;
    private long indexOffsetPpm;
    private boolean delisted;

    /// @param showsResting whether resting orders are part of what the book publishes
    /// @param nowNanos monotonic time
    SimulatedBook(SimulatedInstrument instrument, boolean showsResting, long firstSequence, LongSupplier nowNanos) {
        this.nowNanos = nowNanos;
        this.funding = new Funding(nowNanos.getAsLong());
        this.instrument = instrument;
        this.showsResting = showsResting;
        this.sequence = firstSequence;
    }

    /// One price: the market's part and the clients' part.
    static final class BookLevel {
        private long externalE8;
        private final Deque<SimulatedOrder> resting = new ArrayDeque<>();

        long externalE8() {
            return externalE8;
        }

        Deque<SimulatedOrder> resting() {
            return resting;
        }

        long restingE8() {
            return resting.stream().mapToLong(SimulatedOrder::remainingE8).sum();
        }

        private boolean empty() {
            return externalE8 == 0 && resting.isEmpty();
        }
    }

    /// A price with a quantity.
    public record Level(long priceE8, long quantityE8) {}

    public SimulatedInstrument instrument() {
        return instrument;
    }

    void instrument(SimulatedInstrument changed) {
        if (!changed.symbol().equals(instrument.symbol())) {
            throw new IllegalArgumentException(
                    "the symbol must stay " + instrument.symbol() + ", found " + changed.symbol());
        }
        instrument = changed;
    }

    /// The instrument's own mode; see [SimulatedExchange#mode(String)] for the one that holds.
    TradingMode mode() {
        return instrument.instrument().tradable() ? mode : mode.stricter(TradingMode.HALTED);
    }

    void mode(TradingMode changed) {
        mode = changed;
    }

    public String symbol() {
        return instrument.symbol();
    }

    /// Number of the last change.
    public long sequence() {
        return sequence;
    }

    public boolean hasMark() {
        return middleE8 != FixedPoint.NO_PRICE;
    }

    /// The mark: the middle of the market's last touch, moved by what the control says, on the tick grid.
    public long markE8() {
        return moved(markOffsetPpm);
    }

    /// The index, which the exchange takes from other markets: the same middle, moved on its own.
    public long indexE8() {
        return moved(indexOffsetPpm);
    }

    private long moved(long ppm) {
        if (ppm == 0 || !hasMark()) {
            return middleE8;
        }
        return FixedPoint.roundToMultiple(
                FixedPoint.multiplyDivide(middleE8, PPM + ppm, PPM, Rounding.HALF_EVEN),
                instrument.instrument().tickE8(),
                Rounding.HALF_EVEN);
    }

    /// What margin is reckoned with: the mark in an order book (Paradex, margin page), the index where the engine is
    /// the counterparty (Vest, margin page).
    long marginPriceE8() {
        return showsResting ? markE8() : indexE8();
    }

    void deviate(long markPpm, long indexPpm) {
        markOffsetPpm = markPpm;
        indexOffsetPpm = indexPpm;
    }

    /// Whether it was taken off the list after its settlement.
    public boolean delisted() {
        return delisted;
    }

    void delist() {
        delisted = true;
    }

    /// Funding index as of now, in quote currency per unit of base.
    public long fundingIndexE8() {
        funding.accrue(nowNanos.getAsLong(), hasMark() ? indexE8() : 0);
        return funding.indexE8();
    }

    /// Funding that a long pays per hour and notional × 10¹².
    public long fundingRateE12() {
        return funding.hourlyRateE12();
    }

    /// How much the funding index grows in an hour at the present index price.
    public long fundingPremiumE8() {
        return hasMark() ? funding.premiumE8(indexE8()) : 0;
    }

    void funding(long hourlyRateE12, long intervalMillis) {
        fundingIndexE8();
        funding.terms(nowNanos.getAsLong(), hourlyRateE12, intervalMillis);
    }

    /// What the book publishes, best first, at most `depth` levels a side.
    public List<Level> levels(Side side, int depth) {
        List<Level> levels = new ArrayList<>(Math.min(depth, 64));
        eachLevel(side, depth, (priceE8, quantityE8) -> levels.add(new Level(priceE8, quantityE8)));
        return levels;
    }

    /// Takes one level.
    @FunctionalInterface
    public interface LevelSink {
        void onLevel(long priceE8, long quantityE8);
    }

    /// Hands out what the book publishes, best first, at most `depth` levels.
    public void eachLevel(Side side, int depth, LevelSink sink) {
        int left = depth;
        for (Map.Entry<Long, BookLevel> entry : side(side).entrySet()) {
            if (left == 0) {
                break;
            }
            long quantityE8 = visibleE8(entry.getValue());
            if (quantityE8 > 0) {
                sink.onLevel(entry.getKey(), quantityE8);
                left--;
            }
        }
    }

    /// Best published price, or [FixedPoint#NO_PRICE].
    public long bestE8(Side side) {
        List<Level> best = levels(side, 1);
        return best.isEmpty() ? FixedPoint.NO_PRICE : best.getFirst().priceE8();
    }

    NavigableMap<Long, BookLevel> side(Side side) {
        return side == Side.BUY ? bids : asks;
    }

    /// Puts the market's quotes in place of its former ones; the mark follows.
    void refresh(List<Level> newBids, List<Level> newAsks) {
        fundingIndexE8();
        replace(Side.BUY, newBids);
        replace(Side.SELL, newAsks);
        if (!newBids.isEmpty() && !newAsks.isEmpty()) {
            long exactE8 = (newBids.getFirst().priceE8() + newAsks.getFirst().priceE8()) / 2;
            middleE8 =
                    FixedPoint.roundToMultiple(exactE8, instrument.instrument().tickE8(), Rounding.HALF_EVEN);
        }
    }

    /// Both the book and the target are walked once, from the best price outward.
    private void replace(Side side, List<Level> target) {
        List<Level> wanted = strictlyOrdered(side, target) ? target : ordered(side, target);
        PriceList touched = touched(side);
        NavigableMap<Long, BookLevel> levels = side(side);
        List<Level> added = new ArrayList<>();
        int next = 0;
        for (Iterator<Map.Entry<Long, BookLevel>> entries = levels.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<Long, BookLevel> entry = entries.next();
            long priceE8 = entry.getKey();
            while (next < wanted.size() && better(side, wanted.get(next).priceE8(), priceE8)) {
                added.add(wanted.get(next++));
            }
            boolean stays = next < wanted.size() && wanted.get(next).priceE8() == priceE8;
            long quantityE8 = stays ? wanted.get(next++).quantityE8() : 0;
            BookLevel level = entry.getValue();
            if (level.externalE8 != quantityE8) {
                level.externalE8 = quantityE8;
                touched.add(priceE8);
            }
            if (level.empty()) {
                entries.remove();
            }
        }
        added.addAll(wanted.subList(next, wanted.size()));
        for (Level level : added) {
            if (level.quantityE8() > 0) {
                BookLevel created = new BookLevel();
                created.externalE8 = level.quantityE8();
                levels.put(level.priceE8(), created);
                touched.add(level.priceE8());
            }
        }
    }

    private static boolean better(Side side, long priceE8, long otherE8) {
        return side == Side.BUY ? priceE8 > otherE8 : priceE8 < otherE8;
    }

    private static boolean strictlyOrdered(Side side, List<Level> levels) {
        for (int i = 1; i < levels.size(); i++) {
            if (!better(side, levels.get(i - 1).priceE8(), levels.get(i).priceE8())) {
                return false;
            }
        }
        return true;
    }

    /// Best first, the quantities of equal prices added up.
    private static List<Level> ordered(Side side, List<Level> levels) {
        NavigableMap<Long, Long> sums =
                new TreeMap<>(side == Side.BUY ? Comparator.<Long>reverseOrder() : Comparator.<Long>naturalOrder());
        levels.forEach(level -> sums.merge(level.priceE8(), level.quantityE8(), Long::sum));
        List<Level> ordered = new ArrayList<>();
        sums.forEach((priceE8, quantityE8) -> ordered.add(new Level(priceE8, quantityE8)));
        return ordered;
    }

    void takeExternal(Side side, long priceE8, BookLevel level, long quantityE8) {
        level.externalE8 -= quantityE8;
        touch(side, priceE8);
    }

    void rest(SimulatedOrder order) {
        NewOrder request = order.request();
        side(request.side())
                .computeIfAbsent(request.limitE8(), price -> new BookLevel())
                .resting
                .addLast(order);
        touch(request.side(), request.limitE8());
    }

    void remove(SimulatedOrder order) {
        NewOrder request = order.request();
        BookLevel level = side(request.side()).get(request.limitE8());
        if (level != null && level.resting.remove(order)) {
            touch(request.side(), request.limitE8());
        }
    }

    /// Notes that a price may publish another quantity now.
    void touch(Side side, long priceE8) {
        touched(side).add(priceE8);
    }

    /// Drops empty prices, numbers the change and returns what it did. The result is in order of price, highest
    /// first, bids before asks.
    BookChange endChange(BookChange.Cause cause, long epochMillis) {
        List<BookChange.Level> changes = new ArrayList<>();
        for (Side side : Side.values()) {
            PriceList touched = touched(side);
            for (int i = touched.sort() - 1; i >= 0; i--) {
                long priceE8 = touched.get(i);
                BookLevel level = side(side).get(priceE8);
                changes.add(new BookChange.Level(side, priceE8, level == null ? 0 : visibleE8(level)));
                if (level != null && level.empty()) {
                    side(side).remove(priceE8);
                }
            }
            touched.clear();
        }
        sequence++;
        return new BookChange(symbol(), sequence, cause, changes, epochMillis);
    }

    private PriceList touched(Side side) {
        return side == Side.BUY ? touchedBids : touchedAsks;
    }

    boolean changed() {
        return !touchedBids.isEmpty() || !touchedAsks.isEmpty();
    }

    private long visibleE8(BookLevel level) {
        return level.externalE8 + (showsResting && !level.resting.isEmpty() ? level.restingE8() : 0);
    }
}
