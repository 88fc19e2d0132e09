package io.parallax.app.cli;

import io.parallax.app.ExitCode;
import io.parallax.app.ProgramName;
import io.parallax.app.tape.TapeFile;
import io.parallax.risk.Blocker;
import io.parallax.tape.Replay;
import io.parallax.tape.TapeFormatException;
import io.parallax.tape.TapeHeader;
import io.parallax.telemetry.EngineSnapshot.BotView;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Runs the engine over a recorded run and compares every decision with the recorded one. Exit code 0: the same to the
/// last; 1: a difference, or the tape is damaged; 40: no tape of this program.
@Command(
        name = "replay",
        description = "Does a recorded run again and compares every decision with the recorded one.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ReplayCommand implements Callable<Integer> {
    private static final int DIFFERENT = 1;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FOLDER", description = "Where run --record wrote the tape.")
    private Path folder = Path.of(".");

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description =
                    "Writes the decision log: one line for each order, question and notice, with the time since the"
                            + " start in nanoseconds.")
    private @Nullable Path log;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try (TapeFile tape = TapeFile.open(folder)) {
            return replay(tape, spec.commandLine().getOut());
        } catch (IOException | UncheckedIOException e) {
            err.println("Cannot replay: " + e.getMessage());
        } catch (TapeFormatException e) {
            err.println("Cannot replay " + folder + ": " + e.getMessage());
        }
        err.flush();
        return ExitCode.REFUSED.number();
    }

    private int replay(TapeFile tape, PrintWriter out) throws IOException, TapeFormatException {
        Optional<ByteBuffer> first = tape.next();
        if (first.isEmpty()) {
            throw new IOException(folder + " holds a tape without a beginning");
        }
        TapeHeader header = TapeHeader.read(first.get(), ProgramName.VERSION);
        try (Writer lines = log == null ? Writer.nullWriter() : Files.newBufferedWriter(log, StandardCharsets.UTF_8)) {
            Replay replay = new Replay(header, log == null ? _ -> {} : line(lines));
            long startNanos = System.nanoTime();
            Optional<String> damage = play(tape, replay);
            replay.end(tape.isTorn() || damage.isPresent());
            return report(header, replay, tape.isTorn(), damage, System.nanoTime() - startNanos, out);
        }
    }

    private static Consumer<String> line(Writer lines) {
        return text -> {
            try {
                lines.write(text);
                lines.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static Optional<String> play(TapeFile tape, Replay replay) throws IOException {
        try {
            for (Optional<ByteBuffer> chunk = tape.next(); chunk.isPresent(); chunk = tape.next()) {
                replay.play(chunk.get());
            }
            return Optional.empty();
        } catch (TapeFormatException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// Each look at a spread at or above the threshold has one verdict; the verdicts add up.
    private static void candidates(BotView bot, PrintWriter out) {
        Map<Blocker, Long> verdicts = bot.candidates().verdicts();
        out.println(bot.id() + ": " + bot.candidates().count() + " candidates"
                + verdicts.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> (entry.getKey() == Blocker.NONE
                                        ? "taken"
                                        : entry.getKey().name()) + " " + entry.getValue())
                        .collect(Collectors.joining(", ", ": ", "")));
    }

    private int report(
            TapeHeader header, Replay replay, boolean torn, Optional<String> damage, long tookNanos, PrintWriter out) {
        long playedNanos = replay.player().nowNanos() - header.startNanos();
        double seconds = tookNanos / NANOS_PER_SECOND;
        out.printf(
                Locale.ROOT,
                "Recorded %s by %s, %.1f s, %d bots%n",
                Instant.ofEpochMilli(header.startEpochMillis()),
                header.program(),
                playedNanos / NANOS_PER_SECOND,
                header.settings().pairs().size());
        out.printf(
                Locale.ROOT,
                "%d inputs, among them %d book changes, in %.2f s: %.2f million book changes a second%n",
                replay.player().inputs(),
                replay.player().bookChanges(),
                seconds,
                replay.player().bookChanges() / seconds / 1e6);
        replay.snapshot().bots().forEach(bot -> candidates(bot, out));
        if (replay.player().thrown() > 0) {
            out.println("The engine failed " + replay.player().thrown() + " times on the way.");
        }
        if (torn) {
            out.println("The tape ends in the middle, as that of a process that died does.");
        }
        damage.ifPresent(text -> out.println("DAMAGED: " + text));
        Optional<Replay.Divergence> found = replay.divergence();
        found.ifPresentOrElse(
                divergence -> {
                    out.printf(
                            Locale.ROOT,
                            "DIFFERENT from decision %d on, %.3f ms after the start:%n",
                            divergence.number(),
                            divergence.afterNanos() / (double) NANOS_PER_MILLI);
                    out.println("  recorded: " + (divergence.recorded().isEmpty() ? "nothing" : divergence.recorded()));
                    out.println("  replayed: " + (divergence.now().isEmpty() ? "nothing" : divergence.now()));
                },
                () -> out.println("All " + replay.decisions() + " decisions are the recorded ones."));
        out.flush();
        return found.isPresent() || damage.isPresent() ? DIFFERENT : ExitCode.FLAT.number();
    }
}
