package io.parallax.simulator.vest;

import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.Platform;
import io.parallax.simulator.world.MemoryPlatform;

/// The same over the in-memory transport of the deterministic simulation.
class VestMemoryContractTest extends VestContractTest {
    @Override
    protected Platform platform() {
        return new MemoryPlatform(ExchangeId.VEST);
    }
}
