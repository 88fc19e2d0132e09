package io.parallax.simulator.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import io.parallax.simulator.core.NewOrder;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.world.FaultPoints;
import io.parallax.simulator.world.RequestClass;
import io.parallax.simulator.world.SimulatedWorld;
import io.parallax.units.FixedPoint;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The judge judges: each rule is broken on purpose, from outside the engine.
class OracleTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long QUIET_SECONDS = 8;
    private static final long SETTLE_NANOS = 50_000_000L;

    private final Oracle oracle = new Oracle(true);
    private final SimulatedWorld world = new SimulatedWorld(3, FaultPoints.NONE, oracle, false);

    @BeforeEach
    void watch() {
        oracle.watch(world);
        world.start();
        world.runUntil(QUIET_SECONDS * SECOND, () -> false);
    }

    @Test
    void findsNothingInAWorldWithoutFaults() {
        world.runUntil(200 * SECOND, oracle::violated);
        assertThat(oracle.violation()).isEmpty();
        assertThat(oracle.cycles()).isPositive();
    }

    @Test
    void seesAnOrderBeforeTheTruthIsEstablished() {
        send("k1", "0.01", "60000");
        assertViolated("I27");
    }

    @Test
    void seesAKeyThatIsUsedAgain() {
        trading();
        send("k1", "0.001", "90000");
        answer("k1");
        send("k1", "0.001", "90000");
        assertViolated("I14");
    }

    @Test
    void seesAnOrderThatIsBuiltOnAnotherOfUnknownFate() {
        trading();
        send("k1", "0.001", "90000");
        send("k2", "0.001", "90000");
        assertViolated("I6");
    }

    @Test
    void acceptsARefusalAsTheEndOfAnOrder() {
        trading();
        send("k1", "0.001", "90000");
        answer("k1");
        send("k2", "0.001", "90000");
        assertThat(oracle.violation()).isEmpty();
    }

    @Test
    void seesAnOrderAboveItsSize() {
        trading();
        send("k1", "0.0101", "90000");
        assertViolated("I4");
    }

    @Test
    void seesALimitFarFromTheMark() {
        trading();
        send("k1", "0.001", "120000");
        assertViolated("I13");
    }

    @Test
    void seesAPositionBeyondTheSize() {
        fill("f1", Side.BUY, "0.02");
        assertViolated("I4");
    }

    @Test
    void seesAFlip() {
        fill("f1", Side.BUY, "0.002");
        fill("f2", Side.SELL, "0.004");
        assertViolated("I7");
    }

    private void assertViolated(String invariant) {
        world.runUntil(world.elapsedNanos() + SETTLE_NANOS, oracle::violated);
        assertThat(oracle.violation()).map(Violation::invariant).contains(invariant);
    }

    /// Until the pair has established the truth, and a second.
    private void trading() {
        world.runUntil(13 * SECOND, () -> false);
        assertThat(oracle.violation()).isEmpty();
    }

    /// As if these bytes had left the host.
    private void send(String key, String size, String price) {
        String order = "{\"market\":\"BTC-USD-PERP\",\"side\":\"BUY\",\"type\":\"LIMIT\",\"size\":\"" + size
                + "\",\"price\":\"" + price + "\",\"client_id\":\"" + key + "\",\"recv_window\":1000}";
        oracle.onSent(
                ExchangeId.PARADEX,
                RequestClass.ORDER,
                "/v1/orders",
                bytes(order),
                world.time().nowNanos());
    }

    private void answer(String key) {
        long now = world.time().nowNanos();
        oracle.onReply(
                ExchangeId.PARADEX,
                RequestClass.ORDER,
                "/v1/orders",
                bytes("\"client_id\":\"" + key + "\""),
                400,
                bytes("{\"error\":\"INVALID\"}"),
                now,
                now);
    }

    /// A fill on the bot's account that the bot did not ask for.
    private void fill(String id, Side side, String quantity) {
        SimulatedExchange paradex = world.exchange(ExchangeId.PARADEX);
        String account = paradex.ledgers().getFirst().account();
        paradex.submit(
                NewOrder.limit(
                        id,
                        id,
                        account,
                        SimulatedWorld.symbol(ExchangeId.PARADEX),
                        side,
                        NewOrder.Instruction.IOC,
                        FixedPoint.parse(quantity),
                        FixedPoint.parse(side == Side.BUY ? "93000" : "87000"),
                        false),
                0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
