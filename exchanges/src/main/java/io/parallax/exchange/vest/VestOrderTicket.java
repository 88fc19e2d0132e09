package io.parallax.exchange.vest;

import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.TimeInForce;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import java.util.Optional;

/// An order in Vest's words, with the texts that body and signature share. Thread: any; immutable.
///
/// @param timeEpochMillis our clock, corrected by the measured skew; the exchange refuses the order when its own clock
///     is past this plus the receive window
/// @param nonce names the order; Vest has no client order ids
/// @param size exactly as many decimals as the instrument has
/// @param limitPrice exactly as many decimals as the instrument has
/// @param timeInForce for LIMIT only; not signed
record VestOrderTicket(
        long timeEpochMillis,
        long nonce,
        String symbol,
        boolean isBuy,
        String size,
        String orderType,
        String limitPrice,
        boolean reduceOnly,
        Optional<String> timeInForce) {

    /// Puts an order into Vest's words as the configuration wants it.
    static VestOrderTicket of(OrderRequest order, long timeEpochMillis, long nonce, VestConfig config) {
        boolean resting = order.timeInForce() == TimeInForce.GOOD_TILL_CANCELLED;
        boolean market = !resting && config.immediateAs() == VestConfig.ImmediateAs.MARKET;
        return new VestOrderTicket(
                timeEpochMillis,
                nonce,
                order.instrument().symbol(),
                order.side() == Side.BUY,
                FixedPoint.format(order.quantityE8(), order.instrument().quantityDecimals()),
                market ? "MARKET" : "LIMIT",
                FixedPoint.format(order.limitPriceE8(), order.instrument().priceDecimals()),
                order.reduceOnly() && config.sendReduceOnly(),
                market ? Optional.empty() : Optional.of(resting ? "GTC" : immediateTimeInForce(config)));
    }

    private static String immediateTimeInForce(VestConfig config) {
        return config.immediateAs() == VestConfig.ImmediateAs.LIMIT_IOC ? "IOC" : "FOK";
    }
}
