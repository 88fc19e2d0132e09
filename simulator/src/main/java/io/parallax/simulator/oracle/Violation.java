package io.parallax.simulator.oracle;

import io.parallax.simulator.world.EventLog;

/// A broken invariant. Thread: any; immutable.
///
/// @param invariant `I1` to `I30` of the catalogue of failures
/// @param text what was found and what was expected
/// @param atNanos since the start of the world
public record Violation(String invariant, String text, long atNanos) {
    @Override
    public String toString() {
        return invariant + " at " + EventLog.seconds(atNanos) + " s: " + text;
    }
}
