package io.parallax.simulator.paradex;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.instrument.Side;
import io.parallax.simulator.core.AccountStatus;
import io.parallax.simulator.core.EndReason;
import io.parallax.simulator.core.ExchangeControl;
import io.parallax.simulator.core.NewOrder;
import io.parallax.simulator.core.NewOrder.Instruction;
import io.parallax.simulator.core.OrderVerdict;
import io.parallax.simulator.core.ReadLags;
import io.parallax.simulator.core.TradingMode;
import io.parallax.units.FixedPoint;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
    void releasesAsOnWeekdays() {
        RawSocket socket = stream("account");
        control.release(TimeUnit.MINUTES.toNanos(2), TimeUnit.MINUTES.toNanos(2));

        assertThat(socket.closeCode()).isEqualTo(1001);
        assertThat(state()).isEqualTo("cancel_only");
        venue.loop.advanceMillis(120_000);
        assertThat(state()).isEqualTo("post_only");
        venue.loop.advanceMillis(120_000);
        assertThat(state()).isEqualTo("ok");
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

    // Orders that go wrong.

    private void judge(OrderVerdict verdict) {
        control.judge(order -> verdict);
    }

    @Test
    void tellsWhyTheEngineClosesAnOrder() {
        Map<EndReason, String> words = Map.ofEntries(
                Map.entry(EndReason.EXPIRED, "EXPIRED"),
                Map.entry(EndReason.TIMEOUT, "TIMEOUT"),
                Map.entry(EndReason.SETTLED, "ASSET_EXPIRED"),
                Map.entry(EndReason.UNKNOWN_INSTRUMENT, "ASSET_UNAVAILABLE"),
                Map.entry(EndReason.DELEVERAGED, "DELEVERAGE"),
                Map.entry(EndReason.IN_LIQUIDATION, "IN_LIQUIDATION"),
                Map.entry(EndReason.FAILURE, "UNEXPECTED_FAILURE"),
                Map.entry(EndReason.INSUFFICIENT_MARGIN, "NOT_ENOUGH_MARGIN"),
                Map.entry(EndReason.SELF_TRADE, "SELF_TRADE"));
        words.forEach((reason, word) -> {
            judge(OrderVerdict.refused(reason));
            assertThat(reason(client.limit("BUY", "0.5", "100000", "IOC"))).isEqualTo(word);
        });
    }

    @Test
    void executesLateAndMoreThanAskedFor() {
        judge(OrderVerdict.NONE.withLateNanos(TimeUnit.SECONDS.toNanos(3)).withOverfillE8(FixedPoint.parse("0.1")));
        ObjectNode order = client.limit("BUY", "0.5", "100000", "IOC");
        assertThat(refusal(order)).isEqualTo("201 ");
        venue.loop.advanceMillis(2_990);
        assertThat(status(order)).isEqualTo("NEW");
        venue.loop.advanceMillis(20);

        assertThat(status(order)).isEqualTo("CLOSED");
        assertThat(latest(order.path("client_id").asString())
                        .path("remaining_size")
                        .asString())
                .isEqualTo("0");
        assertThat(position().path("size").asString()).isEqualTo("0.6");
    }

    private JsonNode position() {
        return client.get("/v1/positions").body().path("results").path(0);
    }

    @Test
    void sendsReportsTwiceOrTheLastFirst() {
        RawSocket socket = stream("orders.ALL", "fills.ALL");
        judge(OrderVerdict.NONE.withReports(OrderVerdict.Reports.TWICE));
        client.post("/v1/orders", client.limit("BUY", "0.5", "100000", "IOC"));
        venue.loop.advanceMillis(10);
        assertThat(socket.takeKinds())
                .containsExactly("order NEW", "order NEW", "fill", "fill", "order CLOSED", "order CLOSED");

        judge(OrderVerdict.NONE.withReports(OrderVerdict.Reports.REVERSED));
        client.post("/v1/orders", client.limit("SELL", "0.5", "99990", "IOC"));
        venue.loop.advanceMillis(10);
        assertThat(socket.takeKinds()).containsExactly("order CLOSED", "fill", "order NEW");
    }

    @Test
    void tellsABustAndTakesTheFillOutOfThePosition() {
        RawSocket socket = stream("tradebusts");
        judge(OrderVerdict.NONE.withBustAfterNanos(TimeUnit.MILLISECONDS.toNanos(500)));
        client.post("/v1/orders", client.limit("BUY", "0.5", "100000", "IOC"));
        venue.loop.advanceMillis(100);
        String fill = client.get("/v1/fills")
                .body()
                .path("results")
                .path(0)
                .path("id")
                .asString();
        assertThat(position().path("size").asString()).isEqualTo("0.5");

        venue.loop.advanceMillis(500);

        assertThat(position().path("size").asString()).isEqualTo("0");
        JsonNode busts = client.get("/v1/tradebusts").body().path("results");
        assertThat(busts.size()).isEqualTo(1);
        assertThat(busts.path(0).path("busted_fill_id").asString()).isEqualTo(fill);
        assertThat(events(socket, "tradebusts")).containsExactly(busts.path(0));
        assertThat(client.get("/v1/account").body().path("total_collateral").asString())
                .isEqualTo("100000");
    }

    @Test
    void showsAnOrderThatAHumanSentByAnotherWay() {
        RawSocket socket = stream("orders.ALL", "fills.ALL");
        venue.exchange.submit(
                NewOrder.limit(
                        "1767225600000201709299999999",
                        "human",
                        client.account().toHex(),
                        RawClient.MARKET,
                        Side.BUY,
                        Instruction.IOC,
                        FixedPoint.parse("0.5"),
                        FixedPoint.parse("100000"),
                        false),
                0);
        venue.loop.runReady();

        assertThat(socket.takeKinds()).containsExactly("order NEW", "fill", "order CLOSED");
        assertThat(latest("human").path("avg_fill_price").asString()).isEqualTo("100000");
    }

    // Money.

    private String account() {
        return client.account().toHex();
    }

    private void fills(String side, String size, String price) {
        assertThat(reason(client.limit(side, size, price, "IOC"))).isEmpty();
    }

    @Test
    void showsFundingInMarketPositionFillsPaymentsAndAccount() {
        RawSocket socket = stream("funding_payments.ALL", "funding_data." + RawClient.MARKET);
        venue.quote("59999.9 1", "60000.1 1");
        fills("BUY", "0.5", "60000.1");
        control.funding(RawClient.MARKET, 37_500_000, 1_000);
        venue.loop.advanceMillis(60_000);

        JsonNode funding = client.get("/v1/funding/data", Map.of("market", RawClient.MARKET))
                .body()
                .path("results")
                .path(0);
        assertThat(funding.path("funding_rate").asString()).isEqualTo("0.0003");
        assertThat(funding.path("funding_premium").asString()).isEqualTo("18");
        assertThat(funding.path("funding_index").asString()).isEqualTo("0.0375");
        ByteBuffer frame = socket.frames(5).getLast();
        assertThat(frame.getLong(24)).isEqualTo(30_000);
        assertThat(position().path("unrealized_funding_pnl").asString()).isEqualTo("-0.01875");
        // 0.5 × −0.1 and the funding
        assertThat(position().path("unrealized_pnl").asString()).isEqualTo("-0.06875");

        fills("SELL", "0.5", "59999.9");

        JsonNode fill = client.get("/v1/fills").body().path("results").path(0);
        assertThat(fill.path("realized_funding").asString()).isEqualTo("-0.01875");
        JsonNode payments = client.get("/v1/funding/payments", Map.of("market", RawClient.MARKET))
                .body()
                .path("results");
        assertThat(payments.size()).isEqualTo(1);
        assertThat(payments.path(0).path("payment").asString()).isEqualTo("-0.01875");
        assertThat(payments.path(0).path("index").asString()).isEqualTo("0.0375");
        assertThat(payments.path(0).path("fill_id").asString())
                .isEqualTo(fill.path("id").asString());
        assertThat(events(socket, "funding_payments.ALL")).containsExactly(payments.path(0));
        assertThat(position().path("realized_positional_funding_pnl").asString())
                .isEqualTo("-0.01875");
        // −0.1 of price, −27 of fees, −0.01875 of funding
        assertThat(client.get("/v1/account").body().path("total_collateral").asString())
                .isEqualTo("99972.88125");
    }

    @Test
    void showsMarkAndIndexApartFromTheQuotes() {
        control.deviate(RawClient.MARKET, 10_000, -20_000);
        venue.quote("59999.9 1", "60000.1 1");
        JsonNode summary = client.get("/v1/markets/summary", Map.of("market", RawClient.MARKET))
                .body()
                .path("results")
                .path(0);
        assertThat(summary.path("mark_price").asString()).isEqualTo("60600");
        assertThat(summary.path("underlying_price").asString()).isEqualTo("58800");
    }

    @Test
    void tellsLiquidationDeleveragingAndSettlementByTheTypeOfTheFill() {
        RawSocket socket = stream("fills.ALL", "positions", "account");
        fills("BUY", "1", "100000");
        socket.takeKinds();
        control.liquidate(account(), RawClient.MARKET, 200_000);
        assertThat(socket.takeKinds()).containsExactly("account", "fill", "position", "account");
        assertThat(client.get("/v1/account").body().path("status").asString()).isEqualTo("LIQUIDATION");
        assertThat(socket.frames(23).getLast().get(8 + 112)).isEqualTo((byte) 2);
        assertThat(reason(client.limit("BUY", "0.1", "100000", "IOC"))).isEqualTo("IN_LIQUIDATION");
        control.status(account(), AccountStatus.RESYNC);
        assertThat(client.get("/v1/account").body().path("status").asString()).isEqualTo("RESYNC");
        control.status(account(), AccountStatus.ACTIVE);
        control.deleverage(account(), RawClient.MARKET, 500_000, FixedPoint.parse("101000"));
        control.settle(RawClient.MARKET, FixedPoint.parse("99000"), 150);

        JsonNode fills = client.get("/v1/fills").body().path("results");
        assertThat(fills.path(2).path("fill_type").asString()).isEqualTo("LIQUIDATION");
        assertThat(fills.path(2).path("size").asString()).isEqualTo("0.2");
        assertThat(fills.path(2).path("order_id").asString()).hasSize(28);
        assertThat(fills.path(2).path("client_id").asString()).isEmpty();
        assertThat(fills.path(1).path("order_id").asString()).isEmpty();
        assertThat(fills.path(1).path("fill_type").asString()).isEqualTo("UNWIND_TRANSFER");
        assertThat(fills.path(1).path("price").asString()).isEqualTo("101000");
        assertThat(fills.path(0).path("fill_type").asString()).isEqualTo("SETTLE_MARKET");
        // 0.4 × 99,000 × 0.00015
        assertThat(fills.path(0).path("fee").asString()).isEqualTo("5.94");
        assertThat(socket.frames(21).stream().map(frame -> frame.get(8 + 16)))
                .containsExactly((byte) 1, (byte) 2, (byte) 3, (byte) 4);
        // Ids are unique within a type only.
        assertThat(fills.path(2).path("id")).isEqualTo(fills.path(3).path("id"));
        assertThat(socket.frames(21).stream().map(frame -> frame.getLong(8 + 8) == SbeMessage.NULL))
                .containsExactly(false, false, true, false);
        assertThat(position().path("status").asString()).isEqualTo("CLOSED");
        assertThat(refusal(client.limit("BUY", "0.1", "100000", "IOC"))).isEqualTo("400 MARKET_NOT_OPEN");
        control.delist(RawClient.MARKET);
        assertThat(client.get("/v1/markets").body().path("results").size()).isZero();
        assertThat(client.get("/v1/positions").status()).isEqualTo(200);
        assertThat(refusal(client.limit("BUY", "0.1", "100000", "IOC"))).isEqualTo("400 MARKET_NOT_FOUND");
    }

    @Test
    void tellsTransfersAndPhantoms() {
        RawSocket socket = stream("transfers", "account");
        control.transfer(account(), FixedPoint.parse("-2500.5"));
        JsonNode transfer = events(socket, "transfers").getFirst();
        assertThat(transfer.path("amount").asString()).isEqualTo("2500.5");
        assertThat(client.get("/v1/transfers").body().path("results").path(0)).isEqualTo(transfer);
        control.phantom(account(), FixedPoint.parse("-60000"));
        JsonNode account = client.get("/v1/account").body();
        assertThat(account.path("account_value").asString()).isEqualTo("37499.5");
        assertThat(account.path("total_collateral").asString()).isEqualTo("97499.5");
        assertThat(socket.frames(23)).hasSize(2);
    }

    @Test
    void rollsBackOrdersFillsAndPosition() {
        RawSocket socket = stream("positions", "account");
        fills("BUY", "0.5", "100000");
        venue.loop.advanceMillis(5_000);
        fills("SELL", "0.7", "99990");
        socket.takeKinds();

        control.rollBack(TimeUnit.SECONDS.toNanos(2));

        assertThat(socket.takeKinds()).containsExactly("position", "account");
        assertThat(position().path("size").asString()).isEqualTo("0.5");
        assertThat(client.get("/v1/fills").body().path("results").size()).isEqualTo(1);
        assertThat(client.get("/v1/orders-history").body().path("results").size())
                .isEqualTo(1);
    }

    // Answers that lag.

    @Test
    void letsPositionsAndHistoryLagAndForgets() {
        fills("BUY", "0.5", "100000");
        venue.loop.advanceMillis(10_000);
        control.lags(ReadLags.NONE
                .withPositionsNanos(TimeUnit.SECONDS.toNanos(5))
                .withOrdersNanos(TimeUnit.SECONDS.toNanos(2)));
        ObjectNode order = client.limit("BUY", "0.3", "100010", "IOC");
        client.post("/v1/orders", order);
        venue.loop.advanceMillis(1_500);
        assertThat(latest(order.path("client_id").asString()).isMissingNode()).isTrue();
        assertThat(client.get("/v1/fills").body().path("results").size()).isEqualTo(1);
        venue.loop.advanceMillis(600);
        assertThat(status(order)).isEqualTo("CLOSED");
        assertThat(client.get("/v1/fills").body().path("results").size()).isEqualTo(2);
        assertThat(position().path("size").asString()).isEqualTo("0.5");
        venue.loop.advanceMillis(3_000);
        assertThat(position().path("size").asString()).isEqualTo("0.8");

        control.lags(ReadLags.NONE.withEndedOrdersMax(1));
        assertThat(client.get("/v1/orders-history").body().path("results").size())
                .isEqualTo(1);
        assertThat(client.get("/v1/fills").body().path("results").size()).isEqualTo(1);
    }

    @Test
    void hidesAFreshOrderFromEveryAnswer() {
        control.lags(ReadLags.NONE.withFreshOrdersNanos(TimeUnit.SECONDS.toNanos(1)));
        ObjectNode order = client.limit("BUY", "0.5", "90000", "GTC");
        String id = client.post("/v1/orders", order).body().path("id").asString();
        String byClientId = "/v1/orders/by_client_id/" + order.path("client_id").asString();
        venue.loop.advanceMillis(500);
        assertThat(client.get(byClientId).error()).isEqualTo("CLIENT_ORDER_ID_NOT_FOUND");
        assertThat(client.get("/v1/orders/" + id).error()).isEqualTo("ORDER_ID_NOT_FOUND");
        assertThat(client.get("/v1/orders").body().path("results").size()).isZero();
        assertThat(latest(order.path("client_id").asString()).isMissingNode()).isTrue();
        venue.loop.advanceMillis(600);
        assertThat(client.get(byClientId).body().path("id").asString()).isEqualTo(id);
        assertThat(client.get("/v1/orders").body().path("results").size()).isEqualTo(1);
        assertThat(status(order)).isEqualTo("OPEN");
    }
}
