package io.parallax.journal;

import io.parallax.journal.JournalEntry.Alerted;
import io.parallax.journal.JournalEntry.Commanded;
import io.parallax.journal.JournalEntry.Decided;
import io.parallax.journal.JournalEntry.Ended;
import io.parallax.journal.JournalEntry.Halted;
import io.parallax.journal.JournalEntry.Lost;
import io.parallax.journal.JournalEntry.OrderFilled;
import io.parallax.journal.JournalEntry.OrderIntended;
import io.parallax.journal.JournalEntry.OrderReported;
import io.parallax.journal.JournalEntry.Started;
import io.parallax.journal.JournalEntry.StateChanged;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The bytes of a journal file. A header: `parallax`, the version of the form (2 bytes), four letters of the account.
/// Then frames: a mark (4 bytes) that a reader finds its way back by, the length of the payload (4), its CRC-32C (4),
/// the payload: kind (1), sequence (8), wall clock in ms (8), monotonic ns (8), fields. Numbers are big-endian, texts
/// are UTF-8 behind their length (2). Thread: any; stateless.
public final class JournalCodec {
    public static final int VERSION = 1;
    /// Longest frame in bytes.
    public static final int FRAME_MAX = 16_384;

    static final int HEADER = 14;
    static final int FRAME_HEAD = 12;
    static final int MARK = 0x50_4C_58_4A;
    static final int PAYLOAD_MIN = 25;

    private static final byte[] MAGIC = "parallax".getBytes(StandardCharsets.US_ASCII);
    private static final int INSTANCE = 4;
    /// Nine of them and the numbers fit a frame.
    private static final int TEXT_MAX = 1_500;

    private static final int STARTED = 1;
    private static final int ENDED = 2;
    private static final int INTENDED = 3;
    private static final int REPORTED = 4;
    private static final int FILLED = 5;
    private static final int DECIDED = 6;
    private static final int STATE_CHANGED = 7;
    private static final int HALTED = 8;
    private static final int COMMANDED = 9;
    private static final int ALERTED = 10;
    private static final int LOST = 11;

    private JournalCodec() {}

    /// What a file begins with.
    ///
    /// @param instance four letters or digits of the account, as in order ids
    public static byte[] header(String instance) {
        byte[] letters = instance.getBytes(StandardCharsets.US_ASCII);
        if (letters.length != INSTANCE) {
            throw new IllegalArgumentException("an instance is four letters or digits, found \"" + instance + "\"");
        }
        return ByteBuffer.allocate(HEADER)
                .put(MAGIC)
                .putShort((short) VERSION)
                .put(letters)
                .array();
    }

    /// The account of a file; empty when the bytes do not begin as a file of this version does.
    static Optional<String> instance(ByteBuffer file) {
        if (file.remaining() < HEADER) {
            return Optional.empty();
        }
        byte[] magic = new byte[MAGIC.length];
        file.get(file.position(), magic);
        boolean ours =
                java.util.Arrays.equals(magic, MAGIC) && file.getShort(file.position() + MAGIC.length) == VERSION;
        byte[] letters = new byte[INSTANCE];
        file.get(file.position() + MAGIC.length + 2, letters);
        String instance = new String(letters, StandardCharsets.US_ASCII);
        return ours && instance.matches("[a-z0-9]{4}") ? Optional.of(instance) : Optional.empty();
    }

    /// Puts one frame into `target`, which has room for [#FRAME_MAX]. Texts that are too long are cut.
    public static void encode(ByteBuffer target, Journaled journaled) {
        int start = target.position();
        target.putInt(MARK).putInt(0).putInt(0);
        int payload = target.position();
        target.put((byte) kind(journaled.entry()));
        target.putLong(journaled.sequence()).putLong(journaled.epochMillis()).putLong(journaled.nanos());
        putFields(target, journaled.entry());
        int length = target.position() - payload;
        target.putInt(start + 4, length);
        target.putInt(start + 8, crc(target, payload, length));
    }

