package io.parallax.app.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.PairEvent;
import io.parallax.execution.PairState;
import io.parallax.journal.JournalEntry;
import io.parallax.journal.JournalEntry.Commanded;
import io.parallax.journal.JournalEntry.Lost;
import io.parallax.journal.Journaled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class JournalWriterTest {
    private static final int SLOTS = 8_192;
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("io.parallax.journal");

    @TempDir
    private Path base = Path.of(".");

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logged.start();
        LOGGER.setLevel(Level.INFO);
        LOGGER.setAdditive(false);
        LOGGER.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        LOGGER.detachAppender(logged);
        LOGGER.setLevel(null);
        LOGGER.setAdditive(true);
    }

    private Path directory() {
        return base.resolve("journal");
    }

    private JournalWriter writer() {
        return new JournalWriter(directory(), "ab12", JournalWriter.Bounds.DEFAULT);
    }

    /// Writes with a writer of its own, from start to close.
    private void write(JournalEntry... entries) {
        try (JournalWriter writer = writer()) {
            writer.start();
            for (JournalEntry entry : entries) {
                writer.keep(entry);
            }
        }
    }

    private List<JournalEntry> read() throws IOException {
        List<JournalEntry> read = new ArrayList<>();
        JournalFiles.read(directory(), journaled -> read.add(journaled.entry()));
        return read;
    }

    private String log() {
        return String.join(
                "\n",
                logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
    }

    @Test
    void beginsAFileWithEachStartAndKeepsWhatWasThere() throws IOException {
        write(new Commanded("pause", "one"), new Commanded("resume", "two"));
        write(new Commanded("kill", "three"));
        assertThat(read())
                .containsExactly(
                        new Commanded("pause", "one"), new Commanded("resume", "two"), new Commanded("kill", "three"));
        assertThat(JournalFiles.list(directory())).hasSize(2);
        assertThat(log()).contains("0 entries of earlier runs in 0 files", "2 entries of earlier runs in 1 files");
    }

    @Test
    void writesOnWhateverIsLeftOfEarlierRunsAndSaysWhatIsWrong() throws IOException {
        write(new Commanded("pause", "whole"));
        write(new Commanded("drain", "torn"));
        Path torn = JournalFiles.list(directory()).getLast();
        Files.write(torn, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        Files.writeString(JournalFiles.file(directory(), 3), "not a journal at all");
        Files.write(JournalFiles.file(directory(), 4), io.parallax.journal.JournalCodec.header("zzzz"));
        Files.createDirectory(JournalFiles.file(directory(), 5));
        Files.writeString(directory().resolve("notes.journal"), "of a human");
        write(new Commanded("kill", "after all of it"));
        assertThat(read())
                .containsExactly(
                        new Commanded("pause", "whole"),
                        new Commanded("drain", "torn"),
                        new Commanded("kill", "after all of it"));
        assertThat(log())
                .contains("000002.journal: 3 bytes of an unfinished entry at the end")
                .contains("000003.journal: no journal of this version")
                .contains("000004.journal is of another account (zzzz)")
                .doesNotContain("does not take entries");
    }

    @Test
    void keepsNoMoreThanItsBounds() throws IOException {
        JournalWriter.Bounds bounds = new JournalWriter.Bounds(10_000, 3);
        for (int start = 0; start < 4; start++) {
            try (JournalWriter writer = new JournalWriter(directory(), "ab12", bounds)) {
                for (int i = 0; i < 2_000; i++) {
                    writer.keep(new Commanded("pause", "entry " + i));
                }
                writer.start();
            }
        }
        assertThat(JournalFiles.list(directory())).hasSizeLessThanOrEqualTo(3);
        assertThat(read()).contains(new Commanded("pause", "entry 1999"));
    }

    @Test
    void losesWhatDoesNotFitAndCountsItRatherThanLettingAnybodyWait() throws IOException {
        try (JournalWriter writer = writer()) {
            // Nobody takes anything out before the start.
            for (int i = 0; i < SLOTS + 100; i++) {
                writer.keep(new Commanded("pause", "entry " + i));
            }
            assertThat(writer.lost()).isEqualTo(100);
            writer.start();
        }
        List<JournalEntry> read = read();
        assertThat(read).hasSize(SLOTS + 1);
        assertThat(read.getFirst()).isEqualTo(new Lost(100));
    }

    @Test
    void countsWhatTheDiskDoesNotTake() throws IOException {
        Files.writeString(directory(), "a file where the directory should be");
        JournalWriter failing = writer();
        try (failing) {
            failing.keep(new Commanded("pause", ""));
            failing.keep(new Commanded("kill", ""));
            failing.start();
        }
        assertThat(failing.lost()).isEqualTo(2);
        assertThat(log()).containsOnlyOnce("does not take entries, history is being lost");
    }

    @Test
    void keepsHaltsAndStatesButNoSecret() throws IOException {
        String key = "c0ffee".repeat(10);
        try (JournalWriter writer = writer()) {
            writer.onNotice(new EngineNotice.StateChanged(
                    "btc", PairState.FLAT, PairState.ENTERING, PairEvent.ENTRY_SIGNAL, "1500 ppm", 1));
            writer.onNotice(new EngineNotice.StateChanged(
                    "btc",
                    PairState.ENTERING,
                    PairState.HALTED,
                    PairEvent.HALT_REQUIRED,
                    "CORE_FAULT: key 0x" + key,
                    2));
            writer.onNotice(new EngineNotice.Alert("", "token eyJhbGciOi.eyJzdWIi.c2ln\nand a second line", 3));
            writer.onNotice(new EngineNotice.Exposed("btc", 5, 4));
            writer.start();
        }
        assertThat(read())
                .containsExactly(
                        new JournalEntry.StateChanged("btc", "FLAT", "ENTERING", "ENTRY_SIGNAL", "1500 ppm"),
                        new JournalEntry.Halted("btc", "CORE_FAULT", "key [hidden]"),
                        new JournalEntry.Alerted("", "token [hidden] and a second line"));
        assertThat(Files.readString(
                        JournalFiles.list(directory()).getFirst(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain(key)
                .doesNotContain("eyJhbGciOi");
    }

    @Test
    void printsEachKindOnOneLine() {
        List<JournalEntry> all = List.of(
                new JournalEntry.Started("live-ab12", "live", 1_800_000_000),
                new JournalEntry.OrderIntended(
                        "btc",
                        "vest",
                        "BTC-PERP",
                        "ab12-6b49d200-000001-A-EN",
                        "BUY",
                        1_000_000,
                        10_000_000_000_000L,
                        false,
                        "entry"),
                new JournalEntry.OrderReported(
                        "btc", "vest", "ab12-6b49d200-000001-A-EN", "SENT", "UNKNOWN", 0, "no answer"),
                new JournalEntry.OrderFilled(
                        "btc", "vest", "ab12-6b49d200-000001-A-EN", "BUY", 1_000_000, 10_000_000_000_000L, 10_000_000),
                new JournalEntry.Halted("btc", "REPAIR_BUDGET", "8 orders"),
                new Commanded("resume", "looked"),
                new JournalEntry.Ended(10, "long 0.01"));
        assertThat(all.stream().map(entry -> JournalText.plain(new Journaled(1, 0, 2, entry))))
                .containsExactly(
                        "1970-01-01T00:00:00Z STARTED live-ab12, live, boot 1800000000",
                        "1970-01-01T00:00:00Z btc order ab12-6b49d200-000001-A-EN: buy 0.01 BTC-PERP on vest at 100000"
                                + " or better (entry)",
                        "1970-01-01T00:00:00Z btc order ab12-6b49d200-000001-A-EN on vest: sent → unknown, filled 0"
                                + " (no answer)",
                        "1970-01-01T00:00:00Z btc order ab12-6b49d200-000001-A-EN on vest: buy 0.01 executed at 100000,"
                                + " fee 0.1",
                        "1970-01-01T00:00:00Z btc HALTED for REPAIR_BUDGET (8 orders)",
                        "1970-01-01T00:00:00Z OPERATOR resume (looked)",
                        "1970-01-01T00:00:00Z ENDED with code 10, open: long 0.01");
        assertThat(JournalText.json(new Journaled(7, 0, 2, new Commanded("resume", "looked"))))
                .isEqualTo("{\"time\":\"1970-01-01T00:00:00Z\",\"nanos\":2,\"sequence\":7,\"kind\":\"commanded\","
                        + "\"command\":\"resume\",\"reason\":\"looked\"}");
    }
}
