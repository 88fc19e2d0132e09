/// Judges a world by its truth: what the exchanges booked, and which bytes crossed the wire when. What the engine
/// believes is looked at only where it is shown to people. Way in: [io.parallax.simulator.oracle.Oracle]. Thread: the
/// world's. Knows nothing of faults but that they begin and end.
@NullMarked
package io.parallax.simulator.oracle;

import org.jspecify.annotations.NullMarked;
