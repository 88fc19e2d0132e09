package io.parallax.simulator.paradex;

import io.parallax.exchange.paradex.ParadexConfig.OrderPath;

/// The Paradex adapter against the simulated Paradex, orders over REST.
class ParadexRestContractTest extends ParadexContractTest {
    @Override
    OrderPath orderPath() {
        return OrderPath.REST;
    }
}
