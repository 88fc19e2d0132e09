package io.parallax.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.BookEventSink.BookLoss;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import org.junit.jupiter.api.Test;

/// A book that cannot be right is asked for again after a second, and every ten seconds from then on.
class BookRenewalTest {
    private static final long SECOND = 1_000_000_000L;

    private final OrderBook book = new OrderBook();
    private final BookRenewal renewal = new BookRenewal();

    private void quotes(long bid, long ask) {
        book.beginSnapshot(1, 0, 0);
        book.onLevel(Side.BUY, bid, 5);
        book.onLevel(Side.SELL, ask, 5);
        book.end();
    }

    private boolean isDue(long nowNanos) {
        return renewal.takeDue(book, nowNanos);
    }

    @Test
    void md06ACrossedBookIsGivenASecond() {
        quotes(11, 10);
        assertThat(isDue(7)).isFalse();
        assertThat(isDue(7 + SECOND - 1)).isFalse();
        assertThat(isDue(7 + SECOND)).isTrue();
        assertThat(isDue(7 + 11 * SECOND - 1)).isFalse();
        assertThat(isDue(7 + 11 * SECOND)).isTrue();
    }

    @Test
    void md06ABookThatIsRightForAMomentIsGivenAnotherSecond() {
        quotes(11, 10);
        isDue(0);
        quotes(10, 11);
        assertThat(isDue(2 * SECOND)).isFalse();
        quotes(11, 10);
        assertThat(isDue(2 * SECOND)).isFalse();
        assertThat(isDue(3 * SECOND - 1)).isFalse();
        assertThat(isDue(3 * SECOND)).isTrue();
    }

    @Test
    void md09ABookWithBadDataIsWrongAndOneThatIsOnlyLostIsNot() {
        quotes(10, 11);
        book.onLost(BookLoss.GAP);
        isDue(0);
        assertThat(isDue(5 * SECOND)).as("its feed asks by itself").isFalse();
        quotes(10, 11);
        assertThat(isDue(10 * SECOND)).as("nothing is wrong").isFalse();
        book.onLost(BookLoss.BAD_DATA);
        isDue(20 * SECOND);
        assertThat(isDue(21 * SECOND)).isTrue();
        quotes(10, 11);
        isDue(40 * SECOND);
        assertThat(isDue(60 * SECOND)).as("it came").isFalse();
    }
}
