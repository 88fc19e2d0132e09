package io.parallax.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.exchange.AccountEvent.BalanceReported;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.OrderStatus;
import io.parallax.exchange.TimeInForce;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.position.PairPosition;
import io.parallax.risk.TotalExposure;
import io.parallax.strategy.Direction;
import io.parallax.testing.Records;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What all pairs of an engine share: ids, orders by their ids, exchanges, counts.
class SharedPartsTest {
    private final DeskBench bench = new DeskBench(ExchangeId.VEST).list();
    private final OrderRegistry registry = new OrderRegistry();
    private final OrderIds ids = new OrderIds("t3st", 9);

    // ---- ids ----

    @Test
    void i14IdsCountOnAndSayWhatTheyAreFor() {
        assertThat(ids.count()).isZero();
        assertThat(ids.next(Leg.A, OrderIntent.ENTRY).text()).isEqualTo("t3st-00000009-000001-A-EN");
        assertThat(ids.next(Leg.B, OrderIntent.EXIT).text()).isEqualTo("t3st-00000009-000002-B-EX");
        assertThat(ids.count()).isEqualTo(2);
    }

    @Test
    void ps06TellsThisRunFromAnEarlierOneAndFromAnotherInstance() {
        ClientOrderId present = new ClientOrderId("t3st", 9, 1, Leg.A, OrderIntent.ENTRY);
        ClientOrderId earlier = new ClientOrderId("t3st", 8, 1, Leg.A, OrderIntent.ENTRY);
        ClientOrderId other = new ClientOrderId("abcd", 9, 1, Leg.A, OrderIntent.ENTRY);
        assertThat(List.of(ids.isOurs(present), ids.isOurs(earlier), ids.isOurs(other)))
                .containsExactly(true, true, false);
        assertThat(List.of(ids.isOfThisRun(present), ids.isOfThisRun(earlier), ids.isOfThisRun(other)))
                .containsExactly(true, false, false);
    }

    // ---- orders ----

    private TrackedOrder order() {
        OrderRequest request = new OrderRequest(
                ids.next(Leg.A, OrderIntent.ENTRY),
                bench.instrument(),
                Side.BUY,
                1_000,
                50_000_000,
                TimeInForce.IMMEDIATE_OR_CANCEL,
                false,
                0);
        TrackedOrder order = new TrackedOrder(request, Leg.A, bench.resources.counters().orderSteps);
        order.onHandedOver(0);
        return order;
    }

    private static TrackedOrder ended(TrackedOrder order) {
        order.onUpdated(new OrderEvent.Updated(
                ExchangeId.VEST, order.request().id(), "x", OrderStatus.CANCELLED, 0, Optional.empty(), 1));
        return order;
    }

    @Test
    void anOrderIsFoundByItsIdAndAnIdIsUsedOnce() {
        TrackedOrder order = order();
        registry.register(bench.desk, order);
        assertThat(registry.find(order.request().id())).isEqualTo(new OrderRegistry.Entry(bench.desk, order));
        assertThat(registry.find(order().request().id())).isNull();
        assertThatThrownBy(() -> registry.register(bench.desk, order))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was used before");
    }

    @Test
    void rt12AtTheBoundTheOldestOrderThatHasEndedGoes() {
        TrackedOrder alive = order();
        registry.register(bench.desk, alive);
        TrackedOrder oldest = ended(order());
        registry.register(bench.desk, oldest);
        while (registry.size() < OrderRegistry.ORDERS_MAX) {
            registry.register(bench.desk, ended(order()));
        }
        assertThat(registry.find(oldest.request().id())).as("within the bound").isNotNull();
        registry.register(bench.desk, ended(order()));
        assertThat(registry.size()).isEqualTo(OrderRegistry.ORDERS_MAX);
        assertThat(registry.find(oldest.request().id())).isNull();
        assertThat(registry.find(alive.request().id()))
                .as("nobody forgets what is alive")
                .isNotNull();
    }

    @Test
    void rt12MoreLiveOrdersThanTheBoundAreAMistake() {
        while (registry.size() < OrderRegistry.ORDERS_MAX) {
            registry.register(bench.desk, order());
        }
        assertThatThrownBy(() -> registry.register(bench.desk, order())).hasMessageContaining("are alive");
    }

    // ---- exchanges ----

