package io.parallax.engine;

import static io.parallax.engine.HandDrivenEngine.MILLI;
import static io.parallax.engine.HandDrivenEngine.PARADEX;
import static io.parallax.engine.HandDrivenEngine.VEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.AccountEvent;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderStatus;
import io.parallax.exchange.RejectionKind;
import io.parallax.execution.CycleResult.Outcome;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.HaltReason;
import io.parallax.execution.PairEvent;
import io.parallax.execution.PairState;
import io.parallax.execution.RestartPolicy;
import io.parallax.execution.ShutdownPolicy;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.risk.Blocker;
import io.parallax.strategy.Direction;
import io.parallax.units.FixedPoint;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a pair does at a moment and what it did not do a nanosecond before.
class PairByHandTest {
    private static final long SECOND = 1_000 * MILLI;
    private static final long HUNDREDTH = FixedPoint.parse("0.01");
    private static final ExchangeError STRUCTURAL = new ExchangeError.Rejected("4001", "no", RejectionKind.STRUCTURAL);

    private HandDrivenEngine hand = new HandDrivenEngine(HandDrivenEngine.settings());

    private void restart(RestartPolicy policy) {
        hand = new HandDrivenEngine(HandDrivenEngine.settings().withRestart(policy));
    }

    private void isHalted(HaltReason reason) {
        hand.is(PairState.HALTED);
        assertThat(hand.view().haltReason()).contains(reason);
    }

    /// Runs a look one nanosecond before a moment that is `nanos` away, and one at that moment.
    private void justBeforeAndAt(long nanos, Runnable before, Runnable at) {
        hand.pass(nanos - 1);
        before.run();
        hand.pass(1);
        at.run();
    }

    // ---- entering ----

    @Test
    void anEntryIsToldAsItIsDecided() {
        hand.untilEntering();
        assertThat(hand.told(EngineNotice.OpportunityTaken.class))
                .containsExactly(new EngineNotice.OpportunityTaken(
                        "btc-1", Direction.LONG_A_SHORT_B, 3_000, HUNDREDTH, hand.now(), hand.now()));
        assertThat(hand.told(EngineNotice.OrderPlaced.class))
                .containsExactly(
                        new EngineNotice.OrderPlaced("btc-1", hand.order(VEST), hand.now()),
                        new EngineNotice.OrderPlaced("btc-1", hand.order(PARADEX), hand.now()));
        assertThat(hand.order(VEST).side()).isEqualTo(Side.BUY);
        assertThat(hand.order(PARADEX).side()).isEqualTo(Side.SELL);
        assertThat(hand.order(VEST).triggerNanos()).isEqualTo(hand.now());
        assertThat(hand.view().topBlocker()).isEqualTo(Blocker.NONE);
        assertThat(hand.view().direction()).contains(Direction.LONG_A_SHORT_B);
        assertThat(hand.view().detail()).isEqualTo("3000 ppm");
    }

    @Test
    void bothLimitsLeaveHalfOfWhatTheCycleEarns() {
        // 3000 and the exit's 500 less the fees of 400 leave 3100; half of that is above the cap of 1000.
        hand.untilEntering();
        assertThat(hand.order(VEST).limitPriceE8()).isEqualTo(FixedPoint.parse("100100"));
        assertThat(hand.order(PARADEX).limitPriceE8()).isEqualTo(FixedPoint.parse("100199.7"));
        HandDrivenEngine other = new HandDrivenEngine(HandDrivenEngine.settings());
        other.untilFlat();
        // 1500 + 500 − 400: half is 800.
        other.quote(PARADEX, "100150", "100160");
        other.quote(VEST, "99990", "100000");
        assertThat(other.order(VEST).limitPriceE8()).isEqualTo(FixedPoint.parse("100080"));
        assertThat(other.order(PARADEX).limitPriceE8()).isEqualTo(FixedPoint.parse("100069.9"));
    }

    @Test
    void lg05ALegThatIsNotAcceptedWithin300MillisOfTheOthersFillIsAskedFor() {
        hand.untilEntering();
        hand.calm();
        hand.fills(VEST);
        justBeforeAndAt(300 * MILLI, hand::tick, () -> hand.is(PairState.ENTERING));
        hand.tick();
        hand.is(PairState.RESOLVING);
        assertThat(hand.view().detail()).isEqualTo("paradex");
        assertThat(hand.view().b().order().orElseThrow().state().name()).isEqualTo("UNKNOWN");
        assertThat(hand.told(EngineNotice.OrderChanged.class).getLast().detail())
                .isEqualTo("not accepted within 300 ms of the other leg's fill");
        hand.tick();
        assertThat(hand.count(ExchangeCommand.QueryOrder.class)).isEqualTo(1);
        hand.fills(PARADEX);
        hand.is(PairState.HEDGED);
    }

    @Test
    void lg05TheOtherLegIsWatchedInTheSameWay() {
        hand.untilEntering();
        hand.calm();
        hand.fills(PARADEX);
        hand.pass(300 * MILLI);
        hand.tick();
        hand.is(PairState.RESOLVING);
        assertThat(hand.view().detail()).isEqualTo("vest");
        assertThat(hand.view().a().order().orElseThrow().state().name()).isEqualTo("UNKNOWN");
    }

    @Test
    void lg05AnAcceptedLegAndOneWhoseMateGotNothingHaveTheirTime() {
        hand.untilEntering();
        hand.calm();
        hand.ends(VEST);
        hand.pass(900 * MILLI);
        hand.tick();
        hand.is(PairState.ENTERING);
        HandDrivenEngine accepted = new HandDrivenEngine(HandDrivenEngine.settings());
        accepted.untilEntering();
        accepted.calm();
        accepted.fills(VEST);
        accepted.event(
                new OrderEvent.Acknowledged(PARADEX, accepted.order(PARADEX).id(), "x", accepted.now()));
        accepted.pass(900 * MILLI);
        accepted.tick();
        accepted.is(PairState.ENTERING);
    }

