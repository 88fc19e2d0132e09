/// Matching and ledger core of one simulated exchange, neutral of any protocol. Way in: [SimulatedExchange].
/// Front ends turn requests into [NewOrder]s and [ExchangeListener] calls into messages; the market refreshes
/// each [SimulatedBook]. Thread: everything runs on the one simulator loop unless a type says otherwise. Time
/// comes from the loop and randomness from [SeededRandom] alone, so one seed on a virtual clock gives one
/// history.
@NullMarked
package io.parallax.simulator.core;

import org.jspecify.annotations.NullMarked;
