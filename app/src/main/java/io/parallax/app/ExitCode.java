package io.parallax.app;

/// How the program ended, as the number it exits with. The numbers never change. Thread: any; immutable.
public enum ExitCode {
    /// Nothing is open.
    FLAT(0),
    /// A bug: an invariant did not hold.
    CRASH(1),
    /// The command line was not understood.
    USAGE(2),
    /// Equal and opposite positions are open.
    HEDGED(10),
    /// A position without its mate is open.
    NAKED(20),
    /// What is open is not known.
    UNKNOWN(30),
    /// Nothing was started: configuration, keys or environment do not allow it.
    REFUSED(40);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
