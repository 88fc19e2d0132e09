package io.parallax.simulator.core;

import static io.parallax.instrument.Side.BUY;
import static io.parallax.instrument.Side.SELL;
import static io.parallax.simulator.core.CoreWorld.text;
import static io.parallax.units.FixedPoint.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.simulator.core.ExchangeRules.Execution;
import io.parallax.simulator.core.NewOrder.Instruction;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderVerdictTest {
    private static CoreWorld world(Execution execution, OrderVerdict verdict) {
        CoreWorld world = new CoreWorld(execution);
        world.quote("99x5", "100x5");
        world.control.judge(order -> order.orderId().equals("o1") ? verdict : OrderVerdict.NONE);
        return world;
    }

    @ParameterizedTest
    @EnumSource(value = EndReason.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void refusesForAnyReason(EndReason reason) {
        CoreWorld world = world(Execution.ORDER_BOOK, OrderVerdict.refused(reason));
        OrderUpdate order = world.order(world.send(BUY, Instruction.IOC, "1", "100"));

        assertThat(order.state()).isEqualTo(OrderState.REJECTED);
        assertThat(order.reason()).isEqualTo(reason);
        assertThat(world.order(world.send(BUY, Instruction.IOC, "1", "100")).state())
                .isEqualTo(OrderState.FILLED);
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void fillsInPartAndCancelsTheRest(Execution execution) {
        CoreWorld world = world(execution, OrderVerdict.NONE.withFillMaxE8(parse("0.4005")));
        OrderUpdate order = world.order(world.send(BUY, Instruction.FOK, "1", "100"));

        assertThat(order.state()).isEqualTo(OrderState.CANCELLED);
        assertThat(text(order.filledQuantityE8())).isEqualTo("0.4");
        assertThat(text(world.position().quantityE8())).isEqualTo("0.4");
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void givesMoreThanAskedFor(Execution execution) {
        CoreWorld world = world(execution, OrderVerdict.NONE.withOverfillE8(parse("0.25")));
        OrderUpdate order = world.order(world.send(BUY, Instruction.IOC, "1", "100"));

        assertThat(world.takeEvents())
                .containsExactly(
                        "NEW", "fill BUY 1@100", "fill BUY 0.25@100", "FILLED", "position 1.25", "account ACTIVE");
        assertThat(text(order.filledQuantityE8())).isEqualTo("1.25");
        assertThat(order.remainingE8()).isZero();
    }

    @Test
    void executesLongAfterTheClientGaveUp() {
        long lateNanos = TimeUnit.SECONDS.toNanos(4);
        CoreWorld world = world(Execution.ORDER_BOOK, OrderVerdict.NONE.withLateNanos(lateNanos));
        String id = world.send(BUY, Instruction.IOC, "1", "100");

        world.loop.advanceMillis(3_999);
        assertThat(world.order(id).state()).isEqualTo(OrderState.NEW);
        world.loop.advanceMillis(1);
        assertThat(world.order(id).state()).isEqualTo(OrderState.FILLED);
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void executesTwiceUnderOneId(Execution execution) {
        CoreWorld world = world(execution, OrderVerdict.NONE.withTwice());
        String id = world.send(BUY, Instruction.FOK, "1", "100");

        assertThat(text(world.order(id).filledQuantityE8())).isEqualTo("2");
        assertThat(text(world.position().quantityE8())).isEqualTo("2");
        assertThat(world.fills).extracting(Fill::fillId).doesNotHaveDuplicates();
        assertThat(world.me().openOrders()).isEmpty();
        assertThat(world.order(id).state()).isEqualTo(OrderState.FILLED);
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void fillsAfterTheEnd(Execution execution) {
        CoreWorld world = world(execution, OrderVerdict.NONE.withFillsLateNanos(TimeUnit.SECONDS.toNanos(3)));
        String id = world.send(BUY, Instruction.FOK, "1", "100");
        assertThat(world.order(id).state()).isEqualTo(OrderState.CANCELLED);
        assertThat(world.position().quantityE8()).isZero();

        world.loop.advanceMillis(2_999);
        assertThat(world.position().quantityE8()).isZero();
        world.loop.advanceMillis(1);
        assertThat(text(world.position().quantityE8())).isEqualTo("1");
        assertThat(world.order(id).state()).isEqualTo(OrderState.FILLED);
        world.loop.advanceMillis(6_000);
        assertThat(text(world.position().quantityE8())).as("once").isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void fillsARestAfterTheEnd(Execution execution) {
        CoreWorld world =
                world(execution, OrderVerdict.NONE.withFillMaxE8(parse("0.6")).withFillsLateNanos(1));
        String id = world.send(BUY, Instruction.FOK, "1", "100");
        assertThat(text(world.order(id).filledQuantityE8())).isEqualTo("0.6");
        world.loop.advanceMillis(1);
        assertThat(text(world.order(id).filledQuantityE8())).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void fillsAfterARefusal(Execution execution) {
        CoreWorld world =
                world(execution, OrderVerdict.refused(EndReason.PRICE_STALE).withFillsLateNanos(1));
        String id = world.send(BUY, Instruction.FOK, "1", "100");
        assertThat(world.order(id).state()).isEqualTo(OrderState.REJECTED);
        world.loop.advanceMillis(1);
        assertThat(text(world.position().quantityE8())).isEqualTo("1");
    }

    @ParameterizedTest
    @EnumSource(Execution.class)
    void letsAnImmediateOrderRest(Execution execution) {
        CoreWorld world = world(execution, OrderVerdict.NONE.withRests());
        String id = world.send(BUY, Instruction.IOC, "1", "99.5");
        assertThat(world.order(id).state()).isEqualTo(OrderState.OPEN);

        world.quote("99x5", "99.4x5");
        assertThat(world.order(id).state()).isEqualTo(OrderState.FILLED);
        assertThat(world.order(world.send(BUY, Instruction.IOC, "1", "98")).state())
                .isEqualTo(OrderState.CANCELLED);
    }

    @Test
    void undoesAFillLaterAsIfItHadNotBeen() {
        CoreWorld world =
                world(Execution.ORDER_BOOK, OrderVerdict.NONE.withBustAfterNanos(TimeUnit.MILLISECONDS.toNanos(300)));
        LedgerReport before = world.me().report();
        world.send(BUY, Instruction.IOC, "1", "100");
        assertThat(text(world.position().quantityE8())).isEqualTo("1");
        world.takeEvents();

        world.loop.advanceMillis(300);

        assertThat(world.takeEvents()).containsExactly("bust 1", "position 0", "account ACTIVE");
        assertThat(world.me().report().positions()).isEqualTo(before.positions());
        assertThat(world.me().cashE8()).isEqualTo(before.cashE8());
        assertThat(world.control.bust(world.fills.getFirst().fillId())).isFalse();
    }

    @Test
    void undoesAFillOnBothSidesOfItsTrade() {
        CoreWorld world = world(Execution.ORDER_BOOK, OrderVerdict.NONE);
        world.exchange.openAccount("other");
        world.exchange.submit(
                NewOrder.limit(
                        "m", "", "other", CoreWorld.SYMBOL, SELL, Instruction.GTC, parse("2"), parse("99.5"), false),
                0);
        world.loop.runReady();
        world.send(BUY, Instruction.IOC, "2", "99.5");

        assertThat(world.control.bust(world.fills.getLast().fillId())).isTrue();

        assertThat(world.exchange.ledgers()).allSatisfy(ledger -> {
            assertThat(ledger.flat()).isTrue();
            assertThat(text(ledger.cashE8())).isEqualTo("10000");
        });
    }

    @Test
    void keepsTheLedgerExactWhenLaterFillsWereBookedOnTopOfABust() {
        CoreWorld world = world(Execution.ORDER_BOOK, OrderVerdict.NONE);
        world.send(BUY, Instruction.IOC, "1", "100");
        world.quote("109x5", "110x5");
        world.send(BUY, Instruction.IOC, "1", "110");
        world.quote("120x5", "121x5");
        world.send(SELL, Instruction.IOC, "1", "120");

        world.control.bust(world.fills.getFirst().fillId());

        // Bought at 110, sold at 120: nothing is left of the average of 105.
        Position position = world.position();
        assertThat(position.flat()).isTrue();
        assertThat(position.costE8()).isZero();
        assertThat(text(position.realisedE8())).isEqualTo("10");
        assertThat(text(world.me().cashE8())).isEqualTo("10009.77");
    }

    @Test
    void undoesWhatAnAccountTradesWhileItResyncs() {
        CoreWorld world = world(Execution.ORDER_BOOK, OrderVerdict.NONE);
        world.control.status("me", AccountStatus.RESYNC);
        world.send(BUY, Instruction.IOC, "1", "100");
        assertThat(world.position().flat()).isTrue();

        world.control.status("me", AccountStatus.ACTIVE);
        world.send(BUY, Instruction.IOC, "1", "100");
        assertThat(world.position().flat()).isFalse();
    }
}