    static int crc(ByteBuffer buffer, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.slice(at, length));
        return (int) crc.getValue();
    }

    private static int kind(JournalEntry entry) {
        return switch (entry) {
            case Started _ -> STARTED;
            case Ended _ -> ENDED;
            case OrderIntended _ -> INTENDED;
            case OrderReported _ -> REPORTED;
            case OrderFilled _ -> FILLED;
            case Decided _ -> DECIDED;
            case StateChanged _ -> STATE_CHANGED;
            case Halted _ -> HALTED;
            case Commanded _ -> COMMANDED;
            case Alerted _ -> ALERTED;
            case Lost _ -> LOST;
        };
    }

    private static void putFields(ByteBuffer to, JournalEntry entry) {
        switch (entry) {
            case Started e -> {
                texts(to, e.engine(), e.mode());
                to.putLong(e.bootEpochSeconds());
            }
            case Ended e -> {
                to.putLong(e.exitCode());
                texts(to, e.open());
            }
            case OrderIntended e -> {
                texts(to, e.bot(), e.exchange(), e.symbol(), e.id(), e.side(), e.reason());
                to.putLong(e.quantityE8()).putLong(e.limitE8()).put((byte) (e.reduceOnly() ? 1 : 0));
            }
            case OrderReported e -> {
                texts(to, e.bot(), e.exchange(), e.id(), e.from(), e.to(), e.detail());
                to.putLong(e.filledE8());
            }
            case OrderFilled e -> {
                texts(to, e.bot(), e.exchange(), e.id(), e.side());
                to.putLong(e.quantityE8()).putLong(e.priceE8()).putLong(e.feeE8());
            }
            case Decided e -> texts(to, e.bot(), e.text());
            case StateChanged e -> texts(to, e.bot(), e.from(), e.to(), e.event(), e.detail());
            case Halted e -> texts(to, e.bot(), e.reason(), e.detail());
            case Commanded e -> texts(to, e.command(), e.reason());
            case Alerted e -> texts(to, e.bot(), e.text());
            case Lost e -> to.putLong(e.entries());
        }
    }

    private static void texts(ByteBuffer to, String... texts) {
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int length = Math.min(bytes.length, TEXT_MAX);
            // Not in the middle of a character: the bytes after its first one begin with 10.
            while (length < bytes.length && length > 0 && (bytes[length] & 0xC0) == 0x80) {
                length--;
            }
            to.putShort((short) length).put(bytes, 0, length);
        }
    }

    /// Reads a payload whose CRC was right; empty for a kind of a later version, or a payload that does not hold what
    /// its kind promises.
    static Optional<Journaled> decode(ByteBuffer payload) {
        try {
            int kind = payload.get();
            long sequence = payload.getLong();
            long epochMillis = payload.getLong();
            long nanos = payload.getLong();
            Optional<JournalEntry> entry = fields(kind, payload);
            return payload.hasRemaining()
                    ? Optional.empty()
                    : entry.map(found -> new Journaled(sequence, epochMillis, nanos, found));
        } catch (BufferUnderflowException _) {
            return Optional.empty();
        }
    }

    private static Optional<JournalEntry> fields(int kind, ByteBuffer from) {
        return switch (kind) {
            case STARTED -> Optional.of(new Started(text(from), text(from), from.getLong()));
            case ENDED -> Optional.of(new Ended(from.getLong(), text(from)));
            case INTENDED -> Optional.of(intended(from));
            case REPORTED -> Optional.of(reported(from));
            case FILLED ->
                Optional.of(new OrderFilled(
                        text(from),
                        text(from),
                        text(from),
                        text(from),
                        from.getLong(),
                        from.getLong(),
                        from.getLong()));
            case DECIDED -> Optional.of(new Decided(text(from), text(from)));
            case STATE_CHANGED ->
                Optional.of(new StateChanged(text(from), text(from), text(from), text(from), text(from)));
            case HALTED -> Optional.of(new Halted(text(from), text(from), text(from)));
            case COMMANDED -> Optional.of(new Commanded(text(from), text(from)));
            case ALERTED -> Optional.of(new Alerted(text(from), text(from)));
            case LOST -> Optional.of(new Lost(from.getLong()));
            default -> Optional.empty();
        };
    }

    private static OrderIntended intended(ByteBuffer from) {
        String bot = text(from);
        String exchange = text(from);
        String symbol = text(from);
        String id = text(from);
        String side = text(from);
        String reason = text(from);
        return new OrderIntended(
                bot, exchange, symbol, id, side, from.getLong(), from.getLong(), from.get() == 1, reason);
    }

    private static OrderReported reported(ByteBuffer from) {
        String bot = text(from);
        String exchange = text(from);
        String id = text(from);
        String before = text(from);
        String after = text(from);
        String detail = text(from);
        return new OrderReported(bot, exchange, id, before, after, from.getLong(), detail);
    }

    private static String text(ByteBuffer from) {
        int length = Short.toUnsignedInt(from.getShort());
        if (length > from.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
