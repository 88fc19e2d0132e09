package io.parallax.app.journal;

import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.InsufficientCapacityException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.YieldingWaitStrategy;
import io.parallax.execution.EngineListener;
import io.parallax.execution.EngineNotice;
import io.parallax.journal.JournalCodec;
import io.parallax.journal.JournalEntry;
import io.parallax.journal.Journaled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the journal on a thread of its own. When its ring is full, or the disk does not take what is written, entries
/// are lost and counted; nobody ever waits for it. Written entries survive the end of the process at once and a loss
/// of power after a second; halts, commands, starts and ends are on the disk before the next entry is written. Every
/// start begins a file of its own, so that nothing is ever put behind a torn end. Thread: [#onNotice] and [#keep] from
/// any, the rest from the main thread.
public final class JournalWriter implements EngineListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.parallax.journal");
    private static final int SLOTS = 8_192;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long SYNC_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long CLOSE_MILLIS = 2_000;
    private static final int BUFFER = 4 * JournalCodec.FRAME_MAX;

    /// How much is kept.
    ///
    /// @param bytesMax a file that is larger is followed by the next one
    /// @param filesMax the oldest of more are deleted
    public record Bounds(long bytesMax, int filesMax) {
        /// 32 MiB together.
        public static final Bounds DEFAULT = new Bounds(4 * 1024 * 1024, 8);
    }

    private final Path directory;
    private final String instance;
    private final Bounds bounds;
    private final RingBuffer<Slot> ring = RingBuffer.createMultiProducer(Slot::new, SLOTS, new YieldingWaitStrategy());
    private final EventPoller<Slot> poller = ring.newPoller();
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread = new Thread(this::run, "journal");
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private volatile boolean closing;

    // The journal thread's own.
    private @Nullable FileChannel channel;
    private long fileNumber;
    private long fileBytes;
    private long sequence;
    private long buffered;
    private long lostTold;
    private boolean unsynced;
    private boolean syncNow;
    private boolean failing;
    private long syncedNanos;
    private long retryNanos;

    private static final class Slot {
        private @Nullable Object event;
        private long epochMillis;
        private long nanos;
    }

    /// Begins to write; touches the disk on its own thread only.
    ///
    /// @param directory is made when missing
    /// @param instance four letters of the account, as in order ids
    public JournalWriter(Path directory, String instance, Bounds bounds) {
        this.directory = directory;
        this.instance = instance;
        this.bounds = bounds;
        ring.addGatingSequences(poller.getSequence());
        thread.setDaemon(true);
    }

    /// Tells what earlier runs left, and begins to write.
    public void start() {
        thread.start();
    }

    @Override
    public void onNotice(EngineNotice notice) {
        if (JournalNotices.isKept(notice)) {
            put(notice);
        }
    }

    public void keep(JournalEntry entry) {
        put(entry);
    }

    private void put(Object event) {
        try {
            long place = ring.tryNext();
            Slot slot = ring.get(place);
            slot.event = event;
            slot.epochMillis = System.currentTimeMillis();
            slot.nanos = System.nanoTime();
            ring.publish(place);
        } catch (InsufficientCapacityException _) {
            lost.incrementAndGet();
        }
    }

    /// Entries that did not fit or could not be written, since the start.
    public long lost() {
        return lost.get();
    }

    /// Writes what is there, at most two seconds long, and ends.
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- the journal thread

    private void run() {
        tellWhatIsThere();
        retryNanos = System.nanoTime();
        boolean last = false;
        while (!last) {
            last = closing;
            try {
                boolean worked = poller.poll((slot, _, _) -> take(slot)) == EventPoller.PollState.PROCESSING;
                flush(last);
                if (!worked && !last) {
                    LockSupport.parkNanos(this, PAUSE_NANOS);
                }
            } catch (Exception e) {
                LOG.error("an entry of the journal could not be written", e);
            }
        }
        closeFile();
    }

    /// What earlier runs left is history: however it looks, this run begins all the same.
    private void tellWhatIsThere() {
        try {
            List<JournalFiles.Found> found = JournalFiles.read(directory, entry -> {});
            long entries = 0;
            for (JournalFiles.Found each : found) {
                entries += each.reading().entries();
                if (!each.reading().isWhole()) {
                    LOG.warn(
                            "journal: {}: {}",
                            each.file().getFileName(),
                            each.reading().problems());
                }
                each.reading()
                        .instance()
                        .filter(other -> !other.equals(instance))
                        .ifPresent(other -> LOG.warn(
                                "journal: {} is of another account ({})",
                                each.file().getFileName(),
                                other));
                fileNumber = Math.max(fileNumber, JournalFiles.number(each.file()));
            }
            LOG.info("journal: {} entries of earlier runs in {} files", entries, found.size());
        } catch (IOException | RuntimeException e) {
            LOG.warn("journal: what earlier runs left cannot be read: {}", e.toString());
        }
    }

    private boolean take(Slot slot) {
        Object event = slot.event;
        slot.event = null;
        JournalEntry entry = switch (event) {
            case JournalEntry made -> made;
            case EngineNotice notice -> JournalNotices.entry(notice);
            case null, default -> null;
        };
        if (entry == null) {
            return true;
        }
        if (!isOpen()) {
            lost.incrementAndGet();
            return true;
        }
        long missing = lost.get() - lostTold;
        if (missing > 0) {
            lostTold += missing;
            encode(new JournalEntry.Lost(missing), slot);
        }
        encode(entry, slot);
        syncNow |= JournalNotices.isUrgent(entry);
        return true;
    }

    private void encode(JournalEntry entry, Slot slot) {
        if (buffer.remaining() < JournalCodec.FRAME_MAX) {
            write();
        }
        sequence++;
        buffered++;
        JournalCodec.encode(buffer, new Journaled(sequence, slot.epochMillis, slot.nanos, entry));
    }

    /// @param last whether everything has to be on the disk
    private void flush(boolean last) {
        write();
        boolean due = System.nanoTime() - syncedNanos >= SYNC_NANOS;
        FileChannel open = channel;
        if (open != null && unsynced && (due || syncNow || last)) {
            try {
                open.force(false);
                syncedNanos = System.nanoTime();
                unsynced = false;
                syncNow = false;
            } catch (IOException e) {
                fail(e);
            }
        }
        if (fileBytes >= bounds.bytesMax()) {
            closeFile();
        }
    }

    private void write() {
        FileChannel open = channel;
        buffer.flip();
        try {
            if (open != null && buffer.hasRemaining()) {
                while (buffer.hasRemaining()) {
                    fileBytes += open.write(buffer);
                }
                unsynced = true;
                failing = false;
            }
        } catch (IOException e) {
            lost.addAndGet(buffered);
            fail(e);
        }
        buffered = 0;
        buffer.clear();
    }

    /// Makes the next file when none is open; not again at once after the disk refused.
    private boolean isOpen() {
        if (channel != null) {
            return true;
        }
        if (System.nanoTime() - retryNanos < 0) {
            return false;
        }
        try {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            do {
                fileNumber++;
            } while (Files.exists(JournalFiles.file(directory, fileNumber), LinkOption.NOFOLLOW_LINKS));
            channel = FileChannel.open(
                    JournalFiles.file(directory, fileNumber), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            fileBytes = 0;
            sequence = 0;
            buffer.put(JournalCodec.header(instance));
            deleteOldest();
            return true;
        } catch (IOException | RuntimeException e) {
            fail(e);
            return false;
        }
    }

    private void deleteOldest() throws IOException {
        List<Path> files = JournalFiles.list(directory);
        for (Path old : files.subList(0, Math.max(0, files.size() - bounds.filesMax()))) {
            Files.deleteIfExists(old);
        }
    }

    private void fail(Exception e) {
        if (!failing) {
            failing = true;
            LOG.error("ALERT journal: {} does not take entries, history is being lost: {}", directory, e.toString());
        }
        retryNanos = System.nanoTime() + RETRY_NANOS;
        closeFile();
    }

    private void closeFile() {
        FileChannel open = channel;
        channel = null;
        fileBytes = 0;
        unsynced = false;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("a file of the journal did not close: {}", e.toString());
            }
        }
    }
}
