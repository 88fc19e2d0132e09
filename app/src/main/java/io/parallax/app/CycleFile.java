package io.parallax.app;

import io.parallax.app.logging.JsonText;
import io.parallax.execution.CycleResult;
import io.parallax.execution.EngineListener;
import io.parallax.execution.EngineNotice;
import io.parallax.instrument.Leg;
import io.parallax.units.FixedPoint;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The profit and loss of a run, one line for each finished cycle with its parts, as CSV, or as JSON lines when the
/// file's name ends in `.jsonl`. A file that is there is gone on with. Lines that cannot be written are told and kept
/// until they can. Thread: [#onNotice] from the engine; the file is written on a thread of its own.
public final class CycleFile implements EngineListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CycleFile.class);
    /// Of files that were begun before there was a basis.
    private static final String HEAD_WITHOUT_BASIS =
            "ended_utc,bot,cycle,outcome,long,quantity,entry_bps,price_result,fees,funding,net,"
                    + "exact,held_ms,naked_ms";
    private static final String HEAD = HEAD_WITHOUT_BASIS + ",basis";
    private static final int WAITING_MAX = 10_000;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long END_MILLIS = 2_000;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long E8_BPS_PER_PPM = 1_000_000;

    private final Path file;
    private final boolean json;
    private final Supplier<Instant> clock;
    private final Queue<Line> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingCount = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "cycles");
    private final boolean basis;
    private volatile boolean closing;
    private boolean failed;

    private record Line(Instant when, String bot, CycleResult result) {}

    private CycleFile(Path file, boolean basis, Supplier<Instant> clock) {
        this.file = file;
        this.basis = basis;
        this.json = file.toString().endsWith(".jsonl");
        this.clock = clock;
        thread.setDaemon(true);
    }

    /// Opens the file, or makes it.
    ///
    /// @param clock says when a cycle ended
    /// @throws IOException when it cannot be written to
    public static CycleFile open(Path file, Supplier<Instant> clock) throws IOException {
        boolean empty = !Files.exists(file) || Files.size(file) == 0;
        CycleFile cycles = new CycleFile(file, empty || !isWithoutBasis(file), clock);
        cycles.append(empty && !cycles.json ? HEAD + "\n" : "");
        cycles.thread.start();
        return cycles;
    }

    /// All lines of a file have the columns of its head.
    private static boolean isWithoutBasis(Path file) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return HEAD_WITHOUT_BASIS.equals(in.readLine());
        }
    }

    @Override
    public void onNotice(EngineNotice notice) {
        if (notice instanceof EngineNotice.CycleFinished finished) {
            if (waitingCount.incrementAndGet() > WAITING_MAX) {
                waitingCount.decrementAndGet();
                LOG.error("ALERT cycle {} of {} is not in {}", finished.result().number(), finished.bot(), file);
                return;
            }
            waiting.add(new Line(clock.get(), finished.bot(), finished.result()));
        }
    }

    private void run() {
        boolean last = false;
        while (!last) {
            last = closing;
            drain();
            if (!last) {
                LockSupport.parkNanos(this, LOOK_NANOS);
            }
        }
    }

    private void drain() {
        for (Line next = waiting.peek(); next != null; next = waiting.peek()) {
            try {
                append(json ? json(next) : csv(next) + (basis ? "," + basis(next) : "") + "\n");
                failed = false;
            } catch (IOException e) {
                if (!failed) {
                    failed = true;
                    LOG.error("ALERT {} cannot be written: {}", file, e.toString());
                }
                return;
            }
            waiting.remove();
            waitingCount.decrementAndGet();
        }
    }

    private void append(String text) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(
                file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            out.write(text);
        }
    }

    private static String csv(Line line) {
        CycleResult result = line.result();
        return String.join(
                ",",
                line.when().toString(),
                line.bot(),
                Long.toString(result.number()),
                outcome(result),
                longLeg(result),
                FixedPoint.format(result.quantityE8()),
                FixedPoint.format(result.entrySpreadPpm() * E8_BPS_PER_PPM),
                FixedPoint.format(result.grossE8()),
                FixedPoint.format(result.feesE8()),
                FixedPoint.format(result.fundingE8()),
                FixedPoint.format(result.netE8()),
                Boolean.toString(result.exact()),
                Long.toString(result.durationNanos() / NANOS_PER_MILLI),
                Long.toString(result.nakedNanosMax() / NANOS_PER_MILLI));
    }

    /// Nothing when it is not known.
    private static String basis(Line line) {
        OptionalLong basisE8 = line.result().basisE8();
        return basisE8.isEmpty() ? "" : FixedPoint.format(basisE8.getAsLong());
    }

    private static String json(Line line) {
        CycleResult result = line.result();
        JsonText json = new JsonText()
                .text("ended_utc", line.when().toString())
                .text("bot", line.bot())
                .number("cycle", result.number())
                .text("outcome", outcome(result))
                .text("long", longLeg(result))
                .number("quantity", FixedPoint.format(result.quantityE8()))
                .number("entry_bps", FixedPoint.format(result.entrySpreadPpm() * E8_BPS_PER_PPM))
                .number("price_result", FixedPoint.format(result.grossE8()))
                .number("fees", FixedPoint.format(result.feesE8()))
                .number("funding", FixedPoint.format(result.fundingE8()))
                .number("net", FixedPoint.format(result.netE8()))
                .flag("exact", result.exact())
                .number("held_ms", result.durationNanos() / NANOS_PER_MILLI)
                .number("naked_ms", result.nakedNanosMax() / NANOS_PER_MILLI);
        if (result.basisE8().isEmpty()) {
            json.absent("basis");
        } else {
            json.number("basis", basis(line));
        }
        return json + "\n";
    }

    private static String outcome(CycleResult result) {
        return result.outcome().name().toLowerCase(Locale.ROOT);
    }

    private static String longLeg(CycleResult result) {
        return result.direction().longLeg() == Leg.A ? "a" : "b";
    }

    /// Writes what is waiting and ends.
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
