package io.parallax.simulator.core;

/// Funding realised by one position. Thread: any; immutable.
///
/// @param id unique on the exchange, grows
/// @param paymentE8 positive is received
/// @param indexE8 the index up to which it settles
/// @param fillId the fill that changed the position; 0 when the exchange settled by itself
public record FundingPayment(
        long id, String account, String symbol, long paymentE8, long indexE8, long fillId, long epochMillis) {}
