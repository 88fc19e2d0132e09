package io.parallax.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HaltLatchTest {
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void saysWhyWhenAndWhatIsOpenAndKeepsTheFirstReason() throws IOException {
        HaltLatch latch = new HaltLatch(directory.resolve("HALTED"));
        assertThat(latch.read()).isEmpty();
        latch.set("REPAIR_BUDGET", "btc: 8 orders", "long 0.01 BTC-PERP on vest", THEN);
        latch.set("KILL", "by the operator", "nothing", THEN.plusSeconds(1));
        HaltLatch.Latched read = latch.read().orElseThrow();
        assertThat(read.reason()).isEqualTo("REPAIR_BUDGET");
        assertThat(read.text())
                .startsWith("reason: REPAIR_BUDGET\nwhy: btc: 8 orders\ntime: 2026-01-02T03:04:05Z\n"
                        + "open: long 0.01 BTC-PERP on vest\nnext: ")
                .contains("\nreason: KILL\nwhy: by the operator\n");
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
        latch.clear();
        assertThat(latch.read()).isEmpty();
    }

    @Test
    void latchesHoweverDamagedItIs() throws IOException {
        Path file = directory.resolve("HALTED");
        HaltLatch latch = new HaltLatch(file);
        for (String content : new String[] {"", "\0\0\0", "reason: <script>", "REPAIR_BUDGET"}) {
            Files.writeString(file, content);
            assertThat(latch.read().orElseThrow().reason()).isEqualTo("UNREADABLE");
        }
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(latch.read()).isPresent();
    }

    @Test
    void holdsNoSecretAndDoesNotGrowForEver() throws IOException {
        HaltLatch latch = new HaltLatch(directory.resolve("HALTED"));
        String key = "deadbeef".repeat(8);
        for (int i = 0; i < 1_000; i++) {
            latch.set("KILL", "key 0x" + key + "\nreason: FAKE", "eyJabc.def.ghi", THEN);
        }
        String text = latch.read().orElseThrow().text();
        assertThat(text).doesNotContain(key).doesNotContain("eyJabc").doesNotContain("\nreason: FAKE");
        assertThat(text.length()).isLessThan(20_000);
    }
}
