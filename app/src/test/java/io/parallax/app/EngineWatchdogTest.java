package io.parallax.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Looks are a quarter of a second apart.
class EngineWatchdogTest {
    private static final int LOOKS_TO_ALERT = 8;
    private static final int LOOKS_TO_END = 120;

    private final AtomicLong turns = new AtomicLong();
    private final AtomicInteger stacks = new AtomicInteger();
    private final AtomicInteger ends = new AtomicInteger();
    private final EngineWatchdog watchdog =
            new EngineWatchdog(turns::get, () -> "at " + stacks.incrementAndGet(), ends::incrementAndGet);

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            watchdog.look();
        }
    }

    @Test
    void tellsAfterTwoSecondsAndEndsTheProcessAfterThirty() {
        turns.set(1);
        look(1 + LOOKS_TO_ALERT - 1);
        assertThat(stacks).hasValue(0);
        look(1);
        assertThat(stacks).hasValue(1);
        look(LOOKS_TO_END - LOOKS_TO_ALERT - 1);
        assertThat(ends).hasValue(0);
        look(1);
        assertThat(ends).hasValue(1);
        look(LOOKS_TO_END);
        assertThat(ends).hasValue(1);
    }

    @Test
    void leavesAnEngineAloneThatGoesOnOrHasNotBegun() {
        look(2 * LOOKS_TO_END);
        for (int i = 0; i < 2 * LOOKS_TO_END; i++) {
            turns.incrementAndGet();
            look(LOOKS_TO_ALERT);
        }
        assertThat(stacks).hasValue(0);
        assertThat(ends).hasValue(0);
    }

    @Test
    void forgetsAStandstillThatIsOver() {
        turns.set(1);
        look(LOOKS_TO_END);
        turns.set(2);
        look(LOOKS_TO_END);
        assertThat(ends).hasValue(0);
    }
}
