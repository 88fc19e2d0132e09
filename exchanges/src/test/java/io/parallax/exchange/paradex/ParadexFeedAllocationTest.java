package io.parallax.exchange.paradex;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.transport.VirtualIoLoop;
import io.parallax.instrument.Side;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/// From the bytes of a book frame to book events, without garbage.
class ParadexFeedAllocationTest {
    private static final int FRAMES = 50_000;
    private static final int ROUNDS_MAX = 20;

    /// Less than a byte a frame: the smallest object has sixteen.
    private static final long BYTES_MAX = FRAMES;

    private static final int SEQUENCE_AT = 16;

    @Test
    void makesNoGarbagePerBookFrame() throws MalformedMessageException {
        ParadexFeed feed = subscribedFeed();
        byte[] frame = ScriptedParadex.book(
                101, 1, ScriptedParadex.MARKET, new long[][] {{8_342_270, 5}, {8_341_220, 0}}, new long[][] {
                    {8_345_290, 31}
                });
        ByteBuffer view = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long sequence = 100;
        long bytes = Long.MAX_VALUE;
        // Until the compiler is done there is garbage of its making: the first clean round counts, and there must be
        // one.
        int rounds = 0;
        while (bytes > BYTES_MAX && rounds < ROUNDS_MAX) {
            rounds++;
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < FRAMES; i++) {
                sequence++;
                view.putLong(SEQUENCE_AT, sequence);
                feed.onBinary(frame, 0, frame.length, sequence);
            }
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(levels).isEqualTo(3L * rounds * FRAMES + 3);
        assertThat(bytes).as("bytes for %d frames", FRAMES).isLessThanOrEqualTo(BYTES_MAX);
    }

    private long levels;

    private ParadexFeed subscribedFeed() {
        VirtualIoLoop loop = new VirtualIoLoop();
        ScriptedParadex paradex = new ScriptedParadex(loop);
        ParadexFeed feed =
                new ParadexFeed(loop, ParadexSession.CONFIG, new ParadexCounters(), event -> {}, new Counting());
        feed.subscribe(ScriptedParadex.MARKET, 0);
        feed.start();
        paradex.pass(100);
        assertThat(feed.isReady()).isTrue();
        return feed;
    }

    /// Counts levels.
    private final class Counting implements BookEventSink {
        @Override
        public void beginSnapshot(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {}

        @Override
        public void beginDelta(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {}

        @Override
        public void onLevel(Side side, long priceE8, long quantityE8) {
            levels++;
        }

        @Override
        public void end() {}

        @Override
        public void onBookLost(int bookIndex, BookLoss reason, long atNanos) {
            throw new AssertionError(reason);
        }
    }
}
