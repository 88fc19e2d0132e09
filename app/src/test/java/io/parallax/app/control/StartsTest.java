package io.parallax.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartsTest {
    private static final long NOON = 1_800_000_000_000L;
    private static final long MINUTE = 60_000;

    @TempDir
    private Path directory = Path.of(".");

    private Starts starts() {
        return new Starts(directory.resolve("starts"));
    }

    @Test
    void theFourthStartWithinTenMinutesIsAStorm() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(starts().register(NOON + i * MINUTE).isStorm(3)).isFalse();
        }
        Starts.Start fourth = starts().register(NOON + 3 * MINUTE);
        assertThat(fourth.recent()).isEqualTo(4);
        assertThat(fourth.isStorm(3)).isTrue();
        assertThat(starts().register(NOON + 20 * MINUTE).isStorm(3)).isFalse();
    }

    @Test
    void anOperatorWhoLookedMayStartAgain() throws IOException {
        for (int i = 0; i < 5; i++) {
            starts().register(NOON + i * MINUTE);
        }
        starts().calm();
        assertThat(starts().register(NOON + 5 * MINUTE).isStorm(3)).isFalse();
    }

    @Test
    void noTwoStartsShareABootTime() throws IOException {
        long first = starts().register(NOON).bootEpochSeconds();
        long second = starts().register(NOON).bootEpochSeconds();
        starts().calm();
        long afterTheClockWentBack = starts().register(NOON - 60 * MINUTE).bootEpochSeconds();
        assertThat(second).isEqualTo(first + 1);
        assertThat(afterTheClockWentBack).isEqualTo(first + 2);
    }

    @Test
    void countsWhatItCanReadOfADamagedFile() throws IOException {
        Files.writeString(directory.resolve("starts"), "1799999990\nnonsense\n\0\n9999999999\n1799999991");
        Starts.Start start = starts().register(NOON);
        assertThat(start.recent()).isEqualTo(3);
        assertThat(start.bootEpochSeconds()).isEqualTo(NOON / 1_000);
    }
}
