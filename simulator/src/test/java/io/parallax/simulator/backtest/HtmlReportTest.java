package io.parallax.simulator.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.instrument.Side;
import io.parallax.simulator.tape.MarketTape;
import io.parallax.units.FixedPoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    private static final String HOSTILE = "<script>alert('1')</script>\"&";

    /// A coin may be called anything by the file it came from.
    private static String page(String symbol) {
        MarketTape.Builder builder = new MarketTape.Builder(symbol);
        for (int event = 0; event < 100; event++) {
            builder.begin(event % 2 == 0 ? Recorded.USDM : Recorded.COINM, 1_700_000_000_000_000L + event * 50_000L, 0);
            builder.level(Side.BUY, FixedPoint.parse("100"), FixedPoint.ONE);
            builder.level(Side.SELL, FixedPoint.parse("101"), FixedPoint.ONE);
            builder.end();
        }
        PairTape pair = new PairTape(builder.build(), Recorded.USDM, Recorded.COINM);
        BacktestResult result = Backtester.run(pair, BacktestSettings.of(pair, 1_500, 500, FixedPoint.ONE));
        return new HtmlReport(TapeStatistics.of(pair, -20_000), result, List.of(result), Map.of(HOSTILE, HOSTILE))
                .page();
    }

    @Test
    void whatAFileNamesItselfStaysText() {
        assertThat(page(HOSTILE))
                .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;")
                .doesNotContain("<script");
    }

    @Test
    void thePageNeedsNothingFromElsewhere() {
        assertThat(page("BTC"))
                .contains("default-src 'none'")
                .doesNotContain("http://")
                .doesNotContain("https://")
                .doesNotContain("src=")
                .doesNotContain("NaN");
    }
}
