package io.parallax.simulator.paradex;

import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.Platform;
import io.parallax.simulator.world.MemoryPlatform;

/// The same over the in-memory transport of the deterministic simulation.
class ParadexMemoryContractTest extends ParadexContractTest {
    @Override
    protected Platform platform() {
        return new MemoryPlatform(ExchangeId.PARADEX);
    }
}
