package io.parallax.simulator.backtest;

import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.simulator.tape.MarketTape;
import io.parallax.units.FixedPoint;

/// The recorded book of one leg as it stood at any moment, asked for in the order of time. What we took of a
/// book is missing until its next event; nobody reacts to us. Thread: one.
final class MarketReplay {
    private final MarketTape tape;
    private final int[] events;
    private int next;
    private int present = -1;
    private long takenBidE8;
    private long takenAskE8;

    MarketReplay(PairTape pair, Leg leg) {
        this.tape = pair.tape();
        this.events = pair.events(leg);
    }

    /// Lets the market move on until then, what happens at that moment included.
    void advanceTo(long micros) {
        while (next < events.length && tape.receivedMicros(events[next]) <= micros) {
            present = events[next++];
            takenBidE8 = 0;
            takenAskE8 = 0;
        }
    }

    /// Whether there is a book now.
    boolean isKnown() {
        return present >= 0 && tape.depth(present, Side.BUY) > 0 && tape.depth(present, Side.SELL) > 0;
    }

    /// Halfway between the best prices, or [FixedPoint#NO_PRICE].
    long middleE8() {
        if (!isKnown()) {
            return FixedPoint.NO_PRICE;
        }
        long bidE8 = tape.priceE8(present, Side.BUY, 0);
        return bidE8 + (tape.priceE8(present, Side.SELL, 0) - bidE8) / 2;
    }

    /// Takes executions.
    @FunctionalInterface
    interface Fills {
        void onFill(long priceE8, long quantityE8);
    }

    /// Takes up to `wantedE8` at the limit or better, level by level, each in whole lots.
    ///
    /// @return how much was taken
    long take(Side side, long wantedE8, long limitE8, long lotE8, Fills fills) {
        if (present < 0) {
            return 0;
        }
        Side book = side.opposite();
        long skipE8 = book == Side.BUY ? takenBidE8 : takenAskE8;
        long sumE8 = 0;
        for (int level = 0; level < tape.depth(present, book) && sumE8 < wantedE8; level++) {
            long priceE8 = tape.priceE8(present, book, level);
            boolean reached = side == Side.BUY ? priceE8 <= limitE8 : priceE8 >= limitE8;
            if (!reached) {
                break;
            }
            long standsE8 = tape.quantityE8(present, book, level);
            long skippedE8 = Math.min(skipE8, standsE8);
            skipE8 -= skippedE8;
            long takenE8 = Math.min(standsE8 - skippedE8, wantedE8 - sumE8);
            takenE8 -= takenE8 % lotE8;
            if (takenE8 > 0) {
                sumE8 += takenE8;
                fills.onFill(priceE8, takenE8);
            }
        }
        if (book == Side.BUY) {
            takenBidE8 += sumE8;
        } else {
            takenAskE8 += sumE8;
        }
        return sumE8;
    }
}