    @Test
    void everyExchangeHasItsGateItsBalanceAndItsTiming() {
        PairResources resources = bench.resources;
        ExchangeId third = new ExchangeId("third");
        assertThat(resources.knows(ExchangeId.VEST)).isTrue();
        assertThat(resources.knows(third)).isFalse();
        assertThat(resources.gate(ExchangeId.VEST).exchange()).isEqualTo(ExchangeId.VEST);
        assertThat(resources.cash(ExchangeId.PARADEX).exchange()).isEqualTo(ExchangeId.PARADEX);
        assertThat(resources.exchange(ExchangeId.PARADEX)).isEqualTo(ExchangeSettings.PARADEX);
        assertThatThrownBy(() -> resources.gate(third)).hasMessage("no settings for exchange third");
        assertThat(resources.book(0, Leg.A)).isSameAs(bench.books.getFirst());
        assertThat(resources.book(0, Leg.B)).isSameAs(bench.books.getLast());
    }

    @Test
    void everyPairHasItsTwoBooks() {
        List<OrderBook> books = List.of(new OrderBook(), new OrderBook(), new OrderBook(), new OrderBook());
        PairResources resources = new PairResources(
                _ -> {},
                _ -> {},
                ids,
                new TotalExposure(2, 1),
                bench.resources.risk(),
                books,
                List.of(ExchangeSettings.VEST));
        assertThat(resources.book(1, Leg.A)).isSameAs(books.get(2));
        assertThat(resources.book(1, Leg.B)).isSameAs(books.get(3));
    }

    @Test
    void ec05BalancesAreSettledWhenEveryExchangeHasTold() {
        PairResources resources = bench.resources;
        List<ExchangeCommand> sent = new ArrayList<>();
        resources.wantBalances();
        resources.cash(ExchangeId.PARADEX).askIfDue(new Outbox("", sent::add, _ -> {}, resources.counters()), 0);
        assertThat(sent).containsExactly(new ExchangeCommand.QueryBalance(ExchangeId.PARADEX));
        resources.cash(ExchangeId.VEST).onBalance(new BalanceReported(ExchangeId.VEST, 1, 1, 1, 1));
        assertThat(resources.balancesSettled()).isFalse();
        resources.cash(ExchangeId.PARADEX).onBalance(new BalanceReported(ExchangeId.PARADEX, 1, 1, 1, 1));
        assertThat(resources.balancesSettled()).isTrue();
    }

    @Test
    void anEventOfAnOrderThatNobodyKnowsHasNoOwner() {
        assertThat(bench.resources.route(
                        new OrderEvent.Acknowledged(ExchangeId.VEST, ids.next(Leg.A, OrderIntent.ENTRY), "x", 1),
                        List.of(),
                        1))
                .isFalse();
        TrackedOrder known = bench.connect().buys("0.01");
        assertThat(bench.resources.route(
                        new OrderEvent.Acknowledged(
                                ExchangeId.VEST, known.request().id(), "x", 1),
                        List.of(),
                        1))
                .isTrue();
    }

    // ---- counts and words ----

    @Test
    void i21AnEventWithoutARowIsCountedAndChangesNoPair() {
        PairMachine machine = new PairMachine(bench.pair, 0);
        machine.fire(PairEvent.COOLED_DOWN, "", 5);
        assertThat(machine.state()).isEqualTo(PairState.BOOT);
        assertThat(machine.sinceNanos()).isZero();
        assertThat(bench.notices).isEmpty();
        assertThat(bench.resources.counters().eventsUnexpected).isEqualTo(1);
        assertThat(bench.resources.transitions().unexpected()).containsEntry("COOLED_DOWN in BOOT", 1L);
        machine.fire(PairEvent.COOLED_DOWN, "", 5);
        assertThat(bench.resources.transitions().unexpected()).containsEntry("COOLED_DOWN in BOOT", 2L);
    }

    @Test
    void i21EveryStepIsCountedAndToldWithItsReason() {
        PairMachine machine = new PairMachine(bench.pair, 0);
        machine.fire(PairEvent.BOOT_CHECKED, "", 5);
        assertThat(machine.state()).isEqualTo(PairState.RECONCILE);
        assertThat(machine.sinceNanos()).isEqualTo(5);
        assertThat(machine.detail()).isEqualTo(PairEvent.BOOT_CHECKED.text());
        machine.fire(PairEvent.READ_FAILED, "vest", 9);
        assertThat(machine.sinceNanos()).as("no other state").isEqualTo(5);
        assertThat(machine.detail()).isEqualTo("vest");
        machine.fire(PairEvent.READ_FAILED, "vest", 10);
        assertThat(bench.notices)
                .containsExactly(new EngineNotice.StateChanged(
                        "btc-1", PairState.BOOT, PairState.RECONCILE, PairEvent.BOOT_CHECKED, "", 5));
        TransitionTable.Row row =
                TransitionTable.find(PairState.RECONCILE, PairEvent.READ_FAILED).orElseThrow();
        assertThat(bench.resources.transitions().of(row)).isEqualTo(2);
        assertThat(bench.resources.transitions().unexpected()).isEmpty();
    }

