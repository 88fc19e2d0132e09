package io.parallax.simulator.core;

import static io.parallax.instrument.Side.BUY;
import static io.parallax.instrument.Side.SELL;
import static io.parallax.simulator.core.CoreWorld.SYMBOL;
import static io.parallax.simulator.core.CoreWorld.text;
import static io.parallax.units.FixedPoint.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.simulator.core.ExchangeRules.Execution;
import io.parallax.simulator.core.NewOrder.Instruction;
import org.junit.jupiter.api.Test;

class FundingTest {
    /// 0.0003 per eight hours.
    private static final long HOURLY_E12 = 37_500_000;

    private final CoreWorld world = new CoreWorld(Execution.ORDER_BOOK);

    private SimulatedBook book() {
        return world.exchange.book(SYMBOL).orElseThrow();
    }

    /// The example of Paradex's funding page: spot 60,000, rate 0.0003 per 8 h, long 0.5, 60 s.
    @Test
    void makesALongPayWhatTheDocumentationReckons() {
        world.quote("59999.9x5", "60000.1x5");
        world.send(BUY, Instruction.IOC, "0.5", "60000.1");
        world.control.funding(SYMBOL, HOURLY_E12, 1_000);
        world.loop.advanceMillis(60_000);

        assertThat(text(book().fundingIndexE8())).isEqualTo("0.0375");
        assertThat(text(world.me().unrealisedFundingE8())).isEqualTo("-0.01875");
        long before = world.me().cashE8();
        long value = world.me().valueE8();

        world.takeEvents();
        world.control.payFunding(SYMBOL);

        assertThat(world.takeEvents()).containsExactly("funding -0.01875", "position 0.5", "account ACTIVE");
        assertThat(text(world.me().cashE8() - before)).isEqualTo("-0.01875");
        assertThat(world.me().valueE8()).isEqualTo(value);
        assertThat(world.me().unrealisedFundingE8()).isZero();
        assertThat(text(world.me().report().fundingE8())).isEqualTo("-0.01875");
    }

    @Test
    void paysAShortAndRealisesAtEachChangeOfThePosition() {
        world.quote("59999.9x5", "60000.1x5");
        world.send(SELL, Instruction.IOC, "1", "59999.9");
        world.control.funding(SYMBOL, HOURLY_E12, 1_000);
        world.loop.advanceMillis(60_000);
        world.send(BUY, Instruction.IOC, "0.4", "60000.1");
        world.loop.advanceMillis(60_000);
        String last = world.send(BUY, Instruction.IOC, "0.6", "60000.1");

        assertThat(world.me().payments())
                .extracting(payment -> text(payment.paymentE8()))
                .containsExactly("0.0225", "0.0375");
        assertThat(world.me().payments()).extracting(FundingPayment::id).doesNotHaveDuplicates();
        assertThat(world.me().payments().getFirst().fillId())
                .isEqualTo(world.fills.getLast().fillId());
        assertThat(text(world.order(last).fundingE8())).isEqualTo("0.0225");
        assertThat(world.me().cashE8())
                .isEqualTo(world.me().startingBalanceE8()
                        + world.me().realisedE8()
                        - world.me().feesE8()
                        + parse("0.06"));
    }

    @Test
    void accruesWholeIntervalsAndLosesNoFraction() {
        world.quote("0.9x5", "1.1x5");
        // A rate whose growth per interval is far below the last digit of the index.
        world.control.funding(SYMBOL, 1_000_000, 10);
        for (int i = 0; i < 3_600; i++) {
            world.loop.advanceMillis(1_000);
            book().fundingIndexE8();
        }
        assertThat(book().fundingIndexE8()).isEqualTo(book().fundingPremiumE8());

        world.control.funding(SYMBOL, HOURLY_E12, 3_600_000);
        world.loop.advanceMillis(3_599_999);
        long before = book().fundingIndexE8();
        assertThat(before).isEqualTo(100);
        world.loop.advanceMillis(1);
        assertThat(book().fundingIndexE8()).isEqualTo(100 + 3_750);
    }

    @Test
    void followsTheIndexAndNotTheMark() {
        world.quote("59999.9x5", "60000.1x5");
        world.control.deviate(SYMBOL, 20_000, -10_000);
        assertThat(text(book().markE8())).isEqualTo("61200");
        assertThat(text(book().indexE8())).isEqualTo("59400");
        world.control.funding(SYMBOL, HOURLY_E12, 1_000);
        world.loop.advanceMillis(3_600_000);
        // 59,400 × 0.0000375
        assertThat(text(book().fundingIndexE8())).isEqualTo("2.2275");
        world.quote("49999.9x5", "50000.1x5");
        assertThat(text(book().markE8())).isEqualTo("51000");
    }
}
