/// The simulated Vest: its REST and WebSocket interface, version 2, over the protocol-neutral core. Way in:
/// [VestFrontEnd]. Where the real exchange's behaviour is not known, [VestSimulatorSettings] names what is
/// chosen and what the alternatives are. Thread: simulator loop. Knows nothing of the adapter.
@NullMarked
package io.parallax.simulator.vest;

import org.jspecify.annotations.NullMarked;
