package io.parallax.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DayFileTest {
    private static final long TODAY = 20_783;

    @TempDir
    private Path directory = Path.of(".");

    private DayFile day() {
        return new DayFile(directory.resolve("day"));
    }

    @Test
    void withoutAnEarlierRunNothingWasRealised() {
        assertThat(day().realisedOn(TODAY)).contains(0L);
    }

    @Test
    void ec06CountsOnTheSameDayAndNotOnTheNext() throws IOException {
        day().write(new DayFile.Day(TODAY, -1_234_567_890L, true));
        assertThat(day().realisedOn(TODAY)).contains(-1_234_567_890L);
        assertThat(day().realisedOn(TODAY + 1)).contains(0L);
        assertThat(day().realisedOn(TODAY - 1)).as("the clock was set back").isEmpty();
        assertThat(Files.readString(day().file())).startsWith("day: 2026-11-26\nrealised: -12.3456789\n");
    }

    @Test
    void ec06ARunThatDiedInTheMiddleOfSomethingCannotBeBelieved() throws IOException {
        day().write(new DayFile.Day(TODAY, -1, false));
        assertThat(day().realisedOn(TODAY)).isEmpty();
        assertThat(day().realisedOn(TODAY + 1)).as("that day is over").contains(0L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "day: 2026-11-26",
                "day: 2026-11-26\nrealised: a lot\nsettled: yes",
                "day: 2026-13-26\nrealised: 1\nsettled: yes",
                "\u0000"
            })
    void whatIsDamagedIsUnknown(String content) throws IOException {
        Files.writeString(day().file(), content);
        assertThat(day().realisedOn(TODAY)).isEmpty();
    }
}
