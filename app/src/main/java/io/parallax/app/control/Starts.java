package io.parallax.app.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// When the engine of this directory was started lately. Thread: any; one writer.
public final class Starts {
    private static final long RECENT_SECONDS = TimeUnit.MINUTES.toSeconds(10);
    private static final long FUTURE_SECONDS_MAX = TimeUnit.DAYS.toSeconds(2);
    private static final int KEPT = 16;

    private final Path file;

    Starts(Path file) {
        this.file = file;
    }

    /// This start.
    ///
    /// @param bootEpochSeconds the time of it, raised above that of every start before, so that order ids never
    ///     repeat, also within one second and after a clock was set back
    /// @param recent starts within ten minutes, this one included
    public record Start(long bootEpochSeconds, int recent) {
        /// Whether there were more than `bootsMax`.
        public boolean isStorm(int bootsMax) {
            return recent > bootsMax;
        }
    }

    /// Notes a start. What was noted before may be missing or damaged: it counts as far as it can be read.
    ///
    /// @throws IOException when the start cannot be noted
    public Start register(long nowEpochMillis) throws IOException {
        long now = TimeUnit.MILLISECONDS.toSeconds(nowEpochMillis);
        List<Long> before = read(now);
        long last = before.stream().mapToLong(Long::longValue).max().orElse(0);
        long boot = Math.max(now, last + 1);
        // Either way: a clock may have been set back meanwhile.
        long recent = before.stream()
                .filter(each -> Math.abs(now - each) <= RECENT_SECONDS)
                .count();
        before.add(boot);
        List<Long> kept = before.subList(Math.max(0, before.size() - KEPT), before.size());
        AtomicFile.write(file, kept.stream().map(each -> each + "\n").collect(Collectors.joining()));
        return new Start(boot, Math.toIntExact(recent) + 1);
    }

    private List<Long> read(long now) throws IOException {
        List<Long> found = new ArrayList<>();
        if (Files.isRegularFile(file)) {
            for (String line : AtomicFile.read(file).lines().toList()) {
                if (line.matches("[0-9]{1,10}")) {
                    long each = Long.parseLong(line);
                    if (each <= now + FUTURE_SECONDS_MAX) {
                        found.add(each);
                    }
                }
            }
        }
        return found;
    }

    /// Forgets that there was a storm, not which times were used: an operator has looked.
    public void calm() throws IOException {
        if (Files.isRegularFile(file)) {
            List<Long> all = read(Long.MAX_VALUE - FUTURE_SECONDS_MAX);
            AtomicFile.write(file, all.isEmpty() ? "" : all.getLast() + "\n");
        }
    }
}