    @Test
    void nothingIsFollowedForMoreThan1500Millis() {
        hand.untilEntering();
        hand.calm();
        hand.event(new OrderEvent.Acknowledged(VEST, hand.order(VEST).id(), "x", hand.now()));
        // Paradex lets an order rest for 1 250 ms at most; what it accepted just now has until then.
        hand.pass(600 * MILLI);
        hand.event(new OrderEvent.Acknowledged(PARADEX, hand.order(PARADEX).id(), "x", hand.now()));
        justBeforeAndAt(900 * MILLI, hand::tick, () -> hand.is(PairState.ENTERING));
        hand.tick();
        hand.is(PairState.RESOLVING);
        assertThat(hand.told(EngineNotice.OrderChanged.class).stream()
                        .filter(changed -> changed.detail().equals("no end within 1500 ms")))
                .hasSize(2);
        assertThat(hand.told(EngineNotice.StateChanged.class).getLast().event()).isEqualTo(PairEvent.STAY_EXPIRED);
        assertThat(hand.view().detail()).isEqualTo("vest paradex");
    }

    @Test
    void lg02APairIsFrozenWhenAnOrderStaysUnknownTooLong() {
        hand.untilEntering();
        hand.calm();
        hand.fills(VEST);
        hand.silent.add(PARADEX);
        hand.event(new OrderEvent.Sent(PARADEX, hand.order(PARADEX).id(), hand.now()));
        hand.fails(PARADEX, new ExchangeError.OutcomeUnknown("HTTP 504"));
        hand.is(PairState.RESOLVING);
        hand.ticksFor(3_500 * MILLI - 1);
        hand.is(PairState.RESOLVING);
        hand.pass(1);
        hand.tick();
        hand.is(PairState.FROZEN);
        assertThat(hand.alerts())
                .contains("FROZEN: the fate of an order is unknown; holding 0.01 on vest and 0 on paradex"
                        + " or up to 0.01 on vest and 0.01 on paradex");
        hand.fills(PARADEX);
        hand.is(PairState.HEDGED);
    }

    @Test
    void or29ATradeTakenBackLeavesALegNaked() {
        hand.untilHedged();
        hand.event(new OrderEvent.Busted(PARADEX, hand.order(PARADEX).id(), "f2", hand.now()));
        hand.is(PairState.REPAIRING);
        assertThat(hand.view().detail()).isEqualTo("holding 0.01 on vest and 0 on paradex");
    }

    // ---- flat and cooldown ----

    @Test
    void cooldownLastsTwoSecondsAndNeedsAReadOfBothPositions() {
        hand.untilEntering();
        hand.calm();
        hand.ends(VEST);
        hand.ends(PARADEX);
        hand.is(PairState.COOLDOWN);
        hand.tick();
        assertThat(hand.view().topBlocker()).isEqualTo(Blocker.NOT_FLAT);
        justBeforeAndAt(2 * SECOND, hand::tick, () -> hand.is(PairState.COOLDOWN));
        hand.tick();
        hand.is(PairState.FLAT);
        assertThat(hand.view().lastCycle().orElseThrow().outcome()).isEqualTo(Outcome.NOTHING_FILLED);
    }

    @Test
    void anExecutionThatStaysWithoutAPriceForAMinuteHalts() {
        hand.untilHedged();
        hand.ticksFor(SECOND, hand::calm);
        hand.paradexIsCheap();
        hand.is(PairState.EXITING);
        hand.calm();
        hand.fills(VEST);
        hand.positions.put(PARADEX, 0L);
        hand.updates(PARADEX, OrderStatus.FILLED, HUNDREDTH);
        hand.ticksFor(1_300 * MILLI);
        hand.is(PairState.COOLDOWN);
        long sinceNanos = hand.view().stateSinceNanos();
        assertThat(hand.view().cycles()).isEqualTo(1);
        assertThat(hand.told(EngineNotice.CycleFinished.class)).isEmpty();
        hand.ticksFor(sinceNanos + 60 * SECOND - 1 - hand.now());
        hand.is(PairState.COOLDOWN);
        hand.pass(1);
        hand.tick();
        isHalted(HaltReason.LEDGER_MISMATCH);
        assertThat(hand.view().detail()).isEqualTo("LEDGER_MISMATCH: an execution without a price");
    }

