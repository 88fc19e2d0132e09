package io.parallax.exchange.paradex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ConnectionEvent.InstrumentsListed;
import io.parallax.exchange.ExchangeError.OutcomeUnknown;
import io.parallax.exchange.OrderEvent.CancelFailed;
import io.parallax.exchange.OrderEvent.Failed;
import io.parallax.exchange.OrderEvent.Filled;
import io.parallax.exchange.OrderEvent.Updated;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.paradex.OwnOrder.Treatment;
import io.parallax.exchange.paradex.ParadexConfig.FeeProfile;
import io.parallax.exchange.paradex.ParadexConfig.OrderPath;
import io.parallax.exchange.transport.VirtualIoLoop;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// The retail fee profile: what is asked for at the login, what it costs, how long it takes, and how it is lost.
class ParadexRetailTest {
    private static final ParadexConfig RETAIL = ParadexSession.CONFIG.withFeeProfile(FeeProfile.RETAIL);
    private static final long NOW = 1_795_305_609_016L;

    private static List<String> asked(ParadexSession session, String path) {
        return session.loop.exchanges().stream()
                .map(exchange -> exchange.request().path())
                .filter(asked -> asked.startsWith(path))
                .toList();
    }

    @Test
    void asksForATokenWhoseOrdersAreRetailOrders() {
        for (ParadexConfig config : List.of(ParadexSession.CONFIG, RETAIL)) {
            ParadexSession session = new ParadexSession(config);
            session.start();
            assertThat(session.adapter.isConnected()).isTrue();
            assertThat(asked(session, "/auth/"))
                    .containsExactly("/auth/0x2c144d2f2d4fc61b6f8967f3ba0012a87d90140bcfe5a3e92e8df83258c960f"
                            + (config.feeProfile().interactive() ? "?token_usage=interactive" : ""));
        }
    }

    @Test
    void countsWithTheMarketsRetailFeeAndNotWithTheAccountsRateForProOrders() throws Exception {
        ParadexSession session = new ParadexSession(RETAIL);
        session.start();
        assertThat(session.told(InstrumentsListed.class)
                        .getLast()
                        .instruments()
                        .getFirst()
                        .takerFeePpm())
                .isZero();
        assertThat(asked(session, "/account/info")).isEmpty();
        assertThat(fee(FeeProfile.RETAIL, "0.0001", OptionalLong.of(350))).isEqualTo(100);
        assertThat(fee(FeeProfile.RETAIL, "", OptionalLong.of(350))).isZero();
        assertThat(fee(FeeProfile.PRO, "0.0001", OptionalLong.empty())).isEqualTo(450);
        assertThat(fee(FeeProfile.PRO, "0.0001", OptionalLong.of(350))).isEqualTo(350);
    }

    private static long fee(FeeProfile profile, String interactiveFee, OptionalLong own) throws Exception {
        ObjectNode markets = (ObjectNode) Samples.json("rest-markets-2026.made.json");
        ObjectNode fees = (ObjectNode) markets.at("/results/0/fee_config/interactive_fee");
        if (interactiveFee.isEmpty()) {
            fees.remove("taker_fee");
        } else {
            ((ObjectNode) fees.get("taker_fee")).put("fee", interactiveFee);
        }
        return ParadexCodec.instruments(markets, own, profile, NOW, (symbol, reason) -> {
                    throw new AssertionError(symbol + ": " + reason);
                })
                .getFirst()
                .takerFeePpm();
    }

    @Test
    void waitsForAnAnswerBehindTheSpeedBump() {
        for (OrderPath path : OrderPath.values()) {
            for (FeeProfile profile :
                    List.of(FeeProfile.PRO, FeeProfile.RETAIL, FeeProfile.RETAIL.withSpeedBumpMillis(500))) {
                ParadexSession session = ParadexSession.ready(
                        ParadexSession.CONFIG.withOrderPath(path).withFeeProfile(profile));
                session.paradex.on("POST /orders", exchange -> {});
                session.paradex.on("DELETE /orders", exchange -> {});
                ClientOrderId id = session.place();
                session.adapter.cancelOrder(id);
                session.paradex.settle();
                session.paradex.pass(950 + profile.speedBumpMillis());
                assertThat(session.told(Failed.class)).isEmpty();
                assertThat(session.told(CancelFailed.class)).isEmpty();
                session.paradex.pass(100);
                assertThat(session.told(Failed.class).getFirst().error()).isInstanceOf(OutcomeUnknown.class);
                assertThat(session.told(CancelFailed.class).getFirst().error()).isInstanceOf(OutcomeUnknown.class);
            }
        }
    }

    @Test
    void takesNoSpeedBumpThatCannotBe() {
        assertThatThrownBy(() -> FeeProfile.RETAIL.withSpeedBumpMillis(-1))
                .hasMessage("a Paradex speed bump must be 0 to 2000 ms, found -1");
        assertThatThrownBy(() -> FeeProfile.RETAIL.withSpeedBumpMillis(2_001)).hasMessageContaining("found 2001");
    }

