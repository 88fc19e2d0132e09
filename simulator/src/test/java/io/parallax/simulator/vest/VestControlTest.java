package io.parallax.simulator.vest;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.instrument.Side;
import io.parallax.simulator.core.EndReason;
import io.parallax.simulator.core.ExchangeControl;
import io.parallax.simulator.core.NewOrder;
import io.parallax.simulator.core.NewOrder.Instruction;
import io.parallax.simulator.core.OrderVerdict;
import io.parallax.simulator.core.ReadLags;
import io.parallax.simulator.core.TradingMode;
import io.parallax.simulator.vest.VestWorld.Client;
import io.parallax.units.FixedPoint;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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

    // Orders that go wrong.

    private void judge(OrderVerdict verdict) {
        control.judge(order -> verdict);
    }

    @Test
    void tellsEveryCodeWithWhichTheEngineRejects() {
        world.register();
        Map<EndReason, Integer> codes = Map.ofEntries(
                Map.entry(EndReason.PRICE_CHECK_FAILED, 3001),
                Map.entry(EndReason.INSUFFICIENT_MARGIN, 3002),
                Map.entry(EndReason.PRICE_STALE, 3003),
                Map.entry(EndReason.ORDER_STALE, 3004),
                Map.entry(EndReason.IN_LIQUIDATION, 3007),
                Map.entry(EndReason.DELEVERAGED, 3008),
                Map.entry(EndReason.POSITION_LIMIT, 3010),
                Map.entry(EndReason.LIMIT_INVALID, 3011),
                Map.entry(EndReason.DUPLICATE, 3015),
                Map.entry(EndReason.REDUCE_ONLY_INCREASES, 3018),
                Map.entry(EndReason.REDUCE_ONLY_EXCEEDS_POSITION, 3019),
                Map.entry(EndReason.UNKNOWN_INSTRUMENT, 3023),
                Map.entry(EndReason.HALTED, 3024));
        codes.forEach((reason, code) -> {
            judge(OrderVerdict.refused(reason));
            String id = world.placed(world.order("MARKET", true, "0.0300", "91000.00"));
            assertThat(world.row(id).path("code").asInt()).as("%s", reason).isEqualTo(code);
        });
    }

    @Test
    void tellsAPartialFillAndAnOverfill() {
        world.register();
        Client client = world.connectPrivately();
        judge(OrderVerdict.NONE.withFillMaxE8(FixedPoint.parse("0.01")));
        String part = world.placed(world.order("MARKET", true, "0.0300", "91000.00"));
        assertThat(client.statuses()).containsExactly("NEW", "PARTIALLY_FILLED", "CANCELLED");
        assertThat(world.row(part).path("lastFilledSize").asString()).isEqualTo("0.0100");

        judge(OrderVerdict.NONE.withOverfillE8(FixedPoint.parse("0.02")));
        String over = world.placed(world.order("MARKET", true, "0.0300", "91000.00"));
        assertThat(world.row(over).path("status").asString()).isEqualTo("FILLED");
        assertThat(world.row(over).path("fees").asString()).isEqualTo("0.450099");
        assertThat(position().path("size").asString()).isEqualTo("0.0600");
    }

    private JsonNode position() {
        return world.get("/account?time=1").body().path("positions").path(0);
    }

    @Test
    void sendsReportsTwiceOrTheLastFirst() {
        world.register();
        Client client = world.connectPrivately();
        judge(OrderVerdict.NONE.withReports(OrderVerdict.Reports.TWICE));
        world.placed(world.order("MARKET", true, "0.0300", "91000.00"));
        assertThat(client.statuses()).containsExactly("NEW", "NEW", "FILLED", "FILLED");

        client.messages.clear();
        judge(OrderVerdict.NONE.withReports(OrderVerdict.Reports.REVERSED));
        world.placed(world.order("MARKET", true, "0.0300", "91000.00"));
        assertThat(client.statuses()).containsExactly("FILLED", "NEW");

        client.messages.clear();
        world.placed(world.order("LIMIT", true, "0.0300", "80000.00"));
        assertThat(client.statuses()).isEmpty();
        world.loop.advanceMillis(1_000);
        assertThat(client.statuses()).containsExactly("NEW");
    }

    @Test
    void showsAnOrderThatAHumanSentByAnotherWay() {
        world.register();
        Client client = world.connectPrivately();
        world.exchange.submit(
                NewOrder.limit(
                        "0xabc",
                        "",
                        world.primary.address().toString(),
                        SYMBOL,
                        Side.BUY,
                        Instruction.GTC,
                        FixedPoint.parse("0.05"),
                        FixedPoint.parse("91000"),
                        false),
                0);
        world.loop.runReady();

        assertThat(client.statuses()).contains("NEW", "FILLED");
        assertThat(world.row("0xabc").path("size").asString()).isEqualTo("0.0500");
    }

    // Money.

    private String account() {
        return world.primary.address().toString();
    }

    private JsonNode ticker() {
        return world.get("/ticker/latest?symbols=BTC-PERP")
                .body()
                .path("tickers")
                .path(0);
    }

    @Test
    void showsFundingInTickerPositionOrderAndAccount() {
        world.quotes("59999.99", "60000.01");
        world.register();
        Client client = world.connectPrivately();
        world.placed(world.order("MARKET", true, "0.5000", "61000.00"));
        control.funding(SYMBOL, 37_500_000, 1_000);
        world.loop.advanceMillis(60_000);

        assertThat(ticker().path("oneHrFundingRate").asString()).isEqualTo("0.000038");
        assertThat(ticker().path("cumFunding").asString()).isEqualTo("0.037500000000");
        assertThat(position().path("entryFunding").asString()).isEqualTo("0.000000000000");
        // 0.5 × (60000 − 60000.01) and 0.5 × 0.0375 of funding
        assertThat(position().path("unrealizedPnl").asString()).isEqualTo("-0.023750");
        assertThat(position().path("settledFunding").asString()).isEqualTo("0.000000");

        String close = world.placed(world.order("MARKET", false, "0.5000", "59000.00"));

        assertThat(client.orderEvents().getLast().path("cumFunding").asString()).isEqualTo("-0.018750");
        assertThat(world.row(close).path("settledFunding").asString()).isEqualTo("-0.018750");
        // −0.01 of price, −3 of fees, −0.01875 of funding
        assertThat(world.row(close).path("realizedPnl").asString()).isEqualTo("-3.028750");
        JsonNode account = world.get("/account?time=1").body();
        assertThat(account.path("collateral").asString()).isEqualTo("9993.971250");
        world.quotes("59999.99", "60000.01");
        JsonNode history = world.get("/funding/history?symbol=BTC-PERP").body();
        assertThat(history.get(history.size() - 1).path("oneHrFundingRate").asString())
                .isEqualTo("0.000038");
    }

    @Test
    void showsMarkAndIndexApartFromTheQuotes() {
        control.deviate(SYMBOL, 10_000, -10_000);
        world.quotes("59999.99", "60000.01");
        assertThat(ticker().path("markPrice").asString()).isEqualTo("60600.00");
        assertThat(ticker().path("indexPrice").asString()).isEqualTo("59400.00");
        world.register();
        world.placed(world.order("MARKET", true, "0.5000", "61000.00"));
        // Half of the index at leverage 50.
        assertThat(position().path("initMargin").asString()).isEqualTo("594.000000");
        assertThat(position().path("markPrice").asString()).isEqualTo("60600.00");
    }

    @Test
    void tellsALiquidationAsAnOrderOfItsOwnType() {
        world.register();
        Client client = world.connectPrivately();
        world.placed(world.order("MARKET", true, "0.0300", "91000.00"));
        String pending = world.placed(world.order("LIMIT", true, "0.0300", "80000.00"));
        client.messages.clear();

        control.liquidate(account(), SYMBOL, 400_000);
        world.loop.runReady();

        assertThat(client.statuses()).containsExactly("CANCELLED", "FILLED");
        JsonNode event = client.orderEvents().getLast();
        assertThat(event.path("orderType").asString()).isEqualTo("LIQUIDATION");
        assertThat(event.path("isBuy").asBoolean()).isFalse();
        assertThat(event.path("lastFilledSize").asString()).isEqualTo("0.0120");
        JsonNode row = world.row(event.path("id").asString());
        assertThat(row.path("orderType").asString()).isEqualTo("LIQUIDATION");
        assertThat(row.path("status").asString()).isEqualTo("FILLED");
        assertThat(row.path("id").asString()).hasSize(66);
        assertThat(world.row(pending).path("status").asString()).isEqualTo("CANCELLED");
        assertThat(position().path("size").asString()).isEqualTo("0.0180");
        String refused = world.placed(world.order("MARKET", true, "0.0300", "91000.00"));
        assertThat(world.row(refused).path("code").asInt()).isEqualTo(3007);
    }

    @Test
    void deleveragesSettlesAndDelists() {
        world.register();
        world.placed(world.order("MARKET", true, "0.0300", "91000.00"));
        control.deleverage(account(), SYMBOL, 500_000, FixedPoint.parse("95000"));
        world.loop.runReady();
        assertThat(position().path("size").asString()).isEqualTo("0.0150");

        control.settle(SYMBOL, FixedPoint.parse("90000"), 0);
        world.loop.runReady();
        assertThat(symbol().path("tradingStatus").asString()).isEqualTo("HALT");
        assertThat(position().isMissingNode()).isTrue();
        control.delist(SYMBOL);
        assertThat(world.get("/exchangeInfo?symbols=BTC-PERP").code()).isEqualTo(1121);
        assertThat(world.get("/account?time=1").status()).isEqualTo(200);
        assertThat(world.get("/orders?time=1").body()).hasSize(3);
    }

    @Test
    void tellsTransfersAndPhantoms() {
        world.register();
        Client client = world.connectPrivately();
        control.transfer(account(), FixedPoint.parse("-2500"));
        world.loop.runReady();
        assertThat(client.messages.getLast())
                .contains("\"event\":\"TRANSFER\"", "\"transferType\":\"WITHDRAW\"", "\"amount\":\"2500.000000\"");
        control.phantom(account(), FixedPoint.parse("-6000"));
        JsonNode account = world.get("/account?time=1").body();
        assertThat(account.path("collateral").asString()).isEqualTo("7500.000000");
        assertThat(account.path("totalAccountValue").asString()).isEqualTo("1500.000000");
    }

    @Test
    void rollsBackOrdersAndPosition() {
        world.register();
        world.placed(world.order("MARKET", true, "0.0300", "91000.00"));
        world.loop.advanceMillis(5_000);
        String later = world.placed(world.order("MARKET", false, "0.0500", "89000.00"));
        assertThat(position().path("isLong").asBoolean()).isFalse();

        control.rollBack(TimeUnit.SECONDS.toNanos(2));
        world.loop.runReady();

        assertThat(position().path("isLong").asBoolean()).isTrue();
        assertThat(position().path("size").asString()).isEqualTo("0.0300");
        assertThat(world.row(later).isMissingNode()).isTrue();
    }

    // Answers that lag.

    @Test
    void letsAccountAndOrdersLagAndForgets() {
        world.register();
        String old = world.placed(world.order("MARKET", true, "0.0300", "91000.00"));
        control.lags(ReadLags.NONE
                .withPositionsNanos(TimeUnit.SECONDS.toNanos(5))
                .withOrdersNanos(TimeUnit.SECONDS.toNanos(2)));
        String id = world.placed(world.order("MARKET", true, "0.0100", "91000.00"));
        world.loop.advanceMillis(1_999);
        assertThat(world.row(id).isMissingNode()).isTrue();
        world.loop.advanceMillis(2);
        assertThat(world.row(id).path("status").asString()).isEqualTo("FILLED");
        assertThat(position().path("size").asString()).isEqualTo("0.0300");
        world.loop.advanceMillis(3_000);
        assertThat(position().path("size").asString()).isEqualTo("0.0400");

        control.lags(ReadLags.NONE.withEndedOrdersMax(1));
        assertThat(world.row(old).isMissingNode()).isTrue();
        assertThat(world.get("/orders?time=1").body()).hasSize(1);
        control.lags(ReadLags.NONE.withFreshOrdersNanos(TimeUnit.SECONDS.toNanos(1)));
        ObjectNode fresh = world.order("MARKET", true, "0.0100", "91000.00");
        world.placed(fresh);
        String byNonce = "/orders?time=1&nonce=" + fresh.path("nonce").asLong();
        assertThat(world.get(byNonce).body()).isEmpty();
        world.loop.advanceMillis(1_000);
        assertThat(world.get(byNonce).body()).hasSize(1);
    }
}