    @Test
    void everyHaltReasonHasItsWordsAndSaysWhetherALegMayBeReduced() {
        EnumSet<HaltReason> still =
                EnumSet.of(HaltReason.FOREIGN_ACTIVITY, HaltReason.TWIN_INSTANCE, HaltReason.SAME_SIDE);
        for (HaltReason reason : still) {
            assertThat(reason.slowDuty()).as("%s", reason).isFalse();
            assertThat(reason.text()).isNotBlank();
        }
        for (HaltReason reason : EnumSet.of(
                HaltReason.REPAIR_BUDGET, HaltReason.BREAKER_DAY, HaltReason.CORE_FAULT, HaltReason.OPERATOR)) {
            assertThat(reason.slowDuty()).as("%s", reason).isTrue();
            assertThat(reason.text()).isNotBlank();
        }
    }

    @Test
    void ec01TheFiguresOfACycleAreWhatChangedWhileItRan() {
        PairPosition position = new PairPosition();
        position.leg(Leg.A).onQuantity(100_000_000, 0);
        position.leg(Leg.A).onFill(Side.BUY, 100, 100_000_000, 5);
        position.leg(Leg.A).onQuantity(-50_000_000, 0);
        position.leg(Leg.A).onFill(Side.SELL, 120, 50_000_000, 7);
        position.leg(Leg.A).onFunding(40);
        RunningCycle cycle = new RunningCycle(4, Direction.LONG_A_SHORT_B, 1_700, position, 1_000);
        position.leg(Leg.B).onFunding(-3);
        cycle.onHedged(30);
        cycle.onHedged(20);
        cycle.onNaked(9);
        cycle.onNaked(8);
        position.leg(Leg.A).onQuantity(-50_000_000, 0);
        position.leg(Leg.A).onFill(Side.SELL, 130, 50_000_000, 11);
        assertThat(cycle.refused()).isFalse();
        cycle.onRefused();
        assertThat(cycle.refused()).isTrue();
        assertThat(cycle.direction()).isEqualTo(Direction.LONG_A_SHORT_B);
        CycleResult result = cycle.finish(CycleResult.Outcome.FAILED, position, 1_600);
        assertThat(result)
                .isEqualTo(new CycleResult(
                        4, CycleResult.Outcome.FAILED, Direction.LONG_A_SHORT_B, 30, 1_700, 15, 11, -3, true, 600, 9));
        assertThat(result.netE8()).isEqualTo(1);
    }

    @Test
    void aBotIsCheckedWhenItIsConfigured() {
        PairSettings settings = bench.pair.settings;
        assertThat(settings.exchange(Leg.A)).isEqualTo(ExchangeId.VEST);
        assertThat(settings.exchange(Leg.B)).isEqualTo(ExchangeId.PARADEX);
        assertThat(Records.with(settings, "leverage", 1).leverage()).isEqualTo(1);
        assertThatThrownBy(() -> Records.with(settings, "leverage", 0)).hasMessageContaining("leverage");
        assertThat(settings.withCyclesMax(0).cyclesMax()).isZero();
        assertThatThrownBy(() -> settings.withCyclesMax(-1)).hasMessageContaining("cyclesMax");
        assertThat(Records.with(settings, "quantityE8", 1L).quantityE8()).isEqualTo(1);
    }

    @Test
    void thePartsOfAPairAskBothExchangesForWhatTheyNeed() {
        PairContext pair = bench.pair;
        assertThat(pair.at(Leg.A)).isSameAs(pair.a);
        assertThat(pair.at(ExchangeId.PARADEX)).isSameAs(pair.b);
        assertThat(pair.cash(pair.a).exchange()).isEqualTo(ExchangeId.VEST);
        assertThat(pair.cash(pair.b).exchange()).isEqualTo(ExchangeId.PARADEX);
        assertThat(pair.isListed()).as("one leg is not").isFalse();
        bench.quote("99990.5", "100000");
        assertThat(pair.touches()).isEqualTo("vest 99990.5/100000, paradex -/-");
        assertThat(pair.isConfirmed()).isFalse();
        bench.tellsPosition("0");
        assertThat(pair.isConfirmed()).as("one leg is not").isFalse();
        assertThat(pair.unknownLegs()).isEmpty();
        bench.connect().losesTheAnswer(bench.buys("0.01"));
        assertThat(pair.unknownLegs()).isEqualTo("vest ");
        assertThat(pair.hasUnknownOrder()).isTrue();
    }
}
