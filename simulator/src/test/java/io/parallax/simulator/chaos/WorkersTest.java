package io.parallax.simulator.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkersTest {
    @Test
    void doesEveryPieceOnce() throws InterruptedException {
        ConcurrentLinkedQueue<Integer> done = new ConcurrentLinkedQueue<>();
        Workers.run(1_000, 3, "pieces", done::add);
        assertThat(done)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 1_000).boxed().toList());
    }

    @Test
    void doesNotHideAPieceThatFailed() {
        IllegalArgumentException failure = new IllegalArgumentException("piece 7");
        assertThatThrownBy(() -> Workers.run(100, 2, "pieces", number -> {
                    if (number == 7) {
                        throw failure;
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasCause(failure);
    }
}
