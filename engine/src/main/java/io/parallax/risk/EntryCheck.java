package io.parallax.risk;

import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.marketdata.OrderBook;
import io.parallax.strategy.Direction;

/// What [RiskGate] looks at for one entry. Thread: any; immutable.
///
/// @param quantityE8 what each leg would trade
/// @param heldE8 what the larger leg holds already
/// @param spreadPpm what the entry would gain between the two exchanges
/// @param marksConfirm whether both exchanges' marks have shown a spread beyond the believable for long enough
/// @param decisionAgeNanos since the decision was made
/// @param netPpm what the whole cycle would earn, everything counted
public record EntryCheck(
        int pair,
        Direction direction,
        long quantityE8,
        long heldE8,
        long spreadPpm,
        boolean marksConfirm,
        long decisionAgeNanos,
        long netPpm,
        Instrument instrumentA,
        Instrument instrumentB,
        OrderBook bookA,
        OrderBook bookB) {

    Instrument instrument(Leg leg) {
        return leg == Leg.A ? instrumentA : instrumentB;
    }

    OrderBook book(Leg leg) {
        return leg == Leg.A ? bookA : bookB;
    }
}
