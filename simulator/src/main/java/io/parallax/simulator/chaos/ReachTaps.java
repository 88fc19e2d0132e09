package io.parallax.simulator.chaos;

import io.parallax.execution.EngineNotice;
import io.parallax.execution.PairState;
import io.parallax.simulator.world.SimulatedWorld;
import io.parallax.simulator.world.Taps;
import io.parallax.telemetry.EngineSnapshot.BotView;
import org.jspecify.annotations.Nullable;

/// Notes what one world reaches. Thread: the world's.
final class ReachTaps implements Taps {
    private final Reach reach = new Reach();
    private final Chaos chaos;
    private @Nullable SimulatedWorld world;
    private boolean halting;

    ReachTaps(Chaos chaos) {
        this.chaos = chaos;
    }

    void watch(SimulatedWorld watched) {
        world = watched;
    }

    private SimulatedWorld world() {
        if (world == null) {
            throw new IllegalStateException("watch() comes first");
        }
        return world;
    }

    @Override
    public void onNotice(EngineNotice notice, long nowNanos) {
        if (notice instanceof EngineNotice.StateChanged changed) {
            reach.onTransition(changed);
            chaos.atWork().forEach(kind -> reach.onFault(changed.to(), kind));
            halting = changed.to() == PairState.HALTED;
        }
    }

    @Override
    public void onTurn(long nowNanos) {
        if (halting) {
            halting = false;
            world().host().snapshot().bots().stream()
                    .map(BotView::haltReason)
                    .forEach(reason -> reason.ifPresent(reach::onHalt));
        }
    }

    @Override
    public void onCrash(long nowNanos) {
        reach.onLife(world().host().engine().counters());
    }

    /// All of it, when the world is over.
    Reach end() {
        if (world().isAlive()) {
            reach.onLife(world().host().engine().counters());
        }
        chaos.struck().forEach((state, kinds) -> kinds.forEach(kind -> reach.onFault(state, kind)));
        reach.onBegun(chaos.begun());
        return reach;
    }
}
