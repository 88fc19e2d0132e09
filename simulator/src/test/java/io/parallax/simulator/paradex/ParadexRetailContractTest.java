package io.parallax.simulator.paradex;

import io.parallax.exchange.paradex.ParadexConfig.FeeProfile;
import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.Platform;
import io.parallax.simulator.world.MemoryPlatform;

/// The same with a login whose orders are retail orders.
class ParadexRetailContractTest extends ParadexContractTest {
    @Override
    protected Platform platform() {
        return new MemoryPlatform(ExchangeId.PARADEX);
    }

    @Override
    FeeProfile feeProfile() {
        return FeeProfile.RETAIL;
    }
}
