package io.parallax.app;

import io.parallax.engine.EngineInputs;
import io.parallax.engine.OperatorCommand;
import io.parallax.exchange.ExchangeEvent;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drives the engine: takes everything that comes in, one at a time, tells the time before each, and ticks every
/// 25 ms. Reports go before book changes. When idle it spins a little and then sleeps until it is woken. What the
/// engine throws is caught here and nowhere else: entries stop for good, duties that reduce risk go on. Thread:
/// `run` is the engine thread; the other methods from any.
final class EngineThread implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineThread.class);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final int SLOTS_PER_TURN = 64;
    private static final int FAULTS_MAX = 100;

    private final ReportQueue reports;
    private final FeedProxy[] feeds;
    private final int spinsBeforeSleep;
    private final BlockingQueue<OperatorCommand> operator = new ArrayBlockingQueue<>(256);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean asleep;
    private volatile boolean ending;
    private final AtomicLong faults = new AtomicLong();
    private final AtomicLong turns = new AtomicLong();
    private volatile Consumer<String> selfKilled = why -> {};
    private volatile @Nullable Thread thread;

    private @Nullable EngineInputs engine;
    private long reportsLostSeen;

    /// @param spinsBeforeSleep how often it looks before it sleeps; spinning costs a core, sleeping costs
    ///     microseconds
    EngineThread(int reportSlots, int bookSlots, int books, int exchanges, int spinsBeforeSleep) {
        this.spinsBeforeSleep = spinsBeforeSleep;
        this.reports = new ReportQueue(reportSlots, this::wake, this::onReport);
        this.feeds = new FeedProxy[exchanges];
        Arrays.setAll(feeds, _ -> new FeedProxy(bookSlots, books, this::wake));
    }

    ReportQueue reports() {
        return reports;
    }

    FeedProxy feed(int exchange) {
        return feeds[exchange];
    }

    /// Who is told, on the engine thread, when entries stop for good because of an error of our own. Before the start
    /// only.
    void onSelfKilled(Consumer<String> listener) {
        selfKilled = listener;
    }

    /// Grows at least every 25 ms while the engine is alive.
    long turns() {
        return turns.getAcquire();
    }

    /// Where the engine thread is at the moment, one frame a line.
    String stack() {
        Thread driving = thread;
        return driving == null
                ? ""
                : Arrays.stream(driving.getStackTrace())
                        .map(frame -> "    " + frame)
                        .collect(Collectors.joining("\n"));
    }

    /// Begins to drive `engine`.
    void start(EngineInputs engine) {
        this.engine = engine;
        Thread started = new Thread(this, "engine");
        thread = started;
        started.start();
    }

    /// Offers a command of the operator; false when too many wait already.
    boolean offer(OperatorCommand command) {
        boolean taken = operator.offer(command);
        wake();
        return taken;
    }

    /// Asks the thread to end, whatever the engine's state.
    void end() {
        ending = true;
        wake();
    }

    boolean awaitEnd(long timeout, TimeUnit unit) throws InterruptedException {
        return ended.await(timeout, unit);
    }

    /// How often the engine threw. Anything but 0 is a bug and makes the run a crash.
    long faults() {
        return faults.get();
    }

    /// Lost order reports; anything but 0 means that the exposure shown may be wrong.
    long reportsLost() {
        return reports.lost();
    }

    /// Book changes that did not fit.
    long bookOverflows() {
        return Arrays.stream(feeds).mapToLong(FeedProxy::overflows).sum();
    }

    private void wake() {
        // Orders the publication before the look at the flag; the engine thread does the reverse.
        VarHandle.fullFence();
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void run() {
        EngineInputs driven = engine;
        if (driven == null) {
            throw new IllegalStateException("started without an engine");
        }
        long nextTickNanos = System.nanoTime();
        int idle = 0;
        try {
            while (!ending && faults.get() < FAULTS_MAX) {
                turns.setRelease(turns.getPlain() + 1);
                boolean worked = false;
                try {
                    worked = turn(driven);
                    long now = System.nanoTime();
                    if (now - nextTickNanos >= 0) {
                        // After a pause one tick is enough: the engine reads the time, it does not count ticks.
                        nextTickNanos = now + TICK_NANOS;
                        driven.advanceTo(now);
                        driven.onWallClock(System.currentTimeMillis());
                        driven.onTick();
                    }
                } catch (RuntimeException | Error e) {
                    onFault(driven, e);
                }
                idle = worked ? 0 : idle + 1;
                if (idle > spinsBeforeSleep) {
                    sleepUntil(nextTickNanos);
                    idle = 0;
                } else if (idle > 0) {
                    Thread.onSpinWait();
                }
            }
        } finally {
            ended.countDown();
        }
    }

    private boolean turn(EngineInputs driven) {
        boolean worked = reports.drain();
        if (reports.lost() != reportsLostSeen) {
            reportsLostSeen = reports.lost();
            LOG.error("{} order reports were lost: entries stop for good", reportsLostSeen);
            driven.advanceTo(System.nanoTime());
            driven.onOperator(new OperatorCommand.Kill());
            selfKilled.accept(reportsLostSeen + " order reports were lost");
        }
        OperatorCommand command = operator.poll();
        if (command != null) {
            worked = true;
            driven.advanceTo(System.nanoTime());
            driven.onOperator(command);
        }
        for (FeedProxy feed : feeds) {
            if (!feed.isEmpty()) {
                worked = true;
                long now = System.nanoTime();
                driven.advanceTo(now);
                feed.drain(driven, SLOTS_PER_TURN, now);
            }
        }
        return worked;
    }

    private void onReport(ExchangeEvent event) {
        EngineInputs driven = engine;
        if (driven != null) {
            driven.advanceTo(System.nanoTime());
            driven.onEvent(event);
        }
    }

    private void onFault(EngineInputs driven, Throwable fault) {
        long count = faults.incrementAndGet();
        LOG.error("the engine failed ({} so far): entries stop for good, exits and repairs go on", count, fault);
        selfKilled.accept("the engine failed: " + fault);
        try {
            driven.onOperator(new OperatorCommand.Kill());
        } catch (RuntimeException e) {
            LOG.error("the engine failed again while it was told to stop entries", e);
        }
    }

    private void sleepUntil(long wakeNanos) {
        asleep = true;
        VarHandle.fullFence();
        try {
            if (nothingWaits()) {
                LockSupport.parkNanos(this, Math.max(1, wakeNanos - System.nanoTime()));
            }
        } finally {
            asleep = false;
        }
    }

    private boolean nothingWaits() {
        for (FeedProxy feed : feeds) {
            if (!feed.isEmpty()) {
                return false;
            }
        }
        return reports.isEmpty() && operator.isEmpty() && !ending;
    }
}