    @Test
    void countsEachOrderThatLostTheFlagOnce() {
        ParadexSession session = ParadexSession.ready(RETAIL);
        ClientOrderId kept = session.place();
        ClientOrderId lost = session.place();
        push(session, kept, "NEW", "\"flags\":[\"REDUCE_ONLY\",\"INTERACTIVE\"]");
        push(session, kept, "OPEN", "\"request_info\":{}");
        assertThat(session.count("orders-not-retail")).isZero();
        push(session, lost, "NEW", "\"flags\":[]");
        push(session, lost, "OPEN", "\"flags\":[\"REDUCE_ONLY\"]");
        assertThat(session.count("orders-not-retail")).isEqualTo(1);
        assertThat(session.told(Updated.class))
                .as("what happens to them is told like anything")
                .hasSize(4);
    }

    @Test
    void expectsNoFlagOfProOrdersNorOfOrdersThatAreNotOurs() {
        ParadexSession pro = ParadexSession.ready();
        push(pro, pro.place(), "NEW", "\"flags\":[]");
        assertThat(pro.count("orders-not-retail")).isZero();
        ParadexSession retail = ParadexSession.ready(RETAIL);
        retail.paradex.push("orders.ALL", ScriptedParadex.order("by-hand", "OPEN", "1", "1", ""));
        assertThat(retail.count("orders-not-retail")).isZero();
        assertThat(retail.count("foreign-activity")).isEqualTo(1);
    }

    private static void push(ParadexSession session, ClientOrderId id, String status, String flags) {
        session.paradex.push(
                "orders.ALL",
                ScriptedParadex.order(id.text(), status, "0.01", "0.01", "").replace("\"flags\":[]", flags));
    }

    @Test
    void readsTheFlagOfBothEncodings() throws Exception {
        byte[] frame = HexFormat.of()
                .parseHex(Samples.json("sbe-order-new-v2.made.json").get("hex").stringValue());
        assertThat(treatment(frame)).isEqualTo(Treatment.PRO);
        frame[8 + SbeTemplate.Order.FLAGS.offset()] |= 0b1001;
        assertThat(treatment(frame)).isEqualTo(Treatment.RETAIL);
        frame[8 + SbeTemplate.Order.FLAGS.offset()] = (byte) 0b11_0111;
        assertThat(treatment(frame)).isEqualTo(Treatment.PRO);
        ObjectNode json = (ObjectNode) Samples.json("rest-order-create-response-201.made.json");
        json.putArray("flags").add("INTERACTIVE");
        assertThat(ParadexCodec.order(json).orElseThrow().treatment()).isEqualTo(Treatment.RETAIL);
        json.putArray("flags").add("MMP").add(3);
        assertThat(ParadexCodec.order(json).orElseThrow().treatment()).isEqualTo(Treatment.PRO);
        json.remove("flags");
        assertThat(ParadexCodec.order(json).orElseThrow().treatment()).isEqualTo(Treatment.UNTOLD);
    }

    private static Treatment treatment(byte[] frame) throws MalformedMessageException {
        ParadexSbe sbe = new ParadexSbe();
        assertThat(sbe.wrap(frame, 0, frame.length)).isEqualTo(ParadexSbe.Shape.KNOWN);
        return ParadexCodec.order(sbe).orElseThrow().treatment();
    }

    @Test
    void warnsOnceAMinuteAtMostAndRemembersABoundedNumberOfOrders() throws Exception {
        VirtualIoLoop loop = new VirtualIoLoop();
        ParadexCounters counters = new ParadexCounters();
        List<String> warnings = new ArrayList<>();
        LostRetail lost = new LostRetail(loop, RETAIL, counters, warnings::add);
        ParadexSession ids = new ParadexSession(RETAIL);
        OwnOrder order = ParadexCodec.order(
                        Samples.JSON.readTree(ScriptedParadex.order("any", "NEW", "0.01", "0.01", "")))
                .orElseThrow();
        for (int i = 0; i < 5_000; i++) {
            lost.onOrder(ids.nextId(), order);
        }
        assertThat(counters.get(ParadexCounters.Counter.ORDERS_NOT_RETAIL)).isEqualTo(5_000);
        assertThat(warnings).hasSize(1);
        loop.advanceMillis(59_999);
        lost.onOrder(ids.nextId(), order);
        assertThat(warnings).hasSize(1);
        loop.advanceMillis(1);
        lost.onOrder(ids.nextId(), order);
        assertThat(warnings).hasSize(2);
        assertThat(warnings.getLast()).contains("pays pro fees", "since the last warning: 5001.");
    }

    @Test
    void takesAFeeInAnotherCurrencyForTheProFeeOfAnOrderThatLostTheFlag() {
        ParadexSession session = new ParadexSession(RETAIL);
        session.start();
        OrderRequest order = session.buy(session.nextId());
        ClientOrderId id = order.id();
        session.adapter.placeOrder(new OrderRequest(
                id,
                session.instrument(),
                order.side(),
                order.quantityE8(),
                order.limitPriceE8(),
                order.timeInForce(),
                false,
                0));
        session.paradex.settle();
        session.paradex.push(
                "fills.ALL", ScriptedParadex.fill("f1", id.text(), "0.01").replace("USDC", "DIME"));
        session.paradex.push(
                "fills.ALL",
                ScriptedParadex.fill("f2", id.text(), "0.01")
                        .replace("USDC", "DIME")
                        .replace("\"0.3\"", "\"0\""));
        assertThat(session.told(Filled.class))
                .extracting(Filled::feeE8)
                .containsExactly(FixedPoint.parse("0.3043332"), 0L);
    }
}
