package io.parallax.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.RejectionKind;
import org.junit.jupiter.api.Test;

class MarketGateTest {
    private static final long SECOND = 1_000_000_000L;

    private final MarketGate gate = new MarketGate();

    @Test
    void knowsWhichRefusalsAreAboutOneInstrument() {
        assertThat(MarketGate.concerns(refused("MARKET_NOT_OPEN", RejectionKind.MODE)))
                .isTrue();
        assertThat(MarketGate.concerns(refused("1148", RejectionKind.MODE))).isTrue();
        assertThat(MarketGate.concerns(refused("3024", RejectionKind.MODE))).isTrue();
        assertThat(MarketGate.concerns(refused("SYSTEM_STATUS_CANCEL_ONLY", RejectionKind.MODE)))
                .isFalse();
        assertThat(MarketGate.concerns(refused("1148", RejectionKind.STRUCTURAL)))
                .isFalse();
        assertThat(MarketGate.concerns(new ExchangeError.OutcomeUnknown("1148")))
                .isFalse();
    }

    private static ExchangeError refused(String code, RejectionKind kind) {
        return new ExchangeError.Rejected(code, "no", kind);
    }

    @Test
    void opensForARepairEveryTwoSecondsForTheRestAfterFiveMinutes() {
        assertThat(gate.allowsIncrease(0)).isTrue();
        gate.onRefused(0);
        assertThat(gate.allowsRepair(2 * SECOND - 1)).isFalse();
        assertThat(gate.allowsRepair(2 * SECOND)).isTrue();
        assertThat(gate.allowsReduce(300 * SECOND - 1)).isFalse();
        assertThat(gate.allowsIncrease(300 * SECOND - 1)).isFalse();
        assertThat(gate.allowsReduce(300 * SECOND)).isTrue();
        assertThat(gate.allowsIncrease(300 * SECOND)).isTrue();
    }

    @Test
    void anOrderThatWasSentAfterwardsAndTakenOpensItForWhatReduces() {
        gate.onRefused(10 * SECOND);
        gate.onOrderTaken(9 * SECOND);
        assertThat(gate.allowsReduce(11 * SECOND)).isFalse();
        gate.onOrderTaken(11 * SECOND);
        assertThat(gate.allowsReduce(12 * SECOND)).isTrue();
        assertThat(gate.allowsIncrease(12 * SECOND)).isFalse();
    }
}
