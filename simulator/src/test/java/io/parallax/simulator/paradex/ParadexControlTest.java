package io.parallax.simulator.paradex;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.simulator.core.ExchangeControl;
import io.parallax.simulator.core.TradingMode;
import io.parallax.units.FixedPoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the exchange does by itself, as its clients see it.
class ParadexControlTest {
    private final ParadexVenue venue = new ParadexVenue();
    private final RawClient client = venue.loggedIn();
    private final ExchangeControl control = venue.exchange.control();

    private RawSocket stream(String... channels) {
        RawSocket socket = venue.socket(client);
        for (String channel : channels) {
            assertThat(socket.subscribe(channel).has("result")).isTrue();
        }
        socket.takeKinds();
        return socket;
    }

    private String refusal(ObjectNode order) {
        RawClient.Answer answer = client.post("/v1/orders", order);
        return answer.status() + " " + answer.error();
    }

    private JsonNode latest(String clientId) {
        return client.get("/v1/orders-history", Map.of("client_id", clientId))
                .body()
                .path("results")
                .path(0);
    }

    private String state() {
        return client.get("/v1/system/state").body().path("status").asString();
    }

    private JsonNode market() {
        return client.get("/v1/markets", Map.of("market", RawClient.MARKET))
                .body()
                .path("results")
                .path(0);
    }

    private static List<JsonNode> events(RawSocket socket, String channel) {
        return socket.texts().stream()
                .filter(text -> text.path("params").path("channel").asString("").equals(channel))
                .map(text -> text.path("params").path("data"))
                .toList();
    }

    // Modes and rules.

    @Test
    void tellsTheModeOfTheExchangeAndRefusesAccordingly() {
        ObjectNode resting = client.limit("BUY", "0.5", "90000", "GTC");
        client.post("/v1/orders", resting);
        venue.loop.advanceMillis(10);

        control.mode(TradingMode.CANCEL_ONLY);
        assertThat(state()).isEqualTo("cancel_only");
        assertThat(refusal(client.limit("BUY", "0.5", "90000", "POST_ONLY")))
                .isEqualTo("400 SYSTEM_STATUS_CANCEL_ONLY");
        control.mode(TradingMode.POST_ONLY);
        assertThat(state()).isEqualTo("post_only");
        assertThat(refusal(client.limit("BUY", "0.5", "90000", "IOC"))).isEqualTo("400 SYSTEM_STATUS_POST_ONLY");
        assertThat(refusal(client.limit("BUY", "0.5", "90000", "POST_ONLY"))).isEqualTo("201 ");
        control.mode(TradingMode.HALTED);
        assertThat(state()).isEqualTo("ok");
        assertThat(refusal(client.limit("BUY", "0.5", "90000", "IOC"))).isEqualTo("400 MARKET_NOT_OPEN");
        String id = latest(resting.path("client_id").asString()).path("id").asString();
        control.mode(TradingMode.MAINTENANCE);
        assertThat(state()).isEqualTo("maintenance");
        assertThat(client.delete("/v1/orders/" + id).status()).isEqualTo(503);
        control.mode(TradingMode.CANCEL_ONLY);
        assertThat(client.delete("/v1/orders/" + id).status()).isEqualTo(204);
    }

    @Test
    void restrictsOneMarketWhileTheSystemIsOk() {
        RawSocket socket = stream("markets." + RawClient.MARKET);
        control.mode(RawClient.MARKET, TradingMode.CANCEL_ONLY);
        assertThat(state()).isEqualTo("ok");
        assertThat(refusal(client.limit("BUY", "0.5", "90000", "IOC"))).isEqualTo("400 SYSTEM_STATUS_CANCEL_ONLY");
        assertThat(events(socket, "markets." + RawClient.MARKET)).hasSize(1);

        control.mode(RawClient.MARKET, TradingMode.OPEN);
        assertThat(refusal(client.limit("BUY", "0.5", "100000", "IOC"))).isEqualTo("201 ");
    }

