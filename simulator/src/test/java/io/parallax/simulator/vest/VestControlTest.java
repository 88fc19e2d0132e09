package io.parallax.simulator.vest;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.simulator.core.ExchangeControl;
import io.parallax.simulator.core.TradingMode;
import io.parallax.simulator.vest.VestWorld.Client;
import io.parallax.units.FixedPoint;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/// What the exchange does by itself, as its clients see it.
class VestControlTest {
    private static final String SYMBOL = "BTC-PERP";

    private final VestWorld world = new VestWorld(VestWorld.prompt());
    private final ExchangeControl control = world.exchange.control();

    private JsonNode symbol() {
        return world.get("/exchangeInfo?symbols=BTC-PERP")
                .body()
                .path("symbols")
                .path(0);
    }

    // Modes and rules.

    @ParameterizedTest
    @EnumSource(
            value = TradingMode.class,
            names = {"OPEN", "MAINTENANCE"},
            mode = EnumSource.Mode.EXCLUDE)
    void tellsEveryRestrictionOfASymbolAsHaltAndRefusesItsOrders(TradingMode mode) {
        world.register();
        String resting = world.placed(world.order("LIMIT", true, "0.0300", "80000.00"));
        control.mode(SYMBOL, mode);

        assertThat(symbol().path("tradingStatus").asString()).isEqualTo("HALT");
        assertThat(world.get("/ticker/latest?symbols=BTC-PERP")
                        .body()
                        .path("tickers")
                        .path(0)
                        .path("status")
                        .asString())
                .isEqualTo("HALT");
        assertThat(world.place(world.order("MARKET", true, "0.0300", "91000.00"))
                        .code())
                .isEqualTo(1148);
        world.quotes("70000", "70010");
        assertThat(world.row(resting).path("status").asString()).isEqualTo("NEW");
        assertThat(world.cancel(resting).status()).isEqualTo(200);

        control.mode(SYMBOL, TradingMode.OPEN);
        assertThat(symbol().path("tradingStatus").asString()).isEqualTo("TRADING");
        assertThat(world.place(world.order("MARKET", true, "0.0300", "91000.00"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void rejectsAnOrderThatMeetsTheHaltInTheEngine() {
        VestWorld late = new VestWorld(VestWorld.prompt().with(VestAlternative.HALT_REJECTED_LATER));
        late.register();
        late.exchange.control().mode(TradingMode.HALTED);

        String id = late.placed(late.order("MARKET", true, "0.0300", "91000.00"));

        assertThat(late.row(id).path("status").asString()).isEqualTo("REJECTED");
        assertThat(late.row(id).path("code").asInt()).isEqualTo(3024);
    }

    @Test
    void restartsForMaintenanceAndAnswersNothingMeanwhile() {
        world.register();
        Client client = world.connectPrivately();
        control.mode(TradingMode.MAINTENANCE);

        assertThat(client.closeCode).isEqualTo(1012);
        assertThat(world.send("GET", "/exchangeInfo", "", Map.of()).answered()).isFalse();
        VestWorld.Pending down = world.get("/exchangeInfo");
        assertThat(down.status()).isEqualTo(503);
        assertThat(down.text()).startsWith("<html>");

        control.mode(TradingMode.OPEN);
        assertThat(world.get("/exchangeInfo").status()).isEqualTo(200);
    }

    @Test
    void changesTheRulesOfASymbolWhileItTrades() {
        world.register();
        control.change(
                SYMBOL,
                rules -> rules.withTickE8(FixedPoint.parse("0.1"))
                        .withLotE8(FixedPoint.parse("0.01"))
                        .withTakerFeePpm(500)
                        .withLeverageMax(20)
                        .withMaintenancePpm(750_000));

        assertThat(symbol().path("priceDecimals").asInt()).isEqualTo(1);
        assertThat(symbol().path("sizeDecimals").asInt()).isEqualTo(2);
        assertThat(symbol().path("takerFee").asString()).isEqualTo("0.0005");
        assertThat(symbol().path("initMarginRatio").asString()).isEqualTo("0.050000");
        assertThat(symbol().path("maintMarginRatio").asString()).isEqualTo("0.037500");
        assertThat(world.place(world.order("MARKET", true, "0.0300", "91000.00"))
                        .code())
                .isEqualTo(1111);
        String id = world.placed(world.order("MARKET", true, "0.03", "91000.0"));
        // 0.03 × 90019.8 × 0.0005
        assertThat(world.row(id).path("fees").asString()).isEqualTo("1.350297");
        JsonNode account = world.get("/account?time=1").body();
        assertThat(account.path("positions").path(0).path("initMarginRatio").asString())
                .isEqualTo("0.0500");
        assertThat(account.path("leverages").path(0).path("value").asInt()).isEqualTo(20);
    }
}
