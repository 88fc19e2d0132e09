package io.parallax.simulator.core;

/// Collateral that was moved in or out. Thread: any; immutable.
///
/// @param id unique on the exchange, grows
/// @param amountE8 negative for a withdrawal
public record Transfer(long id, String account, long amountE8, long epochMillis) {}
