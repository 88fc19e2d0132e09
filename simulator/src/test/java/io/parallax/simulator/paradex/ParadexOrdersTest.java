package io.parallax.simulator.paradex;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.simulator.core.EndReason;
import io.parallax.simulator.core.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Orders over REST and over the socket: what is answered, what follows, what is refused.
class ParadexOrdersTest {
    private final ParadexVenue venue = new ParadexVenue();
    private final RawClient client = venue.loggedIn();

    private RawSocket stream() {
        RawSocket socket = venue.socket(client);
        for (String channel : List.of("orders.ALL", "fills.ALL", "positions", "account")) {
            assertThat(socket.subscribe(channel).path("result").path("channel").asString())
                    .isEqualTo(channel);
        }
        socket.takeKinds();
        return socket;
    }

    private JsonNode latest(String clientId) {
        return client.get("/v1/orders-history", Map.of("client_id", clientId))
                .body()
                .path("results")
                .path(0);
    }

    private JsonNode latest(JsonNode order) {
        return latest(order.path("client_id").asString());
    }

    @Test
    void anIocThatFillsIsNewThenFillsThenClosed() {
        RawSocket socket = stream();
        ObjectNode order = client.limit("BUY", "1.5", "100010", "IOC");
        RawClient.Answer answer = client.post("/v1/orders", order);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().path("status").asString()).isEqualTo("NEW");
        assertThat(answer.body().path("remaining_size").asString()).isEqualTo("1.5");
        assertThat(answer.body().path("id").asString()).hasSize(28);
        assertThat(socket.takeKinds()).containsExactly("order NEW");
        venue.loop.advanceMillis(10);
        assertThat(socket.takeKinds()).containsExactly("fill", "fill", "order CLOSED", "position", "account");
        JsonNode closed = latest(order);
        assertThat(closed.path("remaining_size").asString()).isEqualTo("0");
        assertThat(closed.path("cancel_reason").asString()).isEmpty();
        assertThat(closed.path("avg_fill_price").asString()).isEqualTo("100003.33333333");
        JsonNode fills = client.get("/v1/fills").body().path("results");
        assertThat(fills.size()).isEqualTo(2);
        assertThat(fills.path(1).path("price").asString()).isEqualTo("100000");
        assertThat(fills.path(1).path("fee").asString()).isEqualTo("45");
        JsonNode position = client.get("/v1/positions").body().path("results").path(0);
        assertThat(position.path("size").asString()).isEqualTo("1.5");
        assertThat(position.path("side").asString()).isEqualTo("LONG");
        JsonNode account = client.get("/v1/account").body();
        assertThat(account.path("total_collateral").asString()).isEqualTo("99932.49775");
    }

    @Test
    void anIocRemainderIsCancelled() {
        ObjectNode order = client.limit("BUY", "1.5", "100000", "IOC");
        client.post("/v1/orders", order);
        venue.loop.advanceMillis(10);
        assertThat(latest(order).path("remaining_size").asString()).isEqualTo("0.5");
        assertThat(latest(order).path("cancel_reason").asString()).isEqualTo("REMAINING_IOC_CANCEL");
    }

    @Test
    void whatTheEngineRefusesIsAcceptedFirst() {
        assertThat(reasonOf(client.limit("BUY", "0.5", "99999.9", "IOC"))).isEqualTo("REMAINING_IOC_CANCEL");
        assertThat(reasonOf(client.limit("BUY", "0.00001", "100000", "IOC"))).isEqualTo("ORDER_SIZE_BELOW_MIN");
        assertThat(reasonOf(client.limit("BUY", "0.5", "105000", "IOC"))).isEqualTo("PRICE_NOT_AVAILABLE");
        assertThat(reasonOf(client.limit("BUY", "3.1", "100000", "IOC"))).isEqualTo("ORDER_EXCEEDS_POSITION_LIMIT");
        assertThat(reasonOf(client.limit("BUY", "0.5", "100000", "POST_ONLY"))).isEqualTo("POST_ONLY_WOULD_CROSS");
        ObjectNode reducing = client.limit("BUY", "0.5", "100000", "IOC");
        reducing.set("flags", Json.array().add("REDUCE_ONLY"));
        assertThat(reasonOf(reducing)).isEqualTo("REDUCE_ONLY_WILL_INCREASE");
        client.post("/v1/account/margin/BTC-USD-PERP", margin(1));
        assertThat(reasonOf(client.limit("BUY", "1.5", "100010", "IOC"))).isEqualTo("NOT_ENOUGH_MARGIN");
        venue.exchange.faults().add(new Fault.RefusedOrder(EndReason.PRICE_STALE));
        assertThat(reasonOf(client.limit("BUY", "0.5", "100010", "IOC"))).isEqualTo("PRICE_NOT_AVAILABLE");
        venue.quote("99990 1", "");
        assertThat(reasonOf(client.market("BUY", "0.1").put("client_id", "m"))).isEqualTo("EMPTY_MARKET");
    }

    private String reasonOf(ObjectNode order) {
        RawClient.Answer answer = client.post("/v1/orders", order);
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().path("status").asString()).isEqualTo("NEW");
        venue.loop.advanceMillis(10);
        assertThat(latest(order).path("status").asString()).isEqualTo("CLOSED");
        return latest(order).path("cancel_reason").asString();
    }

    private static ObjectNode margin(int leverage) {
        return Json.object().put("leverage", leverage).put("margin_type", "CROSS");
    }

    @Test
    void marketOrdersAreBoundedByTheirAveragePrice() {
        venue.quote("99990 1", "100000 1 100500 1");
        ObjectNode order = client.market("BUY", "2").put("client_id", "m");
        client.post("/v1/orders", order);
        venue.loop.advanceMillis(10);
        JsonNode closed = latest("m");
        assertThat(closed.path("cancel_reason").asString()).isEqualTo("EXCEEDS_MAX_SLIPPAGE");
        assertThat(closed.path("remaining_size").asString()).isEqualTo("0.75");
        assertThat(closed.path("flags").path(0).asString()).isEqualTo("TARGET_STRATEGY_VWAP");
    }

    @Test
    void whatIsWrongWithTheRequestIsRefusedAtOnce() {
        assertThat(refusal(client.limit("BUY", "0.5", "100000", "IOC").put("size", "0.4")))
                .isEqualTo("400 INVALID_ORDER_SIGNATURE");
        assertThat(refusal(client.limit("BUY", "0.5", "100000.05", "IOC"))).isEqualTo("400 VALIDATION_ERROR");
        assertThat(refusal(client.limit("BUY", "0.000015", "100000", "IOC"))).isEqualTo("400 VALIDATION_ERROR");
        assertThat(refusal(client.limit("BUY", "0", "100000", "IOC"))).isEqualTo("400 INVALID_ORDER_SIZE");
        assertThat(refusal(client.limit("BUY", "1", "100000", "FOK"))).isEqualTo("400 VALIDATION_ERROR");
        assertThat(refusal(client.limit("BUY", "1", "100000", "RPI"))).isEqualTo("400 RPI_ACCOUNT_NOT_WHITELISTED");
        assertThat(refusal(client.limit("BUY", "1", "100000", "IOC").put("market", "DOGE-USD-PERP")))
                .isEqualTo("400 MARKET_NOT_FOUND");
        assertThat(refusal(client.limit("BUY", "1", "100000", "IOC").put("recv_window", 9)))
                .isEqualTo("400 INVALID_REQUEST_PARAMETER");
        assertThat(refusal(client.limit("BUY", "1", "100000", "IOC").put("signature", "0x12")))
                .isEqualTo("400 INVALID_ORDER_SIGNATURE");
        assertThat(refusal(Json.array())).isEqualTo("400 BINDING_ERROR");
        assertThat(refusal(Json.object().put("market", RawClient.MARKET))).isEqualTo("400 VALIDATION_ERROR");
        assertThat(client.get("/v1/orders-history").body().path("results").size())
                .isZero();
    }

    private String refusal(JsonNode order) {
        RawClient.Answer answer = client.post("/v1/orders", order);
        return answer.status() + " " + answer.error();
    }

    @Test
    void lateAndFutureSignaturesAreRefused() {
        ObjectNode late = client.limit("BUY", "1", "90000", "IOC").put("recv_window", 1_000);
        venue.loop.advanceMillis(1_001);
        assertThat(refusal(late)).isEqualTo("400 INVALID_REQUEST_PARAMETER");
        ObjectNode inTime = client.limit("BUY", "1", "90000", "IOC").put("recv_window", 1_000);
        venue.loop.advanceMillis(1_000);
        assertThat(refusal(inTime)).isEqualTo("201 ");
        ObjectNode future = client.limit("BUY", "1", "90000", "IOC");
        assertThat(refusal(client.sign(future, venue.loop.epochMillis() + 30_001)))
                .isEqualTo("400 INVALID_REQUEST_PARAMETER");
        assertThat(refusal(client.sign(future, venue.loop.epochMillis() + 30_000)))
                .isEqualTo("201 ");
    }

    @Test
    void aClientIdIsUniqueAmongOpenOrdersOnly() {
        ObjectNode order = client.limit("BUY", "1", "90000", "GTC");
        assertThat(refusal(order)).isEqualTo("201 ");
        assertThat(refusal(order)).isEqualTo("400 DUPLICATED_CLIENT_ID");
        venue.loop.advanceMillis(10);
        client.delete("/v1/orders/by_client_id/" + order.path("client_id").asString());
        venue.loop.advanceMillis(10);
        assertThat(refusal(order)).isEqualTo("201 ");
    }

    @Test
    void openOrdersAreLimited() {
        for (int i = 0; i < 5; i++) {
            assertThat(refusal(client.limit("BUY", "0.1", "90000", "GTC"))).isEqualTo("201 ");
        }
        assertThat(refusal(client.limit("BUY", "0.1", "90000", "GTC"))).isEqualTo("400 REQUEST_NOT_ALLOWED");
        assertThat(refusal(client.limit("BUY", "0.1", "100000", "IOC"))).isEqualTo("201 ");
    }

    @Test
    void anAccountNeverTradesWithItself() {
        client.post("/v1/orders", client.limit("SELL", "0.5", "99995", "GTC"));
        venue.loop.advanceMillis(10);
        assertThat(reasonOf(client.limit("BUY", "0.5", "99995", "IOC"))).isEqualTo("SELF_TRADE");
    }

    @Test
    void restingOrdersAreFoundCancelledAndThenGone() {
        RawSocket socket = stream();
        ObjectNode order = client.limit("BUY", "1", "90000", "GTC");
        String id = client.post("/v1/orders", order).body().path("id").asString();
        String clientId = order.path("client_id").asString();
        assertThat(client.get("/v1/orders/by_client_id/" + clientId).status()).isEqualTo(404);
        assertThat(client.get("/v1/orders/" + id).status()).isEqualTo(200);
        venue.loop.advanceMillis(10);
        assertThat(client.get("/v1/orders/by_client_id/" + clientId)
                        .body()
                        .path("status")
                        .asString())
                .isEqualTo("OPEN");
        assertThat(client.get("/v1/orders").body().path("results").size()).isEqualTo(1);
        assertThat(client.delete("/v1/orders/" + id).status()).isEqualTo(204);
        assertThat(client.get("/v1/orders").body().path("results").size()).isEqualTo(1);
        venue.loop.advanceMillis(10);
        assertThat(client.get("/v1/orders").body().path("results").size()).isZero();
        assertThat(client.get("/v1/orders/" + id).error()).isEqualTo("ORDER_ID_NOT_FOUND");
        assertThat(latest(clientId).path("cancel_reason").asString()).isEqualTo("USER_CANCELED");
        assertThat(client.delete("/v1/orders/" + id).error()).isEqualTo("ORDER_IS_CLOSED");
        assertThat(client.delete("/v1/orders/123").error()).isEqualTo("ORDER_ID_NOT_FOUND");
        assertThat(client.delete("/v1/orders/by_client_id/none").error()).isEqualTo("CLIENT_ORDER_ID_NOT_FOUND");
        assertThat(socket.takeKinds()).containsExactly("order NEW", "order OPEN", "order CLOSED");
    }

    @Test
    void aBatchStandsAloneUnlessASignatureFails() {
        ObjectNode good = client.limit("BUY", "0.1", "90000", "GTC");
        ObjectNode offTick = client.limit("BUY", "0.1", "90000.01", "GTC");
        RawClient.Answer answer =
                client.post("/v1/orders/batch", Json.array().add(good).add(offTick));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().path("orders").path(0).path("status").asString())
                .isEqualTo("NEW");
        assertThat(answer.body().path("orders").path(1).isNull()).isTrue();
        assertThat(answer.body().path("errors").path(0).isNull()).isTrue();
        assertThat(answer.body().path("errors").path(1).path("error").asString())
                .isEqualTo("VALIDATION_ERROR");
        ObjectNode forged = client.limit("BUY", "0.1", "90000", "GTC").put("price", "90001");
        assertThat(client.post("/v1/orders/batch", Json.array().add(good).add(forged))
                        .error())
                .isEqualTo("INVALID_ORDER_SIGNATURE");
        assertThat(client.post("/v1/orders/batch", Json.array()).error()).isEqualTo("BATCH_SIZE_OUT_OF_RANGE");
        venue.loop.advanceMillis(10);
        assertThat(client.get("/v1/orders").body().path("results").size()).isEqualTo(1);
        String id = answer.body().path("orders").path(0).path("id").asString();
        ObjectNode cancels = Json.object();
        cancels.set("order_ids", Json.array().add(id).add("5"));
        JsonNode results = client.delete("/v1/orders/batch", cancels).body().path("results");
        assertThat(results.path(0).path("status").asString()).isEqualTo("QUEUED_FOR_CANCELLATION");
        assertThat(results.path(1).path("status").asString()).isEqualTo("NOT_FOUND");
    }

    @Test
    void historyComesInPagesWithSignedCursors() {
        for (int i = 0; i < 7; i++) {
            client.post("/v1/orders", client.limit("BUY", "0.1", "90000", "IOC"));
            venue.loop.advanceMillis(20);
        }
        JsonNode first = history(Map.of("page_size", "3"));
        assertThat(first.path("results").size()).isEqualTo(3);
        assertThat(first.path("prev").isNull()).isTrue();
        JsonNode second =
                history(Map.of("page_size", "3", "cursor", first.path("next").asString()));
        JsonNode third =
                history(Map.of("page_size", "3", "cursor", second.path("next").asString()));
        assertThat(third.path("results").size()).isEqualTo(1);
        assertThat(third.path("next").isNull()).isTrue();
        JsonNode back =
                history(Map.of("page_size", "3", "cursor", second.path("prev").asString()));
        assertThat(back.path("results").path(0).path("id").asString())
                .isEqualTo(first.path("results").path(0).path("id").asString());
        assertThat(first.path("results").path(0).path("client_id").asString()).isEqualTo("client-7");
        assertThat(client.get("/v1/orders-history", Map.of("cursor", "abc")).error())
                .isEqualTo("INVALID_REQUEST_PARAMETER");
    }

    private JsonNode history(Map<String, String> query) {
        return client.get("/v1/orders-history", query).body();
    }

    @Test
    void aModifyKeepsTheIdAndTellsItsOutcome() {
        RawSocket socket = stream();
        String id = client.post("/v1/orders", client.limit("BUY", "1", "90000", "GTC"))
                .body()
                .path("id")
                .asString();
        venue.loop.advanceMillis(10);
        RawClient.Answer answer = client.put("/v1/orders/" + id, client.modify(id, "BUY", "0.5", "91000"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("request_info").path("status").asString()).isEqualTo("PENDING");
        venue.loop.advanceMillis(10);
        JsonNode changed = client.get("/v1/orders/" + id).body();
        assertThat(changed.path("price").asString()).isEqualTo("91000");
        assertThat(changed.path("remaining_size").asString()).isEqualTo("0.5");
        assertThat(changed.path("request_info").path("status").asString()).isEqualTo("SUCCESS");
        ObjectNode crossingBand = client.modify(id, "BUY", "0.5", "106000");
        client.put("/v1/orders/" + id, crossingBand);
        venue.loop.advanceMillis(10);
        JsonNode refused = client.get("/v1/orders/" + id).body();
        assertThat(refused.path("price").asString()).isEqualTo("91000");
        assertThat(refused.path("request_info").path("status").asString()).isEqualTo("REJECTED");
        assertThat(client.put(
                                "/v1/orders/" + id,
                                client.modify(id, "BUY", "0.5", "91000").put("price", "91001"))
                        .error())
                .isEqualTo("INVALID_ORDER_SIGNATURE");
        assertThat(socket.takeKinds()).containsExactly("order NEW", "order OPEN", "order OPEN", "order OPEN");
    }

    @Test
    void stopsWaitForTheirTrigger() {
        ObjectNode stop = client.order("SELL", "STOP_MARKET", "0.5", "0", "GTC")
                .put("trigger_price", "99000")
                .put("client_id", "stop");
        assertThat(refusal(stop)).isEqualTo("201 ");
        venue.loop.advanceMillis(10);
        assertThat(latest("stop").path("status").asString()).isEqualTo("UNTRIGGERED");
        venue.quote("98000 1", "98010 1");
        venue.loop.advanceMillis(10);
        assertThat(latest("stop").path("status").asString()).isEqualTo("CLOSED");
        assertThat(latest("stop").path("avg_fill_price").asString()).isEqualTo("98000");
    }

    @Test
    void interactiveOrdersWaitAndSaySo() {
        client.loginInteractive();
        ObjectNode order = client.limit("BUY", "0.5", "100000", "IOC");
        var responses = client.sendWithoutWaiting(
                "POST", "/v1/orders", Map.of(), Map.of("authorization", "Bearer " + client.token()), Json.write(order));
        venue.loop.advanceMillis(299);
        assertThat(responses).isEmpty();
        venue.loop.advanceMillis(1);
        JsonNode view = Json.parse(responses.getFirst().body());
        assertThat(view.path("flags").path(0).asString()).isEqualTo("INTERACTIVE");
        assertThat(client.get("/v1/fills").body().path("results").size()).isZero();
        venue.loop.advanceMillis(10);
        assertThat(client.get("/v1/fills")
                        .body()
                        .path("results")
                        .path(0)
                        .path("flags")
                        .path(0)
                        .asString())
                .isEqualTo("interactive");
    }

    private JsonNode onlyFill(JsonNode order) {
        venue.loop.advanceMillis(10);
        String id = latest(order).path("id").asString();
        List<JsonNode> fills = new ArrayList<>();
        client.get("/v1/fills").body().path("results").forEach(fill -> {
            if (fill.path("order_id").asString().equals(id)) {
                fills.add(fill);
            }
        });
        assertThat(fills).hasSize(1);
        return fills.getFirst();
    }

    @Test
    void interactiveOrdersPayTheInteractiveFeeUntilThereAreTooMany() {
        assertThat(fee("api_fee")).isEqualTo("0.00003/0.00045");
        assertThat(fee("interactive_fee")).isEqualTo("0/0");
        client.loginInteractive();
        ObjectNode order = client.limit("BUY", "0.1", "100000", "IOC");
        assertThat(client.post("/v1/orders", order).status()).isEqualTo(201);
        assertThat(onlyFill(order).path("fee").asString()).isEqualTo("0");
        assertThat(latest(order).path("flags").toString()).contains("INTERACTIVE");
        venue.loop.advanceMillis(1_000);
        for (int i = 0; i < 3; i++) {
            String body = Json.write(client.limit("BUY", "0.1", "90000", "IOC"));
            client.sendWithoutWaiting(
                    "POST", "/v1/orders", Map.of(), Map.of("authorization", "Bearer " + client.token()), body);
        }
        ObjectNode beyond = client.limit("BUY", "0.1", "100000", "IOC");
        long before = venue.loop.epochMillis();
        assertThat(client.post("/v1/orders", beyond).status()).as("not refused").isEqualTo(201);
        assertThat(venue.loop.epochMillis() - before).as("and not held back").isLessThan(20);
        JsonNode fill = onlyFill(beyond);
        assertThat(fill.path("fee").asString()).isEqualTo("4.5");
        assertThat(fill.path("flags").toString()).doesNotContain("interactive");
        assertThat(latest(beyond).path("flags").toString()).doesNotContain("INTERACTIVE");
    }

    private String fee(String schedule) {
        JsonNode fees = client.get("/v1/markets")
                .body()
                .path("results")
                .path(0)
                .path("fee_config")
                .path(schedule);
        return fees.at("/maker_fee/fee").asString() + "/"
                + fees.at("/taker_fee/fee").asString();
    }

    @Test
    void interactiveOrdersAreCancelledBehindTheSpeedBump() {
        client.loginInteractive();
        ObjectNode order = client.limit("BUY", "0.1", "90000", "GTC");
        client.post("/v1/orders", order);
        venue.loop.advanceMillis(10);
        String id = latest(order).path("id").asString();
        assertThat(client.delete("/v1/orders/" + id).status()).isEqualTo(204);
        venue.loop.advanceMillis(299);
        assertThat(latest(order).path("status").asString()).isEqualTo("OPEN");
        venue.loop.advanceMillis(11);
        assertThat(latest(order).path("cancel_reason").asString()).isEqualTo("USER_CANCELED");
    }

    @Test
    void restrictedStatesRefuseOrders() {
        venue.frontEnd.systemState(SystemState.CANCEL_ONLY);
        assertThat(refusal(client.limit("BUY", "0.5", "100000", "IOC"))).isEqualTo("400 SYSTEM_STATUS_CANCEL_ONLY");
        venue.frontEnd.systemState(SystemState.POST_ONLY);
        assertThat(refusal(client.limit("BUY", "0.5", "100000", "IOC"))).isEqualTo("400 SYSTEM_STATUS_POST_ONLY");
        assertThat(refusal(client.limit("BUY", "0.5", "90000", "POST_ONLY"))).isEqualTo("201 ");
        venue.frontEnd.systemState(SystemState.MAINTENANCE);
        assertThat(refusal(client.limit("BUY", "0.5", "90000", "POST_ONLY"))).isEqualTo("503 SERVICE_UNAVAILABLE");
        assertThat(client.get("/v1/system/state").body().path("status").asString())
                .isEqualTo("maintenance");
    }

    @Test
    void orderRequestsAreLimitedAndSaySoInHeaders() {
        ParadexSimulatorSettings settings = ParadexVenue.quiet();
        ParadexVenue tight =
                new ParadexVenue(settings.withLimits(settings.limits().withOrders(2, 100)));
        RawClient hasty = tight.loggedIn();
        RawClient.Answer first = hasty.post("/v1/orders", hasty.limit("BUY", "0.1", "90000", "IOC"));
        assertThat(first.headers())
                .containsEntry("x-ratelimit-limit", "2")
                .containsEntry("x-ratelimit-remaining", "1")
                .containsEntry("x-ratelimit-window", "1s");
        hasty.post("/v1/orders", hasty.limit("BUY", "0.1", "90000", "IOC"));
        RawClient.Answer third = hasty.post("/v1/orders", hasty.limit("BUY", "0.1", "90000", "IOC"));
        assertThat(third.status()).isEqualTo(429);
        assertThat(third.error()).isEqualTo("RATE_LIMITED");
        assertThat(third.headers()).containsEntry("retry-after", "1").containsEntry("x-ratelimit-remaining", "0");
        RawSocket socket = tight.socket(hasty);
        assertThat(socket.call("order.cancel_all", Json.object())
                        .path("error")
                        .path("code")
                        .asInt())
                .isEqualTo(42901);
        tight.loop.advanceMillis(500);
        assertThat(hasty.post("/v1/orders", hasty.limit("BUY", "0.1", "90000", "IOC"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void leverageIsSetAndReadBack() {
        JsonNode set =
                client.post("/v1/account/margin/BTC-USD-PERP", margin(10)).body();
        assertThat(set.path("leverage").asInt()).isEqualTo(10);
        assertThat(client.get("/v1/account/margin", Map.of("market", RawClient.MARKET))
                        .body()
                        .path("configs")
                        .path(0)
                        .path("leverage")
                        .asInt())
                .isEqualTo(10);
        assertThat(client.post("/v1/account/margin/BTC-USD-PERP", margin(51)).error())
                .isEqualTo("VALIDATION_ERROR");
    }

    @Test
    void anAnswerMayGetLostOrComeLast() {
        RawSocket socket = stream();
        venue.exchange.faults().add(new Fault.LostAcknowledgement());
        var lost = client.sendWithoutWaiting(
                "POST",
                "/v1/orders",
                Map.of(),
                Map.of("authorization", "Bearer " + client.token()),
                Json.write(client.limit("BUY", "0.5", "100000", "IOC")));
        venue.loop.advanceMillis(1_000);
        assertThat(lost).isEmpty();
        assertThat(socket.takeKinds()).contains("fill", "order CLOSED");
        venue.exchange.faults().add(new Fault.EventBeforeResponse());
        socket.callWithoutWaiting("order.create", client.limit("BUY", "0.1", "100000", "IOC"));
        venue.loop.advanceMillis(20);
        assertThat(socket.takeKinds())
                .containsExactly("order NEW", "fill", "order CLOSED", "position", "account", "answer");
    }

    @Test
    void accountCallsShowTheLedger() {
        client.post("/v1/orders", client.limit("SELL", "1", "99990", "IOC"));
        venue.loop.advanceMillis(10);
        venue.quote("99890 1", "99900 1");
        client.post("/v1/orders", client.limit("BUY", "1", "99900", "IOC"));
        venue.loop.advanceMillis(10);
        JsonNode position = client.get("/v1/positions").body().path("results").path(0);
        assertThat(position.path("status").asString()).isEqualTo("CLOSED");
        assertThat(position.path("size").asString()).isEqualTo("0");
        assertThat(position.path("realized_positional_pnl").asString()).isEqualTo("90");
        assertThat(client.get("/v1/balance")
                        .body()
                        .path("results")
                        .path(0)
                        .path("size")
                        .asString())
                .isEqualTo("100000.0495");
        assertThat(client.get("/v1/account/info")
                        .body()
                        .path("results")
                        .path(0)
                        .path("fees")
                        .path("taker_rate")
                        .asString())
                .isEqualTo("0.00045");
        assertThat(client.get("/v1/account/summary").body().path("results").size())
                .isEqualTo(1);
        assertThat(client.get("/v1/tradebusts").body().path("results").size()).isZero();
        assertThat(client.get("/v1/funding/payments").error()).isEqualTo("INVALID_REQUEST_PARAMETER");
        assertThat(venue.exchange.ledgers().getFirst().netE8()).isEqualTo(ParadexVenue.e8("0.0495"));
    }

    @Test
    void marketCallsShowBookAndTicker() {
        JsonNode market = client.get("/v1/markets", Map.of("market", RawClient.MARKET))
                .body()
                .path("results")
                .path(0);
        assertThat(market.path("price_tick_size").asString()).isEqualTo("0.1");
        assertThat(market.path("delta1_cross_margin_params").path("imf_base").asString())
                .isEqualTo("0.02");
        JsonNode book =
                client.get("/v1/orderbook/BTC-USD-PERP", Map.of("depth", "1")).body();
        assertThat(Json.write(book.path("bids"))).isEqualTo("[[\"99990\",\"1\"]]");
        assertThat(book.path("seq_no").asLong()).isEqualTo(ParadexVenue.FIRST_SEQUENCE + 1);
        assertThat(client.get("/v1/bbo/BTC-USD-PERP").body().path("ask").asString())
                .isEqualTo("100000");
        assertThat(client.get("/v1/markets/summary", Map.of("market", "ALL"))
                        .body()
                        .path("results")
                        .path(0)
                        .path("mark_price")
                        .asString())
                .isEqualTo("99995");
        client.post("/v1/orders", client.limit("BUY", "1", "100000", "IOC"));
        venue.loop.advanceMillis(10);
        JsonNode trade = client.get("/v1/trades", Map.of("market", RawClient.MARKET))
                .body()
                .path("results")
                .path(0);
        assertThat(trade.path("price").asString()).isEqualTo("100000");
        assertThat(client.get("/v1/funding/data", Map.of("market", RawClient.MARKET))
                        .body()
                        .path("results")
                        .size())
                .isEqualTo(1);
        assertThat(client.get("/v1/bbo/NO-SUCH").error()).isEqualTo("MARKET_NOT_FOUND");
    }
}
