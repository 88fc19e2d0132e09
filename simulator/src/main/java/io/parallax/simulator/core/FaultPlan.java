package io.parallax.simulator.core;

import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// The faults that wait to happen on one exchange; each happens once, in the order given. The core takes
/// refusals and partial fills, front ends take the rest at the moment they matter. Thread: any adds; the
/// simulator loop takes.
public final class FaultPlan {
    private static final int PENDING_MAX = 10_000;

    private final ConcurrentLinkedQueue<Fault> pending = new ConcurrentLinkedQueue<>();
    private final AtomicLong happened = new AtomicLong();
    private boolean silent;
    private long silentUntilNanos;

    /// Adds a fault behind those that wait.
    public void add(Fault fault) {
        if (pending.size() >= PENDING_MAX) {
            throw new IllegalStateException("more than " + PENDING_MAX + " faults are waiting");
        }
        pending.add(fault);
    }

    /// Takes the first waiting fault of a kind.
    public <F extends Fault> Optional<F> take(Class<F> kind) {
        for (Iterator<Fault> faults = pending.iterator(); faults.hasNext(); ) {
            Fault fault = faults.next();
            if (kind.isInstance(fault)) {
                faults.remove();
                happened.incrementAndGet();
                return Optional.of(kind.cast(fault));
            }
        }
        return Optional.empty();
    }

    /// Whether a fault of a kind waited; it is taken.
    public boolean happens(Class<? extends Fault> kind) {
        return take(kind).isPresent();
    }

    /// Whether sockets are silent now; starts a waiting silence.
    public boolean silent(long nowNanos) {
        take(Fault.SilentSockets.class).ifPresent(fault -> {
            silent = true;
            silentUntilNanos = nowNanos + fault.nanos();
        });
        if (silent && nowNanos - silentUntilNanos >= 0) {
            silent = false;
        }
        return silent;
    }

    /// How many faults have happened.
    public long happened() {
        return happened.get();
    }

    /// Forgets the faults that wait and ends a silence at its next check.
    public void clear() {
        pending.clear();
        pending.add(new Fault.SilentSockets(0));
    }
}
