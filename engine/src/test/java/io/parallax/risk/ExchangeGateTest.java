package io.parallax.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.AccountEvent.Standing;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeError.Rejected;
import io.parallax.exchange.RejectionKind;
import io.parallax.instrument.ExchangeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What may be sent to one exchange, second by second.
class ExchangeGateTest {
    private static final long SECOND = 1_000_000_000L;
    private final StateCounts<GateState, GateCause> counts =
            new StateCounts<>(GateTable.TABLE, GateState.class, GateCause.class);
    private final ExchangeGate gate = new ExchangeGate(ExchangeId.VEST, counts);

    @BeforeEach
    void opens() {
        for (Stream stream : Stream.values()) {
            gate.onStream(stream, StreamState.READY, "scripted", 0);
        }
        assertThat(gate.state()).isEqualTo(GateState.OPEN);
    }

    private void refusesForItsMode(String code, long nowNanos) {
        gate.onError(new Rejected(code, "no", RejectionKind.MODE), nowNanos);
    }

    private GateState at(long nowNanos) {
        gate.refresh(nowNanos);
        return gate.state();
    }

    @Test
    void vn13ARestrictedAccountMayOnlyGetRidOfANakedLeg() {
        gate.onAccount(Standing.IN_LIQUIDATION, "LIQUIDATION", SECOND);
        assertThat(gate.state()).isEqualTo(GateState.RESTRICTED);
        assertThat(gate.detail()).contains("LIQUIDATION");
        assertThat(gate.allowsIncrease()).isFalse();
        assertThat(gate.allowsReduce()).isFalse();
        assertThat(gate.allowsRepair(SECOND)).isTrue();
        gate.onStream(Stream.ORDER_ENTRY, StreamState.LOST, "scripted", SECOND);
        assertThat(gate.allowsRepair(SECOND)).isFalse();
        gate.onStream(Stream.ORDER_ENTRY, StreamState.READY, "scripted", SECOND);
        gate.onAccount(Standing.UNKNOWN, "", SECOND);
        assertThat(gate.detail()).contains("not told");
        gate.onAccount(Standing.ACTIVE, "ACTIVE", 2 * SECOND);
        assertThat(gate.allowsIncrease()).isFalse();
        assertThat(at(7 * SECOND)).isEqualTo(GateState.OPEN);
    }

    @Test
    void vn02NamesTheModeThatTheExchangeNames() {
        refusesForItsMode("SYSTEM_STATUS_POST_ONLY", SECOND);
        assertThat(gate.state()).isEqualTo(GateState.POST_ONLY);
        refusesForItsMode("SYSTEM_STATUS_CANCEL_ONLY", 2 * SECOND);
        assertThat(gate.state()).isEqualTo(GateState.CANCEL_ONLY);
        refusesForItsMode("MARKET_NOT_OPEN", 3 * SECOND);
        assertThat(gate.state()).isEqualTo(GateState.CANCEL_ONLY);
    }

    @Test
    void vn04NoPairIsClosedThereWhileItsModeIsInDoubt() {
        refusesForItsMode("1148", SECOND);
        at(10 * SECOND);
        assertThat(gate.allowsReduce()).isFalse();
        gate.onOrderTaken(SECOND / 2, 11 * SECOND);
        assertThat(gate.allowsReduce())
                .as("an order from before the refusal shows nothing")
                .isFalse();
        gate.onOrderTaken(10 * SECOND, 11 * SECOND);
        assertThat(gate.allowsReduce()).isTrue();
        assertThat(gate.allowsIncrease()).isFalse();
    }

    @Test
    void vn01ANakedLegAsksAgainEveryTwoSeconds() {
        refusesForItsMode("1148", SECOND);
        assertThat(gate.allowsRepair(SECOND)).isFalse();
        assertThat(gate.allowsRepair(3 * SECOND - 1)).isFalse();
        assertThat(gate.allowsRepair(3 * SECOND)).isTrue();
        refusesForItsMode("1148", 3 * SECOND);
        assertThat(gate.allowsRepair(3 * SECOND)).isFalse();
        gate.onStream(Stream.ORDER_ENTRY, StreamState.LOST, "scripted", 4 * SECOND);
        assertThat(gate.allowsRepair(20 * SECOND))
                .as("there is no way to send one")
                .isFalse();
    }

    @Test
    void vn01TheOrderPathComingUpAnewEndsTheDoubt() {
        refusesForItsMode("SYSTEM_STATUS_CANCEL_ONLY", SECOND);
        gate.onStream(Stream.ORDER_ENTRY, StreamState.LOST, "the exchange's state is cancel_only", SECOND);
        gate.onStream(Stream.ORDER_ENTRY, StreamState.READY, "logged in and warm", 200 * SECOND);
        assertThat(at(200 * SECOND)).isEqualTo(GateState.DEGRADED);
        assertThat(gate.allowsReduce()).isTrue();
        assertThat(gate.allowsIncrease()).isFalse();
    }

    @Test
    void s42ALoginThatEndsSoonStopsEntriesAndNothingElse() {
        gate.onStream(Stream.ORDER_ENTRY, StreamState.SYNCING, "the login ends in 80000 ms", SECOND);
        assertThat(gate.state()).isEqualTo(GateState.DEGRADED);
        assertThat(gate.detail()).contains("the login ends");
        assertThat(gate.allowsReduce()).isTrue();
        assertThat(gate.allowsIncrease()).isFalse();
        gate.onStream(Stream.ORDER_ENTRY, StreamState.LOST, "gone", 2 * SECOND);
        assertThat(gate.allowsReduce()).isFalse();
        gate.onStream(Stream.ORDER_ENTRY, StreamState.SYNCING, "logging in", 3 * SECOND);
        assertThat(gate.allowsReduce())
                .as("a path that comes up is not one that ends")
                .isFalse();
    }

    @Test
    void vn02FiveMinutesWithoutARefusalOpenTheGateAgain() {
        refusesForItsMode("1148", SECOND);
        assertThat(at(300 * SECOND)).isEqualTo(GateState.CANCEL_ONLY);
        assertThat(at(301 * SECOND)).isEqualTo(GateState.DEGRADED);
        assertThat(at(306 * SECOND)).isEqualTo(GateState.OPEN);
    }
}
