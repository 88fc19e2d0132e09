package io.parallax.simulator.core;

import static io.parallax.instrument.Side.BUY;
import static io.parallax.instrument.Side.SELL;
import static io.parallax.simulator.core.CoreWorld.SYMBOL;
import static io.parallax.simulator.core.CoreWorld.text;
import static io.parallax.units.FixedPoint.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.simulator.core.ExchangeRules.Execution;
import io.parallax.simulator.core.NewOrder.Instruction;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiquidationsTest {
    private final CoreWorld world = new CoreWorld(Execution.ORDER_BOOK);

    LiquidationsTest() {
        world.quote("99.9x5000", "100.1x5000");
    }

    @Test
    void liquidatesAShareAtTheMarkAndTakesOnlyReducingOrdersMeanwhile() {
        world.send(BUY, Instruction.IOC, "10", "100.1");
        world.send(BUY, Instruction.GTC, "1", "90");
        world.takeEvents();

        world.control.liquidate("me", SYMBOL, 200_000);

        assertThat(world.takeEvents())
                .containsExactly(
                        "account LIQUIDATION",
                        "CANCELLED IN_LIQUIDATION",
                        "LIQUIDATION SELL 2@100",
                        "position 8",
                        "account LIQUIDATION");
        Fill fill = world.fills.getLast();
        assertThat(fill.order().orderId()).isEmpty();
        assertThat(text(fill.feeE8())).isEqualTo("1");
        assertThat(world.order(world.send(BUY, Instruction.IOC, "1", "100.1")).reason())
                .isEqualTo(EndReason.IN_LIQUIDATION);
        world.control.status("me", AccountStatus.ACTIVE);
        assertThat(world.order(world.send(BUY, Instruction.IOC, "1", "100.1")).state())
                .isEqualTo(OrderState.FILLED);
    }

    /// 900 at 100 with 10,000: maintenance is 5 % of the notional, so the account falls short below about 93.4.
    @Test
    void liquidatesInFifthsWhenTheMarginIsShortAndOnlyThen() {
        world.send(BUY, Instruction.IOC, "900", "100.1");
        world.loop.advanceMillis(6_000);
        world.quote("93.9x5000", "94.1x5000");
        assertThat(text(world.position().quantityE8())).isEqualTo("900");
        assertThat(world.me().liquidationPriceE8(world.position())).isBetween(parse("93.6"), parse("93.8"));

        world.loop.advanceMillis(6_000);
        world.quote("92.9x5000", "93.1x5000");

        assertThat(text(world.position().quantityE8())).isEqualTo("720");
        assertThat(world.me().status()).isEqualTo(AccountStatus.LIQUIDATION);
        assertThat(world.me().valueE8()).isGreaterThanOrEqualTo(world.me().maintenanceMarginE8());
        world.loop.advanceMillis(6_000);
        world.quote("92.9x5000", "93.1x5000");
        assertThat(world.me().status()).isEqualTo(AccountStatus.ACTIVE);
    }

    @Test
    void liquidatesNothingInARestrictedModeOrByAPhantomLoss() {
        world.send(BUY, Instruction.IOC, "900", "100.1");
        world.control.phantom("me", parse("-9000"));
        assertThat(world.me().valueE8()).isLessThan(world.me().maintenanceMarginE8());
        world.loop.advanceMillis(6_000);
        world.quote("99.9x5000", "100.1x5000");
        assertThat(text(world.position().quantityE8())).isEqualTo("900");
        assertThat(world.order(world.send(BUY, Instruction.IOC, "1", "100.1")).reason())
                .isEqualTo(EndReason.INSUFFICIENT_MARGIN);

        world.control.mode(TradingMode.POST_ONLY);
        world.loop.advanceMillis(6_000);
        world.quote("79.9x5000", "80.1x5000");
        assertThat(text(world.position().quantityE8())).isEqualTo("900");
        world.control.liquidatesByMargin(false);
        world.control.mode(TradingMode.OPEN);
        world.loop.advanceMillis(6_000);
        world.quote("79.9x5000", "80.1x5000");
        assertThat(text(world.position().quantityE8())).isEqualTo("900");
        world.control.liquidatesByMargin(true);
        world.loop.advanceMillis(6_000);
        world.quote("79.9x5000", "80.1x5000");
        assertThat(world.position().flat()).isTrue();
    }

    @Test
    void deleveragesAtAPriceOfItsOwn() {
        world.send(SELL, Instruction.IOC, "10", "99.9");
        world.takeEvents();
        world.control.deleverage("me", SYMBOL, 1_000_000, parse("95"));

        assertThat(world.takeEvents()).containsExactly("DELEVERAGING BUY 10@95", "position 0", "account ACTIVE");
        assertThat(text(world.me().realisedE8())).isEqualTo("49");
        assertThat(world.fills.getLast().feeE8()).isZero();
    }

    @Test
    void settlesAndDelists() {
        world.send(BUY, Instruction.IOC, "10", "100.1");
        String resting = world.send(BUY, Instruction.GTC, "1", "90");
        world.control.settle(SYMBOL, parse("98"), 150);

        assertThat(world.order(resting).reason()).isEqualTo(EndReason.SETTLED);
        assertThat(world.position().flat()).isTrue();
        assertThat(world.fills.getLast().kind()).isEqualTo(FillKind.SETTLEMENT);
        assertThat(text(world.fills.getLast().feeE8())).isEqualTo("0.147");
        assertThat(world.order(world.send(BUY, Instruction.IOC, "1", "100.1")).reason())
                .isEqualTo(EndReason.HALTED);

        world.control.delist(SYMBOL);
        assertThat(world.exchange.book(SYMBOL)).isEmpty();
        assertThat(world.exchange.books()).hasSize(1);
        assertThat(world.order(world.send(BUY, Instruction.IOC, "1", "100.1")).reason())
                .isEqualTo(EndReason.UNKNOWN_INSTRUMENT);
        world.quote("99x5", "100x5");
    }

    @Test
    void movesCollateralInAndOut() {
        world.control.transfer("me", parse("-9950"));
        assertThat(text(world.me().cashE8())).isEqualTo("50");
        assertThat(world.order(world.send(BUY, Instruction.IOC, "10", "100.1")).reason())
                .isEqualTo(EndReason.INSUFFICIENT_MARGIN);
        world.control.transfer("me", parse("1000"));
        assertThat(world.order(world.send(BUY, Instruction.IOC, "10", "100.1")).state())
                .isEqualTo(OrderState.FILLED);
        assertThat(world.me().transfers())
                .extracting(transfer -> text(transfer.amountE8()))
                .containsExactly("1000", "-9950");
        assertThat(text(world.me().report().netE8())).isEqualTo("-1.001");
    }

    @Test
    void rollsBackToAMomentAndCancelsWhatIsOpen() {
        world.send(BUY, Instruction.IOC, "3", "100.1");
        world.loop.advanceMillis(1_000);
        LedgerReport then = world.me().report();
        world.loop.advanceMillis(1_000);
        String later = world.send(SELL, Instruction.IOC, "5", "99.9");
        String resting = world.send(BUY, Instruction.GTC, "1", "90");
        world.control.transfer("me", parse("77"));
        world.loop.advanceMillis(500);
        world.takeEvents();

        world.control.rollBack(TimeUnit.MILLISECONDS.toNanos(1_000));

        assertThat(world.takeEvents()).containsExactly("CANCELLED EXCHANGE_CANCELLED", "position 3", "account ACTIVE");
        assertThat(world.me().report().positions()).isEqualTo(then.positions());
        assertThat(world.me().cashE8()).isEqualTo(then.cashE8());
        assertThat(world.exchange.order(later)).isEmpty();
        assertThat(world.exchange.order(resting)).isEmpty();
        assertThat(world.me().transfers()).isEmpty();
        assertThat(world.control.bust(world.fills.getLast().fillId())).isFalse();
        assertThat(world.control.bust(world.fills.getFirst().fillId())).isTrue();
        assertThat(world.position().flat()).isTrue();
    }

    @Test
    void remembersPositionsForReadersThatLag() {
        world.send(BUY, Instruction.IOC, "3", "100.1");
        world.loop.advanceMillis(100);
        world.send(SELL, Instruction.IOC, "5", "99.9");
        world.loop.advanceMillis(100);

        long now = world.loop.nanoTime();
        assertThat(quantityAsOf(now)).isEqualTo("-2");
        assertThat(quantityAsOf(now - TimeUnit.MILLISECONDS.toNanos(101))).isEqualTo("3");
        assertThat(quantityAsOf(now - TimeUnit.MILLISECONDS.toNanos(10_000))).isEqualTo("0");
    }

    private String quantityAsOf(long nanos) {
        return text(world.me().positionsAsOf(nanos).getFirst().quantityE8());
    }
}
