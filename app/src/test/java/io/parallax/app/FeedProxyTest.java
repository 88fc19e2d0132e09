package io.parallax.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.BookEventSink.BookLoss;
import io.parallax.instrument.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FeedProxyTest {
    private final AtomicInteger wakes = new AtomicInteger();
    private final FeedProxy proxy = new FeedProxy(8, 4, wakes::incrementAndGet);
    private final RecordedBook engine = new RecordedBook();

    @Test
    void handsEveryChangeOnAsTheFeedToldIt() {
        proxy.beginSnapshot(1, 7, 100, 55);
        proxy.onLevel(Side.BUY, 10, 1);
        proxy.onLevel(Side.SELL, 11, 2);
        proxy.end();
        proxy.beginDelta(2, 8, 101, 56);
        proxy.onLevel(Side.SELL, 12, 0);
        proxy.end();
        proxy.onBookLost(1, BookLoss.GAP, 102);
        drain();
        assertThat(engine.heard)
                .containsExactly(
                        "snapshot 1 #7 at 100/55",
                        "BUY 10×1",
                        "SELL 11×2",
                        "end",
                        "delta 2 #8 at 101/56",
                        "SELL 12×0",
                        "end",
                        "lost 1 GAP at 102");
        assertThat(wakes).hasValue(3);
    }

    @Test
    void carriesASnapshotOfAnySizeThatFitsTheRing() {
        proxy.beginSnapshot(0, 1, 1, 1);
        for (int i = 1; i <= 400; i++) {
            proxy.onLevel(i % 3 == 0 ? Side.BUY : Side.SELL, i, i);
        }
        proxy.end();
        drain();
        assertThat(engine.heard)
                .hasSize(402)
                .startsWith("snapshot 0 #1 at 1/1", "SELL 1×1")
                .endsWith("SELL 400×400", "end");
        assertThat(engine.heard.get(3)).isEqualTo("BUY 3×3");
        assertThat(engine.heard.get(384)).isEqualTo("BUY 384×384");
    }

    @Test
    void losesTheBookWhoseChangeDoesNotFitAndNothingElse() {
        for (int i = 0; i < 8; i++) {
            delta(i % 2, i);
        }
        delta(0, 8);
        assertThat(proxy.overflows()).isEqualTo(1);
        drain();
        assertThat(engine.heard).endsWith("lost 0 OVERFLOW at 999").doesNotContain("delta 0 #8 at 8/0");
        engine.heard.clear();
        delta(0, 9);
        delta(1, 10);
        drain();
        assertThat(engine.heard).containsExactly("delta 1 #10 at 10/0", "end");
    }

    @Test
    void mendsALostBookWithItsNextSnapshot() {
        for (int i = 0; i < 9; i++) {
            delta(2, i);
        }
        drain();
        engine.heard.clear();
        delta(2, 19);
        proxy.beginSnapshot(2, 20, 20, 0);
        proxy.end();
        delta(2, 21);
        drain();
        assertThat(engine.heard).containsExactly("snapshot 2 #20 at 20/0", "end", "delta 2 #21 at 21/0", "end");
    }

    @Test
    void publishesNothingOfASnapshotThatDoesNotFit() {
        proxy.beginSnapshot(0, 1, 1, 0);
        for (int i = 0; i < 8 * 64 + 1; i++) {
            proxy.onLevel(Side.BUY, i + 1, 1);
        }
        proxy.end();
        drain();
        assertThat(engine.heard).containsExactly("lost 0 OVERFLOW at 999");
        proxy.beginSnapshot(0, 2, 2, 0);
        proxy.end();
        engine.heard.clear();
        drain();
        assertThat(engine.heard).containsExactly("snapshot 0 #2 at 2/0", "end");
    }

    @Test
    void passesALossOnEvenWhenTheRingIsFull() {
        for (int i = 0; i < 8; i++) {
            delta(0, i);
        }
        proxy.onBookLost(1, BookLoss.DISCONNECTED, 50);
        drain();
        assertThat(engine.heard).endsWith("lost 1 OVERFLOW at 999");
    }

    /// A feed that outruns the engine: after everything is read, each book has either its last state or is known
    /// lost.
    @Test
    void neverLetsTheEngineBelieveABookThatMissedAChange() throws InterruptedException {
        long seed = System.nanoTime();
        System.out.println("FeedProxyTest seed " + seed);
        FeedProxy small = new FeedProxy(4, 4, () -> {});
        CountingBooks books = new CountingBooks();
        AtomicBoolean done = new AtomicBoolean();
        Thread feed = new Thread(() -> {
            Random random = new Random(seed);
            long[] count = new long[4];
            for (int i = 0; i < 200_000; i++) {
                int book = random.nextInt(4);
                if (random.nextInt(20) == 0) {
                    small.beginSnapshot(book, ++count[book], 0, 0);
                } else {
                    small.beginDelta(book, ++count[book], 0, 0);
                }
                for (int level = random.nextInt(3) * 70; level > 0; level--) {
                    small.onLevel(Side.BUY, level, 1);
                }
                small.end();
            }
            done.set(true);
        });
        feed.start();
        while (!done.get() || !small.isEmpty()) {
            small.drain(books, 8, 0);
        }
        feed.join();
        assertThat(books.gapsBelieved).as("seed %d", seed).isZero();
        assertThat(books.applied).isPositive();
    }

    private void delta(int book, long sequence) {
        deltaTo(proxy, book, sequence);
    }

    private static void deltaTo(FeedProxy proxy, int book, long sequence) {
        proxy.beginDelta(book, sequence, sequence, 0);
        proxy.end();
    }

    private void drain() {
        proxy.drain(engine, 8, 999);
    }

    /// Follows sequence numbers as a book would: a delta must continue what is believed.
    private static final class CountingBooks implements BookEventSink {
        private final long[] believed = new long[4];
        private long applied;
        private long gapsBelieved;

        @Override
        public void beginSnapshot(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
            believed[bookIndex] = sequence;
            applied++;
        }

        @Override
        public void beginDelta(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
            if (believed[bookIndex] != 0) {
                gapsBelieved += believed[bookIndex] + 1 == sequence ? 0 : 1;
                believed[bookIndex] = sequence;
                applied++;
            }
        }

        @Override
        public void onLevel(Side side, long priceE8, long quantityE8) {}

        @Override
        public void end() {}

        @Override
        public void onBookLost(int bookIndex, BookLoss reason, long atNanos) {
            believed[bookIndex] = 0;
        }
    }

    private static final class RecordedBook implements BookEventSink {
        private final List<String> heard = new ArrayList<>();

        @Override
        public void beginSnapshot(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
            heard.add("snapshot " + bookIndex + " #" + sequence + " at " + receivedNanos + "/" + exchangeEpochMicros);
        }

        @Override
        public void beginDelta(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
            heard.add("delta " + bookIndex + " #" + sequence + " at " + receivedNanos + "/" + exchangeEpochMicros);
        }

        @Override
        public void onLevel(Side side, long priceE8, long quantityE8) {
            heard.add(side + " " + priceE8 + "×" + quantityE8);
        }

        @Override
        public void end() {
            heard.add("end");
        }

        @Override
        public void onBookLost(int bookIndex, BookLoss reason, long atNanos) {
            heard.add("lost " + bookIndex + " " + reason + " at " + atNanos);
        }
    }
}