    @Test
    void closesAnOrderThatMeetsAHaltInTheEngine() {
        ObjectNode order = client.limit("BUY", "0.5", "100000", "IOC");
        assertThat(refusal(order)).isEqualTo("201 ");
        control.mode(RawClient.MARKET, TradingMode.HALTED);
        venue.loop.advanceMillis(10);

        JsonNode closed = latest(order.path("client_id").asString());
        assertThat(closed.path("status").asString()).isEqualTo("CLOSED");
        assertThat(closed.path("cancel_reason").asString()).isEqualTo("MARKET_NOT_OPEN");
    }

    @Test
    void matchesNothingAndCancelsWhatIsPricedThroughTheFairPriceInARestrictedMode() {
        ObjectNode through = client.limit("BUY", "0.5", "99990", "GTC");
        ObjectNode passive = client.limit("BUY", "0.5", "99000", "GTC");
        client.post("/v1/orders", through);
        client.post("/v1/orders", passive);
        venue.loop.advanceMillis(10);
        venue.quote("99000 1", "99995 1");

        control.mode(TradingMode.POST_ONLY);
        venue.loop.runReady();
        assertThat(status(through)).isEqualTo("CLOSED");
        assertThat(status(passive)).isEqualTo("OPEN");
        venue.quote("98000 1", "98500 1");
        assertThat(client.get("/v1/fills").body().path("results").size()).isZero();

        control.mode(TradingMode.OPEN);
        venue.quote("98000 1", "98500 1");
        assertThat(status(passive)).isEqualTo("CLOSED");
        assertThat(client.get("/v1/fills").body().path("results").size()).isEqualTo(1);
    }

    private String status(ObjectNode order) {
        return latest(order.path("client_id").asString()).path("status").asString();
    }

    @Test
    void changesTheRulesOfAMarketWhileItTrades() {
        control.change(
                RawClient.MARKET,
                rules -> rules.withTickE8(FixedPoint.parse("1"))
                        .withLotE8(FixedPoint.parse("0.1"))
                        .withNotionalMinE8(FixedPoint.parse("20000"))
                        .withPriceBandPpm(10_000)
                        .withTakerFeePpm(900)
                        .withLeverageMax(10)
                        .withMaintenancePpm(600_000));
        control.makerFeePpm(70);

        JsonNode market = market();
        assertThat(market.path("price_tick_size").asString()).isEqualTo("1");
        assertThat(market.path("order_size_increment").asString()).isEqualTo("0.1");
        assertThat(market.path("min_notional").asString()).isEqualTo("20000");
        assertThat(market.path("price_bands_width").asString()).isEqualTo("0.01");
        assertThat(market.path("delta1_cross_margin_params").path("imf_base").asString())
                .isEqualTo("0.1");
        assertThat(market.path("delta1_cross_margin_params").path("mmf_factor").asString())
                .isEqualTo("0.6");
        assertThat(client.get("/v1/account/info")
                        .body()
                        .path("results")
                        .path(0)
                        .path("fees")
                        .path("maker_rate")
                        .asString())
                .isEqualTo("0.00007");
        assertThat(refusal(client.limit("BUY", "0.5", "100000.5", "IOC"))).isEqualTo("400 VALIDATION_ERROR");
        assertThat(refusal(client.limit("BUY", "0.55", "100000", "IOC"))).isEqualTo("400 VALIDATION_ERROR");
        assertThat(reason(client.limit("BUY", "0.1", "100000", "IOC"))).isEqualTo("ORDER_SIZE_BELOW_MIN");
        assertThat(reason(client.limit("BUY", "0.5", "101100", "IOC"))).isEqualTo("PRICE_NOT_AVAILABLE");
        assertThat(reason(client.limit("BUY", "0.5", "100000", "IOC"))).isEmpty();
        JsonNode fill = client.get("/v1/fills").body().path("results").path(0);
        assertThat(fill.path("fee").asString()).isEqualTo("45");
        JsonNode account = client.get("/v1/account").body();
        // 0.5 × 99995 ÷ 10, of it 60 %
        assertThat(account.path("maintenance_margin_requirement").asString()).isEqualTo("2999.85");
    }

    private String reason(ObjectNode order) {
        client.post("/v1/orders", order);
        venue.loop.advanceMillis(10);
        return latest(order.path("client_id").asString()).path("cancel_reason").asString();
    }
}
