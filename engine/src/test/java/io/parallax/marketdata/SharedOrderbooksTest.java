package io.parallax.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.exchange.OrderbookSnapshot;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class SharedOrderbooksTest {
    private final SharedOrderbooks shared = new SharedOrderbooks();

    @Test
    void isEmptyUntilTheFirstPublication() {
        int index = shared.register(ExchangeId.VEST, "BTC-PERP");
        assertThat(shared.orderbook(ExchangeId.VEST, "BTC-PERP")).isEmpty();
        assertThat(shared.orderbook(ExchangeId.PARADEX, "BTC-PERP")).isEmpty();
        shared.publish(index, new OrderBook());
        OrderbookSnapshot published =
                shared.orderbook(ExchangeId.VEST, "BTC-PERP").orElseThrow();
        assertThat(published.usable()).isFalse();
        assertThat(published.bestBidE8()).isEqualTo(FixedPoint.NO_PRICE);
        assertThat(published.bestAskE8()).isEqualTo(FixedPoint.NO_PRICE);
    }

    @Test
    void showsTheLevelsNearestTheTouch() {
        int index = shared.register(ExchangeId.VEST, "BTC-PERP");
        OrderBook book = new OrderBook();
        book.beginSnapshot(7, 99, 0);
        for (int i = 0; i < 50; i++) {
            book.onLevel(Side.BUY, FixedPoint.parse("100") - i, i + 1);
            book.onLevel(Side.SELL, FixedPoint.parse("101") + i, i + 1);
        }
        book.end();
        shared.publish(index, book);
        OrderbookSnapshot published =
                shared.orderbook(ExchangeId.VEST, "BTC-PERP").orElseThrow();
        assertThat(published.usable()).isTrue();
        assertThat(published.sequence()).isEqualTo(7);
        assertThat(published.receivedNanos()).isEqualTo(99);
        assertThat(published.bidPricesE8()).hasSize(SharedOrderbooks.LEVELS_SHARED);
        assertThat(published.bestBidE8()).isEqualTo(FixedPoint.parse("100"));
        assertThat(published.askQuantitiesE8()[19]).isEqualTo(20);
    }

    @Test
    void oneBookIsRegisteredOnce() {
        shared.register(ExchangeId.VEST, "BTC-PERP");
        assertThat(shared.register(ExchangeId.PARADEX, "BTC-PERP")).isEqualTo(1);
        assertThatThrownBy(() -> shared.register(ExchangeId.VEST, "BTC-PERP"))
                .hasMessage("the book of BTC-PERP on vest is registered already");
    }

    /// The writer keeps ask − bid and all quantities tied to the sequence; a torn read would break the tie.
    @Test
    void aReaderNeverSeesHalfAChange() throws Exception {
        int index = shared.register(ExchangeId.VEST, "BTC-PERP");
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
            Future<Long> first = readers.submit(() -> readUntil(done));
            Future<Long> second = readers.submit(() -> readUntil(done));
            OrderBook book = new OrderBook(4);
            try {
                for (long n = 1; n <= 1_000_000; n++) {
                    book.beginSnapshot(n, n, 0);
                    book.onLevel(Side.BUY, n * 10, n);
                    book.onLevel(Side.SELL, n * 10 + 1, n);
                    book.end();
                    shared.publish(index, book);
                }
            } finally {
                done.set(true);
            }
            assertThat(first.get(10, TimeUnit.SECONDS)).isPositive();
            assertThat(second.get(10, TimeUnit.SECONDS)).isPositive();
        }
    }

    private long readUntil(AtomicBoolean done) {
        long reads = 0;
        long last = 0;
        while (!done.get() || reads == 0) {
            OrderbookSnapshot seen =
                    shared.orderbook(ExchangeId.VEST, "BTC-PERP").orElse(null);
            if (seen == null) {
                continue;
            }
            long n = seen.sequence();
            assertThat(n).isGreaterThanOrEqualTo(last);
            assertThat(seen.bestBidE8()).isEqualTo(n * 10);
            assertThat(seen.bestAskE8()).isEqualTo(n * 10 + 1);
            assertThat(seen.bidQuantitiesE8()[0]).isEqualTo(n);
            assertThat(seen.askQuantitiesE8()[0]).isEqualTo(n);
            assertThat(seen.receivedNanos()).isEqualTo(n);
            last = n;
            reads++;
        }
        return reads;
    }
}
