/// The simulated Paradex: speaks the exchange's REST and WebSocket protocol as its public documentation states
/// it, on top of the simulator's matching and ledger core. The way in is
/// [io.parallax.simulator.paradex.ParadexFrontEnd]. Written from the protocol's description alone and never
/// from the client beside it, so that the two check each other. Thread: simulator loop only, unless a type says
/// otherwise.
@NullMarked
package io.parallax.simulator.paradex;

import org.jspecify.annotations.NullMarked;
