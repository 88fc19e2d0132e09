package io.parallax.ui.terminal;

import io.parallax.exchange.OrderbookSnapshot;
import io.parallax.strategy.SpreadCalculator;
import java.util.Optional;

/// One pair with both books at one moment, as a screen needs it. Thread: any; immutable.
///
/// @param id the bot's name
/// @param exchangeA where leg A trades
/// @param exchangeB where leg B trades
/// @param entryPpm entry threshold
/// @param exitPpm exit threshold
/// @param a empty until the first book
/// @param b empty until the first book
/// @param nowNanos the moment, monotonic
public record PairView(
        String id,
        String pair,
        String exchangeA,
        String exchangeB,
        long entryPpm,
        long exitPpm,
        Optional<OrderbookSnapshot> a,
        Optional<OrderbookSnapshot> b,
        long nowNanos) {
    private static final long STALE_NANOS = 3_000_000_000L;

    /// `(BID_B − ASK_A) / ASK_A` in ppm: opens long A, short B; closes long B, short A.
    public long spreadLongAPpm() {
        return spread(a, b);
    }

    /// `(BID_A − ASK_B) / ASK_B` in ppm: opens long B, short A; closes long A, short B.
    public long spreadLongBPpm() {
        return spread(b, a);
    }

    /// Whether a book is synchronised, not crossed and not old.
    boolean isCurrent(Optional<OrderbookSnapshot> book) {
        return book.filter(OrderbookSnapshot::usable)
                .filter(present -> nowNanos - present.receivedNanos() < STALE_NANOS)
                .isPresent();
    }

    private long spread(Optional<OrderbookSnapshot> bought, Optional<OrderbookSnapshot> sold) {
        if (!isCurrent(bought) || !isCurrent(sold)) {
            return SpreadCalculator.NO_SPREAD;
        }
        return SpreadCalculator.spreadPpm(sold.get().bestBidE8(), bought.get().bestAskE8());
    }
}
