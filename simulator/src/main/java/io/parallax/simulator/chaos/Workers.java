package io.parallax.simulator.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// Does numbered pieces of work on some threads.
final class Workers {
    private Workers() {}

    /// Does the pieces 0 to `count` − 1, each once, and returns when all are done. What a piece throws ends the work
    /// and is thrown here: a run that lost some of its pieces must not look whole.
    static void run(int count, int threads, String name, IntConsumer piece) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        Queue<Throwable> thrown = new ConcurrentLinkedQueue<>();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread worker = new Thread(() -> work(next, count, piece, thrown), name + "-" + i);
            worker.start();
            workers.add(worker);
        }
        for (Thread worker : workers) {
            worker.join();
        }
        Throwable first = thrown.peek();
        if (first != null) {
            throw new IllegalStateException(name + ": a piece of work was not done", first);
        }
    }

    private static void work(AtomicInteger next, int count, IntConsumer piece, Queue<Throwable> thrown) {
        try {
            for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                if (!thrown.isEmpty()) {
                    return;
                }
                piece.accept(number);
            }
        } catch (RuntimeException | Error failure) {
            thrown.add(failure);
        }
    }
}
