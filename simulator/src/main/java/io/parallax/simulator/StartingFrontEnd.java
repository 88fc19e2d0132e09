package io.parallax.simulator;

import io.parallax.simulator.server.FrontEnd;
import io.parallax.simulator.server.ServerRequest;

/// A front end whose first WebSocket starts something. Thread: simulator loop.
///
/// @param start runs at every upgrade that is accepted; must bear being called again
record StartingFrontEnd(FrontEnd frontEnd, Runnable start) implements FrontEnd {
    @Override
    public void onRequest(ServerRequest request, Responder responder) {
        frontEnd.onRequest(request, responder);
    }

    @Override
    public Upgrade onUpgrade(ServerRequest request) {
        Upgrade upgrade = frontEnd.onUpgrade(request);
        if (upgrade instanceof Upgrade.Accepted) {
            start.run();
        }
        return upgrade;
    }
}
