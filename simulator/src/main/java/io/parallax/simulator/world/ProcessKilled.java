package io.parallax.simulator.world;

/// The process ends here, in the middle of whatever it does: nothing of it catches this, as nothing catches `kill -9`.
/// Thrown by [FaultPoints#onHost]; whoever lets time pass catches it and calls [SimulatedWorld#crash].
public final class ProcessKilled extends Error {
    private static final long serialVersionUID = 1;

    public ProcessKilled() {
        super("the process is killed", null, false, false);
    }
}
