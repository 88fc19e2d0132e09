package io.parallax.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.journal.JournalReader.Reading;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JournalReaderTest {
    private static final List<JournalEntry> ENTRIES = List.of(
            new JournalEntry.Started("live-ab12", "live", 1_800_000_000L),
            new JournalEntry.StateChanged("btc", "FLAT", "ENTERING", "ENTRY_SIGNAL", "1500 ppm"),
            new JournalEntry.OrderIntended(
                    "btc",
                    "vest",
                    "BTC-PERP",
                    "ab12-6a3f91c0-000001-A-EN",
                    "BUY",
                    1_000_000,
                    10_000_000_000_000L,
                    false,
                    "entry"),
            new JournalEntry.OrderReported(
                    "btc", "vest", "ab12-6a3f91c0-000001-A-EN", "SENT", "UNKNOWN", -1, "timeout"),
            new JournalEntry.OrderFilled(
                    "btc", "vest", "ab12-6a3f91c0-000001-A-EN", "BUY", Long.MAX_VALUE, Long.MIN_VALUE, 0),
            new JournalEntry.Decided("btc", "repair 1: µ → ✓ 𝄞"),
            new JournalEntry.Halted("btc", "REPAIR_BUDGET", ""),
            new JournalEntry.Commanded("resume", "looked at it"),
            new JournalEntry.Alerted("", "naked for 3000 ms"),
            new JournalEntry.Lost(17),
            new JournalEntry.Ended(20, "long 0.01 BTC-PERP on vest"));

    private static byte[] journal(List<JournalEntry> entries) {
        ByteBuffer file = ByteBuffer.allocate(JournalCodec.HEADER + entries.size() * JournalCodec.FRAME_MAX);
        file.put(JournalCodec.header("ab12"));
        long sequence = 0;
        for (JournalEntry entry : entries) {
            sequence++;
            JournalCodec.encode(file, new Journaled(sequence, 1_800_000_000_000L + sequence, -sequence, entry));
        }
        return Arrays.copyOf(file.array(), file.position());
    }

    private static Reading read(byte[] file, List<JournalEntry> into) {
        return JournalReader.read(ByteBuffer.wrap(file), journaled -> into.add(journaled.entry()));
    }

    @Test
    void readsWhatWasWritten() {
        List<Journaled> read = new ArrayList<>();
        Reading reading = JournalReader.read(ByteBuffer.wrap(journal(ENTRIES)), read::add);
        assertThat(reading.isWhole()).isTrue();
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.instance()).contains("ab12");
        assertThat(read).extracting(Journaled::entry).isEqualTo(ENTRIES);
        assertThat(read.getFirst()).isEqualTo(new Journaled(1, 1_800_000_000_001L, -1, ENTRIES.getFirst()));
    }

    @Test
    void readsAllWholeEntriesOfAFileThatEndsAnywhere() {
        byte[] whole = journal(ENTRIES);
        for (int length = 0; length < whole.length; length++) {
            List<JournalEntry> read = new ArrayList<>();
            Reading reading = read(Arrays.copyOf(whole, length), read);
            assertThat(read).isEqualTo(ENTRIES.subList(0, read.size()));
            assertThat(reading.damages()).isLessThanOrEqualTo(1);
            if (reading.damages() == 1) {
                assertThat(reading.isTorn()).isTrue();
                assertThat(reading.problems()).endsWith("bytes of an unfinished entry at the end");
            }
        }
    }

    @Test
    void losesOneEntryAtMostForEachFlippedBit() {
        byte[] whole = journal(ENTRIES);
        for (int bit = JournalCodec.HEADER * 8; bit < whole.length * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            List<JournalEntry> read = new ArrayList<>();
            Reading reading = read(damaged, read);
            assertThat(read).as("bit %d", bit).hasSize(ENTRIES.size() - 1);
            assertThat(ENTRIES).containsSubsequence(read);
            assertThat(reading.isWhole()).isFalse();
        }
    }

    @Test
    void tellsADoubledPieceOnce() {
        byte[] whole = journal(ENTRIES);
        byte[] doubled = Arrays.copyOf(whole, 2 * whole.length - JournalCodec.HEADER);
        System.arraycopy(whole, JournalCodec.HEADER, doubled, whole.length, whole.length - JournalCodec.HEADER);
        List<JournalEntry> read = new ArrayList<>();
        Reading reading = read(doubled, read);
        assertThat(read).isEqualTo(ENTRIES);
        assertThat(reading.repeated()).isEqualTo(ENTRIES.size());
        assertThat(reading.problems()).isEqualTo(ENTRIES.size() + " repeated entries");
    }

    @Test
    void countsAPieceThatWasCutOut() {
        byte[] whole = journal(ENTRIES);
        byte[] first = journal(ENTRIES.subList(0, 3));
        byte[] beforeFifth = journal(ENTRIES.subList(0, 5));
        byte[] cut = Arrays.copyOf(first, first.length + whole.length - beforeFifth.length);
        System.arraycopy(whole, beforeFifth.length, cut, first.length, whole.length - beforeFifth.length);
        Reading reading = read(cut, new ArrayList<>());
        assertThat(reading.missing()).isEqualTo(2);
        assertThat(reading.problems()).isEqualTo("2 missing entries");
    }

    @Test
    void knowsWhatIsNoJournalOfThisVersion() {
        byte[] later = journal(ENTRIES);
        later[9]++;
        byte[] lettered = journal(ENTRIES);
        lettered[10] = '/';
        for (byte[] other :
                List.of(new byte[0], new byte[100], "parallax".getBytes(StandardCharsets.US_ASCII), later, lettered)) {
            List<JournalEntry> read = new ArrayList<>();
            Reading reading = read(other, read);
            assertThat(reading.problems()).isEqualTo("no journal of this version");
            assertThat(read).isEmpty();
        }
        assertThatThrownBy(() -> JournalCodec.header("abc")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cutsTextsThatAreTooLongBetweenCharacters() {
        // Four bytes each, behind one of a single byte.
        String notes = "a" + "𝄞".repeat(5_000);
        List<JournalEntry> read = new ArrayList<>();
        read(journal(List.of(new JournalEntry.StateChanged(notes, notes, notes, notes, notes))), read);
        JournalEntry.StateChanged changed = (JournalEntry.StateChanged) read.getFirst();
        assertThat(changed.detail()).isEqualTo("a" + "𝄞".repeat(374));
    }

    @Test
    void survivesAnyDamage() {
        long seed = Long.getLong("parallax.seed", System.nanoTime());
        System.out.println("JournalReaderTest seed " + seed);
        Random random = new Random(seed);
        List<JournalEntry> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            many.addAll(ENTRIES);
        }
        byte[] whole = journal(many);
        for (int round = 0; round < 3_000; round++) {
            byte[] damaged = damage(whole, random);
            List<JournalEntry> read = new ArrayList<>();
            Reading reading = read(damaged, read);
            assertThat(read).hasSize(Math.toIntExact(reading.entries()));
            assertThat(new ArrayList<>(ENTRIES)).containsAll(read);
        }
    }

    /// Flips, overwrites, cuts out, doubles or cuts off, several times.
    private static byte[] damage(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int wound = random.nextInt(6); wound >= 0 && bytes.length > JournalCodec.HEADER; wound--) {
            int from = JournalCodec.HEADER + random.nextInt(bytes.length - JournalCodec.HEADER);
            int length = Math.min(bytes.length - from, 1 + random.nextInt(300));
            switch (random.nextInt(5)) {
                case 0 -> bytes[from] ^= (byte) (1 << random.nextInt(8));
                case 1 -> {
                    byte[] noise = new byte[length];
                    random.nextBytes(noise);
                    System.arraycopy(noise, 0, bytes, from, length);
                }
                case 2 -> {
                    byte[] shorter = new byte[bytes.length - length];
                    System.arraycopy(bytes, 0, shorter, 0, from);
                    System.arraycopy(bytes, from + length, shorter, from, shorter.length - from);
                    bytes = shorter;
                }
                case 3 -> {
                    byte[] longer = new byte[bytes.length + length];
                    System.arraycopy(bytes, 0, longer, 0, from + length);
                    System.arraycopy(bytes, from, longer, from + length, bytes.length - from);
                    bytes = longer;
                }
                default -> bytes = Arrays.copyOf(bytes, from);
            }
        }
        return bytes;
    }

    @Test
    void readsHostileBytesInBoundedTime() {
        // Marks everywhere, each with a length that makes the reader look far ahead.
        byte[] hostile = Arrays.copyOf(journal(List.of()), 1_000_000);
        ByteBuffer bytes = ByteBuffer.wrap(hostile);
        for (int at = JournalCodec.HEADER; at + 8 < hostile.length; at += 8) {
            bytes.putInt(at, JournalCodec.MARK);
            bytes.putInt(at + 4, JournalCodec.FRAME_MAX - JournalCodec.FRAME_HEAD);
        }
        Reading reading = read(hostile, new ArrayList<>());
        assertThat(reading.entries()).isZero();
        assertThat(reading.damagedBytes()).isEqualTo(1_000_000 - JournalCodec.HEADER);
    }
}
