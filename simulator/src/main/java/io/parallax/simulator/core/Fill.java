package io.parallax.simulator.core;

/// One execution of one order. Thread: any; immutable.
///
/// @param sequence grows by one with every event of the exchange
/// @param fillId unique on the exchange, grows
/// @param tradeId the same for both sides of a trade between two accounts
/// @param kind a client's order has ids of its own only with [FillKind#TRADE]; others carry empty ones
/// @param maker whether the order was resting
/// @param feeE8 positive is paid
/// @param realisedE8 profit of the closed part, before fees; 0 when nothing was closed
/// @param fundingE8 funding settled by it, positive is received
/// @param bookSequence the book's number after the match
public record Fill(
        long sequence,
        long fillId,
        long tradeId,
        FillKind kind,
        NewOrder order,
        boolean maker,
        long priceE8,
        long quantityE8,
        long remainingE8,
        long notionalE8,
        long feeE8,
        long realisedE8,
        long fundingE8,
        long bookSequence,
        long epochMillis) {}
