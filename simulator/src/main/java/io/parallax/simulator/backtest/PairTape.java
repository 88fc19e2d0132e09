package io.parallax.simulator.backtest;

import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.simulator.tape.MarketTape;
import io.parallax.units.FixedPoint;

/// Two exchanges of a tape, as legs of a pair. Thread: any; immutable; runs share it.
public final class PairTape {
    private final MarketTape tape;
    private final ExchangeId a;
    private final ExchangeId b;
    private final int[] eventsOfA;
    private final int[] eventsOfB;

    /// @throws IllegalArgumentException when one of the exchanges has no book on the tape, or both are one
    public PairTape(MarketTape tape, ExchangeId a, ExchangeId b) {
        if (a.equals(b)) {
            throw new IllegalArgumentException("the two exchanges must differ, found " + a + " twice");
        }
        this.tape = tape;
        this.a = a;
        this.b = b;
        this.eventsOfA = eventsOf(tape, a);
        this.eventsOfB = eventsOf(tape, b);
    }

    private static int[] eventsOf(MarketTape tape, ExchangeId exchange) {
        int[] events = tape.eventsOf(exchange);
        if (events.length == 0) {
            throw new IllegalArgumentException("no book of " + tape.symbol() + " on " + exchange
                    + " on the tape; there are books of " + tape.exchanges());
        }
        return events;
    }

    public MarketTape tape() {
        return tape;
    }

    public ExchangeId exchange(Leg leg) {
        return leg == Leg.A ? a : b;
    }

    /// How many book events the two exchanges have together.
    public int size() {
        return eventsOfA.length + eventsOfB.length;
    }

    int[] events(Leg leg) {
        return leg == Leg.A ? eventsOfA : eventsOfB;
    }

    /// Receipt of the first event of both.
    public long firstMicros() {
        return Math.min(tape.receivedMicros(eventsOfA[0]), tape.receivedMicros(eventsOfB[0]));
    }

    /// Receipt of the last event of both.
    public long lastMicros() {
        return Math.max(
                tape.receivedMicros(eventsOfA[eventsOfA.length - 1]),
                tape.receivedMicros(eventsOfB[eventsOfB.length - 1]));
    }

    /// Best price of an event, or [FixedPoint#NO_PRICE].
    long touchE8(int event, Side side) {
        return tape.depth(event, side) == 0 ? FixedPoint.NO_PRICE : tape.priceE8(event, side, 0);
    }

    /// Walks the events of both in the order of receipt; at the same time in the order of the tape.
    Walk walk() {
        return new Walk();
    }

    /// Where a walk over the tape stands.
    final class Walk {
        private int atA;
        private int atB;
        private Leg leg = Leg.A;
        private int event = -1;

        /// Goes to the next event.
        ///
        /// @return false when there is none
        boolean next() {
            boolean moreA = atA < eventsOfA.length;
            boolean moreB = atB < eventsOfB.length;
            if (!moreA && !moreB) {
                return false;
            }
            if (moreA && (!moreB || eventsOfA[atA] < eventsOfB[atB])) {
                leg = Leg.A;
                event = eventsOfA[atA++];
            } else {
                leg = Leg.B;
                event = eventsOfB[atB++];
            }
            return true;
        }

        Leg leg() {
            return leg;
        }

        int event() {
            return event;
        }
    }
}
