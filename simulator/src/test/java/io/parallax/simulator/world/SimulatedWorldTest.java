package io.parallax.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.engine.OperatorCommand;
import io.parallax.exchange.paradex.ParadexConfig.FeeProfile;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.OrderState;
import io.parallax.execution.PairState;
import io.parallax.execution.ShutdownPolicy;
import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.core.LedgerReport;
import io.parallax.telemetry.EngineSnapshot;
import io.parallax.telemetry.EngineSnapshot.BotView;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The production engine and adapters trade in virtual time, to the last digit.
class SimulatedWorldTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void tradesCompleteCyclesEndsFlatAndAgreesWithBothLedgersToTheLastDigit() {
        SimulatedWorld world = new SimulatedWorld(1, FaultPoints.NONE, new Taps() {}, false);
        world.start();
        world.runUntil(600 * SECOND, () -> false);
        world.host().tell(new OperatorCommand.Shutdown(ShutdownPolicy.FLATTEN));
        world.runUntil(640 * SECOND, () -> false);

        EngineSnapshot last = world.host().snapshot();
        BotView bot = last.bots().getFirst();
        assertThat(world.failures()).isEmpty();
        assertThat(last.stopped()).isTrue();
        assertThat(bot.state()).isIn(PairState.FLAT, PairState.COOLDOWN);
        assertThat(bot.cycles()).isGreaterThanOrEqualTo(5);
        assertThat(bot.cyclesFailed()).isZero();
        assertThat(ledger(world, ExchangeId.VEST).flat()).isTrue();
        assertThat(ledger(world, ExchangeId.PARADEX).flat()).isTrue();
        assertThat(bot.netE8())
                .isEqualTo(ledger(world, ExchangeId.VEST).netE8()
                        + ledger(world, ExchangeId.PARADEX).netE8());
    }

    @Test
    void aRetailProfileTradesWholeCyclesWithoutAFeeOnParadexAndWithoutADoubtfulOrder() {
        Doubts doubts = new Doubts();
        SimulatedWorld world =
                new SimulatedWorld(1, FaultPoints.NONE, doubts, false, BotShape.PLAIN, FeeProfile.RETAIL);
        world.start();
        world.runUntil(600 * SECOND, () -> false);
        world.host().tell(new OperatorCommand.Shutdown(ShutdownPolicy.FLATTEN));
        world.runUntil(640 * SECOND, () -> false);

        BotView bot = world.host().snapshot().bots().getFirst();
        assertThat(world.failures()).isEmpty();
        assertThat(bot.cycles()).isGreaterThanOrEqualTo(5);
        assertThat(doubts.unknown).as("orders that were taken for lost").isZero();
        assertThat(ledger(world, ExchangeId.PARADEX).fills()).isGreaterThanOrEqualTo(10);
        assertThat(ledger(world, ExchangeId.PARADEX).feesE8()).isZero();
        assertThat(ledger(world, ExchangeId.VEST).feesE8()).isPositive();
        assertThat(bot.netE8())
                .isEqualTo(ledger(world, ExchangeId.VEST).netE8()
                        + ledger(world, ExchangeId.PARADEX).netE8());
    }

    /// Counts orders whose fate the engine had to ask for.
    private static final class Doubts implements Taps {
        private int unknown;

        @Override
        public void onNotice(EngineNotice notice, long nowNanos) {
            if (notice instanceof EngineNotice.OrderChanged changed && changed.to() == OrderState.UNKNOWN) {
                unknown++;
            }
        }
    }

    private static LedgerReport ledger(SimulatedWorld world, ExchangeId exchange) {
        return world.exchange(exchange).ledgers().getFirst();
    }

    @Test
    void anOrderThatIsLateOutlivesTheProcessThatDiesAsItLeaves() {
        Death death = new Death();
        SimulatedWorld world = new SimulatedWorld(1, death, death, false);
        death.world = Optional.of(world);
        world.start();
        world.runUntil(600 * SECOND, () -> death.arrivedNanos - death.diedNanos >= SECOND);
        assertThat(death.diedNanos).isPositive();
        assertThat(death.arrivedNanos).isGreaterThanOrEqualTo(death.diedNanos + SECOND);
    }

    /// Kills the process as its first order leaves, which is then a second on its way.
    private static final class Death implements FaultPoints, Taps {
        private Optional<SimulatedWorld> world = Optional.empty();
        private long diedNanos;
        private long arrivedNanos;

        @Override
        public Passage onRequest(ExchangeId exchange, RequestClass kind, boolean http, byte[] body) {
            if (kind != RequestClass.ORDER || diedNanos != 0) {
                return Passage.ON;
            }
            SimulatedWorld dying = world.orElseThrow();
            diedNanos = dying.time().nowNanos();
            dying.crash(100 * SECOND);
            return Passage.late(SECOND);
        }

        @Override
        public void onArrived(ExchangeId exchange, RequestClass kind, String target, byte[] body, long nowNanos) {
            if (kind == RequestClass.ORDER && diedNanos != 0 && nowNanos - diedNanos < 10 * SECOND) {
                arrivedNanos = nowNanos;
            }
        }
    }
}
