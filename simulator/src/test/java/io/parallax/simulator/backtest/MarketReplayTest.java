package io.parallax.simulator.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.simulator.tape.MarketTape;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarketReplayTest {
    private static final long LOT_E8 = FixedPoint.parse("0.1");
    private final List<String> fills = new ArrayList<>();

    /// Bids 1 at 100 and 2 at 99, asks 1.07 at 101 and 2 at 102; a second later nothing, another second later the same.
    private static MarketReplay market() {
        MarketTape.Builder builder = new MarketTape.Builder("BTC");
        book(builder, 0);
        builder.begin(ExchangeId.VEST, 1_000_000, 0);
        builder.end();
        book(builder, 2_000_000);
        builder.begin(ExchangeId.PARADEX, 0, 0);
        builder.end();
        return new MarketReplay(new PairTape(builder.build(), ExchangeId.VEST, ExchangeId.PARADEX), Leg.A);
    }

    private static void book(MarketTape.Builder builder, long atMicros) {
        builder.begin(ExchangeId.VEST, atMicros, 0);
        builder.level(Side.BUY, FixedPoint.parse("100"), FixedPoint.parse("1"));
        builder.level(Side.BUY, FixedPoint.parse("99"), FixedPoint.parse("2"));
        builder.level(Side.SELL, FixedPoint.parse("101"), FixedPoint.parse("1.07"));
        builder.level(Side.SELL, FixedPoint.parse("102"), FixedPoint.parse("2"));
        builder.end();
    }

    private String take(MarketReplay market, Side side, String quantity, String limit) {
        fills.clear();
        long takenE8 = market.take(
                side,
                FixedPoint.parse(quantity),
                FixedPoint.parse(limit),
                LOT_E8,
                (priceE8, quantityE8) ->
                        fills.add(FixedPoint.format(quantityE8) + " at " + FixedPoint.format(priceE8)));
        return FixedPoint.format(takenE8) + " " + fills;
    }

    @Test
    void takesLevelByLevelInWholeLotsUpToTheLimit() {
        MarketReplay market = market();
        market.advanceTo(0);
        assertThat(take(market, Side.BUY, "2", "101.5")).isEqualTo("1 [1 at 101]");
        assertThat(take(market, Side.SELL, "1.5", "99")).isEqualTo("1.5 [1 at 100, 0.5 at 99]");
        assertThat(take(market, Side.SELL, "1", "99.5")).isEqualTo("0 []");
    }

    @Test
    void whatWeTookIsMissingUntilTheNextEvent() {
        MarketReplay market = market();
        market.advanceTo(0);
        assertThat(take(market, Side.SELL, "2.5", "99")).isEqualTo("2.5 [1 at 100, 1.5 at 99]");
        assertThat(take(market, Side.SELL, "2.5", "99")).isEqualTo("0.5 [0.5 at 99]");
        market.advanceTo(2_000_000);
        assertThat(take(market, Side.SELL, "2.5", "99")).isEqualTo("2.5 [1 at 100, 1.5 at 99]");
    }

    @Test
    void aLostBookGivesNothing() {
        MarketReplay market = market();
        market.advanceTo(1_999_999);
        assertThat(market.isKnown()).isFalse();
        assertThat(market.middleE8()).isEqualTo(FixedPoint.NO_PRICE);
        assertThat(take(market, Side.BUY, "1", "200")).isEqualTo("0 []");
    }
}
