package io.parallax.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.units.FixedPoint;
import org.junit.jupiter.api.Test;

/// 0.01 is configured, and the common lot is 0.0001.
class EntryQuantityTest {
    private final PairBench bench = new PairBench();

    @Test
    void anEntryLeavesRoomForWhatIsLeftOnALeg() {
        assertThat(bench.pair.ladder.quantityE8()).isEqualTo(PairBench.e8("0.01"));
        bench.pair.a.ledger().onQuantity(-1, PairBench.START);
        assertThat(bench.pair.ladder.quantityE8()).isEqualTo(PairBench.e8("0.0099"));
        bench.pair.b.ledger().onQuantity(PairBench.e8("0.00009999"), PairBench.START);
        assertThat(bench.pair.ladder.quantityE8()).isEqualTo(PairBench.e8("0.0099"));
        assertThat(bench.pair.ladder.firstE8()).as("whatever is held").isEqualTo(PairBench.e8("0.01"));
        bench.pair.b.ledger().onQuantity(FixedPoint.ONE, PairBench.START);
        assertThat(bench.pair.ladder.quantityE8()).isZero();
    }
}
