package io.parallax.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.app.control.RunDirectory;
import io.parallax.simulator.SimulatedExchanges;
import io.parallax.simulator.SimulatorSettings;
import io.parallax.simulator.core.LedgerReport;
import io.parallax.units.FixedPoint;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole program dies by `kill -9` at moments drawn around its orders, five times unless `-Dparallax.kills` says
/// otherwise, and is started again. Within half a minute every bot of the next life is flat or hedged, and the
/// exchanges, which live in this process and know, agree; or it has halted and says so.
class SuddenDeathTest {
    private static final int DEATHS = Integer.getInteger("parallax.kills", 5);
    /// Side by side, each with exchanges of its own: a life waits most of the time.
    private static final int WORLDS = Math.min(DEATHS, 5);

    private static final int MOMENT_MILLIS_MAX = 300;
    private static final long ENTRY_SECONDS_MAX = 120;
    private static final long SETTLED_SECONDS_MAX = 30;
    private static final List<String> BOTS = List.of("btc-arb-1", "eth-arb-1");
    private static final Pattern CHANGE = Pattern.compile("(btc-arb-1|eth-arb-1) (\\w+) → (\\w+): ");

    @TempDir
    private Path directory = Path.of(".");

    private final List<Process> started = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger lives = new AtomicInteger();

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void isFlatOrHedgedOrHaltedHalfAMinuteAfterAnySuddenDeath() throws Exception {
        long seed = Long.getLong("parallax.seed", System.nanoTime());
        System.out.println("SuddenDeathTest: -Dparallax.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, Integer> ends = new ConcurrentSkipListMap<>();
        try (ExecutorService worlds = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int world = 0; world < WORLDS; world++) {
                // What is left over is shared out one by one.
                int deaths = (DEATHS + world) / WORLDS;
                SplittableRandom moments = random.split();
                long worldSeed = random.nextLong();
                all.add(worlds.submit(() -> {
                    dieAndComeBack(deaths, worldSeed, moments, ends);
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertThat(ends.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(DEATHS * BOTS.size());
    }

    private void dieAndComeBack(int deaths, long seed, SplittableRandom moments, Map<String, Integer> ends)
            throws Exception {
        SimulatedExchanges exchanges = exchanges(seed);
        try {
            Life life = live(exchanges);
            for (int death = 1; death <= deaths; death++) {
                life.await(ENTRY_SECONDS_MAX, "an entry", "→ entering");
                life.die(moments.nextInt(MOMENT_MILLIS_MAX));
                String left = exposures(exchanges).toString();
                life = live(exchanges);
                boolean halted = false;
                for (String bot : BOTS) {
                    String state = life.awaitSettled(bot, exchanges);
                    ends.merge(state, 1, Integer::sum);
                    halted |= state.equals("halted");
                }
                System.out.println("a death left " + left + ", all so far " + ends);
                if (halted) {
                    // A halt waits for the operator: the next death gets a world of its own.
                    life.die(0);
                    exchanges.close();
                    exchanges = exchanges(seed + death);
                    life = live(exchanges);
                }
            }
        } finally {
            exchanges.close();
        }
    }

    private static SimulatedExchanges exchanges(long seed) {
        return SimulatedExchanges.start(SimulatorSettings.defaults(seed).withSpeed(60));
    }

    /// What both exchanges together hold of each instrument, × 10⁸, where it is not nothing.
    private static Map<String, Long> exposures(SimulatedExchanges exchanges) {
        Map<String, Long> sums = new TreeMap<>();
        for (LedgerReport ledger : exchanges.ledgers()) {
            ledger.positions()
                    .forEach(position -> sums.merge(
                            position.symbol().substring(0, 3).toLowerCase(Locale.ROOT),
                            position.quantityE8(),
                            Long::sum));
        }
        sums.values().removeIf(sum -> sum == 0);
        return sums;
    }

    private Life live(SimulatedExchanges exchanges) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .collect(Collectors.joining(File.pathSeparator)),
                "io.parallax.app.cli.Main",
                "run",
                "--seed",
                "3",
                "--dex-a-url",
                exchanges.vestRest().toString(),
                "--dex-b-url",
                exchanges.paradexRest().toString());
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        // Each life in a run directory of its own: so many starts in one would be a boot storm, which is not armed.
        builder.environment()
                .put(
                        RunDirectory.VARIABLE,
                        directory.resolve("life-" + lives.getAndIncrement()).toString());
        Process process = builder.start();
        started.add(process);
        return new Life(process);
    }

    /// One run of the program and what it has logged.
    private static final class Life {
        private final Process process;
        private final long bornNanos = System.nanoTime();
        private final List<String> lines = new ArrayList<>();

        private Life(Process process) {
            this.process = process;
            Thread.ofVirtual().start(() -> read(process.errorReader()));
        }

        private void read(BufferedReader log) {
            try {
                for (String line = log.readLine(); line != null; line = log.readLine()) {
                    synchronized (this) {
                        lines.add(line);
                        notifyAll();
                    }
                }
            } catch (IOException | UncheckedIOException e) {
                // The process is dead, as it should be.
            }
        }

        private synchronized void await(long secondsMax, String what, String part) throws InterruptedException {
            long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(secondsMax);
            while (lines.stream().noneMatch(line -> line.contains(part))) {
                if (System.nanoTime() - endNanos > 0) {
                    throw new AssertionError(
                            "no " + what + " within " + secondsMax + " s:\n" + String.join("\n", lines));
                }
                wait(50);
            }
        }

        private void die(int afterMillis) throws InterruptedException {
            assertThat(process.waitFor(afterMillis, TimeUnit.MILLISECONDS)).isFalse();
            process.destroyForcibly().waitFor();
        }

        /// Until the bot stands in a settled state and the exchanges agree; returns the state.
        private synchronized String awaitSettled(String bot, SimulatedExchanges exchanges) throws InterruptedException {
            while (true) {
                Optional<String> state = state(bot);
                String coin = bot.substring(0, 3);
                if (state.isPresent() && state.get().equals("halted")) {
                    assertThat(lines).anyMatch(line -> line.contains(bot + " ALERT"));
                    return "halted";
                }
                if (state.isPresent() && !exposures(exchanges).containsKey(coin)) {
                    return state.get();
                }
                if (System.nanoTime() - bornNanos > TimeUnit.SECONDS.toNanos(SETTLED_SECONDS_MAX)) {
                    throw new AssertionError(
                            bot + " is not settled " + SETTLED_SECONDS_MAX + " s after its start; exposure "
                                    + FixedPoint.format(exposures(exchanges).getOrDefault(coin, 0L)) + ":\n"
                                    + String.join("\n", lines));
                }
                wait(20);
            }
        }

        /// The last settled state since the start; empty while reconciling.
        private Optional<String> state(String bot) {
            Optional<String> state = Optional.empty();
            for (String line : lines) {
                Matcher change = CHANGE.matcher(line);
                if (change.find() && change.group(1).equals(bot)) {
                    String to = change.group(3);
                    state = to.equals("flat") || to.equals("hedged") || to.equals("halted") ? Optional.of(to) : state;
                }
            }
            return state;
        }
    }
}
