package io.parallax.app.control;

import io.parallax.units.FixedPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the trading of a UTC day realised so far, for the next start on the same day: the loss limit of a day must
/// survive the process. What it cannot vouch for it calls unknown. Thread: any; one writer.
public final class DayFile {
    private static final String DAY = "day";
    private static final String REALISED = "realised";
    private static final String SETTLED = "settled";

    private final Path file;

    DayFile(Path file) {
        this.file = file;
    }

    /// One state of a day.
    ///
    /// @param epochDay days since 1970-01-01, UTC
    /// @param realisedE8 less fees, quote currency × 10⁸
    /// @param settled nothing was in flight, and every execution had its price
    public record Day(long epochDay, long realisedE8, boolean settled) {}

    public Path file() {
        return file;
    }

    /// What earlier runs realised on a day, less fees: zero when there were none, empty when that cannot be told,
    /// because the last one died in the middle of something or the file is damaged.
    public Optional<Long> realisedOn(long epochDay) {
        if (!Files.exists(file)) {
            return Optional.of(0L);
        }
        Optional<Day> last = read();
        if (last.isEmpty() || last.get().epochDay() > epochDay) {
            return Optional.empty();
        }
        if (last.get().epochDay() < epochDay) {
            return Optional.of(0L);
        }
        return last.filter(Day::settled).map(Day::realisedE8);
    }

    private Optional<Day> read() {
        try {
            Map<String, String> lines = AtomicFile.read(file)
                    .lines()
                    .filter(line -> line.contains(": "))
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf(": ")),
                            line -> line.substring(line.indexOf(": ") + 2),
                            (first, _) -> first));
            return Optional.of(new Day(
                    LocalDate.parse(lines.getOrDefault(DAY, "")).toEpochDay(),
                    FixedPoint.parse(lines.getOrDefault(REALISED, "")),
                    lines.getOrDefault(SETTLED, "").equals("yes")));
        } catch (IOException | DateTimeParseException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// Returns when it is on the disk.
    public void write(Day day) throws IOException {
        AtomicFile.write(
                file,
                DAY + ": " + LocalDate.ofEpochDay(day.epochDay()) + "\n" + REALISED + ": "
                        + FixedPoint.format(day.realisedE8()) + "\n" + SETTLED + ": "
                        + (day.settled() ? "yes" : "no") + "\n");
    }
}
