/// The outside market, played from a recorded tape into the books of both simulated exchanges. Way in: [Tape]
/// and [MarketPlayer]. Thread: simulator loop; a tape is immutable. Knows the core, no protocol.
@NullMarked
package io.parallax.simulator.market;

import org.jspecify.annotations.NullMarked;
