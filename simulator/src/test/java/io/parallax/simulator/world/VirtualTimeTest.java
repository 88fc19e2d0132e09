package io.parallax.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Time and loops keep what real ones promise.
class VirtualTimeTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<String> heard = new ArrayList<>();

    private HostLoop loop(VirtualTime time, String name) {
        return new HostLoop(name, time, new WallClock(0, 0, 0), HostLoop.Network.NONE);
    }

    @Test
    void oneLoopKeepsItsOrderAndTheSeedDecidesBetweenTwo() {
        List<String> orders = new ArrayList<>();
        for (long seed = 0; seed < 20; seed++) {
            heard.clear();
            VirtualTime time = new VirtualTime(seed, 0);
            HostLoop a = loop(time, "a");
            HostLoop b = loop(time, "b");
            a.execute(() -> heard.add("a1"));
            b.execute(() -> heard.add("b1"));
            a.execute(() -> heard.add("a2"));
            time.runUntil(SECOND, () -> false);
            assertThat(heard).containsSubsequence("a1", "a2");
            orders.add(String.join(" ", heard));
        }
        assertThat(orders).contains("a1 a2 b1", "b1 a1 a2");
    }

    @Test
    void aPauseKeepsTheOrderAndADeathEndsEverything() {
        VirtualTime time = new VirtualTime(1, 0);
        HostLoop loop = loop(time, "a");
        loop.schedule(10, () -> heard.add("first at " + time.nowNanos()));
        loop.schedule(20, () -> heard.add("second at " + time.nowNanos()));
        loop.pause(100);
        time.runUntil(100, () -> false);
        assertThat(heard).containsExactly("first at 100", "second at 100");
        loop.schedule(10, () -> heard.add("never"));
        loop.die();
        time.runUntil(SECOND, () -> false);
        assertThat(heard).hasSize(2);
    }

    @Test
    void whatIsCalledOffDoesNotHappenHoweverMuchIsCalledOff() {
        VirtualTime time = new VirtualTime(1, 0);
        HostLoop loop = loop(time, "a");
        for (int i = 0; i < 20_000; i++) {
            loop.schedule(10, () -> heard.add("never")).cancel();
        }
        loop.schedule(10, () -> heard.add("once"));
        time.runUntil(SECOND, () -> false);
        assertThat(heard).containsExactly("once");
        assertThat(time.steps()).isEqualTo(1);
    }

    @Test
    void whatATaskThrowsIsKeptAndTheLoopLivesOn() {
        VirtualTime time = new VirtualTime(1, 0);
        HostLoop loop = loop(time, "a");
        loop.execute(() -> {
            throw new IllegalStateException("on purpose");
        });
        loop.execute(() -> heard.add("on"));
        time.runUntil(SECOND, () -> false);
        assertThat(loop.failures()).hasSize(1);
        assertThat(heard).containsExactly("on");
    }
}
