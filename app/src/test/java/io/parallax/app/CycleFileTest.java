package io.parallax.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.execution.CycleResult;
import io.parallax.execution.CycleResult.Outcome;
import io.parallax.execution.EngineNotice;
import io.parallax.strategy.Direction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CycleFileTest {
    private static final Instant WHEN = Instant.parse("2026-11-26T12:00:00Z");
    private static final String OLD_HEAD =
            "ended_utc,bot,cycle,outcome,long,quantity,entry_bps,price_result,fees,funding,net,exact,held_ms,naked_ms";
    private static final String HEAD = OLD_HEAD + ",basis";
    private static final String LINE =
            "2026-11-26T12:00:00Z,btc,1,completed,b,0.01,21.36,0.784,0.67970575,-0.00000001,0.10429424,true,5875,145";

    private final Path folder;

    CycleFileTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static EngineNotice.CycleFinished cycle(long number) {
        return cycle(number, OptionalLong.of(-30_048_009));
    }

    private static EngineNotice.CycleFinished cycle(long number, OptionalLong basisE8) {
        return new EngineNotice.CycleFinished(
                "btc",
                new CycleResult(
                        number,
                        Outcome.COMPLETED,
                        Direction.LONG_B_SHORT_A,
                        1_000_000,
                        2_136,
                        78_400_000,
                        67_970_575,
                        -1,
                        true,
                        5_875_000_000L,
                        145_999_999,
                        basisE8),
                0);
    }

    private static void write(Path file, long number) throws IOException {
        try (CycleFile cycles = CycleFile.open(file, () -> WHEN)) {
            cycles.onNotice(new EngineNotice.Alert("btc", "of no interest", 0));
            cycles.onNotice(cycle(number));
        }
    }

    @Test
    void writesEachCycleWithItsPartsAndGoesOnWithAFile() throws IOException {
        Path file = folder.resolve("cycles.csv");
        write(file, 1);
        write(file, 2);
        assertThat(file)
                .content()
                .isEqualTo(
                        HEAD + "\n"
                                + "2026-11-26T12:00:00Z,btc,1,completed,b,0.01,21.36,0.784,0.67970575,-0.00000001,0.10429424,true,5875,145,-0.30048009\n"
                                + "2026-11-26T12:00:00Z,btc,2,completed,b,0.01,21.36,0.784,0.67970575,-0.00000001,0.10429424,true,5875,145,-0.30048009\n");
    }

    @Test
    void writesJsonLinesWhenTheNameSaysSo() throws IOException {
        Path file = folder.resolve("cycles.jsonl");
        write(file, 1);
        assertThat(file)
                .content()
                .isEqualTo(
                        "{\"ended_utc\":\"2026-11-26T12:00:00Z\",\"bot\":\"btc\",\"cycle\":1,\"outcome\":\"completed\","
                                + "\"long\":\"b\",\"quantity\":0.01,\"entry_bps\":21.36,\"price_result\":0.784,\"fees\":0.67970575,"
                                + "\"funding\":-0.00000001,\"net\":0.10429424,\"exact\":true,\"held_ms\":5875,\"naked_ms\":145,\"basis\":-0.30048009}\n");
    }

    @Test
    void aBasisThatIsNotKnownIsNoZero() throws IOException {
        Path csv = folder.resolve("cycles.csv");
        Path lines = folder.resolve("cycles.jsonl");
        for (Path file : new Path[] {csv, lines}) {
            try (CycleFile cycles = CycleFile.open(file, () -> WHEN)) {
                cycles.onNotice(cycle(1, OptionalLong.empty()));
                cycles.onNotice(cycle(1, OptionalLong.of(0)));
            }
        }
        assertThat(csv).content().isEqualTo(HEAD + "\n" + LINE + ",\n" + LINE + ",0\n");
        assertThat(Files.readAllLines(lines).getFirst()).endsWith("\"naked_ms\":145,\"basis\":null}");
        assertThat(Files.readAllLines(lines).getLast()).endsWith("\"naked_ms\":145,\"basis\":0}");
    }

    @Test
    void aFileWithoutTheColumnIsGoneOnWithWithoutIt() throws IOException {
        Path file = Files.writeString(folder.resolve("cycles.csv"), OLD_HEAD + "\n");
        write(file, 1);
        assertThat(file).content().isEqualTo(OLD_HEAD + "\n" + LINE + "\n");
    }

    @Test
    void aFileThatCannotBeWrittenIsToldBeforeTheRun() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> CycleFile.open(file.resolve("cycles.csv"), () -> WHEN))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aFileThatGoesAwayIsMadeAgain() throws IOException {
        Path file = folder.resolve("cycles.csv");
        try (CycleFile cycles = CycleFile.open(file, () -> WHEN)) {
            Files.delete(file);
            cycles.onNotice(cycle(7));
        }
        assertThat(file).content().startsWith("2026-11-26T12:00:00Z,btc,7,");
    }
}
