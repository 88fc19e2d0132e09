package io.parallax.journal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads a journal file, whatever became of it: torn at the end, bits flipped, pieces missing or doubled, or no journal
/// at all. Entries whose CRC is right are told in order; the rest is counted. Never throws for what the bytes say; time
/// and memory are bounded by the file's size. Thread: any; stateless.
public final class JournalReader {
    /// A file that is damaged in more places is not read to its end.
    private static final int DAMAGES_MAX = 1_000;

    private JournalReader() {}

    /// What was found besides the entries.
    ///
    /// @param instance four letters of the account; empty when the file does not begin as a journal does, and then
    ///     nothing was told
    /// @param entries told ones
    /// @param damages places with bytes that are no whole frame; one at the very end is what a sudden death leaves
    /// @param damagedBytes bytes in them
    /// @param isTorn whether the last damage reaches the end of the file
    /// @param repeated frames whose sequence was told before; not told again
    /// @param missing sequence numbers that were passed over
    /// @param unknown frames of a kind that a later version made
    public record Reading(
            Optional<String> instance,
            long entries,
            int damages,
            long damagedBytes,
            boolean isTorn,
            long repeated,
            long missing,
            long unknown) {

        /// Whether the file is as it was written.
        public boolean isWhole() {
            return instance.isPresent() && damages == 0 && repeated == 0 && missing == 0;
        }

        /// What is wrong, in plain words; empty when nothing is.
        public String problems() {
            if (instance.isEmpty()) {
                return "no journal of this version";
            }
            StringBuilder text = new StringBuilder();
            boolean cutOnly = damages == 1 && isTorn;
            add(text, cutOnly, damagedBytes + " bytes of an unfinished entry at the end");
            add(text, damages > 0 && !cutOnly, damages + " damaged places of " + damagedBytes + " bytes");
            add(text, repeated > 0, repeated + " repeated entries");
            add(text, missing > 0, missing + " missing entries");
            return text.toString();
        }

        private static void add(StringBuilder text, boolean present, String problem) {
            if (present) {
                text.append(text.isEmpty() ? "" : ", ").append(problem);
            }
        }
    }

    /// Tells every entry that can be read.
    public static Reading read(ByteBuffer file, Consumer<Journaled> consumer) {
        ByteBuffer bytes = file.slice();
        Optional<String> instance = JournalCodec.instance(bytes);
        Pass pass = new Pass(bytes, consumer);
        if (instance.isPresent()) {
            pass.run();
        }
        return new Reading(
                instance,
                pass.entries,
                pass.damages,
                pass.damagedBytes,
                pass.torn,
                pass.repeated,
                pass.missing,
                pass.unknown);
    }

    /// One way through the bytes.
    private static final class Pass {
        private final ByteBuffer bytes;
        private final Consumer<Journaled> consumer;
        private long entries;
        private int damages;
        private long damagedBytes;
        private boolean torn;
        private long repeated;
        private long missing;
        private long unknown;
        private long lastSequence;

        private Pass(ByteBuffer bytes, Consumer<Journaled> consumer) {
            this.bytes = bytes;
            this.consumer = consumer;
        }

        private void run() {
            int at = JournalCodec.HEADER;
            while (at < bytes.limit()) {
                int length = frameAt(at);
                if (length > 0) {
                    tell(at, length);
                    at += JournalCodec.FRAME_HEAD + length;
                } else {
                    at = skip(at);
                }
            }
        }

        /// The payload's length of a whole frame, or 0.
        private int frameAt(int at) {
            if (bytes.limit() - at < JournalCodec.FRAME_HEAD + JournalCodec.PAYLOAD_MIN
                    || bytes.getInt(at) != JournalCodec.MARK) {
                return 0;
            }
            int length = bytes.getInt(at + 4);
            boolean fits = length >= JournalCodec.PAYLOAD_MIN
                    && length <= JournalCodec.FRAME_MAX - JournalCodec.FRAME_HEAD
                    && length <= bytes.limit() - at - JournalCodec.FRAME_HEAD;
            return fits && JournalCodec.crc(bytes, at + JournalCodec.FRAME_HEAD, length) == bytes.getInt(at + 8)
                    ? length
                    : 0;
        }

        private int skip(int from) {
            damages++;
            int at = damages >= DAMAGES_MAX ? bytes.limit() : from + 1;
            while (at < bytes.limit() && frameAt(at) == 0) {
                at++;
            }
            damagedBytes += at - from;
            torn = at == bytes.limit();
            return at;
        }

        private void tell(int at, int length) {
            ByteBuffer payload = bytes.slice(at + JournalCodec.FRAME_HEAD, length);
            Optional<Journaled> journaled = JournalCodec.decode(payload);
            if (journaled.isEmpty()) {
                unknown++;
                return;
            }
            long sequence = journaled.get().sequence();
            if (sequence <= lastSequence) {
                repeated++;
                return;
            }
            missing += sequence - lastSequence - 1;
            lastSequence = sequence;
            entries++;
            consumer.accept(journaled.get());
        }
    }
}
