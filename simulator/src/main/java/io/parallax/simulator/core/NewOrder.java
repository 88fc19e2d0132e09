package io.parallax.simulator.core;

import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;

/// An order as a front end passes it in. Thread: any; immutable.
///
/// @param orderId the exchange's id, chosen by the front end, unique on the exchange
/// @param clientId whatever the client calls it; the core only carries it
/// @param account must be open
/// @param limitE8 worst price; [FixedPoint#NO_PRICE] for a market order without one
/// @param averageLimitE8 worst average price; [FixedPoint#NO_PRICE] for none
/// @param instruction a market order is never [Instruction#GTC] or [Instruction#POST_ONLY]
/// @param triggerE8 price of the mark at which the order comes to life; [FixedPoint#NO_PRICE] for at once
/// @param triggersAbove whether it comes to life at or above the trigger rather than at or below it
public record NewOrder(
        String orderId,
        String clientId,
        String account,
        String symbol,
        Side side,
        boolean market,
        Instruction instruction,
        long quantityE8,
        long limitE8,
        long averageLimitE8,
        boolean reduceOnly,
        long triggerE8,
        boolean triggersAbove) {

    /// What happens to the part that cannot be executed at once.
    public enum Instruction {
        /// Rests.
        GTC,
        /// Is cancelled.
        IOC,
        /// There is none: the whole order or nothing.
        FOK,
        /// Rests; the order is refused if any of it could be executed at once.
        POST_ONLY
    }

    public NewOrder {
        if (quantityE8 <= 0) {
            throw new IllegalArgumentException("the quantity must be positive, found " + FixedPoint.format(quantityE8));
        }
        if (market && (instruction == Instruction.GTC || instruction == Instruction.POST_ONLY)) {
            throw new IllegalArgumentException("a market order cannot rest, found " + instruction);
        }
        if (!market && limitE8 == FixedPoint.NO_PRICE) {
            throw new IllegalArgumentException("a limit order needs a limit");
        }
    }

    /// A limit order without trigger or average bound.
    public static NewOrder limit(
            String orderId,
            String clientId,
            String account,
            String symbol,
            Side side,
            Instruction instruction,
            long quantityE8,
            long limitE8,
            boolean reduceOnly) {
        return new NewOrder(
                orderId,
                clientId,
                account,
                symbol,
                side,
                false,
                instruction,
                quantityE8,
                limitE8,
                FixedPoint.NO_PRICE,
                reduceOnly,
                FixedPoint.NO_PRICE,
                false);
    }

    /// A market order whose limit may be [FixedPoint#NO_PRICE].
    public static NewOrder market(
            String orderId,
            String clientId,
            String account,
            String symbol,
            Side side,
            Instruction instruction,
            long quantityE8,
            long limitE8,
            boolean reduceOnly) {
        return new NewOrder(
                orderId,
                clientId,
                account,
                symbol,
                side,
                true,
                instruction,
                quantityE8,
                limitE8,
                FixedPoint.NO_PRICE,
                reduceOnly,
                FixedPoint.NO_PRICE,
                false);
    }

    /// The same order with another size and limit.
    NewOrder amended(long newQuantityE8, long newLimitE8) {
        return new NewOrder(
                orderId,
                clientId,
                account,
                symbol,
                side,
                market,
                instruction,
                newQuantityE8,
                newLimitE8,
                averageLimitE8,
                reduceOnly,
                triggerE8,
                triggersAbove);
    }

    public boolean hasLimit() {
        return limitE8 != FixedPoint.NO_PRICE;
    }

    boolean hasTrigger() {
        return triggerE8 != FixedPoint.NO_PRICE;
    }
}
