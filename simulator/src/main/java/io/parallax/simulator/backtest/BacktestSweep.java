package io.parallax.simulator.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// Many runs over one tape, some at a time. Results stand in the order of the settings, however many threads
/// there are. Thread: any; stateless.
public final class BacktestSweep {
    private BacktestSweep() {}

    /// Runs them all.
    ///
    /// @param done told how many are done, after each, by whichever thread did it, one at a time
    /// @throws IllegalStateException when one of them failed, with its cause
    public static List<BacktestResult> run(
            PairTape tape, List<BacktestSettings> settings, int threads, IntConsumer done) throws InterruptedException {
        AtomicInteger count = new AtomicInteger();
        List<Future<BacktestResult>> futures = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            for (BacktestSettings each : settings) {
                futures.add(workers.submit(() -> {
                    BacktestResult result = Backtester.run(tape, each);
                    synchronized (count) {
                        done.accept(count.incrementAndGet());
                    }
                    return result;
                }));
            }
            List<BacktestResult> results = new ArrayList<>();
            for (Future<BacktestResult> each : futures) {
                results.add(each.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a run of the sweep failed", e.getCause());
        }
    }
}
