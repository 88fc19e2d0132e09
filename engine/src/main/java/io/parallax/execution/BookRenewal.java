package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

import io.parallax.exchange.BookEventSink.BookLoss;
import io.parallax.marketdata.BookState;
import io.parallax.marketdata.OrderBook;

/// Knows when a book is to be asked for again. Its feed notices gaps and silence by itself; that a book is crossed,
/// or that a level in it makes no sense, is seen here. Crossed for a moment is no news: exchanges tell two sides one
/// after the other. Thread: engine only.
final class BookRenewal {
    private static final long PATIENCE_NANOS = 1_000_000_000L;
    private static final long SPACING_NANOS = 10_000_000_000L;

    private long wrongSinceNanos = NEVER;
    private long askedNanos = NEVER;

    /// Whether a new book is due; if so it counts as asked for.
    boolean takeDue(OrderBook book, long nowNanos) {
        if (!isWrong(book)) {
            wrongSinceNanos = NEVER;
            return false;
        }
        if (wrongSinceNanos == NEVER) {
            wrongSinceNanos = nowNanos;
        }
        boolean patient = nowNanos - wrongSinceNanos < PATIENCE_NANOS;
        boolean asked = askedNanos != NEVER && nowNanos - askedNanos < SPACING_NANOS;
        if (patient || asked) {
            return false;
        }
        askedNanos = nowNanos;
        return true;
    }

    private static boolean isWrong(OrderBook book) {
        return book.state() == BookState.CROSSED
                || (book.state() == BookState.STALE
                        && book.lossReason().filter(BookLoss.BAD_DATA::equals).isPresent());
    }
}
