package io.parallax.exchange.vest;

import static io.parallax.exchange.vest.VestSamples.bytes;
import static io.parallax.exchange.vest.VestSamples.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.exchange.AccountEvent.Margin;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeError.OutcomeUnknown;
import io.parallax.exchange.ExchangeError.RateLimited;
import io.parallax.exchange.ExchangeError.Rejected;
import io.parallax.exchange.PositionInfo;
import io.parallax.exchange.RejectionKind;
import io.parallax.exchange.vest.VestMessage.OrderRow;
import io.parallax.exchange.vest.VestMessage.Status;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.units.FixedPoint;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VestCodecTest {
    private static final String ID = "0x5b0d4c1e9a7f2836d5e4c3b2a19087f6e5d4c3b2a190f8e7d6c5b4a392817060";
    private static final long ABSENT = VestMessage.ABSENT;

    @Test
    void listsTheInstrumentsWithTheirRules() throws VestFormatException {
        List<Instrument> instruments = VestCodec.instruments(bytes("rest-exchangeInfo.json"), () -> {});
        assertThat(instruments).hasSize(4);
        assertThat(instruments.getFirst())
                .isEqualTo(new Instrument(
                        ExchangeId.VEST,
                        "BTC-PERP",
                        "BTC-PERP",
                        e8("0.01"),
                        e8("0.0001"),
                        e8("0.0001"),
                        Long.MAX_VALUE,
                        0,
                        100,
                        50,
                        true));
        assertThat(instruments.get(2).tickE8()).isEqualTo(e8("0.0001"));
        assertThat(instruments.get(2).leverageMax()).isEqualTo(20);
        assertThat(instruments.get(3).tradable()).isFalse();
    }

    @Test
    void leavesOutInstrumentsThatItCannotRead() throws VestFormatException {
        AtomicInteger skipped = new AtomicInteger();
        String good =
                "{\"symbol\":\"A\",\"sizeDecimals\":0,\"priceDecimals\":8,\"initMarginRatio\":0.1,\"takerFee\":\"0\"}";
        String body = "{\"symbols\":["
                + good
                + "," + good.replace("\"A\"", "7")
                + "," + good.replace(":8", ":9")
                + "," + good.replace("0.1", "0")
                + "," + good.replace(":0,", ":\"x\",")
                + ",{}]}";
        List<Instrument> instruments = VestCodec.instruments(utf8(body), skipped::incrementAndGet);
        assertThat(skipped).hasValue(5);
        assertThat(instruments).hasSize(1);
        assertThat(instruments.getFirst().lotE8()).isEqualTo(FixedPoint.ONE);
        assertThat(instruments.getFirst().tickE8()).isEqualTo(1);
        assertThat(instruments.getFirst().leverageMax()).isEqualTo(10);
        assertThat(instruments.getFirst().tradable()).isTrue();
    }

    @Test
    void readsTheAccountAndLeavesOutFlatPositions() throws VestFormatException {
        VestMessage.Account account = VestCodec.account(bytes("rest-account.json"));
        assertThat(account.address()).isEqualTo("0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A");
        assertThat(account.cashE8()).isEqualTo(e8("10000"));
        assertThat(account.equityE8()).isEqualTo(e8("10004.102"));
        assertThat(account.exchangeEpochMillis()).isEqualTo(1_790_000_000_000L);
        assertThat(account.positions()).containsOnlyKeys("BTC-PERP");
        assertThat(account.position("BTC-PERP"))
                .isEqualTo(new PositionInfo("BTC-PERP", e8("0.03"), e8("90019.8"), e8("-0.2208")));
        assertThat(account.position("ETH-PERP")).isEqualTo(PositionInfo.flat("ETH-PERP"));
        assertThat(account.leverages()).isEqualTo(Map.of("BTC-PERP", 50, "ETH-PERP", 50));
        assertThat(account.margin()).contains(new Margin(e8("27.003732"), e8("9455.102")));
    }

    @Test
    void readsWhereAPositionWouldBeLiquidated() throws VestFormatException {
        String body = VestSamples.text("rest-account.json");
        assertThat(liquidation(body.replace("\"liqPrice\": \"0.00\"", "\"liqPrice\": \"81000.50\"")))
                .isEqualTo(e8("81000.5"));
        assertThat(liquidation(body.replace("\"liqPrice\": \"0.00\"", "\"liqPrice\": \"-3\"")))
                .isZero();
        assertThat(liquidation(body.replace("\"liqPrice\": \"0.00\",", ""))).isZero();
    }

    private static long liquidation(String body) throws VestFormatException {
        return VestCodec.account(utf8(body)).position("BTC-PERP").liquidationPriceE8();
    }

    @Test
    void tellsNoMarginThatTheAccountDoesNotName() throws VestFormatException {
        String body = VestSamples.text("rest-account.json").replace("withdrawable", "drawable");
        assertThat(VestCodec.account(utf8(body)).margin()).isEmpty();
    }

    @Test
    void trustsTheSideAndNotTheSignOfAPosition() throws VestFormatException {
        String body = VestSamples.text("rest-account.json")
                .replace("\"isLong\": true", "\"isLong\": false")
                .replace("\"0.0300\"", "\"-0.0300\"");
        assertThat(VestCodec.account(utf8(body)).position("BTC-PERP").quantityE8())
                .isEqualTo(e8("-0.03"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"address", "collateral", "totalAccountValue", "positions", "leverages", "isLong", "entryPrice"})
    void refusesAnAccountWithoutOneOfItsFields(String field) {
        byte[] body = utf8(VestSamples.text("rest-account.json").replace("\"" + field + "\"", "\"other\""));
        assertThatThrownBy(() -> VestCodec.account(body))
                .isInstanceOf(VestFormatException.class)
                .hasMessageContaining("field " + field)
                .hasMessageContaining("found nothing");
    }

    @Test
    void readsOrderRowsOfEveryStatus() throws VestFormatException {
        List<OrderRow> rows = VestCodec.orderRows(bytes("rest-orders-list.json"));
        assertThat(rows).hasSize(3);
        assertThat(rows.getFirst())
                .isEqualTo(new OrderRow(
                        ID,
                        1_790_000_000_000L,
                        "BTC-PERP",
                        "MARKET",
                        Status.FILLED,
                        e8("0.03"),
                        e8("0.03"),
                        e8("90019.80"),
                        1_790_000_000_180L,
                        e8("90019.80"),
                        e8("0.270059"),
                        0,
                        1_790_000_000_012L,
                        0));
        assertThat(rows.get(1).status()).isEqualTo(Status.NEW);
        assertThat(rows.get(1).averagePriceE8()).isEqualTo(ABSENT);
        assertThat(rows.get(2).status()).isEqualTo(Status.REJECTED);
        assertThat(rows.get(2).code()).isEqualTo(3001);
    }

    @Test
    void takesACodeAsTextAndAStatusItDoesNotKnow() throws VestFormatException {
        OrderRow row = VestCodec.orderRows(utf8(
                        "[{\"id\":\"0x1\",\"nonce\":\"7\",\"status\":\"SLEEPING\",\"code\":\"3001\",\"news\":{}}]"))
                .getFirst();
        assertThat(row)
                .isEqualTo(new OrderRow(
                        "0x1", 7, "", "", Status.OTHER, ABSENT, ABSENT, ABSENT, 0, ABSENT, ABSENT, 3001, 0, ABSENT));
        assertThat(row.status().open()).isFalse();
    }

    @Test
    void roundsAveragesThatAreFinerThanOurUnitInsteadOfLosingAFill() throws VestFormatException {
        OrderRow row = VestCodec.orderRows(utf8("[{\"id\":\"0x1\",\"nonce\":7,\"status\":\"FILLED\","
                        + "\"avgFilledPrice\":\"90019.123456785000001\",\"lastFilledPrice\":90019.8}]"))
                .getFirst();
        assertThat(row.averagePriceE8()).isEqualTo(9_001_912_345_679L);
        assertThat(row.lastPriceE8()).isEqualTo(e8("90019.8"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[{}]",
                "[7]",
                "x",
                "[{\"id\":\"0x1\",\"nonce\":1.5,\"status\":\"NEW\"}]",
                "[{\"id\":\"0x1\",\"nonce\":\"a\",\"status\":\"NEW\"}]",
                "[{\"id\":\"0x1\",\"nonce\":1}]",
                "[{\"id\":\"0x1\",\"nonce\":1,\"status\":\"NEW\",\"size\":\"1e5\"}]",
                "[{\"id\":\"0x1\",\"nonce\":1,\"status\":\"NEW\",\"size\":\"92233720369\"}]",
                "[{\"id\":\"0x1\",\"nonce\":1,\"status\":\"NEW\",\"size\":true}]"
            })
    void refusesRowsThatAreNotRows(String body) {
        assertThatThrownBy(() -> VestCodec.orderRows(utf8(body))).isInstanceOf(VestFormatException.class);
    }

    @Test
    void readsTheSmallAnswers() throws VestFormatException {
        assertThat(VestCodec.registration(bytes("rest-register-response.json")))
                .isEqualTo(new VestMessage.Registration("fake.api.key-0001", 0))
                .hasToString("Registration[account group 0]");
        assertThat(VestCodec.lastNonce(bytes("rest-account-nonce.json"))).isEqualTo(1_789_999_999_000L);
        assertThat(VestCodec.listenKey(bytes("rest-listenkey-response.json")))
                .isEqualTo("579e1280448d4843b190c50fbd170078");
        assertThat(VestCodec.leverage(bytes("rest-leverage-response.json"))).isEqualTo(20);
        assertThat(VestCodec.orderId(bytes("rest-order-response.json"))).isEqualTo(ID);
        assertThat(VestCodec.orderId(utf8("{\"orderId\":\"0x7\"}"))).isEqualTo("0x7");
        assertThat(VestCodec.orderId(bytes("rest-order-cancel-response.json"))).startsWith("0xa1a1");
    }

    @Test
    void refusesKeysThatCouldChangeAHeaderOrAnAddress() {
        assertThatThrownBy(() -> VestCodec.registration(utf8("{\"apiKey\":\"a\\r\\nb\",\"accGroup\":0}")))
                .isInstanceOf(VestFormatException.class);
        assertThatThrownBy(() -> VestCodec.registration(utf8("{\"apiKey\":\"\",\"accGroup\":0}")))
                .isInstanceOf(VestFormatException.class);
        assertThatThrownBy(() -> VestCodec.registration(utf8("{\"apiKey\":\"a\",\"accGroup\":-1}")))
                .isInstanceOf(VestFormatException.class);
        assertThatThrownBy(() -> VestCodec.listenKey(utf8("{\"listenKey\":\"a&b=c\"}")))
                .isInstanceOf(VestFormatException.class);
    }

    @Test
    void readsTheEventsOfTheAccount() throws VestFormatException {
        assertThat(message("ws-account-order-new.json")).isInstanceOfSatisfying(VestMessage.OrderNews.class, news -> {
            assertThat(news.row().status()).isEqualTo(Status.NEW);
            assertThat(news.row().nonce()).isEqualTo(1_790_000_000_000L);
            assertThat(news.row().sizeE8()).isEqualTo(e8("0.03"));
        });
        assertThat(row("ws-account-order-filled.json").feeE8()).isEqualTo(e8("0.270059"));
        OrderRow partial = row("ws-account-order-partially-filled.inferred.json");
        assertThat(partial.status()).isEqualTo(Status.PARTIALLY_FILLED);
        assertThat(partial.lastFilledE8()).isEqualTo(e8("0.01"));
        assertThat(row("ws-account-order-cancelled.json").status()).isEqualTo(Status.CANCELLED);
        assertThat(row("ws-account-order-cancelled.json").symbol()).isEmpty();
        assertThat(row("ws-account-order-rejected.json").code()).isEqualTo(3001);
        assertThat(row("ws-account-order-liquidation.inferred.json").orderType())
                .isEqualTo("LIQUIDATION");
        assertThat(message("ws-account-lp.json")).isInstanceOf(VestMessage.AccountNews.class);
        assertThat(message("ws-account-transfer.json"))
                .isInstanceOfSatisfying(
                        VestMessage.AccountNews.class,
                        news -> assertThat(news.event()).isEqualTo("TRANSFER"));
    }

    @Test
    void readsAnswersOfTheSocketAndPassesOverWhatItDoesNotKnow() throws VestFormatException {
        assertThat(message("ws-pong.json")).isEqualTo(new VestMessage.Pong());
        assertThat(message("ws-subscribe-ack.json")).isEqualTo(new VestMessage.Subscribed(1));
        for (String name : List.of(
                "ws-trades.json",
                "ws-kline.json",
                "v3-ws-ticker.recorded.json",
                "v3-ws-trade.recorded.json",
                "error-rate-limited.json",
                "rest-klines.json")) {
            assertThat(message(name)).as(name).isInstanceOf(VestMessage.Unknown.class);
        }
        byte[] event = utf8("{\"channel\":\"account_private\",\"data\":{\"event\":\"NEW\"}}");
        assertThat(VestCodec.message(event, 0, event.length)).isEqualTo(new VestMessage.Unknown("event NEW"));
    }

    @Test
    void readsMarkAndIndexOfEveryRowThatCanBeBelieved() throws VestFormatException {
        assertThat(message("ws-tickers.json"))
                .isEqualTo(new VestMessage.Tickers(
                        List.of(new VestMessage.Ticker(
                                "BTC-PERP", 9_001_244_000_000L, 9_000_310_000_000L, OptionalLong.of(1_200))),
                        0));
        StringBuilder rows =
                new StringBuilder(VestSamples.text("ws-tickers.json").strip());
        rows.setLength(rows.lastIndexOf("]"));
        for (String bad : List.of("\"0\"", "\"-1\"", "\"NaN\"", "\"\"", "null", "[]", "1e400", "true")) {
            rows.append(",{\"symbol\":\"ETH-PERP\",\"indexPrice\":\"1\",\"markPrice\":")
                    .append(bad)
                    .append('}');
        }
        byte[] frame = utf8(rows.append(",7]}").toString());
        VestMessage.Tickers read = (VestMessage.Tickers) VestCodec.message(frame, 0, frame.length);
        assertThat(read.rows()).extracting(VestMessage.Ticker::symbol).containsExactly("BTC-PERP");
        assertThat(read.unreadable()).isEqualTo(9);
    }

    @Test
    void aFundingRateIsRoundedUpOrMissing() throws VestFormatException {
        assertThat(fundingE8("\"0.000012345600000001\"")).hasValue(1_235);
        assertThat(fundingE8("\"-0.000012345600000001\"")).hasValue(-1_234);
        assertThat(fundingE8("\"-1\"")).hasValue(-FixedPoint.ONE);
        for (String bad :
                List.of("\"1.1\"", "\"1e-5\"", "\"NaN\"", "\"\"", "null", "[]", "\"" + "9".repeat(99) + "\"")) {
            assertThat(fundingE8(bad)).as(bad).isEmpty();
        }
    }

    private static OptionalLong fundingE8(String told) throws VestFormatException {
        byte[] frame = utf8("{\"channel\":\"tickers\",\"data\":[{\"symbol\":\"BTC-PERP\",\"indexPrice\":\"1\","
                + "\"markPrice\":\"1\",\"oneHrFundingRate\":" + told + "}]}");
        VestMessage.Tickers read = (VestMessage.Tickers) VestCodec.message(frame, 0, frame.length);
        return read.rows().getFirst().fundingE8();
    }

    @Test
    void writesTheDocumentedSocketMessages() {
        assertThat(json(VestRequests.ping(0))).isEqualTo(sample("ws-ping.json"));
        assertThat(json(VestRequests.subscribe(List.of("BTC-PERP@depth", "BTC-PERP@trades", "tickers"), 1)))
                .isEqualTo(sample("ws-subscribe.json"));
        assertThat(json(VestRequests.unsubscribe(List.of("BTC-PERP@trades"), 2)))
                .isEqualTo(sample("ws-unsubscribe.json"));
        assertThat(json(VestRequests.leverage(1_790_000_000_000L, "BTC-PERP", 20)))
                .isEqualTo(sample("rest-leverage-request.json"));
        assertThatThrownBy(() -> VestRequests.leverage(1, "A\"", 20)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void findsTheErrorInEveryShape() {
        assertThat(VestCodec.error(200, bytes("error-cancel-3017.recorded-text.json")))
                .contains(new VestError(200, 3017, "Order already processed or cancelled"));
        assertThat(VestCodec.error(400, bytes("error-detail-wrapped.json")))
                .contains(new VestError(400, 1022, "Invalid signature"));
        assertThat(VestCodec.error(422, bytes("error-422-missing-query-time.recorded-text.json")))
                .contains(new VestError(422, VestError.VALIDATION, "Field required: query.time"));
        assertThat(VestCodec.error(400, bytes("error-listenkey-expired.json"))
                        .orElseThrow()
                        .code())
                .isEqualTo(VestError.LISTEN_KEY_INVALID);
        assertThat(VestCodec.error(530, utf8("<html>530</html>"))).isEmpty();
        assertThat(VestCodec.error(200, bytes("rest-order-response.json"))).isEmpty();
        assertThat(VestCodec.error(200, bytes("rest-orders-list.json"))).isEmpty();
        assertThat(VestCodec.error(400, utf8("{\"detail\":\"text\"}"))).isEmpty();
        assertThat(VestCodec.error(400, utf8("{\"code\":\"1111\"}"))).contains(new VestError(400, 1111, ""));
        assertThat(VestCodec.error(400, utf8("{\"code\":-5}"))).contains(new VestError(400, -1, ""));
        assertThat(VestCodec.error(400, utf8("{\"code\":1,\"msg\":\"" + "x".repeat(999) + "\"}"))
                        .orElseThrow()
                        .message())
                .hasSize(300);
    }

    @ParameterizedTest
    @ValueSource(ints = {1022, 1024, 1099, 1111, 1116, 1121, 1130, 1131, 1133})
    void knowsStructuralRefusals(int code) {
        assertThat(kind(400, code)).isEqualTo(RejectionKind.STRUCTURAL);
        assertThat(kind(200, code)).isEqualTo(RejectionKind.STRUCTURAL);
    }

    @ParameterizedTest
    @CsvSource({
        "400,1148,MODE",
        "400,3024,MODE",
        "401,1002,AUTHENTICATION",
        "403,1002,AUTHENTICATION",
        "400,1146,AUTHENTICATION",
        "400,1132,RETRYABLE",
        "422,0,STRUCTURAL"
    })
    void knowsOtherRefusals(int status, int code, RejectionKind expected) {
        assertThat(kind(status, code)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "400,1023",
        "400,3015",
        "200,3017",
        "400,3008",
        "400,3001",
        "400,3011",
        "400,9999",
        "400,-1",
        "400,1002",
        "400,0",
        "400,429",
        "500,1022",
        "503,1003",
        "530,1111",
        "408,1111",
        "400,1125",
        "400,3022"
    })
    void believesNothingElse(int status, int code) {
        assertThat(new VestError(status, code, "").toExchangeError(0)).isInstanceOf(OutcomeUnknown.class);
    }

    @Test
    void knowsRateLimits() {
        assertThat(VestCodec.error(429, bytes("error-rate-limited.json"))
                        .orElseThrow()
                        .toExchangeError(2_000))
                .isEqualTo(new RateLimited(2_000));
        assertThat(new VestError(400, 1003, "").toExchangeError(0)).isEqualTo(new RateLimited(0));
    }

    @ParameterizedTest
    @CsvSource({
        "3001,RETRYABLE", "3003,RETRYABLE", "3004,RETRYABLE", "3002,STRUCTURAL", "3006,STRUCTURAL", "3007,STRUCTURAL",
        "3010,STRUCTURAL", "3011,STRUCTURAL", "3018,STRUCTURAL", "3019,STRUCTURAL", "3020,STRUCTURAL",
                "3023,STRUCTURAL",
        "1148,MODE", "3024,MODE"
    })
    void knowsRefusalsThatComeAsRows(int code, RejectionKind expected) {
        assertThat(VestError.ofRow(code).orElseThrow().kind()).isEqualTo(expected);
        assertThat(VestError.ofRow(code).orElseThrow().message()).doesNotStartWith("code");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1022, 1023, 3008, 3015, 3017, 3021, 3022, 9999})
    void believesNoOtherRow(int code) {
        assertThat(VestError.ofRow(code)).isEmpty();
    }

    private static RejectionKind kind(int status, int code) {
        ExchangeError error = new VestError(status, code, "").toExchangeError(0);
        assertThat(error).isInstanceOf(Rejected.class);
        return ((Rejected) error).kind();
    }

    private static VestMessage message(String sample) throws VestFormatException {
        byte[] json = bytes(sample);
        return VestCodec.message(json, 0, json.length);
    }

    private static OrderRow row(String sample) throws VestFormatException {
        return ((VestMessage.OrderNews) message(sample)).row();
    }

    private static Object json(byte[] body) {
        return VestSamples.JSON.readTree(body);
    }

    private static Object sample(String name) {
        return VestSamples.JSON.readTree(bytes(name));
    }

    private static long e8(String decimal) {
        return FixedPoint.parse(decimal);
    }

    /// Positions are told on in this order, and it must be the same in every JVM.
    @Test
    void keepsTheOrderOfPositionsAndLeverages() throws VestFormatException {
        List<String> symbols = List.of("ZZ-PERP", "BTC-PERP", "AA-PERP", "SOL-PERP", "ETH-PERP", "XRP-PERP", "B-PERP");
        String positions = symbols.stream()
                .map(symbol -> "{\"symbol\":\"" + symbol
                        + "\",\"size\":\"1\",\"isLong\":true,\"entryPrice\":\"2\",\"unrealizedPnl\":\"0\"}")
                .collect(Collectors.joining(","));
        String leverages = symbols.stream()
                .map(symbol -> "{\"symbol\":\"" + symbol + "\",\"value\":5}")
                .collect(Collectors.joining(","));
        VestMessage.Account account = VestCodec.account(
                VestSamples.utf8("{\"address\":\"0x1\",\"collateral\":\"1\",\"totalAccountValue\":\"1\",\"positions\":["
                        + positions + "],\"leverages\":[" + leverages + "]}"));
        assertThat(account.positions().keySet()).containsExactlyElementsOf(symbols);
        assertThat(account.leverages().keySet()).containsExactlyElementsOf(symbols);
    }
}
