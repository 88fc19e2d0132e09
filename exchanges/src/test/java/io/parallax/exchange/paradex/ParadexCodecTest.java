package io.parallax.exchange.paradex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.parallax.exchange.AccountEvent.Margin;
import io.parallax.exchange.AccountEvent.MarginMode;
import io.parallax.exchange.OrderStatus;
import io.parallax.exchange.PositionInfo;
import io.parallax.exchange.RejectionKind;
import io.parallax.exchange.paradex.ParadexCodec.LoginToken;
import io.parallax.exchange.paradex.ParadexConfig.FeeProfile;
import io.parallax.exchange.paradex.ParadexSbe.Shape;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ParadexCodecTest {
    private static final String ACCOUNT = "0x129c135ed63df9353885e292be4426b8ed6122b13c6c0e1bb787288a1f5adfa";
    private static final long NOW = 1_795_305_609_001L;

    private final ParadexCodec codec = new ParadexCodec(ACCOUNT);

    @Test
    void readsWhatTheSessionStartsWith() throws Exception {
        assertThat(ParadexCodec.chainId(Samples.json("rest-system-config-testnet.recorded.json")))
                .isEqualTo("PRIVATE_SN_POTC_SEPOLIA");
        assertThat(ParadexCodec.serverEpochMillis(Samples.json("rest-system-time.recorded.json")))
                .isEqualTo(1_721_281_853_309L);
        assertThat(ParadexCodec.systemState(Samples.json("rest-system-state.recorded.json")))
                .isEqualTo("ok");
    }

    @Test
    void readsInstrumentsWithTheirRules() throws Exception {
        List<Instrument> instruments = instruments("rest-markets-2026.made.json", OptionalLong.empty());
        assertThat(instruments)
                .containsExactly(new Instrument(
                        ExchangeId.PARADEX,
                        "BTC-PERP",
                        "BTC-USD-PERP",
                        10_000_000L,
                        1_000L,
                        1_000L,
                        100 * FixedPoint.ONE,
                        10 * FixedPoint.ONE,
                        450,
                        50,
                        true,
                        8 * 3_600_000L));
        assertThat(instruments("rest-markets-2026.made.json", OptionalLong.of(350))
                        .getFirst()
                        .takerFeePpm())
                .isEqualTo(350);
    }

    @Test
    void takesTheDefaultFeeWhereNobodyTellsOne() throws Exception {
        Instrument instrument =
                instruments("rest-markets.recorded.json", OptionalLong.empty()).getFirst();
        assertThat(instrument.takerFeePpm()).isEqualTo(450);
        assertThat(instrument.notionalMinE8()).isEqualTo(500 * FixedPoint.ONE);
        assertThat(instrument.tradable()).isTrue();
    }

    @Test
    void leavesOutInstrumentsThatItCannotReadAndOthersThanPerpetuals() throws Exception {
        JsonNode markets = Samples.json("rest-markets-2026.made.json");
        ObjectNode bad = (ObjectNode) markets.get("results").get(0).deepCopy();
        bad.put("symbol", "ETH-USD-PERP").put("price_tick_size", "0");
        ObjectNode option = (ObjectNode) markets.get("results").get(0).deepCopy();
        option.put("symbol", "BTC-USD-26DEC26-100000-C").put("asset_kind", "OPTION");
        ObjectNode quotesOnly = (ObjectNode) markets.get("results").get(0).deepCopy();
        quotesOnly.put("symbol", "SOL-USD-PERP").put("trading_mode", "RFQ_ONLY");
        ObjectNode expired = (ObjectNode) markets.get("results").get(0).deepCopy();
        expired.put("symbol", "XRP-USD-PERP").put("expiry_at", NOW);
        ((ArrayNode) markets.get("results"))
                .add(bad)
                .add(option)
                .add(quotesOnly)
                .add(expired);
        List<String> told = new ArrayList<>();

        List<Instrument> instruments = ParadexCodec.instruments(
                markets, OptionalLong.empty(), FeeProfile.PRO, NOW, (symbol, reason) -> told.add(symbol));

        assertThat(instruments)
                .extracting(Instrument::symbol)
                .containsExactly("BTC-USD-PERP", "SOL-USD-PERP", "XRP-USD-PERP");
        assertThat(instruments).extracting(Instrument::tradable).containsExactly(true, false, false);
        assertThat(told).containsExactly("ETH-USD-PERP");
        assertThatThrownBy(() -> ParadexCodec.instruments(
                        json("{\"results\":[]}"), OptionalLong.empty(), FeeProfile.PRO, NOW, (symbol, reason) -> {}))
                .isInstanceOf(MalformedMessageException.class);
    }

    private static List<Instrument> instruments(String sample, OptionalLong fee) throws MalformedMessageException {
        return ParadexCodec.instruments(Samples.json(sample), fee, FeeProfile.PRO, NOW, (symbol, reason) -> {
            throw new AssertionError(symbol + ": " + reason);
        });
    }

    @Test
    void readsTheAccountsOwnFee() throws Exception {
        assertThat(codec.takerFeePpm(Samples.json("rest-account-info.made.json")))
                .isEqualTo(OptionalLong.of(450));
        assertThat(new ParadexCodec("0x1").takerFeePpm(Samples.json("rest-account-info.made.json")))
                .isEqualTo(OptionalLong.empty());
        assertThatThrownBy(() -> codec.takerFeePpm(json("{\"results\":[{\"fees\":{\"taker_rate\":\"0.2\"}}]}")))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("taker_rate");
    }

    @Test
    void readsALoginWithItsOwnLife() throws Exception {
        LoginToken token = ParadexCodec.loginToken(Samples.json("rest-auth-response.made.json"), 1_000_000);
        assertThat(token.lifeMillis()).isEqualTo(300_000);
        assertThat(token.leftMillis(10_001_000_000L)).isEqualTo(290_000);
        assertThat(token.toString()).doesNotContain(token.text());
        assertThat(ParadexCodec.loginToken(json("{\"jwt_token\":\"opaque\"}"), 0)
                        .lifeMillis())
                .isEqualTo(300_000);
        assertThat(ParadexCodec.loginToken(json("{\"jwt_token\":\"a.!!.c\"}".replace("!!", "AA")), 0)
                        .lifeMillis())
                .isEqualTo(300_000);
        for (String bad :
                new String[] {"{}", "{\"jwt_token\":\"\"}", "{\"jwt_token\":5}", "{\"jwt_token\":\"a\\nb\"}"}) {
            assertThatThrownBy(() -> ParadexCodec.loginToken(json(bad), 0))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ws-order-update-open.made.json, OPEN, 0",
        "ws-order-update-filled.made.json, FILLED, 0.01",
        "ws-order-update-ioc-remainder.made.json, CANCELLED, 0.006",
        "ws-order-update-rejected-margin.made.json, REJECTED, 0",
    })
    void readsOrderUpdates(String sample, OrderStatus status, String filled) throws Exception {
        OwnOrder order = ParadexCodec.order(data(sample)).orElseThrow();
        assertThat(order.status()).isEqualTo(status);
        assertThat(order.filledE8()).isEqualTo(FixedPoint.parse(filled));
        assertThat(order.clientId()).isEqualTo("arb-000017");
        assertThat(codec.belongsToUs(data(sample))).isTrue();
    }

    @Test
    void tellsWhyAnOrderEnded() throws Exception {
        assertThat(ParadexCodec.order(data("ws-order-update-rejected-margin.made.json"))
                        .orElseThrow()
                        .reason())
                .hasValueSatisfying(reason -> {
                    assertThat(reason.code()).isEqualTo("NOT_ENOUGH_MARGIN");
                    assertThat(reason.kind()).isEqualTo(RejectionKind.STRUCTURAL);
                });
        assertThat(ParadexCodec.order(data("ws-order-update-filled.made.json"))
                        .orElseThrow()
                        .reason())
                .isEmpty();
    }

    @Test
    void readsOrdersOfRest() throws Exception {
        OwnOrder created = ParadexCodec.order(Samples.json("rest-order-create-response-201.made.json"))
                .orElseThrow();
        assertThat(created.state()).isEqualTo(OwnOrder.State.NEW);
        assertThat(created.status()).isEqualTo(OrderStatus.OPEN);
        OwnOrder old =
                ParadexCodec.order(first("rest-orders-history.recorded.json")).orElseThrow();
        assertThat(old.status()).isEqualTo(OrderStatus.REJECTED);
        assertThat(old.clientId()).isEmpty();
        OwnOrder open = ParadexCodec.order(first("rest-open-orders.made.json")).orElseThrow();
        assertThat(open.market()).isEqualTo("ETH-USD-PERP");
        assertThat(codec.belongsToUs(first("rest-open-orders.made.json"))).isFalse();
        assertThat(ParadexCodec.order(Samples.json("ws-order-create-reply.made.json")
                        .get("result")
                        .get("order")))
                .contains(created);
    }

    @ParameterizedTest
    @CsvSource({
        "sbe-order-new-v1.made.json, OPEN, 0",
        "sbe-order-new-v2.made.json, OPEN, 0",
        "sbe-order-longer-block-v2.made.json, OPEN, 0",
        "sbe-order-v2-without-request-info.made.json, OPEN, 0",
        "sbe-order-modify-rejected-v2.made.json, OPEN, 0",
        "sbe-order-closed-filled-v2.made.json, FILLED, 0.01",
        "sbe-order-market-v2.made.json, FILLED, 0.01",
        "sbe-order-closed-ioc-remainder-v2.made.json, CANCELLED, 0.006",
        "sbe-order-closed-margin-v1.made.json, REJECTED, 0",
    })
    void readsBinaryOrderUpdates(String sample, OrderStatus status, String filled) throws Exception {
        ParadexSbe sbe = frame(sample);
        OwnOrder order = ParadexCodec.order(sbe).orElseThrow();
        assertThat(order.status()).isEqualTo(status);
        assertThat(order.filledE8()).isEqualTo(FixedPoint.parse(filled));
        assertThat(codec.belongsToUs(sbe, SbeTemplate.Order.ACCOUNT)).isTrue();
        assertThat(new ParadexCodec("0x129c").belongsToUs(sbe, SbeTemplate.Order.ACCOUNT))
                .isFalse();
    }

    @Test
    void readsTheSameOrderFromJsonAndBinary() throws Exception {
        assertThat(ParadexCodec.order(frame("sbe-order-closed-ioc-remainder-v2.made.json")))
                .isEqualTo(ParadexCodec.order(data("ws-order-update-ioc-remainder.made.json")));
    }

    @Test
    void readsTheSameFillFromJsonBinaryAndRest() throws Exception {
        OwnFill fill = ParadexCodec.fill(data("ws-fill.made.json"));
        assertThat(fill)
                .isEqualTo(new OwnFill(
                        "8615262148007718462",
                        "FILL",
                        "1795305609016201709277900000",
                        "arb-000017",
                        "BTC-USD-PERP",
                        FixedPoint.parse("67629.6"),
                        1_000_000,
                        30_433_365,
                        0,
                        "USDC",
                        1_795_305_609_016L));
        assertThat(ParadexCodec.fill(first("rest-fills.made.json"))).isEqualTo(fill);
        OwnFill binary = ParadexCodec.fill(frame("sbe-fill-taker-v2.made.json"));
        assertThat(binary.key()).isEqualTo(fill.key());
        assertThat(binary.priceE8()).isEqualTo(fill.priceE8());
        assertThat(binary.sizeE8()).isEqualTo(fill.sizeE8());
        assertThat(binary.feeE8()).isEqualTo(fill.feeE8());
        assertThat(ParadexCodec.fill(frame("sbe-fill-taker-v1.made.json")).feeIsInQuoteCurrency())
                .isTrue();
        assertThat(ParadexCodec.fill(data("ws-fill-fastfill.made.json")).feeE8())
                .isEqualTo(21_303_356);
        assertThat(ParadexCodec.fill(frame("sbe-fill-fastfill-v2.made.json")).feeE8())
                .isEqualTo(21_303_356);
    }

    @Test
    void keepsFillsOfOtherTypesApart() throws Exception {
        OwnFill transfer = ParadexCodec.fill(frame("sbe-fill-transfer-v2.made.json"));
        assertThat(transfer.key()).isEqualTo("UNWIND_TRANSFER:8615262148007718462");
        assertThat(transfer.orderId()).isEmpty();
        assertThat(transfer.clientId()).isEmpty();
    }

    @Test
    void readsPositionsWithTheirSign() throws Exception {
        PositionInfo expected = new PositionInfo(
                "BTC-USD-PERP",
                -34_500_000,
                FixedPoint.parse("29004.1"),
                FixedPoint.parse("-123.23"),
                FixedPoint.parse("41000"));
        assertThat(ParadexCodec.position(data("ws-position.made.json"))).isEqualTo(expected);
        assertThat(ParadexCodec.position(frame("sbe-position-short-v1.made.json")))
                .isEqualTo(expected);
        PositionInfo recorded = ParadexCodec.position(first("rest-positions.recorded.json"));
        assertThat(recorded.quantityE8()).isEqualTo(3 * FixedPoint.ONE);
        assertThat(recorded.liquidationPriceE8()).as("an empty text").isZero();
        ObjectNode node = (ObjectNode) data("ws-position.made.json");
        assertThat(ParadexCodec.position(node.put("size", "0.345")).quantityE8())
                .isEqualTo(-34_500_000);
        assertThat(ParadexCodec.position(node.put("status", "CLOSED"))).isEqualTo(PositionInfo.flat("BTC-USD-PERP"));
        node.put("status", "OPEN");
        assertThatThrownBy(() -> ParadexCodec.position(node.put("size", "-1").put("side", "LONG")))
                .isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> ParadexCodec.position(node.put("side", "BOTH")))
                .isInstanceOf(MalformedMessageException.class);
        assertThat(ParadexCodec.position(node.put("size", "0"))).isEqualTo(PositionInfo.flat("BTC-USD-PERP"));
    }

    @Test
    void rejectsABinaryPositionWithoutADirection() {
        byte[] bytes = HexFormat.of()
                .parseHex(Samples.json("sbe-position-short-v1.made.json")
                        .get("hex")
                        .stringValue());
        bytes[8 + SbeTemplate.Position.SIDE.offset()] = (byte) 254;
        ParadexSbe sbe = new ParadexSbe();
        assertThat(sbe.wrap(bytes, 0, bytes.length)).isEqualTo(Shape.KNOWN);
        assertThatThrownBy(() -> ParadexCodec.position(sbe)).isInstanceOf(MalformedMessageException.class);
        bytes[8 + SbeTemplate.Position.SIZE.offset() + 7] = (byte) 0x80;
        assertThatThrownBy(() -> ParadexCodec.position(sbe)).isInstanceOf(MalformedMessageException.class);
        bytes[8 + SbeTemplate.Position.SIZE.offset() + 7] = 0;
        bytes[8 + SbeTemplate.Position.STATUS.offset()] = 2;
        assertThat(catchThrowable(() -> ParadexCodec.position(sbe))).isNull();
    }

    @Test
    void readsMoney() throws Exception {
        assertThat(ParadexCodec.cashE8(Samples.json("rest-balance.made.json")))
                .isEqualTo(FixedPoint.parse("123003.62047353"));
        assertThat(ParadexCodec.equityE8(Samples.json("rest-account.made.json")))
                .isEqualTo(FixedPoint.parse("136285.06918911"));
        assertThat(ParadexCodec.margin(Samples.json("rest-account.made.json")))
                .contains(new Margin(3_159_725_239_676L, 7_327_647_229_774L));
        ObjectNode bare = (ObjectNode) Samples.json("rest-account.made.json");
        bare.remove("free_collateral");
        assertThat(ParadexCodec.margin(bare)).isEmpty();
        assertThat(ParadexCodec.equityE8(data("ws-account.made.json"))).isEqualTo(13_628_506_918_911L);
        assertThat(ParadexCodec.cashE8(json("{\"results\":[]}"))).isZero();
        assertThat(ParadexCodec.equityE8(json("{\"account_value\":\"1.123456785\"}")))
                .isEqualTo(112_345_678);
        assertThatThrownBy(() -> ParadexCodec.cashE8(json("{}"))).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void readsLeverageAndBusts() throws Exception {
        JsonNode margin =
                json("{\"account\":\"" + ACCOUNT + "\",\"configs\":[{\"market\":\"ETH-USD-PERP\",\"leverage\":5},"
                        + "{\"market\":\"BTC-USD-PERP\",\"leverage\":10,\"margin_type\":\"CROSS\"}]}");
        assertThat(ParadexCodec.leverage(margin, "BTC-USD-PERP")).isEqualTo(10);
        assertThatThrownBy(() -> ParadexCodec.leverage(margin, "SOL-USD-PERP"))
                .isInstanceOf(MalformedMessageException.class);
        assertThat(ParadexCodec.marginMode(margin, "BTC-USD-PERP")).isEqualTo(MarginMode.CROSS);
        assertThat(ParadexCodec.marginMode(margin, "ETH-USD-PERP")).isEqualTo(MarginMode.UNTOLD);
        assertThat(ParadexCodec.marginMode(margin, "SOL-USD-PERP")).isEqualTo(MarginMode.UNTOLD);
        for (String other : new String[] {"ISOLATED", "cross", "PORTFOLIO"}) {
            JsonNode changed = json("{\"configs\":[{\"market\":\"X\",\"margin_type\":\"" + other + "\"}]}");
            assertThat(ParadexCodec.marginMode(changed, "X")).as(other).isEqualTo(MarginMode.OTHER);
        }
        assertThat(ParadexCodec.bustedFill(data("ws-tradebust.made.json"))).isEqualTo("8615262148007718462");
    }

    @Test
    void knowsItsAccountWhateverTheSpelling() throws Exception {
        for (String spelling :
                new String[] {ACCOUNT, "0x000" + ACCOUNT.substring(2), ACCOUNT.toUpperCase(Locale.ROOT)}) {
            assertThat(codec.belongsToUs(json("{\"account\":\"" + spelling + "\"}")))
                    .isTrue();
        }
        assertThat(codec.belongsToUs(json("{}"))).isTrue();
        assertThat(codec.belongsToUs(json("{\"account\":\"0x1\"}"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "5", "null", "\"text\"", "{", "{}{}", "{\"a\":1}x", "<html>", "\u0000"})
    void rejectsWhatIsNotOneJsonDocument(String text) {
        assertThatThrownBy(() -> ParadexCodec.parse(ParadexCodec.utf8(text)))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void rejectsDeepNesting() {
        String deep = "[".repeat(1_000) + "]".repeat(1_000);
        assertThatThrownBy(() -> ParadexCodec.parse(ParadexCodec.utf8(deep)))
                .isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "-0",
                "1e400",
                "NaN",
                "Infinity",
                "",
                " 1",
                "1 ",
                "0.000000001",
                "99999999999999999999",
                "0x10",
                "1.2.3",
                "+1",
                "1."
            })
    void rejectsAnOrderWithABadSize(String size) throws Exception {
        ObjectNode node = (ObjectNode) data("ws-order-update-open.made.json");
        node.put("size", size);
        assertThatThrownBy(() -> ParadexCodec.order(node)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void rejectsAnOrderWithAFieldMissingOrOfAnotherType() throws Exception {
        for (String field : List.of("id", "market", "status", "size", "remaining_size")) {
            ObjectNode missing = (ObjectNode) data("ws-order-update-open.made.json");
            missing.remove(field);
            assertThatThrownBy(() -> ParadexCodec.order(missing))
                    .as(field)
                    .isInstanceOf(MalformedMessageException.class);
            ObjectNode retyped = (ObjectNode) data("ws-order-update-open.made.json");
            retyped.put(field, true);
            assertThatThrownBy(() -> ParadexCodec.order(retyped))
                    .as(field)
                    .isInstanceOf(MalformedMessageException.class);
        }
        ObjectNode more = (ObjectNode) data("ws-order-update-open.made.json");
        more.put("remaining_size", "0.02");
        assertThatThrownBy(() -> ParadexCodec.order(more)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void ignoresNewFieldsAndSkipsUnknownStates() throws Exception {
        ObjectNode node = (ObjectNode) data("ws-order-update-open.made.json");
        node.putArray("news").add(1);
        assertThat(ParadexCodec.order(node)).isPresent();
        node.put("status", "HALF_OPEN");
        assertThat(ParadexCodec.order(node)).isEmpty();
    }

    @Test
    void rejectsTimesOfOtherUnitsAndCenturies() {
        for (String bad :
                new String[] {"\"1721281853\"", "\"1721281853309000\"", "\"0000000000000\"", "\"x\"", "5.5", "null"}) {
            assertThatThrownBy(() -> ParadexCodec.serverEpochMillis(json("{\"server_time\":" + bad + "}")))
                    .as(bad)
                    .isInstanceOf(MalformedMessageException.class);
        }
        assertThatThrownBy(() -> ParadexCodec.chainId(json("{\"starknet_chain_id\":\"a b\"}")))
                .isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void neverThrowsAnythingElseOnDamagedText() {
        long seed = Long.getLong("parallax.seed", System.nanoTime());
        System.out.println("ParadexCodecTest damaged text: -Dparallax.seed=" + seed);
        Random random = new Random(seed);
        List<byte[]> samples =
                Samples.names("ws-", ".made.json").stream().map(Samples::bytes).toList();
        for (int round = 0; round < 20_000; round++) {
            byte[] text = samples.get(random.nextInt(samples.size())).clone();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(256);
            }
            readAll(text, random.nextInt(text.length + 1));
            readAll(text, text.length);
        }
    }

    private static void readAll(byte[] text, int length) {
        try {
            JsonNode data = ParadexCodec.parse(text, 0, length).path("params").path("data");
            for (Reader reader : List.<Reader>of(
                    ParadexCodec::order, ParadexCodec::fill, ParadexCodec::position, ParadexCodec::bustedFill)) {
                try {
                    reader.read(data);
                } catch (MalformedMessageException e) {
                    assertThat(e).hasMessageMatching("(?s).+");
                }
            }
        } catch (MalformedMessageException e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    /// Reads something from a message.
    private interface Reader {
        Object read(JsonNode data) throws MalformedMessageException;
    }

    private static ParadexSbe frame(String name) {
        byte[] bytes = HexFormat.of().parseHex(Samples.json(name).get("hex").stringValue());
        ParadexSbe sbe = new ParadexSbe();
        assertThat(sbe.wrap(bytes, 0, bytes.length)).isEqualTo(Shape.KNOWN);
        return sbe;
    }

    private static JsonNode data(String sample) {
        return Samples.json(sample).get("params").get("data");
    }

    private static JsonNode first(String sample) {
        return Samples.json(sample).get("results").get(0);
    }

    private static JsonNode json(String text) throws MalformedMessageException {
        return ParadexCodec.parse(ParadexCodec.utf8(text));
    }
}
