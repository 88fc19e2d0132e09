package io.parallax.simulator.vest;

import io.parallax.simulator.core.BookChange;
import io.parallax.simulator.core.ExchangeListener;
import io.parallax.simulator.core.SimulatedBook;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.core.Trade;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One-minute bars of the mark and the last trades of each instrument, since the simulator started. Bounded:
/// the oldest go first. Thread: simulator loop.
final class VestHistory implements ExchangeListener {
    static final long MINUTE_MILLIS = 60_000;
    private static final int BARS_MAX = 3 * 24 * 60;
    private static final int TRADES_MAX = 1_000;

    private final SimulatedExchange exchange;
    private final Map<String, Deque<Bar>> bars = new HashMap<>();
    private final Map<String, Deque<Trade>> trades = new HashMap<>();

    VestHistory(SimulatedExchange exchange) {
        this.exchange = exchange;
        for (SimulatedBook book : exchange.books()) {
            bars.put(book.symbol(), new ArrayDeque<>());
            trades.put(book.symbol(), new ArrayDeque<>());
            observeMark(book, exchange.loop().epochMillis());
        }
        exchange.addListener(this);
    }

    /// Prices × 10⁸ over a span of time, and the hourly funding rate × 10¹² at its end.
    record Bar(
            long openMillis,
            long spanMillis,
            long openE8,
            long highE8,
            long lowE8,
            long closeE8,
            long volumeE8,
            long quoteVolumeE8,
            int trades,
            long fundingRateE12) {

        Bar with(long priceE8, long quantityE8, long notionalE8, int moreTrades, long rateE12) {
            return new Bar(
                    openMillis,
                    spanMillis,
                    openE8,
                    Math.max(highE8, priceE8),
                    Math.min(lowE8, priceE8),
                    priceE8,
                    volumeE8 + quantityE8,
                    quoteVolumeE8 + notionalE8,
                    trades + moreTrades,
                    rateE12);
        }

        private Bar join(Bar later, long openedMillis, long span) {
            return new Bar(
                    openedMillis,
                    span,
                    openE8,
                    Math.max(highE8, later.highE8),
                    Math.min(lowE8, later.lowE8),
                    later.closeE8,
                    volumeE8 + later.volumeE8,
                    quoteVolumeE8 + later.quoteVolumeE8,
                    trades + later.trades,
                    later.fundingRateE12);
        }

        private Bar within(long openedMillis, long span) {
            return new Bar(
                    openedMillis,
                    span,
                    openE8,
                    highE8,
                    lowE8,
                    closeE8,
                    volumeE8,
                    quoteVolumeE8,
                    trades,
                    fundingRateE12);
        }
    }

    @Override
    public void onBookChange(BookChange change) {
        if (change.cause() == BookChange.Cause.MARKET) {
            exchange.book(change.symbol()).ifPresent(book -> observeMark(book, change.epochMillis()));
        }
    }

    private void observeMark(SimulatedBook book, long millis) {
        if (book.hasMark()) {
            observe(book.symbol(), millis, book.markE8(), 0, 0, 0);
        }
    }

    @Override
    public void onTrade(Trade trade) {
        Deque<Trade> kept = trades.getOrDefault(trade.symbol(), new ArrayDeque<>());
        kept.addLast(trade);
        if (kept.size() > TRADES_MAX) {
            kept.removeFirst();
        }
        long notionalE8 = FixedPoint.multiply(trade.priceE8(), trade.quantityE8(), Rounding.HALF_EVEN);
        observe(trade.symbol(), trade.epochMillis(), trade.priceE8(), trade.quantityE8(), notionalE8, 1);
    }

    private void observe(String symbol, long millis, long priceE8, long quantityE8, long notionalE8, int count) {
        Deque<Bar> kept = bars.getOrDefault(symbol, new ArrayDeque<>());
        long openMillis = millis - millis % MINUTE_MILLIS;
        long rateE12 = exchange.bookEverListed(symbol)
                .map(SimulatedBook::fundingRateE12)
                .orElse(0L);
        Bar last = kept.peekLast();
        if (last != null && last.openMillis == openMillis) {
            kept.removeLast();
            kept.addLast(last.with(priceE8, quantityE8, notionalE8, count, rateE12));
            return;
        }
        kept.addLast(new Bar(
                openMillis, MINUTE_MILLIS, priceE8, priceE8, priceE8, priceE8, quantityE8, notionalE8, count, rateE12));
        if (kept.size() > BARS_MAX) {
            kept.removeFirst();
        }
    }

    /// Bars of a longer span, oldest first, made of whole minutes.
    List<Bar> bars(String symbol, long spanMillis) {
        List<Bar> joined = new ArrayList<>();
        for (Bar minute : bars.getOrDefault(symbol, new ArrayDeque<>())) {
            long openMillis = minute.openMillis - minute.openMillis % spanMillis;
            Bar last = joined.isEmpty() ? null : joined.getLast();
            if (last != null && last.openMillis == openMillis) {
                joined.set(joined.size() - 1, last.join(minute, openMillis, spanMillis));
            } else {
                joined.add(minute.within(openMillis, spanMillis));
            }
        }
        return joined;
    }

    /// Oldest first.
    List<Trade> trades(String symbol) {
        return List.copyOf(trades.getOrDefault(symbol, new ArrayDeque<>()));
    }
}
