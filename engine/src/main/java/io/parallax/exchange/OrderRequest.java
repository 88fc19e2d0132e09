package io.parallax.exchange;

import io.parallax.instrument.Instrument;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;

/// An instruction to buy or sell. It cannot be made without a price bound, off the tick or lot grid, or without a
/// quantity. Thread: any; immutable.
///
/// @param id our name of it
/// @param instrument what and where
/// @param side buy or sell
/// @param quantityE8 base currency × 10⁸, a multiple of the lot
/// @param limitPriceE8 worst acceptable price × 10⁸, a multiple of the tick
/// @param timeInForce how long it may live
/// @param reduceOnly may only shrink the position
/// @param triggerNanos when the last byte of the market data frame behind the decision was read, monotonic; 0 when no
///     frame caused it. Only for measuring.
public record OrderRequest(
        ClientOrderId id,
        Instrument instrument,
        Side side,
        long quantityE8,
        long limitPriceE8,
        TimeInForce timeInForce,
        boolean reduceOnly,
        long triggerNanos) {

    /// How late after it was signed an exchange may take an order. Adapters sign with it, and the engine adds it up
    /// to the moment from which an order of unknown fate can be called absent: one number, so that they agree. A
    /// second, never longer than an adapter waits for the answer.
    public static final long RECEIVE_WINDOW_MILLIS = 1_000;

    public OrderRequest {
        if (quantityE8 <= 0 || quantityE8 % instrument.lotE8() != 0) {
            throw new IllegalArgumentException("order " + id + ": quantity must be a positive multiple of the lot "
                    + FixedPoint.format(instrument.lotE8()) + ", found " + FixedPoint.format(quantityE8));
        }
        if (limitPriceE8 <= 0 || limitPriceE8 % instrument.tickE8() != 0) {
            throw new IllegalArgumentException("order " + id + ": limit price must be a positive multiple of the tick "
                    + FixedPoint.format(instrument.tickE8()) + ", found " + FixedPoint.format(limitPriceE8));
        }
    }
}
