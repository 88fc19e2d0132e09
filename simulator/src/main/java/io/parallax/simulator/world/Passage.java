package io.parallax.simulator.world;

import io.parallax.simulator.server.ServerResponse;
import java.util.Optional;

/// What becomes of one message on its way. Thread: any; immutable.
///
/// @param fate whether it arrives, and what else happens
/// @param extraNanos how much longer than usual it takes
/// @param overtaken whether what is sent after it may arrive before it
/// @param copies how often it arrives
/// @param bytes what arrives instead, if not itself; for frames
/// @param answer for responses, what arrives instead, if not itself; for requests, what comes back at once from
///     somewhere on the way, without the exchange having seen the request
public record Passage(
        Fate fate,
        long extraNanos,
        boolean overtaken,
        int copies,
        Optional<byte[]> bytes,
        Optional<ServerResponse> answer) {
    /// The plain way.
    public static final Passage ON = of(Fate.ARRIVES);

    /// It is lost; the connection lives.
    public static final Passage LOST = of(Fate.LOST);

    /// It is lost, and the connection breaks.
    public static final Passage LOST_WITH_RESET = of(Fate.LOST_WITH_RESET);

    /// It arrives, and then the connection breaks.
    public static final Passage ARRIVES_THEN_RESET = of(Fate.ARRIVES_THEN_RESET);

    /// The ways a message can end.
    public enum Fate {
        ARRIVES,
        LOST,
        LOST_WITH_RESET,
        ARRIVES_THEN_RESET
    }

    private static Passage of(Fate fate) {
        return new Passage(fate, 0, false, 1, Optional.empty(), Optional.empty());
    }

    public static Passage late(long nanos) {
        return new Passage(Fate.ARRIVES, nanos, false, 1, Optional.empty(), Optional.empty());
    }

    public static Passage twice() {
        return new Passage(Fate.ARRIVES, 0, false, 2, Optional.empty(), Optional.empty());
    }

    public static Passage as(byte[] other) {
        return new Passage(Fate.ARRIVES, 0, false, 1, Optional.of(other), Optional.empty());
    }

    public static Passage as(ServerResponse other) {
        return new Passage(Fate.ARRIVES, 0, false, 1, Optional.empty(), Optional.of(other));
    }

    /// The same, and what is sent after it need not wait for it.
    public Passage unordered() {
        return new Passage(fate, extraNanos, true, copies, bytes, answer);
    }

    /// Whether nothing happens to it.
    public boolean isPlain() {
        return fate == Fate.ARRIVES && extraNanos == 0 && copies == 1 && bytes.isEmpty() && answer.isEmpty();
    }

    boolean arrives() {
        return fate == Fate.ARRIVES || fate == Fate.ARRIVES_THEN_RESET;
    }

    boolean resets() {
        return fate == Fate.LOST_WITH_RESET || fate == Fate.ARRIVES_THEN_RESET;
    }
}
