package io.parallax.simulator.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.engine.OperatorCommand;
import io.parallax.execution.CycleResult;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.HaltReason;
import io.parallax.execution.OrderState;
import io.parallax.execution.PairEvent;
import io.parallax.execution.PairState;
import io.parallax.execution.ShutdownPolicy;
import io.parallax.instrument.ExchangeId;
import io.parallax.risk.Blocker;
import io.parallax.simulator.world.Channel;
import io.parallax.simulator.world.FaultPoints;
import io.parallax.simulator.world.RequestClass;
import io.parallax.simulator.world.SimulatedWorld;
import io.parallax.simulator.world.Taps;
import io.parallax.strategy.Direction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The rules that have files of their own, each broken from outside the engine: the sound bot does what it always does,
/// and its judges are told something that makes it wrong.
class JudgesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long TRADING_NANOS = 13 * SECOND;
    private static final long LONG_NANOS = 300 * SECOND;

    private final Oracle oracle = new Oracle(false);
    private final Evidence evidence = new Evidence(oracle);
    private final RepairRules repairs = new RepairRules(oracle, evidence);

    private SimulatedWorld world(Taps judges) {
        SimulatedWorld world = new SimulatedWorld(3, FaultPoints.NONE, judges, false);
        oracle.watch(world);
        world.start();
        world.runUntil(TRADING_NANOS, () -> false);
        assertThat(oracle.violation()).isEmpty();
        return world;
    }

    private void assertViolated(SimulatedWorld world, String invariant, String words) {
        world.runUntil(LONG_NANOS, oracle::violated);
        assertThat(oracle.violation()).map(Violation::invariant).contains(invariant);
        assertThat(oracle.violation())
                .map(Violation::text)
                .hasValueSatisfying(text -> assertThat(text).contains(words));
    }

    @Test
    void findNothingInAWorldWithoutFaults() {
        SimulatedWorld world = world(oracle.judges());
        world.runUntil(LONG_NANOS, oracle::violated);
        assertThat(oracle.violation()).isEmpty();
        assertThat(oracle.cycles()).isPositive();
    }

    @Test
    void seeAnEntryAfterAKill() {
        Taps judges = oracle.judges();
        SimulatedWorld world = world(judges);
        judges.onOperator(new OperatorCommand.Kill(), world.time().nowNanos());
        assertViolated(world, "I17", "after the kill");
    }

    @Test
    void acceptAnEntryAfterAKillThatWasTakenBack() {
        Taps judges = oracle.judges();
        SimulatedWorld world = world(judges);
        judges.onOperator(new OperatorCommand.Kill(), world.time().nowNanos());
        judges.onOperator(new OperatorCommand.Resume("an error"), world.time().nowNanos());
        world.runUntil(100 * SECOND, oracle::violated);
        assertThat(oracle.violation()).isEmpty();
    }

    @Test
    void seeAnEntryAfterAPause() {
        Taps judges = oracle.judges();
        SimulatedWorld world = world(judges);
        judges.onOperator(new OperatorCommand.Pause(), world.time().nowNanos());
        assertViolated(world, "I18", "after the operator's PAUSE");
    }

    @Test
    void seeAnEntryAfterADrainThatALesserResumeDidNotEnd() {
        Taps judges = oracle.judges();
        SimulatedWorld world = world(judges);
        judges.onOperator(new OperatorCommand.Resume("an error"), world.time().nowNanos());
        judges.onOperator(new OperatorCommand.Drain(), world.time().nowNanos());
        judges.onOperator(new OperatorCommand.CancelOrders(), world.time().nowNanos());
        assertViolated(world, "I18", "after the operator's DRAIN");
    }

    @Test
    void seeAStopThatAResumeCannotEnd() {
        Taps judges = oracle.judges();
        SimulatedWorld world = world(judges);
        judges.onOperator(
                new OperatorCommand.Shutdown(ShutdownPolicy.HOLD), world.time().nowNanos());
        judges.onOperator(new OperatorCommand.Resume("too late"), world.time().nowNanos());
        assertViolated(world, "I18", "after the operator's SHUTDOWN");
    }

    @Test
    void seeAFlattenThatClosesNothing() {
        Taps judges = oracle.judges();
        SimulatedWorld world = world(judges);
        // The bot never hears of it.
        world.runUntil(LONG_NANOS, () -> oracle.state() == PairState.HEDGED && !oracle.flat());
        assertThat(oracle.violation()).isEmpty();
        OperatorRules rules = new OperatorRules(oracle, evidence);
        rules.onOperator(new OperatorCommand.Flatten(), world.time().nowNanos());
        rules.onTurn(world.time().nowNanos() + 30 * SECOND);
        assertThat(oracle.violation()).as("there is time to close").isEmpty();
        rules.onTurn(world.time().nowNanos() + 51 * SECOND);
        assertThat(oracle.violation())
                .map(Violation::text)
                .hasValueSatisfying(text -> assertThat(text).contains("not flat"));
    }

    @Test
    void seeAnEntryWhileTheBreakerMustBeOpen() {
        Taps judges = oracle.judges();
        SimulatedWorld world = world(judges);
        for (int i = 0; i < 3; i++) {
            judges.onNotice(failed(world), world.time().nowNanos());
        }
        assertViolated(world, "I19", "before the breaker may close");
    }

    private static EngineNotice failed(SimulatedWorld world) {
        CycleResult result =
                new CycleResult(1, CycleResult.Outcome.FAILED, Direction.LONG_A_SHORT_B, 0, 0, 0, 0, 0, true, 0, 0);
        return new EngineNotice.CycleFinished("btc", result, world.time().nowNanos());
    }

    @Test
    void seeABotThatDoesNotTradeAndCannotSayWhy() {
        BookRules books = new BookRules(oracle, evidence, repairs);
        SimulatedWorld world = world(new Judges(
                List.of(oracle, evidence, repairs, books, new ProgressRules(oracle, books, () -> Blocker.NOT_FLAT))));
        world.host().tell(new OperatorCommand.Pause());
        assertViolated(world, "I22", "were not taken: NOT_FLAT");
    }

    @Test
    void acceptABotThatIsPaused() {
        SimulatedWorld world = world(oracle.judges());
        world.host().tell(new OperatorCommand.Pause());
        world.runUntil(LONG_NANOS, oracle::violated);
        assertThat(oracle.violation()).isEmpty();
    }

    @Test
    void seeAPairThatStopsWithoutAWord() {
        Taps judges = oracle.judges();
        SimulatedWorld world = world(judges);
        judges.onNotice(
                new EngineNotice.StateChanged(
                        "btc",
                        oracle.state(),
                        PairState.HALTED,
                        PairEvent.HALT_REQUIRED,
                        "",
                        world.time().nowNanos()),
                world.time().nowNanos());
        assertViolated(world, "I23", "without an alert");
    }

    @Test
    void seeAPairThatWasToldOfALiquidationAndDidNotListen() {
        ForcedRules rules = new ForcedRules(oracle, () -> Optional.of(HaltReason.LEDGER_MISMATCH));
        tellAndHalt(rules);
        assertThat(oracle.violation()).map(Violation::invariant).contains("I1");
    }

    @Test
    void acceptAPairThatHaltsForTheLiquidationItWasToldOf() {
        ForcedRules rules = new ForcedRules(oracle, () -> Optional.of(HaltReason.LIQUIDATED));
        tellAndHalt(rules);
        assertThat(oracle.violation()).isEmpty();
    }

    private void tellAndHalt(ForcedRules rules) {
        long now = world(oracle).time().nowNanos();
        byte[] told = "{\"orderType\":\"LIQUIDATION\",\"status\":\"FILLED\"}".getBytes(StandardCharsets.UTF_8);
        rules.onFrame(ExchangeId.VEST, Channel.PRIVATE, told, now, now);
        rules.onNotice(
                new EngineNotice.StateChanged(
                        "btc", PairState.REPAIRING, PairState.HALTED, PairEvent.HALT_REQUIRED, "", now + SECOND),
                now + SECOND);
        rules.onTurn(now + SECOND);
    }

    @Test
    void seeABookThatLooksYoungerThanItsLastFrame() {
        BookRules deaf = new BookRules(oracle, evidence, repairs);
        SimulatedWorld world = world(new Judges(List.of(oracle, evidence, repairs)));
        deaf.onTurn(world.time().nowNanos());
        assertViolated(world, "I16", "nothing came for");
    }

    @Test
    void seeASpreadThatOneExchangeAloneVouchesFor() {
        BookRules books = new BookRules(oracle, evidence, repairs);
        Taps halfDeaf = new Taps() {
            @Override
            public void onFrame(ExchangeId exchange, Channel channel, byte[] bytes, long sentNanos, long nowNanos) {
                if (exchange.equals(ExchangeId.VEST) || oracle.world().elapsedNanos() < SECOND) {
                    books.onFrame(exchange, channel, bytes, sentNanos, nowNanos);
                }
            }

            @Override
            public void onNotice(EngineNotice notice, long nowNanos) {
                books.onNotice(notice, nowNanos);
            }
        };
        assertViolated(world(new Judges(List.of(oracle, evidence, repairs, halfDeaf))), "I16", "on the word of");
    }

    @Test
    void seeAnEntryBelowTheConfiguredSpread() {
        Taps judges = oracle.judges();
        SimulatedWorld world = world(judges);
        long now = world.time().nowNanos();
        judges.onNotice(
                new EngineNotice.OpportunityTaken(
                        "btc", Direction.LONG_A_SHORT_B, SimulatedWorld.ENTRY_PPM - 1, 1, now, now),
                now);
        assertViolated(world, "I9", "an entry by a spread of");
    }

    @Test
    void seeAClosingOrderThatWaitsForQuestions() {
        BudgetRules rules = new BudgetRules(oracle);
        SimulatedWorld world = world(new Judges(List.of(oracle, evidence, repairs, holdingBack(rules))));
        assertViolated(world, "I15", "was held back");
    }

    @Test
    void acceptAClosingOrderThatWaitsForOrdersThatWereRefused() {
        BudgetRules rules = new BudgetRules(oracle);
        SimulatedWorld world = world(new Judges(List.of(oracle, evidence, repairs, holdingBack(rules))));
        for (int second = 0; second < LONG_NANOS / SECOND; second += 30) {
            long now = world.time().nowNanos();
            for (ExchangeId exchange : Evidence.EXCHANGES) {
                rules.onReply(exchange, RequestClass.ORDER, "", new byte[0], 429, new byte[0], now, now);
            }
            world.runUntil(TRADING_NANOS + second * SECOND, oracle::violated);
        }
        assertThat(oracle.cycles()).isPositive();
        assertThat(oracle.violation()).isEmpty();
    }

    /// Lets rules believe that no closing order leaves.
    private static Taps holdingBack(BudgetRules rules) {
        return new Taps() {
            @Override
            public void onNotice(EngineNotice notice, long nowNanos) {
                if (!(notice instanceof EngineNotice.OrderPlaced placed)) {
                    return;
                }
                rules.onNotice(placed, nowNanos);
                rules.onNotice(
                        new EngineNotice.OrderChanged(
                                placed.bot(),
                                placed.order().instrument().exchange(),
                                placed.order().id(),
                                OrderState.NEW_LOCAL,
                                OrderState.REJECTED,
                                0,
                                "rate limited",
                                nowNanos),
                        nowNanos);
            }
        };
    }
}
