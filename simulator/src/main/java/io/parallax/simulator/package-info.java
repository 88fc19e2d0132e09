/// The outside, made by us: two exchanges that speak their real protocols, and a recorded market. Way in:
/// [SimulatedExchanges] on real sockets, [Simulation] on any loop. Thread: one simulator loop runs everything.
@NullMarked
package io.parallax.simulator;

import org.jspecify.annotations.NullMarked;
