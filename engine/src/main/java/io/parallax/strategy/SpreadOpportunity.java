package io.parallax.strategy;

/// A spread at or above the entry threshold, as it stood at one moment. Thread: any; immutable.
///
/// @param direction which exchange to be long on
/// @param entryPpm the executable entry spread for the quantity, in ppm
/// @param quantityE8 base currency × 10⁸, as configured
/// @param buyPriceE8 executable price of the long leg at that moment
/// @param sellPriceE8 executable price of the short leg at that moment
/// @param decisionNanos when it was seen, monotonic
/// @param triggerNanos when the frame that caused it was read, monotonic; 0 when a timer tick caused it
public record SpreadOpportunity(
        Direction direction,
        long entryPpm,
        long quantityE8,
        long buyPriceE8,
        long sellPriceE8,
        long decisionNanos,
        long triggerNanos) {}
