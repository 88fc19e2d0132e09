/// The deterministic simulation: production engine, codecs, sessions and signing above an in-memory transport, the
/// simulated exchanges' own protocol code below it, on one thread and one virtual clock. Way in:
/// [io.parallax.simulator.world.SimulatedWorld]. Thread: one for each world; worlds share nothing that changes. Knows
/// neither faults nor judgement: both are handed in.
@NullMarked
package io.parallax.simulator.world;

import org.jspecify.annotations.NullMarked;
