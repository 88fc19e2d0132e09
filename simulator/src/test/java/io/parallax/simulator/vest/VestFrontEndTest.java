package io.parallax.simulator.vest;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.simulator.core.EndReason;
import io.parallax.simulator.core.Fault;
import io.parallax.simulator.vest.VestWorld.Client;
import io.parallax.simulator.vest.VestWorld.Pending;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.brotli.dec.BrotliInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class VestFrontEndTest {
    private final VestWorld world = new VestWorld(VestWorld.prompt());

    // Signatures, against vectors computed with other libraries.

    @Test
    void acceptsTheRegistrationOfThePublishedVector() {
        String body = """
                {"signingAddr":"0x1563915e194d8cfba1943570603f7606a3115508",\
                "primaryAddr":"0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a",\
                "signature":"0xb3d300d83d0f6d5f9cca5278782f3fc3a2fdb8d8a7d70a6156a7e907cf51570448844e410b734c163ca6a2e0e0\
                1a41bf00be6afde7ca6d6d488657c240fb0f611b","expiryTime":1790604800000,"networkType":0}""";

        Pending answer = world.call("POST", "/register", body, Map.of());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("accGroup").asInt()).isZero();
        assertThat(answer.body().path("apiKey").asString()).isNotEmpty();
    }

    @Test
    void hashesOrdersAsThePublishedVectorDoes() {
        byte[] hash = VestSignatures.orderHash(
                1_790_000_000_000L, 1_790_000_000_000L, "MARKET", "BTC-PERP", true, "0.0300", "91000.00", false);

        assertThat(hash)
                .asHexString()
                .isEqualToIgnoringCase("43ef2680629e222c19b2ba23b15f8ddef51e0da32bb9d8e360826e11697cb7e7");
    }

    // Registration.

    @Test
    void refusesWrongRegistrations() {
        String good = world.registration(world.loop.epochMillis() + 1_000);

        assertThat(register(good.replace("\"networkType\":0", "\"networkType\":1"))
                        .code())
                .isEqualTo(1024);
        assertThat(register(good.replace("\"signature\":\"0x", "\"signature\":\"0xff"))
                        .code())
                .isEqualTo(1022);
        assertThat(register(good.replace("0x1563915e", "0x2563915e")).code()).isEqualTo(1022);
        assertThat(register(good.replace("0x19e7", "19e7")).code()).isEqualTo(1130);
        assertThat(register(world.registration(world.loop.epochMillis())).code())
                .isEqualTo(1130);
        assertThat(register("{}").status()).isEqualTo(422);
        assertThat(register("{").status()).isEqualTo(422);
        assertThat(register(good).status()).isEqualTo(200);
    }

    private Pending register(String body) {
        return world.call("POST", "/register", body, Map.of());
    }

    @Test
    void keepsTheOldKeyValidAfterRegisteringAgainUnlessToldOtherwise() {
        world.register();
        Map<String, String> oldHeaders = world.headers();
        world.register();
        assertThat(world.call("GET", "/account", "", oldHeaders).status()).isEqualTo(200);

        VestWorld strict = new VestWorld(VestWorld.prompt().with(VestAlternative.REREGISTRATION_REPLACES_KEY));
        strict.register();
        Map<String, String> strictOldHeaders = strict.headers();
        strict.register();
        assertThat(strict.call("GET", "/account", "", strictOldHeaders).status())
                .isEqualTo(403);
        assertThat(strict.get("/account").status()).isEqualTo(200);
    }

    // Authentication and the order of the checks.

    @Test
    void checksGroupThenKeyThenBody() {
        world.register();
        var noGroup = new HashMap<>(world.headers());
        noGroup.remove("xrestservermm");

        assertThat(world.call("POST", "/orders", "{}", noGroup).code()).isEqualTo(1146);
        assertThat(world.call("POST", "/orders", "{}", Map.of("xrestservermm", "restserver7"))
                        .code())
                .isEqualTo(1146);
        Pending noKey = world.call("POST", "/orders", "{}", Map.of("xrestservermm", "restserver0"));
        assertThat(noKey.status()).isEqualTo(403);
        assertThat(noKey.code()).isEqualTo(1002);
        assertThat(world.call("POST", "/orders", "{}").text())
                .isEqualTo(
                        "{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"order\"],\"msg\":\"Field required\",\"input\":null}]}");
    }

    @ParameterizedTest(name = "{0} = {1} is refused with {2}")
    @CsvSource({
        "symbol, DOGE-PERP, 1121",
        "symbol, SOL-PERP, 1148",
        "orderType, ICEBERG, 1116",
        "size, 0.03001, 1111",
        "size, 0.0000, 1130",
        "size, 1e-2, 1130",
        "limitPrice, 91000.001, 1111",
        "limitPrice, 0.00, 3011",
        "limitPrice, -1.00, 3011",
        "timeInForce, IOC, 1133",
        "timeInForce, GTX, 1133",
        "tpPrice, 95000.00, 1145",
    })
    void refusesWrongFields(String field, String value, int code) {
        world.register();
        ObjectNode order = world.order("LIMIT", true, "0.0300", "91000.00").put(field, value);

        Pending answer = world.place(order);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.body().path("detail").isObject()).isTrue();
    }

    @Test
    void refusesWrongTypesWith422() {
        world.register();
        ObjectNode order = world.order("MARKET", true, "0.0300", "91000.00");

        assertThat(world.place(order.deepCopy().put("size", 0.03)).text()).contains("\"string_type\"");
        assertThat(world.place(order.deepCopy().put("isBuy", "yes")).text()).contains("\"bool_type\"");
        assertThat(world.place(order.deepCopy().put("nonce", "1")).text()).contains("\"int_type\"");
        order.remove("limitPrice");
        assertThat(world.place(order).text()).contains("[\"body\",\"order\",\"limitPrice\"]");
    }

    @Test
    void refusesOrdersThatAreTooOldOrHaveAnAbsurdWindow() {
        world.register();
        ObjectNode old = world.order("MARKET", true, "0.0300", "91000.00");
        String body = world.signed(old);
        assertThat(world.call("POST", "/orders", body.replace("60000", "60001")).code())
                .isEqualTo(1131);
        assertThat(world.call("POST", "/orders", body.replace("60000", "0")).code())
                .isEqualTo(1131);

        world.loop.advanceMillis(60_001);
        assertThat(world.call("POST", "/orders", body).code()).isEqualTo(1132);
    }

    @Test
    void refusesAUsedNonceAWrongSignatureAndAnExpiredDelegation() {
        world.register();
        ObjectNode order = world.order("MARKET", true, "0.0300", "91000.00");
        assertThat(world.place(order).status()).isEqualTo(200);
        assertThat(world.place(order).code()).isEqualTo(1023);

        ObjectNode next = world.order("MARKET", true, "0.0300", "91000.00");
        String signed = world.signed(next);
        assertThat(world.call("POST", "/orders", signed.replace("91000.00", "91000.01"))
                        .code())
                .isEqualTo(1022);
        assertThat(world.call("POST", "/orders", signed.replace("\"0x", "\"")).code())
                .isEqualTo(1022);
        assertThat(world.call("POST", "/orders", world.signed(next, world.primary))
                        .status())
                .isEqualTo(200);
        assertThat(world.call("POST", "/orders", signed).code()).isEqualTo(3015);

        world.loop.advanceMillis(8L * 24 * 3_600_000);
        assertThat(world.place(world.order("MARKET", true, "0.0300", "91000.00"))
                        .code())
                .isEqualTo(1022);
    }

    @Test
    void acceptsFewerDecimalsUnlessToldOtherwise() {
        world.register();
        assertThat(world.place(world.order("MARKET", true, "0.03", "91000")).status())
                .isEqualTo(200);

        VestWorld exact = new VestWorld(VestWorld.prompt().with(VestAlternative.EXACT_DECIMALS));
        exact.register();
        assertThat(exact.place(exact.order("MARKET", true, "0.03", "91000.00")).code())
                .isEqualTo(1111);
    }

    @Test
    void acceptsSmallRecoveryBytesOnlyWhenTold() {
        for (boolean told : new boolean[] {false, true}) {
            VestSimulatorSettings settings = VestWorld.prompt();
            VestWorld small = new VestWorld(told ? settings.with(VestAlternative.SIGNATURE_V_0_OR_1) : settings);
            small.register();
            String body = small.signed(small.order("MARKET", true, "0.0300", "91000.00"));
            String bent = body.replace("1b\"}", "00\"}").replace("1c\"}", "01\"}");

            assertThat(small.call("POST", "/orders", bent).status()).isEqualTo(told ? 200 : 400);
        }
    }

    @Test
    void shapesRefusalsAsTold() {
        VestWorld flat = new VestWorld(VestWorld.prompt().with(VestAlternative.FLAT_REFUSALS));
        assertThat(flat.get("/depth?symbol=X").text()).isEqualTo("{\"code\":1121,\"msg\":\"Bad symbol\"}");
        assertThat(flat.get("/depth?symbol=X").status()).isEqualTo(400);
        VestWorld cheerful = new VestWorld(VestWorld.prompt().with(VestAlternative.REFUSALS_ON_200));
        assertThat(cheerful.get("/depth?symbol=X").status()).isEqualTo(200);
        assertThat(cheerful.get("/depth?symbol=X").code()).isEqualTo(1121);
    }

    // Execution.

    @Test
    void tellsOfAFilledMarketOrderOnTheStreamAndInTheQueries() {
        world.register();
        Client client = world.connectPrivately();
        client.messages.clear();

        String id = world.placed(world.order("MARKET", true, "0.0300", "91000.00"));

        assertThat(id).matches("0x[0-9a-f]{64}");
        assertThat(client.statuses()).containsExactly("NEW", "FILLED");
        JsonNode filled = client.orderEvents().getLast();
        assertThat(filled.path("avgFilledPrice").asString()).isEqualTo("90019.80");
        assertThat(filled.path("lastFilledSize").asString()).isEqualTo("0.0300");
        // 2700.594 × 1 basis point, to six decimals half-even.
        assertThat(filled.path("fees").asString()).isEqualTo("0.270059");
        assertThat(filled.path("symbol").asString()).isEqualTo("BTC-PERP");
        assertThat(world.row(id).path("status").asString()).isEqualTo("FILLED");
        assertThat(world.row(id).path("realizedPnl").asString()).isEqualTo("-0.270059");
        JsonNode account = world.get("/account?time=1").body();
        assertThat(account.path("address").asString()).isEqualTo("0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A");
        assertThat(account.path("balances").path(0).path("total").asString()).isEqualTo("9999.729941");
        JsonNode position = account.path("positions").path(0);
        assertThat(position.path("isLong").asBoolean()).isTrue();
        assertThat(position.path("size").asString()).isEqualTo("0.0300");
        assertThat(position.path("entryPrice").asString()).isEqualTo("90019.80");
        assertThat(account.path("positions")).hasSize(1);
        assertThat(account.path("leverages")).hasSize(3);
    }

    @Test
    void rejectsAfterAcceptanceWhatTheEngineWillNotDo() {
        world.register();
        Client client = world.connectPrivately();

        String tooTight = world.placed(world.order("MARKET", true, "0.0300", "90019.79"));
        String tooLarge = world.placed(world.order("MARKET", true, "0.9001", "91000.00"));
        String noMargin = world.placed(world.order("LIMIT", true, "9.0000", "80000.00"));
        String increases =
                world.placed(world.order("MARKET", false, "0.0300", "80000.00").put("reduceOnly", true));
        world.placed(world.order("MARKET", true, "0.0300", "91000.00"));
        String exceeds =
                world.placed(world.order("MARKET", false, "0.0301", "80000.00").put("reduceOnly", true));

        assertThat(code(tooTight)).isEqualTo(3001);
        assertThat(code(tooLarge)).isEqualTo(3001);
        assertThat(code(noMargin)).isEqualTo(3002);
        assertThat(code(increases)).isEqualTo(3018);
        assertThat(code(exceeds)).isEqualTo(3019);
        JsonNode rejected = client.orderEvents().get(1);
        assertThat(rejected.propertyNames()).containsExactly("id", "status", "code", "postTime", "nonce");
        assertThat(rejected.path("code").asInt()).isEqualTo(3001);
    }

    private int code(String id) {
        assertThat(world.row(id).path("status").asString()).isEqualTo("REJECTED");
        return world.row(id).path("code").asInt();
    }

    @Test
    void trimsReduceOnlyWhenTold() {
        VestWorld trimming = new VestWorld(VestWorld.prompt().with(VestAlternative.REDUCE_ONLY_TRIMMED));
        trimming.register();
        trimming.placed(trimming.order("MARKET", true, "0.0300", "91000.00"));

        String id = trimming.placed(
                trimming.order("MARKET", false, "0.5000", "80000.00").put("reduceOnly", true));

        assertThat(trimming.row(id).path("lastFilledSize").asString()).isEqualTo("0.0300");
        assertThat(trimming.get("/account?time=1").body().path("positions")).isEmpty();
    }

    @Test
    void pendsALimitOrderAndCancelsItOnce() {
        world.register();
        Client client = world.connectPrivately();
        String id = world.placed(world.order("LIMIT", true, "0.0300", "80000.00"));
        assertThat(world.row(id).path("status").asString()).isEqualTo("NEW");
        assertThat(world.get("/depth?symbol=BTC-PERP").body().path("bids")).hasSize(1);

        Pending answer = world.cancel(id);

        assertThat(answer.body().path("id").asString()).isEqualTo(id);
        assertThat(client.statuses()).containsExactly("NEW", "CANCELLED");
        assertThat(client.orderEvents().getLast().propertyNames()).containsExactly("id", "status", "postTime", "nonce");
        Pending late = world.cancel(id);
        assertThat(late.status()).isEqualTo(200);
        assertThat(late.text()).isEqualTo("{\"code\":3017,\"msg\":\"Order already processed or cancelled\"}");
        assertThat(world.call("POST", "/orders/cancel", world.cancelBody(id)).text())
                .isEqualTo(
                        "{\"detail\":[{\"type\":\"missing\",\"loc\":[\"query\",\"time\"],\"msg\":\"Field required\",\"input\":null}]}");
    }

    @Test
    void executesAPendingLimitOrderWhenTheQuoteReachesIt() {
        world.register();
        String id = world.placed(world.order("LIMIT", true, "0.0300", "89000.00"));

        world.quotes("88000", "88010.10");

        assertThat(world.row(id).path("avgFilledPrice").asString()).isEqualTo("88010.10");
    }

    @Test
    void cancelsOrRejectsAnUnfillableFok() {
        world.register();
        ObjectNode order = world.order("LIMIT", true, "0.0300", "80000.00").put("timeInForce", "FOK");
        assertThat(world.row(world.placed(order)).path("status").asString()).isEqualTo("CANCELLED");

        VestWorld rejecting = new VestWorld(VestWorld.prompt().with(VestAlternative.FOK_REJECTS));
        rejecting.register();
        String id = rejecting.placed(
                rejecting.order("LIMIT", true, "0.0300", "80000.00").put("timeInForce", "FOK"));
        assertThat(rejecting.row(id).path("code").asInt()).isEqualTo(3001);
    }

    @Test
    void treatsImmediateOrCancelAsTold() {
        for (VestAlternative alternative : List.of(VestAlternative.IOC_AS_GTC, VestAlternative.IOC_HONOURED)) {
            VestWorld lenient = new VestWorld(VestWorld.prompt().with(alternative));
            lenient.register();
            String id = lenient.placed(
                    lenient.order("LIMIT", true, "0.0300", "80000.00").put("timeInForce", "IOC"));

            assertThat(lenient.row(id).path("status").asString())
                    .isEqualTo(alternative == VestAlternative.IOC_AS_GTC ? "NEW" : "CANCELLED");
        }
    }

    @Test
    void firesAStopLossAtItsTrigger() {
        world.register();
        world.placed(world.order("MARKET", true, "0.0300", "91000.00"));
        String stop = world.placed(
                world.order("STOP_LOSS", false, "0.0300", "89000.00").put("reduceOnly", true));
        String profit = world.placed(
                world.order("TAKE_PROFIT", false, "0.0300", "95000.00").put("reduceOnly", true));
        assertThat(world.row(stop).path("status").asString()).isEqualTo("NEW");

        world.quotes("88900", "88910");

        assertThat(world.row(stop).path("avgFilledPrice").asString()).isEqualTo("88900.00");
        assertThat(world.row(profit).path("status").asString()).isEqualTo("NEW");
    }

    // The remaining alternatives.

    @Test
    void insistsOnGrowingNoncesWhenTold() {
        VestWorld growing = world(VestAlternative.NONCE_MUST_GROW);
        ObjectNode earlier = growing.order("LIMIT", true, "0.0300", "80000.00");
        growing.placed(growing.order("LIMIT", true, "0.0300", "80000.00"));

        assertThat(growing.place(earlier).code()).isEqualTo(1023);
        assertThat(world(VestAlternative.TEXT_FRAMES).place(earlier).status()).isEqualTo(200);
    }

    @Test
    void answersLateAndTimelessCancelsAsTold() {
        VestWorld strict = world(VestAlternative.LATE_CANCEL_ON_400);
        assertThat(strict.cancel("0x00").status()).isEqualTo(400);
        assertThat(strict.cancel("0x00").body().path("detail").path("code").asInt())
                .isEqualTo(3017);

        VestWorld lenient = world(VestAlternative.CANCEL_WITHOUT_TIME);
        String id = lenient.placed(lenient.order("LIMIT", true, "0.0300", "80000.00"));
        assertThat(lenient.call("POST", "/orders/cancel", lenient.cancelBody(id))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void cancelsInsteadOfRejectingAWorsePriceWhenTold() {
        VestWorld cancelling = world(VestAlternative.PRICE_CHECK_CANCELS);
        String id = cancelling.placed(cancelling.order("MARKET", true, "0.0300", "90019.79"));

        assertThat(cancelling.row(id).path("status").asString()).isEqualTo("CANCELLED");
        assertThat(cancelling.row(id).path("code").isNull()).isTrue();
    }

    @Test
    void sendsTextFramesAndIgnoresUnknownChannelsAndIdlenessWhenTold() {
        Client text = world(VestAlternative.TEXT_FRAMES).connect("version=1.0");
        text.say("{\"method\":\"PING\",\"params\":[],\"id\":0}");
        assertThat(text.frames).isEmpty();
        assertThat(text.messages).containsExactly("{\"data\":\"PONG\"}");

        Client unanswered = world(VestAlternative.UNKNOWN_CHANNEL_UNANSWERED).connect("version=1.0");
        unanswered.say("{\"method\":\"SUBSCRIBE\",\"params\":[\"X@depth\"],\"id\":1}");
        assertThat(unanswered.messages).isEmpty();

        VestWorld patient = world(VestAlternative.IDLE_SOCKETS_STAY);
        Client idle = patient.connect("version=1.0");
        patient.loop.advanceMillis(1_000_000);
        assertThat(idle.closeCode).isZero();
    }

    @Test
    void listsFlatPositionsWhenTold() {
        assertThat(world(VestAlternative.FLAT_POSITIONS_LISTED)
                        .get("/account?time=1")
                        .body()
                        .path("positions"))
                .hasSize(3);
    }

    private static VestWorld world(VestAlternative alternative) {
        VestWorld told = new VestWorld(VestWorld.prompt().with(alternative));
        told.register();
        return told;
    }

    // Account.

    @Test
    void setsLeverageWithinItsRules() {
        world.register();
        assertThat(leverage("BTC-PERP", "20").text()).isEqualTo("{\"symbol\":\"BTC-PERP\",\"value\":20}");
        assertThat(leverage("BTC-PERP", "51").code()).isEqualTo(1130);
        assertThat(leverage("BTC-PERP", "0").code()).isEqualTo(1130);
        assertThat(leverage("X-PERP", "5").code()).isEqualTo(1121);
        String id = world.placed(world.order("LIMIT", true, "0.0300", "80000.00"));
        assertThat(leverage("BTC-PERP", "10").code()).isEqualTo(3020);
        world.cancel(id);
        world.placed(world.order("MARKET", true, "0.0300", "91000.00"));
        assertThat(leverage("BTC-PERP", "10").code()).isEqualTo(3021);
        assertThat(leverage("BTC-PERP", "25").status()).isEqualTo(200);
        assertThat(world.get("/account?time=1")
                        .body()
                        .path("positions")
                        .path(0)
                        .path("initMarginRatio")
                        .asString())
                .isEqualTo("0.0400");
    }

    private Pending leverage(String symbol, String value) {
        return world.call(
                "POST", "/account/leverage", "{\"time\":1,\"symbol\":\"" + symbol + "\",\"value\":" + value + "}");
    }

    @Test
    void tellsTheHighestNonceAndInsistsOnTime() {
        world.register();
        ObjectNode order = world.order("LIMIT", true, "0.0300", "80000.00");
        world.placed(order);

        assertThat(world.get("/account/nonce?time=1").body().path("lastNonce").asLong())
                .isEqualTo(order.path("nonce").asLong());
        assertThat(world.get("/account/nonce").status()).isEqualTo(422);
        assertThat(world.get("/account/nonce?time=soon").text()).contains("int_parsing");
    }

    @Test
    void filtersOrders() {
        world.register();
        ObjectNode first = world.order("LIMIT", true, "0.0300", "80000.00");
        String firstId = world.placed(first);
        String secondId = world.placed(world.order("MARKET", true, "0.0300", "91000.00"));

        assertThat(ids("")).containsExactly(firstId, secondId);
        assertThat(ids("&status=FILLED")).containsExactly(secondId);
        assertThat(ids("&nonce=" + first.path("nonce").asLong())).containsExactly(firstId);
        assertThat(ids("&id=" + firstId + "," + secondId)).hasSize(2);
        assertThat(ids("&orderType=LIMIT")).containsExactly(firstId);
        assertThat(ids("&symbol=ETH-PERP")).isEmpty();
        assertThat(ids("&limit=1")).containsExactly(secondId);
        assertThat(world.get("/orders?time=1&status=NEW,FILLED").code()).isEqualTo(1130);
    }

    private List<String> ids(String filter) {
        return world.get("/orders?time=1" + filter)
                .body()
                .valueStream()
                .map(row -> row.path("id").asString())
                .toList();
    }

    // Listen keys and sockets.

    @Test
    void keepsOneListenKeyUntilItExpires() {
        world.register();
        String key = world.call("POST", "/account/listenKey", "")
                .body()
                .path("listenKey")
                .asString();
        assertThat(key).matches("[0-9a-f]{32}");
        world.loop.advanceMillis(3_000_000);
        assertThat(world.call("POST", "/account/listenKey", "")
                        .body()
                        .path("listenKey")
                        .asString())
                .isEqualTo(key);
        world.loop.advanceMillis(3_000_000);
        assertThat(world.call("PUT", "/account/listenKey", "").status()).isEqualTo(200);
        world.loop.advanceMillis(3_600_000);
        Pending expired = world.call("PUT", "/account/listenKey", "");
        assertThat(expired.text())
                .isEqualTo("{\"code\":1125,\"msg\":\"Listen key expired. Make a POST request to create a new key.\"}");
        assertThat(world.connect("version=1.0&listenKey=" + key).closeCode).isEqualTo(4005);
        assertThat(world.call("POST", "/account/listenKey", "")
                        .body()
                        .path("listenKey")
                        .asString())
                .isNotEqualTo(key);
        assertThat(world.call("DELETE", "/account/listenKey", "").text()).isEqualTo("{}");
    }

    @Test
    void closesSocketsWithTheDocumentedCodes() {
        assertThat(world.connect("version=2.0").closeCode).isEqualTo(4000);
        assertThat(world.connect("x=1").closeCode).isEqualTo(4000);
        assertThat(world.connect("version=1.0&xwebsocketserver=restserver9").closeCode)
                .isEqualTo(4001);
        assertThat(world.connect("version=1.0&xwebsocketserver=mine").closeCode).isEqualTo(4002);
        assertThat(world.connect("version=1.0&listenKey=abc").closeCode).isEqualTo(4004);
        Client client = world.connect("version=1.0&xwebsocketserver=restserver0");
        assertThat(client.closeCode).isZero();
        client.say("{\"method\":\"SUBSCRIBE\",\"params\":[\"account_private\"],\"id\":1}");
        assertThat(client.closeCode).isEqualTo(4003);
    }

    @Test
    void closesAPrivateSocketWhenItsKeyExpiresAndAnIdleOne() {
        world.register();
        Client client = world.connectPrivately();
        for (int i = 0; i < 3_600; i += 60) {
            client.say("{\"method\":\"PING\",\"params\":[],\"id\":0}");
            world.loop.advanceMillis(60_000);
        }
        assertThat(client.closeCode).isEqualTo(4005);

        Client idle = world.connect("version=1.0");
        world.loop.advanceMillis(119_999);
        assertThat(idle.closeCode).isZero();
        world.loop.advanceMillis(1);
        assertThat(idle.closeCode).isEqualTo(1011);
    }

    @Test
    void answersPingAndSubscriptionsInBinaryFrames() {
        Client client = world.connect("version=1.0");
        client.say("{\"method\":\"PING\",\"params\":[],\"id\":0}");
        client.say("{\"method\":\"SUBSCRIBE\",\"params\":[\"BTC-PERP@depth\",\"X@depth\"],\"id\":7}");
        client.say("garbage");
        client.say("{\"method\":\"DANCE\"}");
        world.quotes("90001.00", "90002.00");
        client.say("{\"method\":\"UNSUBSCRIBE\",\"params\":[\"BTC-PERP@depth\"],\"id\":8}");
        world.quotes("90001.00", "90003.00");

        assertThat(client.frames).hasSameSizeAs(client.messages);
        assertThat(client.messages)
                .containsExactly(
                        "{\"data\":\"PONG\"}",
                        "{\"result\":null,\"id\":7}",
                        "{\"channel\":\"BTC-PERP@depth\",\"data\":{\"bids\":[[\"90005.10\",\"0.9000\"]],\"asks\":[[\"90019.80\",\"0.9000\"]]}}",
                        "{\"channel\":\"BTC-PERP@depth\",\"data\":{\"bids\":[[\"90001.00\",\"0.9000\"]],\"asks\":[[\"90002.00\",\"0.9000\"]]}}",
                        "{\"result\":null,\"id\":8}");
    }

    @Test
    void sendsTickersTradesAndBars() {
        world.register();
        Client client = world.connect("version=1.0");
        client.say(
                "{\"method\":\"SUBSCRIBE\",\"params\":[\"tickers\",\"BTC-PERP@trades\",\"BTC-PERP@kline_1m\"],\"id\":1}");
        world.placed(world.order("MARKET", true, "0.0300", "91000.00"));
        world.loop.advanceMillis(750);

        assertThat(client.messages)
                .anyMatch(text -> text.startsWith("{\"channel\":\"tickers\",\"data\":[{\"symbol\":\"BTC-PERP\""));
        assertThat(client.messages)
                .anyMatch(text -> text.startsWith(
                        "{\"channel\":\"BTC-PERP@trades\",\"data\":{\"id\":\"0x1\",\"price\":\"90019.80\""));
        assertThat(client.messages).anyMatch(text -> text.startsWith("{\"channel\":\"BTC-PERP@kline_1m\",\"data\":["));
    }

    @Test
    void compressesFramesWhenTold() throws IOException {
        VestWorld compressed = new VestWorld(VestWorld.prompt().with(VestAlternative.BROTLI_FRAMES));
        Client client = compressed.connect("version=1.0");
        client.say("{\"method\":\"PING\",\"params\":[],\"id\":0}");

        assertThat(inflate(client.frames.getFirst())).isEqualTo("{\"data\":\"PONG\"}");
        String large = "x".repeat(150_000);
        assertThat(inflate(BrotliFrame.stored(large.getBytes(StandardCharsets.UTF_8))))
                .isEqualTo(large);
        assertThat(inflate(BrotliFrame.stored(new byte[0]))).isEmpty();
    }

    private static String inflate(byte[] stream) throws IOException {
        return new String(
                new BrotliInputStream(new ByteArrayInputStream(stream)).readAllBytes(), StandardCharsets.UTF_8);
    }

    // Public queries, limits and routes.

    @Test
    void answersThePublicQueries() {
        assertThat(world.get("/exchangeInfo?symbols=BTC-PERP").text())
                .isEqualTo(
                        "{\"symbols\":[{\"symbol\":\"BTC-PERP\",\"displayName\":\"BTC-PERP\",\"base\":\"BTC\",\"quote\":\"USDC\","
                                + "\"sizeDecimals\":4,\"priceDecimals\":2,\"initMarginRatio\":\"0.020000\",\"maintMarginRatio\":\"0.010000\","
                                + "\"takerFee\":\"0.0001\",\"isolated\":false,\"asset\":\"crypto\",\"tradingStatus\":\"TRADING\"}],"
                                + "\"exchange\":{\"lp\":\"812345.120000\",\"insurance\":\"1500000.000000\",\"collateralDecimals\":6}}");
        assertThat(world.get("/ticker/latest?symbols=ETH-PERP")
                        .body()
                        .path("tickers")
                        .path(0)
                        .path("markPrice")
                        .asString())
                .isEqualTo("3000.250");
        assertThat(world.get("/ticker/24hr").body().path("tickers")).hasSize(2);
        assertThat(world.get("/klines?symbol=BTC-PERP&interval=5m").body().path(0))
                .hasSize(9);
        assertThat(world.get("/klines?symbol=BTC-PERP&interval=7m").code()).isEqualTo(1130);
        assertThat(world.get("/funding/history?symbol=BTC-PERP")
                        .body()
                        .path(0)
                        .path("oneHrFundingRate")
                        .asString())
                .isEqualTo("0.000000");
        assertThat(world.get("/trades?symbol=BTC-PERP").text()).isEqualTo("[]");
        assertThat(world.get("/depth?symbol=BTC-PERP&limit=101").code()).isEqualTo(1130);
        assertThat(world.get("/depth").status()).isEqualTo(422);
        assertThat(world.get("/nowhere").status()).isEqualTo(404);
        assertThat(world.call("DELETE", "/depth", "").status()).isEqualTo(405);
    }

    @Test
    void limitsTheRateOfRequests() {
        VestWorld limited = new VestWorld(VestWorld.prompt().withRequests(2, 1));
        limited.get("/exchangeInfo");
        limited.get("/exchangeInfo");
        Pending refused = limited.get("/exchangeInfo");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text()).isEqualTo("{\"code\":429,\"msg\":\"Rate limited\"}");
        limited.loop.advanceMillis(1_000);
        assertThat(limited.get("/exchangeInfo").status()).isEqualTo(200);
    }

    // Time and faults.

    @Test
    void takesItsTimeAsTheRealExchangeDoes() {
        VestWorld slow = new VestWorld(VestSimulatorSettings.defaults());
        Pending registered =
                slow.send("POST", "/register", slow.registration(slow.loop.epochMillis() + 1_000_000), Map.of());
        assertThat(registered.answered()).isFalse();
        slow.loop.advanceMillis(5);
        Map<String, String> headers = Map.of(
                "xrestservermm",
                "restserver0",
                "x-api-key",
                registered.body().path("apiKey").asString());
        for (int i = 0; i < 50; i++) {
            Pending placed = slow.send(
                    "POST",
                    "/orders",
                    slow.signed(slow.order("MARKET", i % 2 == 0, "0.0300", i % 2 == 0 ? "91000.00" : "80000.00")),
                    headers);
            slow.loop.advanceMillis(4);
            assertThat(placed.answered()).isFalse();
            slow.loop.advanceMillis(16);
            String id = placed.body().path("id").asString();
            slow.loop.advanceMillis(9);
            assertThat(slow.exchange.order(id).orElseThrow().ended()).isFalse();
            slow.loop.advanceMillis(1_500);
            assertThat(slow.exchange.order(id).orElseThrow().ended()).isTrue();
        }
    }

    @Test
    void executesAnOrderWhoseAcknowledgementIsLost() {
        world.register();
        Client client = world.connectPrivately();
        world.exchange.faults().add(new Fault.LostAcknowledgement());

        Pending answer = world.place(world.order("MARKET", true, "0.0300", "91000.00"));
        world.loop.advanceMillis(60_000);

        assertThat(answer.answered()).isFalse();
        assertThat(client.statuses()).containsExactly("NEW", "FILLED");
    }

    @Test
    void sendsEventsBeforeTheResponseAndTwiceByPlan() {
        world.register();
        Client client = world.connectPrivately();
        world.exchange.faults().add(new Fault.EventBeforeResponse());
        world.exchange.faults().add(new Fault.DuplicateEvent());

        Pending answer = world.place(world.order("MARKET", true, "0.0300", "91000.00"));

        assertThat(client.statuses()).containsExactly("NEW", "NEW", "FILLED");
        assertThat(answer.answered()).isFalse();
        world.loop.advanceMillis(50);
        assertThat(answer.answered()).isTrue();
    }

    @Test
    void fillsInPartAndRefusesByPlan() {
        world.register();
        Client client = world.connectPrivately();
        world.exchange.faults().add(new Fault.PartialFill(VestWorld.e8("0.01")));
        world.placed(world.order("MARKET", true, "0.0300", "91000.00"));
        assertThat(client.statuses()).containsExactly("NEW", "PARTIALLY_FILLED", "CANCELLED");
        assertThat(client.orderEvents().get(1).path("lastFilledSize").asString())
                .isEqualTo("0.0100");

        world.exchange.faults().add(new Fault.RefusedOrder(EndReason.PRICE_STALE));
        assertThat(code(world.placed(world.order("MARKET", true, "0.0300", "91000.00"))))
                .isEqualTo(3003);
    }

    @Test
    void keepsSocketsSilentForAWhileByPlan() {
        Client client = world.connect("version=1.0");
        world.exchange.faults().add(new Fault.SilentSockets(1_000_000_000));
        client.say("{\"method\":\"PING\",\"params\":[],\"id\":0}");
        assertThat(client.messages).isEmpty();

        world.loop.advanceMillis(1_000);
        client.say("{\"method\":\"PING\",\"params\":[],\"id\":0}");
        assertThat(client.messages).hasSize(1);
    }

    @Test
    void showsOrdersAndPositionsLaterThanItTellsThem() {
        VestWorld lagging = new VestWorld(VestSimulatorSettings.defaults());
        Pending registered = lagging.send(
                "POST", "/register", lagging.registration(lagging.loop.epochMillis() + 1_000_000), Map.of());
        lagging.loop.advanceMillis(5);
        Map<String, String> headers = Map.of(
                "xrestservermm",
                "restserver0",
                "x-api-key",
                registered.body().path("apiKey").asString());
        Pending placed = lagging.send(
                "POST", "/orders", lagging.signed(lagging.order("MARKET", true, "0.0300", "91000.00")), headers);
        lagging.loop.advanceMillis(20);
        String id = placed.body().path("id").asString();
        while (!lagging.exchange.order(id).orElseThrow().ended()) {
            lagging.loop.advanceMillis(1);
        }

        Pending early = lagging.send("GET", "/account?time=1", "", headers);
        lagging.loop.advanceMillis(5);
        assertThat(early.body().path("positions")).isEmpty();
        lagging.loop.advanceMillis(300);
        Pending later = lagging.send("GET", "/account?time=1", "", headers);
        lagging.loop.advanceMillis(5);
        assertThat(later.body().path("positions")).hasSize(1);
    }
}
