package io.parallax.app.tape;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.parallax.tape.TapeSink;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the chunks of a tape to a folder: files of bounded length that follow one another, compressed, each
/// chunk readable once it is written. Never slows whoever records: when the disk does not keep up, fails, or
/// the tape is as long as it may be, the recording ends with an alert, and the run goes on. Thread: [#write]
/// from the engine; files are written on a thread of its own.
public final class TapeWriter implements TapeSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TapeWriter.class);
    private static final int SLOTS = 64;
    private static final int CHUNK_MAX = 64 * 1_024;
    private static final int BUFFER = 32 * 1_024;
    private static final long LOOK_NANOS = 50_000_000L;
    private static final long END_MILLIS_MAX = 5_000;

    private final Path folder;
    private final Bounds bounds;
    private final RingBuffer<Chunk> ring =
            RingBuffer.createSingleProducer(Chunk::new, SLOTS, new YieldingWaitStrategy());
    private final Sequence consumed = new Sequence();
    private final Thread thread = new Thread(this::drain, "tape");
    private volatile boolean ending;
    private volatile boolean over;
    private int files;
    private long bytes;
    private long fileBytes;
    private @Nullable DataOutputStream file;
    private @Nullable CountingStream counted;

    private static final class Chunk {
        private byte[] bytes = new byte[CHUNK_MAX];
        private int length;
    }

    /// How much a tape may take. Thread: any; immutable.
    ///
    /// @param fileBytesMax compressed; the next file begins after the chunk that reaches it
    /// @param bytesMax compressed, all files together; the recording ends there
    public record Bounds(long fileBytesMax, long bytesMax) {
        public static final Bounds DEFAULT = new Bounds(64L << 20, 2L << 30);
    }

    private TapeWriter(Path folder, Bounds bounds) {
        this.folder = folder;
        this.bounds = bounds;
        ring.addGatingSequences(consumed);
        consumed.set(ring.getCursor());
        thread.setDaemon(true);
    }

    /// Begins a tape in a folder that is made, or is empty.
    ///
    /// @throws IOException when there is something in it, or it cannot be written to
    public static TapeWriter open(Path folder, Bounds bounds) throws IOException {
        Files.createDirectories(folder);
        try (var inside = Files.list(folder)) {
            if (inside.findAny().isPresent()) {
                throw new IOException(folder + " is not empty; a tape needs a folder of its own");
            }
        }
        TapeWriter writer = new TapeWriter(folder, bounds);
        writer.nextFile();
        writer.thread.start();
        return writer;
    }

    @Override
    public boolean write(byte[] from, int length) {
        if (over) {
            return false;
        }
        if (!ring.hasAvailableCapacity(1)) {
            over = true;
            LOG.error("ALERT the recording ends: the disk does not keep up with it");
            return false;
        }
        long next = ring.next();
        Chunk chunk = ring.get(next);
        if (chunk.bytes.length < length) {
            chunk.bytes = new byte[length];
        }
        System.arraycopy(from, 0, chunk.bytes, 0, length);
        chunk.length = length;
        ring.publish(next);
        return true;
    }

    private void drain() {
        while (true) {
            boolean last = ending;
            long sequence = consumed.get() + 1;
            if (sequence <= ring.getCursor()) {
                Chunk chunk = ring.get(sequence);
                if (!over || last) {
                    append(chunk);
                }
                consumed.set(sequence);
            } else if (last) {
                closeFile();
                return;
            } else {
                LockSupport.parkNanos(this, LOOK_NANOS);
            }
        }
    }

    private void append(Chunk chunk) {
        try {
            if (fileBytes >= bounds.fileBytesMax) {
                closeFile();
                nextFile();
            }
            DataOutputStream out = file;
            CountingStream count = counted;
            if (out == null || count == null) {
                return;
            }
            out.writeInt(chunk.length);
            out.write(chunk.bytes, 0, chunk.length);
            out.flush();
            bytes += count.count - fileBytes;
            fileBytes = count.count;
            if (bytes >= bounds.bytesMax) {
                over = true;
                LOG.error("ALERT the recording ends: {} MB are as long as it may be", bytes >> 20);
            }
        } catch (IOException e) {
            over = true;
            LOG.error("ALERT the recording ends: {}", e.toString());
        }
    }

    private void nextFile() throws IOException {
        files++;
        Path path = folder.resolve(TapeFile.name(files));
        OutputStream raw = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        CountingStream count = new CountingStream(raw);
        counted = count;
        fileBytes = 0;
        file = new DataOutputStream(new BufferedOutputStream(
                new DeflaterOutputStream(count, new Deflater(Deflater.BEST_SPEED), BUFFER, true), BUFFER));
    }

    private void closeFile() {
        try {
            DataOutputStream out = file;
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            LOG.error("the end of the tape could not be written: {}", e.toString());
        }
        file = null;
    }

    /// Writes what is waiting and ends.
    @Override
    public void close() {
        ending = true;
        LockSupport.unpark(thread);
        try {
            thread.join(END_MILLIS_MAX);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class CountingStream extends OutputStream {
        private final OutputStream out;
        private long count;

        private CountingStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            count++;
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            out.write(from, offset, length);
            count += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