    @Test
    void theResultOfACycleIsToldWhenItsLastPriceComes() {
        hand.untilHedged();
        hand.ticksFor(SECOND, hand::calm);
        hand.paradexIsCheap();
        hand.calm();
        hand.fills(VEST);
        hand.positions.put(PARADEX, 0L);
        hand.updates(PARADEX, OrderStatus.FILLED, HUNDREDTH);
        hand.ticksFor(10 * SECOND);
        hand.is(PairState.COOLDOWN);
        hand.event(new OrderEvent.Filled(
                PARADEX, hand.order(PARADEX).id(), "late", FixedPoint.parse("100000"), HUNDREDTH, 3, hand.now()));
        hand.is(PairState.FLAT);
        EngineNotice.CycleFinished told =
                hand.told(EngineNotice.CycleFinished.class).getLast();
        assertThat(told.result().outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(told.result().number()).isEqualTo(1);
        assertThat(told.result().quantityE8()).isEqualTo(HUNDREDTH);
        assertThat(told.result().entrySpreadPpm()).isEqualTo(3_000);
        assertThat(told.result().feesE8()).isEqualTo(12);
        assertThat(told.result().netE8()).isEqualTo(told.result().grossE8() - 12);
        assertThat(told.result().exact()).isTrue();
    }

    @Test
    void aDroppedOpportunityIsToldAgainWhenItsReasonChanges() {
        hand.untilFlat();
        hand.operator(new OperatorCommand.Pause());
        hand.pass(MILLI);
        hand.vestIsCheap();
        hand.tick();
        hand.tick();
        assertThat(hand.told(EngineNotice.OpportunityDropped.class))
                .containsExactly(new EngineNotice.OpportunityDropped(
                        "btc-1", Direction.LONG_A_SHORT_B, 3_000, Blocker.PAUSED, hand.now()));
        hand.operator(new OperatorCommand.Drain());
        hand.tick();
        assertThat(hand.told(EngineNotice.OpportunityDropped.class).getLast().blocker())
                .isEqualTo(Blocker.DRAINING);
        hand.calm();
        hand.vestIsCheap();
        assertThat(hand.told(EngineNotice.OpportunityDropped.class)).hasSize(2);
    }

    // ---- holding ----

    @Test
    void exitsAtOnceWhenTheExitSpreadIsReached() {
        hand.untilHedged();
        hand.ticksFor(SECOND, hand::calm);
        hand.quote(PARADEX, "99930", "99941");
        hand.is(PairState.HEDGED);
        hand.quote(PARADEX, "99930", "99940");
        hand.is(PairState.EXITING);
        assertThat(hand.told(EngineNotice.ExitDecided.class))
                .containsExactly(new EngineNotice.ExitDecided(
                        "btc-1", Direction.LONG_A_SHORT_B, 500, HUNDREDTH, "exit spread reached", hand.now()));
        assertThat(hand.view().detail()).isEqualTo("500 ppm");
        assertThat(hand.order(VEST).id().intent()).isEqualTo(OrderIntent.EXIT);
        assertThat(hand.order(VEST).reduceOnly()).isTrue();
        assertThat(hand.order(VEST).triggerNanos()).isEqualTo(hand.now());
        assertThat(hand.told(EngineNotice.OrderPlaced.class)).hasSize(4);
        assertThat(hand.view().topBlocker()).isEqualTo(Blocker.NOT_FLAT);
    }

    @Test
    void lg09AnExitThatGotNothingIsTriedAgainAfterHalfASecond() {
        hand.untilHedged();
        hand.ticksFor(SECOND, hand::calm);
        hand.paradexIsCheap();
        hand.is(PairState.EXITING);
        hand.pass(20 * MILLI);
        hand.ends(VEST);
        hand.ends(PARADEX);
        hand.is(PairState.HEDGED);
        hand.tick();
        justBeforeAndAt(480 * MILLI, hand::paradexIsCheap, () -> hand.is(PairState.HEDGED));
        hand.paradexIsCheap();
        hand.is(PairState.EXITING);
    }

    @Test
    void lg12NothingIsHeldForLongerThanTheLongestTime() {
        hand = new HandDrivenEngine(HandDrivenEngine.settings()
                .withTimers(HandDrivenEngine.settings().timers().withHoldMaxMillis(5_000)));
        hand.untilHedged();
        hand.ticksFor(5 * SECOND - 1, hand::calm);
        hand.is(PairState.HEDGED);
        hand.pass(1);
        hand.tick();
        hand.is(PairState.EXITING);
        assertThat(hand.view().detail()).isEqualTo("held for the longest time");
        assertThat(hand.told(EngineNotice.ExitDecided.class).getLast().reason()).isEqualTo("held for the longest time");
        assertThat(hand.told(EngineNotice.StateChanged.class).getLast().event()).isEqualTo(PairEvent.EXIT_DEMANDED);
    }

    @Test
    void theOperatorsWishIsDoneAtOnceAndCarriesHisMark() {
        hand.untilHedged();
        hand.ticksFor(SECOND, hand::calm);
        hand.operator(new OperatorCommand.Flatten());
        hand.is(PairState.EXITING);
        assertThat(hand.view().detail()).isEqualTo("operator");
        assertThat(hand.order(VEST).id().intent()).isEqualTo(OrderIntent.OPERATOR);
    }

    @Test
    void aShutdownClosesOrKeepsAsItIsTold() {
        hand.untilHedged();
        hand.ticksFor(SECOND, hand::calm);
        hand.operator(new OperatorCommand.Shutdown(ShutdownPolicy.FLATTEN));
        hand.is(PairState.EXITING);
        assertThat(hand.view().detail()).isEqualTo("shutdown");
        assertThat(hand.order(VEST).id().intent()).isEqualTo(OrderIntent.EXIT);
    }

    @Test
    void exitsRestOnBooksOfAtMost2500MillisOnVestAnd1500OnParadex() {
        hand.untilHedged();
        hand.ticksFor(SECOND, hand::calm);
        hand.pass(1_600 * MILLI);
        hand.quote(VEST, "100300", "100310");
        hand.pass(2_500 * MILLI + 1);
        hand.quote(PARADEX, "99990", "100000");
        hand.is(PairState.HEDGED);
        hand.pass(1_500 * MILLI + 1);
        hand.quote(VEST, "100300", "100310");
        hand.is(PairState.HEDGED);
        hand.pass(2_500 * MILLI);
        hand.quote(PARADEX, "99990", "100000");
        hand.is(PairState.EXITING);
    }

    @Test
    void exitsRestOnAParadexBookOf1500Millis() {
        hand.untilHedged();
        hand.ticksFor(SECOND, hand::calm);
        hand.pass(2_600 * MILLI);
        hand.quote(PARADEX, "99990", "100000");
        hand.pass(1_500 * MILLI);
        hand.quote(VEST, "100300", "100310");
        hand.is(PairState.EXITING);
    }

    // ---- naked legs ----

    /// Vest was filled and takes no more orders; Paradex refused.
    private void naked() {
        hand.untilEntering();
        hand.fills(VEST);
        hand.fails(PARADEX, STRUCTURAL);
        hand.is(PairState.REPAIRING);
        hand.refuseForMode(VEST);
    }

    @Test
    void lg03ANakedLegIsToldAfterThreeSecondsAndEveryMinute() {
        hand.untilEntering();
        hand.fills(VEST);
        long nakedNanos = hand.now();
        hand.fails(PARADEX, STRUCTURAL);
        hand.refuseForMode(VEST);
        for (long second : new long[] {3, 63, 123}) {
            hand.ticksFor(nakedNanos + second * SECOND - 1 - hand.now());
            assertThat(hand.alerts().stream().filter(text -> text.startsWith("naked")))
                    .hasSize((int) (second / 60));
            hand.pass(1);
            hand.tick();
            assertThat(hand.alerts())
                    .contains("naked for " + second * 1_000 + " ms: holding 0.01 on vest and 0 on paradex");
        }
        assertThat(hand.view().nakedNanosMax()).isEqualTo(123 * SECOND);
    }

    @Test
    void anEndOfNakednessIsToldWithItsLength() {
        hand.untilEntering();
        hand.calm();
        hand.fills(VEST);
        hand.pass(70 * MILLI);
        hand.fills(PARADEX);
        assertThat(hand.told(EngineNotice.Exposed.class))
                .containsExactly(new EngineNotice.Exposed("btc-1", 70 * MILLI, hand.now()));
        assertThat(hand.view().nakedNanosMax()).isEqualTo(70 * MILLI);
        hand.ticksFor(SECOND, hand::calm);
        assertThat(hand.told(EngineNotice.Exposed.class)).hasSize(1);
    }

    @Test
    void aRepairThatNobodyTakesFreezesThePairAfterHalfASecond() {
        naked();
        hand.is(PairState.REPAIRING);
        justBeforeAndAt(500 * MILLI, hand::tick, () -> hand.is(PairState.REPAIRING));
        hand.tick();
        hand.is(PairState.FROZEN);
        String why = "vest takes no orders: CANCEL_ONLY the exchange refused orders for its mode";
        assertThat(hand.view().detail()).isEqualTo(why);
        assertThat(hand.alerts()).contains("FROZEN with holding 0.01 on vest and 0 on paradex: " + why);
    }

    @Test
    void repairsAreToldWithTheirNumberAndTheirAlternative() {
        hand.untilEntering();
        hand.fills(VEST);
        hand.fails(PARADEX, STRUCTURAL);
        hand.is(PairState.REPAIRING);
        assertThat(hand.told(EngineNotice.RepairDecided.class))
                .containsExactly(new EngineNotice.RepairDecided(
                        "btc-1", 1, "unwind on vest: -1199 ppm", "complete: not allowed", hand.now()));
        assertThat(hand.told(EngineNotice.OrderPlaced.class).getLast().order()).isEqualTo(hand.order(VEST));
        assertThat(hand.order(VEST).side()).isEqualTo(Side.SELL);
        hand.pass(20 * MILLI);
        hand.fills(VEST);
        hand.is(PairState.COOLDOWN);
        assertThat(hand.view().cyclesFailed()).isEqualTo(1);
    }

    // ---- halted ----

    @Test
    void aHaltedPairSaysSoEveryMinute() {
        hand.untilFlat();
        hand.event(new AccountEvent.ForeignActivity(VEST, "somebody sold", hand.now()));
        isHalted(HaltReason.FOREIGN_ACTIVITY);
        assertThat(hand.alerts())
                .containsExactly("HALTED for FOREIGN_ACTIVITY (the account shows orders that are not ours): vest:"
                        + " somebody sold; holding 0 on vest and 0 on paradex");
        hand.ticksFor(60 * SECOND - 1);
        assertThat(hand.alerts()).hasSize(1);
        hand.pass(1);
        hand.tick();
        assertThat(hand.alerts().getLast())
                .isEqualTo("still HALTED (FOREIGN_ACTIVITY: vest: somebody sold); holding 0 on vest and 0 on paradex");
        hand.ticksFor(60 * SECOND - 1);
        assertThat(hand.alerts()).hasSize(2);
        assertThat(hand.view().topBlocker()).isEqualTo(Blocker.HALTED);
    }

    /// Halted with 0.01 naked on Paradex, whose reduce-only can be trusted.
    private void haltedNaked() {
        hand.untilHedged();
        hand.ticksFor(SECOND, hand::calm);
        hand.engine().onEvent(null_());
        isHalted(HaltReason.CORE_FAULT);
        hand.positions.put(VEST, 0L);
        hand.ticksFor(15 * SECOND, hand::calm);
        assertThat(hand.alerts())
                .anySatisfy(text -> assertThat(text)
                        .isEqualTo("position differs from what our fills explain: vest says 0, we had 0.01;"));
        assertThat(hand.view().a().positionE8()).isZero();
    }

    @SuppressWarnings("NullAway")
    private static ExchangeEvent null_() {
        return null;
    }

    @Test
    void lg06ANakedLegOfAHaltedPairIsReducedAMinuteAfterTheExchangeContradictedItself() {
        hand.untilHedged();
        hand.ticksFor(SECOND, hand::calm);
        hand.event(new OrderEvent.Busted(VEST, hand.order(VEST).id(), "f1", hand.now()));
        long bustNanos = hand.now();
        hand.engine().onEvent(null_());
        isHalted(HaltReason.CORE_FAULT);
        hand.positions.put(VEST, 0L);
        endOfRepair();
        long orders = hand.orders(PARADEX);
        hand.ticksFor(bustNanos + 60 * SECOND - 1 - hand.now(), hand::calm);
        assertThat(hand.orders(PARADEX)).isEqualTo(orders);
        hand.ticksFor(1_300 * MILLI, hand::calm);
        assertThat(hand.orders(PARADEX)).as("after two reads").isEqualTo(orders + 1);
        assertThat(hand.order(PARADEX).id().intent()).isEqualTo(OrderIntent.REPAIR_UNWIND);
        assertThat(hand.order(PARADEX).side()).isEqualTo(Side.BUY);
        assertThat(hand.order(PARADEX).quantityE8()).isEqualTo(HUNDREDTH);
        assertThat(hand.told(EngineNotice.OrderPlaced.class).getLast().order()).isEqualTo(hand.order(PARADEX));
        long sentNanos = hand.told(EngineNotice.OrderPlaced.class).getLast().atNanos();
        hand.ends(PARADEX);
        hand.ticksFor(sentNanos + 30 * SECOND - 1 - hand.now(), hand::calm);
        assertThat(hand.orders(PARADEX)).isEqualTo(orders + 1);
        hand.ticksFor(1_300 * MILLI, hand::calm);
        assertThat(hand.orders(PARADEX)).as("half a minute later").isEqualTo(orders + 2);
    }

    /// The order that began to repair ends without an execution.
    private void endOfRepair() {
        hand.ends(PARADEX);
        hand.is(PairState.HALTED);
    }

    @Test
    void aHaltedPairTakesTheWordOfTheExchange() {
        haltedNaked();
        assertThat(hand.view().haltReason()).contains(HaltReason.CORE_FAULT);
    }

    @Test
    void cf08FlattenClosesAHaltedPairAndTriesAgainAfterASecond() {
        hand.untilHedged();
        hand.ticksFor(2 * SECOND, hand::calm);
        hand.event(new AccountEvent.ForeignActivity(VEST, "x", hand.now()));
        hand.ticksFor(2 * SECOND, hand::calm);
        assertThat(hand.orders(VEST)).as("nothing by itself").isEqualTo(1);
        hand.operator(new OperatorCommand.Flatten());
        assertThat(hand.orders(VEST)).isEqualTo(2);
        assertThat(hand.orders(PARADEX)).isEqualTo(2);
        assertThat(hand.order(VEST).reduceOnly()).isTrue();
        assertThat(hand.order(VEST).id().intent()).isEqualTo(OrderIntent.OPERATOR);
        assertThat(hand.order(VEST).limitPriceE8()).as("15 bps below the bid").isEqualTo(FixedPoint.parse("99840.1"));
        hand.ends(VEST);
        hand.ends(PARADEX);
        hand.calm();
        justBeforeAndAt(SECOND, hand::tick, () -> assertThat(hand.orders(VEST)).isEqualTo(2));
        hand.tick();
        assertThat(hand.orders(VEST)).isEqualTo(3);
        assertThat(hand.orders(PARADEX)).isEqualTo(3);
    }

    @Test
    void cf08AResumeForgetsWhatWasAndReadsBothExchanges() {
        hand.untilFlat();
        hand.event(new AccountEvent.ForeignActivity(VEST, "x", hand.now()));
        hand.operator(new OperatorCommand.Resume("looked"));
        hand.is(PairState.RECONCILE);
        assertThat(hand.view().haltReason()).isEmpty();
        assertThat(hand.view().detail()).isEqualTo("waiting for two equal reads of orders and positions");
        hand.ticksFor(1_400 * MILLI, hand::calm);
        hand.is(PairState.FLAT);
    }

    // ---- standing still ----

    @Test
    void rt01APauseMakesDecisionsVoidFrom250MillisOn() {
        hand.untilEntering();
        hand.standStill(250 * MILLI - 1);
        hand.is(PairState.ENTERING);
        hand.tick();
        hand.is(PairState.ENTERING);
        hand.standStill(250 * MILLI);
        hand.tick();
        hand.is(PairState.RESOLVING);
        assertThat(hand.told(EngineNotice.OrderChanged.class).getLast().detail())
                .isEqualTo("the engine stood still for 250 ms");
    }

    @Test
    void rt01FramesReadWithin250MillisAfterAPauseMayHaveWaited() {
        hand.untilFlat();
        hand.standStill(300 * MILLI);
        hand.pass(250 * MILLI - 1);
        hand.vestIsCheap();
        hand.is(PairState.FLAT);
        assertThat(hand.view().topBlocker()).isEqualTo(Blocker.BOOK_UNPROVEN);
        hand.pass(1);
        hand.vestIsCheap();
        hand.is(PairState.ENTERING);
    }

    @Test
    void rt01FiveSecondsOfPauseStartOver() {
        hand.untilFlat();
        hand.standStill(5 * SECOND - 1);
        hand.tick();
        hand.is(PairState.FLAT);
        hand.standStill(5 * SECOND);
        hand.is(PairState.RECONCILE);
        assertThat(hand.told(EngineNotice.StateChanged.class).getLast().detail())
                .isEqualTo("5000 ms");
        hand.ticksFor(1_400 * MILLI, hand::calm);
        hand.is(PairState.FLAT);
    }

    @Test
    void rt01APauseWhileHaltedChangesNothing() {
        hand.untilFlat();
        hand.event(new AccountEvent.ForeignActivity(VEST, "x", hand.now()));
        hand.standStill(6 * SECOND);
        hand.tick();
        isHalted(HaltReason.FOREIGN_ACTIVITY);
        assertThat(hand.engine().transitions().unexpected()).isEmpty();
    }

    @Test
    void or19ReadsAfterAResumeCountOnlyWhenNoOrderOfBeforeCanExecute() {
        hand.untilEntering();
        hand.calm();
        for (ExchangeId exchange : List.of(VEST, PARADEX)) {
            hand.event(new OrderEvent.Sent(exchange, hand.order(exchange).id(), hand.now()));
        }
        long writtenNanos = hand.now();
        hand.ends(VEST);
        hand.ends(PARADEX);
        // Vest takes an order for 1 s, its clock may be off by 250 ms, and it executes within 1.5 s.
        hand.event(new AccountEvent.ForeignActivity(VEST, "x", hand.now()));
        hand.operator(new OperatorCommand.Resume("looked"));
        long reads = hand.count(ExchangeCommand.QueryOpenOrders.class);
        hand.ticksFor(writtenNanos + 2_750 * MILLI - 1 - hand.now());
        assertThat(hand.view().detail()).isEqualTo("waiting for orders of an earlier run to become impossible");
        assertThat(hand.count(ExchangeCommand.QueryOpenOrders.class)).isEqualTo(reads);
        hand.pass(1);
        hand.tick();
        assertThat(hand.count(ExchangeCommand.QueryOpenOrders.class)).isEqualTo(reads + 2);
    }

    // ---- reading the truth ----

    @Test
    void saysWhatItWaitsForAtTheStart() {
        hand = new HandDrivenEngine(HandDrivenEngine.settings()
                .withTimers(HandDrivenEngine.settings().timers().withReconcileHorizonMillis(10_000)));
        long startNanos = hand.now();
        hand.tick();
        hand.is(PairState.RECONCILE);
        assertThat(hand.view().detail()).isEqualTo("waiting for vest to list the instrument");
        hand.list(VEST);
        assertThat(hand.view().detail()).isEqualTo("waiting for vest: MARKET_DATA CONNECTING");
        for (Stream stream : Stream.values()) {
            hand.stream(VEST, stream, StreamState.READY);
        }
        assertThat(hand.view().detail()).isEqualTo("waiting for paradex to list the instrument");
        hand.connect();
        assertThat(hand.view().detail()).isEqualTo("waiting for orders of an earlier run to become impossible");
        assertThat(hand.view().topBlocker()).isEqualTo(Blocker.RECONCILING);
        hand.ticksFor(startNanos + 10 * SECOND - 1 - hand.now());
        assertThat(hand.count(ExchangeCommand.QueryOpenOrders.class)).isZero();
        hand.pass(1);
        hand.tick();
        assertThat(hand.count(ExchangeCommand.QueryOpenOrders.class)).isEqualTo(2);
        hand.tick();
        hand.ticksFor(SECOND - 1);
        assertThat(hand.count(ExchangeCommand.QueryOpenOrders.class)).isEqualTo(2);
        hand.pass(1);
        hand.tick();
        assertThat(hand.count(ExchangeCommand.QueryOpenOrders.class)).isEqualTo(4);
        hand.is(PairState.FLAT);
        assertThat(hand.count(ExchangeCommand.QueryBalance.class))
                .as("both margins, every 10 s")
                .isEqualTo(4);
        hand.tick();
        assertThat(hand.count(ExchangeCommand.QueryBalance.class))
                .as("asked less than a second ago")
                .isEqualTo(4);
        hand.ticksFor(SECOND, hand::calm);
        assertThat(hand.count(ExchangeCommand.QueryBalance.class)).isEqualTo(6);
    }

    @Test
    void ps04AReadThatIsNotAnsweredIsRepeatedEverySecondAndToldEveryThirdTime() {
        hand.silent.add(PARADEX);
        hand.connect();
        hand.tick();
        hand.tick();
        long asked = hand.count(ExchangeCommand.QueryOpenOrders.class);
        hand.ticksFor(SECOND - 1);
        assertThat(hand.count(ExchangeCommand.QueryOpenOrders.class)).isEqualTo(asked);
        hand.pass(1);
        hand.tick();
        assertThat(hand.count(ExchangeCommand.QueryOpenOrders.class)).isEqualTo(asked + 2);
        hand.ticksFor(2 * SECOND - 1);
        assertThat(hand.alerts()).isEmpty();
        hand.pass(1);
        hand.tick();
        assertThat(hand.alerts()).containsExactly("a read at the start failed 3 times; waiting, never assuming flat");
        hand.ticksFor(3 * SECOND);
        assertThat(hand.alerts().getLast()).startsWith("a read at the start failed 6 times");
        assertThat(hand.alerts()).hasSize(2);
        hand.is(PairState.RECONCILE);
    }

    @Test
    void ps04SaysEveryMinuteWhatItStillWaitsFor() {
        hand.tick();
        hand.ticksFor(60 * SECOND - 1);
        assertThat(hand.alerts()).isEmpty();
        hand.pass(1);
        hand.tick();
        assertThat(hand.alerts()).containsExactly("still waiting: vest to list the instrument");
        hand.ticksFor(60 * SECOND - 1);
        assertThat(hand.alerts()).hasSize(1);
    }

    @Test
    void ps06OrdersOfAnEarlierRunAreCancelledAndReadAgain() {
        ClientOrderId earlier = new ClientOrderId("t3st", 3, 1, Leg.A, OrderIntent.ENTRY);
        hand.open.add(earlier);
        hand.connect();
        hand.tick();
        hand.ticksFor(500 * MILLI);
        assertThat(hand.commands)
                .contains(new ExchangeCommand.CancelOrder(VEST, earlier))
                .contains(new ExchangeCommand.CancelOrder(PARADEX, earlier));
        hand.open.clear();
        hand.ticksFor(SECOND);
        hand.is(PairState.RECONCILE);
        hand.ticksFor(1_200 * MILLI);
        hand.is(PairState.FLAT);
    }

    @Test
    void ps08OrdersOfAnotherInstanceHalt() {
        hand.open.add(new ClientOrderId("abcd", 3, 1, Leg.A, OrderIntent.ENTRY));
        hand.connect();
        hand.tick();
        hand.tick();
        isHalted(HaltReason.FOREIGN_ACTIVITY);
        assertThat(hand.count(ExchangeCommand.CancelOrder.class))
                .as("not ours to cancel")
                .isZero();
    }

    @Test
    void ps02BothReadsMustAgree() {
        hand.positions.put(PARADEX, 5L * FixedPoint.parse("0.0001"));
        hand.connect();
        hand.tick();
        hand.tick();
        hand.positions.put(PARADEX, 0L);
        hand.ticksFor(1_100 * MILLI);
        hand.is(PairState.RECONCILE);
        hand.ticksFor(1_200 * MILLI);
        hand.is(PairState.FLAT);
    }

    @Test
    void ps03UnequalLegsAtTheStartAreToldAndRepaired() {
        hand.positions.put(VEST, HUNDREDTH);
        hand.connect();
        hand.calm();
        hand.tick();
        hand.ticksFor(1_200 * MILLI, hand::calm);
        hand.is(PairState.REPAIRING);
        assertThat(hand.alerts())
                .containsExactly("found unequal legs: holding 0.01 on vest and 0 on paradex; removing the excess");
        hand.fills(VEST);
        hand.ticksFor(200 * MILLI, hand::calm);
        isHalted(HaltReason.OPERATOR);
        assertThat(hand.view().detail()).isEqualTo("OPERATOR: " + HaltReason.OPERATOR.text());
    }

    @Test
    void ps03AskHaltsForUnequalLegsAndSendsNothing() {
        restart(RestartPolicy.ASK);
        hand.positions.put(VEST, HUNDREDTH);
        hand.connect();
        hand.ticksFor(12 * SECOND, hand::calm);
        isHalted(HaltReason.OPERATOR);
        assertThat(hand.view().detail()).isEqualTo("OPERATOR: found unequal legs");
        assertThat(hand.told(EngineNotice.StateChanged.class).getLast().event())
                .isEqualTo(PairEvent.TRUTH_UNEQUAL_HOLD);
    }

    // ---- news that is nobody's ----

    @Test
    void thePositionIsReadWhenAnOrderOfAnEarlierRunIsHeardOf() {
        hand.untilFlat();
        hand.ticksFor(SECOND, hand::calm);
        hand.tick();
        long reads = hand.count(ExchangeCommand.QueryPosition.class);
        hand.tick();
        assertThat(hand.count(ExchangeCommand.QueryPosition.class)).isEqualTo(reads);
        ClientOrderId earlier = new ClientOrderId("t3st", 3, 1, Leg.A, OrderIntent.ENTRY);
        hand.event(new OrderEvent.Acknowledged(VEST, earlier, "x", hand.now()));
        hand.tick();
        assertThat(hand.count(ExchangeCommand.QueryPosition.class)).isEqualTo(reads + 1);
        hand.is(PairState.FLAT);
    }

    @Test
    void ps07AThirdFailedReadInARowIsTold() {
        hand.untilFlat();
        hand.failing.add(PARADEX);
        ExchangeCommand ours = new ExchangeCommand.QueryPosition(PARADEX, "SYM");
        ExchangeCommand other = new ExchangeCommand.QueryPosition(PARADEX, "OTHER");
        failsToRead(ours);
        failsToRead(other);
        failsToRead(new ExchangeCommand.QueryBalance(PARADEX));
        failsToRead(ours);
        assertThat(hand.alerts()).isEmpty();
        failsToRead(ours);
        assertThat(hand.alerts())
                .containsExactly("paradex position read failed three times: outcome unknown: HTTP 503");
    }

    private void failsToRead(ExchangeCommand query) {
        hand.event(
                new AccountEvent.QueryFailed(PARADEX, query, new ExchangeError.OutcomeUnknown("HTTP 503"), hand.now()));
    }

    @Test
    void or30ALostStreamMakesWhatIsInFlightUnknownAtOnce() {
        hand.untilEntering();
        hand.stream(PARADEX, Stream.PRIVATE, StreamState.LOST);
        hand.is(PairState.RESOLVING);
        assertThat(hand.told(EngineNotice.OrderChanged.class).getLast().detail())
                .isEqualTo("paradex lost PRIVATE");
        assertThat(hand.view().a().order().orElseThrow().state().name()).isEqualTo("SENT");
        hand.tick();
        assertThat(hand.commands)
                .contains(new ExchangeCommand.QueryOrder(
                        PARADEX, hand.order(PARADEX).id()));
    }

    // ---- stopping ----

    @Test
    void cf09AStopWaitsForTheEndOfWhatIsInFlightAndKeepsWhatIsHedged() {
        hand.untilEntering();
        hand.calm();
        hand.operator(new OperatorCommand.Shutdown(ShutdownPolicy.HOLD));
        hand.tick();
        assertThat(hand.engine().isStopped()).isFalse();
        hand.fills(VEST);
        hand.tick();
        assertThat(hand.engine().isStopped()).isFalse();
        hand.fills(PARADEX);
        hand.is(PairState.HEDGED);
        hand.pass(MILLI);
        hand.tick();
        hand.ticksFor(1_200 * MILLI, hand::calm);
        assertThat(hand.engine().isStopped()).isTrue();
        hand.is(PairState.HEDGED);
        assertThat(hand.engine().snapshot().exitCode()).isEqualTo(10);
    }

    @Test
    void cf09AStopThatClosesWaitsUntilBothExchangesSayThatNothingIsHeld() {
        hand.untilHedged();
        hand.ticksFor(SECOND, hand::calm);
        hand.operator(new OperatorCommand.Shutdown(ShutdownPolicy.FLATTEN));
        hand.is(PairState.EXITING);
        hand.fills(VEST);
        hand.silent.add(PARADEX);
        hand.fills(PARADEX);
        hand.ticksFor(5 * SECOND, hand::calm);
        assertThat(hand.engine().isStopped()).isFalse();
        hand.silent.clear();
        hand.ticksFor(3 * SECOND, hand::calm);
        assertThat(hand.engine().isStopped()).isTrue();
        assertThat(hand.engine().snapshot().exitCode()).isZero();
    }

    @Test
    void cf09AHaltedPairDoesNotKeepTheEngineFromStopping() {
        hand.untilFlat();
        hand.event(new AccountEvent.ForeignActivity(VEST, "x", hand.now()));
        hand.operator(new OperatorCommand.Shutdown(ShutdownPolicy.HOLD));
        hand.ticksFor(SECOND, hand::calm);
        assertThat(hand.engine().isStopped()).isTrue();
    }

    // ---- leverage and breaker ----

    @Test
    void theLeverageIsAskedForEveryFiveSecondsUntilItIsConfirmed() {
        hand.leverageUnset.add(PARADEX);
        hand.connect();
        hand.calm();
        hand.tick();
        hand.ticksFor(1_000 * MILLI);
        hand.is(PairState.FLAT);
        long askedNanos = hand.now();
        assertThat(hand.count(ExchangeCommand.SetLeverage.class)).isEqualTo(2);
        assertThat(hand.commands).contains(new ExchangeCommand.SetLeverage(PARADEX, "SYM", 10));
        hand.ticksFor(askedNanos + 5 * SECOND - 1 - hand.now());
        assertThat(hand.count(ExchangeCommand.SetLeverage.class)).isEqualTo(2);
        hand.pass(1);
        hand.tick();
        assertThat(hand.commands.stream().filter(ExchangeCommand.SetLeverage.class::isInstance))
                .hasSize(3)
                .last()
                .isEqualTo(new ExchangeCommand.SetLeverage(PARADEX, "SYM", 10));
        hand.event(new AccountEvent.LeverageReported(PARADEX, "OTHER", 10, AccountEvent.MarginMode.UNTOLD, hand.now()));
        assertThat(hand.view().topBlocker()).isNotEqualTo(Blocker.SPREAD);
        hand.event(new AccountEvent.LeverageReported(PARADEX, "SYM", 9, AccountEvent.MarginMode.UNTOLD, hand.now()));
        assertThat(hand.alerts()).containsExactly("paradex leverage is 9, expected 10; no entries until it is");
    }

    @Test
    void lg19ABreakerThatOpensIsToldAndForgottenByAResume() {
        hand.untilFlat();
        for (int cycle = 1; cycle <= 3; cycle++) {
            hand.pass(MILLI);
            hand.vestIsCheap();
            hand.is(PairState.ENTERING);
            hand.calm();
            hand.fails(VEST, STRUCTURAL);
            hand.fails(PARADEX, STRUCTURAL);
            hand.is(PairState.COOLDOWN);
            assertThat(hand.view().cyclesFailed()).isEqualTo(cycle);
            hand.ticksFor(2_400 * MILLI, hand::calm);
        }
        assertThat(hand.alerts()).containsExactly("breaker open after 3 failed cycles");
        hand.vestIsCheap();
        assertThat(hand.view().topBlocker()).isEqualTo(Blocker.BREAKER);
        hand.calm();
        hand.event(new AccountEvent.ForeignActivity(VEST, "x", hand.now()));
        hand.operator(new OperatorCommand.Resume("looked"));
        hand.ticksFor(4_000 * MILLI, hand::calm);
        hand.is(PairState.FLAT);
        hand.pass(MILLI);
        hand.vestIsCheap();
        hand.is(PairState.ENTERING);
    }

    @Test
    void anEntryThatFilledOneLegAndUnwoundItIsAFailure() {
        hand.untilEntering();
        hand.calm();
        hand.fills(VEST);
        hand.ends(PARADEX);
        hand.is(PairState.REPAIRING);
        assertThat(hand.order(PARADEX).id().intent())
                .as("the missing leg, once")
                .isEqualTo(OrderIntent.REPAIR_COMPLETE);
        hand.ends(PARADEX);
        hand.ticksFor(400 * MILLI, hand::calm);
        assertThat(hand.order(VEST).id().intent()).isEqualTo(OrderIntent.REPAIR_UNWIND);
        hand.fills(VEST);
        hand.is(PairState.COOLDOWN);
        assertThat(hand.view().lastCycle().orElseThrow().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(hand.told(EngineNotice.RepairDecided.class))
                .extracting(EngineNotice.RepairDecided::attempt)
                .containsExactly(1, 2);
    }

    // ---- drift ----

    @Test
    void ps10DriftWhileFlatReadsBothExchangesAgainAndRepairs() {
        hand.untilFlat();
        hand.positions.put(PARADEX, -HUNDREDTH);
        long driftNanos = hand.now();
        while (hand.view().state() == PairState.FLAT && hand.now() < driftNanos + 20 * SECOND) {
            hand.ticksFor(200 * MILLI, hand::calm);
        }
        hand.is(PairState.RECONCILE);
        assertThat(hand.alerts())
                .containsExactly("position differs from what our fills explain: paradex says -0.01, we had 0;");
        hand.ticksFor(1_400 * MILLI, hand::calm);
        hand.is(PairState.REPAIRING);
        hand.fills(PARADEX);
        hand.ticksFor(200 * MILLI, hand::calm);
        isHalted(HaltReason.LEDGER_MISMATCH);
    }

    @Test
    void ps10DriftWhileHedgedIsRepairedAtOnce() {
        hand.untilHedged();
        hand.ticksFor(SECOND, hand::calm);
        hand.positions.put(PARADEX, -HUNDREDTH / 2);
        while (hand.view().state() == PairState.HEDGED && hand.now() < 60 * SECOND) {
            hand.ticksFor(200 * MILLI, hand::calm);
        }
        hand.is(PairState.REPAIRING);
        assertThat(hand.told(EngineNotice.StateChanged.class).getLast().event()).isEqualTo(PairEvent.DRIFT);
        assertThat(hand.order(VEST).quantityE8()).isEqualTo(HUNDREDTH / 2);
        assertThat(hand.told(EngineNotice.RepairDecided.class).getLast().alternative())
                .as("nothing is opened for a position that was found")
                .isEqualTo("complete: not allowed");
        hand.fills(VEST);
        hand.ticksFor(200 * MILLI, hand::calm);
        isHalted(HaltReason.LEDGER_MISMATCH);
        assertThat(hand.view().a().positionE8()).isEqualTo(HUNDREDTH / 2);
    }
}
