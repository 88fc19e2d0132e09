package io.parallax.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderValuesTest {
    private static final ClientOrderId ID = new ClientOrderId("k7q2", 0x6a3f91c0L, 42, Leg.B, OrderIntent.ENTRY);
    private static final Instrument BTC = new Instrument(
            ExchangeId.VEST,
            "BTC-PERP",
            "BTC-PERP",
            FixedPoint.parse("0.01"),
            FixedPoint.parse("0.0001"),
            FixedPoint.parse("0.0001"),
            Long.MAX_VALUE,
            0,
            100,
            50,
            true);

    @Test
    void aClientOrderIdReadsAsTheCatalogueWritesIt() {
        assertThat(ID).hasToString("k7q2-6a3f91c0-000042-B-EN");
        assertThat(new ClientOrderId("k7q2", 1, 123_456_789, Leg.A, OrderIntent.OPERATOR))
                .hasToString("k7q2-00000001-123456789-A-OP");
    }

    @ParameterizedTest
    @EnumSource(OrderIntent.class)
    void aRestartedEngineReadsTheIdBack(OrderIntent intent) {
        ClientOrderId id = new ClientOrderId("ab12", 0xFFFF_FFFFL, 7, Leg.A, intent);
        assertThat(ClientOrderId.parse(id.text())).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "k7q2",
                "k7q2-6a3f91c0-42-B-EN",
                "k7q2-6a3f91c0-000042-C-EN",
                "k7q2-6a3f91c0-000042-B-XX",
                "K7q2-6a3f91c0-000042-B-EN",
                "k7q2-6a3f91c0-0000000000000000042-B-EN",
                "x-k7q2-6a3f91c0-000042-B-EN"
            })
    void anythingElseIsForeign(String text) {
        assertThat(ClientOrderId.parse(text)).isEmpty();
    }

    @Test
    void idsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new ClientOrderId("abc", 1, 1, Leg.A, OrderIntent.ENTRY))
                .hasMessageContaining("four lower-case letters or digits, found \"abc\"");
        assertThatThrownBy(() -> new ClientOrderId("abcd", 0x1_0000_0000L, 1, Leg.A, OrderIntent.ENTRY))
                .hasMessageContaining("out of range");
        assertThatThrownBy(() -> new ClientOrderId("abcd", 1, -1, Leg.A, OrderIntent.ENTRY))
                .hasMessageContaining("out of range");
    }

    @Test
    void onlySomeIntentsMayIncrease() {
        assertThat(OrderIntent.ENTRY.reducesOnly()).isFalse();
        assertThat(OrderIntent.REPAIR_COMPLETE.reducesOnly()).isFalse();
        assertThat(OrderIntent.EXIT.reducesOnly()).isTrue();
        assertThat(OrderIntent.REPAIR_UNWIND.reducesOnly()).isTrue();
    }

    private static OrderRequest order(String quantity, String limit) {
        return new OrderRequest(
                ID,
                BTC,
                Side.BUY,
                FixedPoint.parse(quantity),
                FixedPoint.parse(limit),
                TimeInForce.IMMEDIATE_OR_CANCEL,
                false,
                0);
    }

    @Test
    void anOrderCannotBeMadeWithoutAPriceBoundOrOffTheGrid() {
        assertThat(order("0.01", "100").limitPriceE8()).isEqualTo(FixedPoint.parse("100"));
        assertThatThrownBy(() -> order("0.01", "0")).hasMessageContaining("limit price must be a positive multiple");
        assertThatThrownBy(() -> order("0.01", "100.005")).hasMessageContaining("tick 0.01, found 100.005");
        assertThatThrownBy(() -> order("0.00015", "100")).hasMessageContaining("lot 0.0001, found 0.00015");
        assertThatThrownBy(() -> order("0", "100")).hasMessageContaining("quantity must be a positive multiple");
        assertThatThrownBy(() -> order("-0.01", "100")).hasMessageContaining("found -0.01");
    }

    @Test
    void onlyAnUnknownOutcomeMayBeLive() {
        assertThat(new ExchangeError.OutcomeUnknown("no answer within 1000 ms").mayBeLive())
                .isTrue();
        assertThat(new ExchangeError.NotSent("not connected").mayBeLive()).isFalse();
        assertThat(new ExchangeError.RateLimited(0).mayBeLive()).isFalse();
        assertThat(new ExchangeError.Rejected("3001", "price check failed", RejectionKind.RETRYABLE).mayBeLive())
                .isFalse();
    }

    @Test
    void errorsSpeakPlainly() {
        assertThat(new ExchangeError.RateLimited(250).description()).isEqualTo("rate limited, retry after 250 ms");
        assertThat(new ExchangeError.RateLimited(0).description()).isEqualTo("rate limited");
        assertThat(new ExchangeError.NotSent("not connected").description()).isEqualTo("not sent: not connected");
        assertThat(new ExchangeError.OutcomeUnknown("reset").description()).isEqualTo("outcome unknown: reset");
        assertThat(new ExchangeError.Rejected("1121", "bad symbol", RejectionKind.STRUCTURAL).description())
                .isEqualTo("rejected with 1121 (bad symbol)");
    }

    @Test
    void everyCommandReachesItsMethod() {
        List<String> calls = new ArrayList<>();
        ExchangeAdapter adapter = new RecordingAdapter(calls);
        ExchangeId vest = ExchangeId.VEST;
        for (ExchangeCommand command : List.of(
                new ExchangeCommand.PlaceOrder(order("0.01", "100")),
                new ExchangeCommand.CancelOrder(vest, ID),
                new ExchangeCommand.QueryOrder(vest, ID),
                new ExchangeCommand.QueryPosition(vest, "BTC-PERP"),
                new ExchangeCommand.QueryBalance(vest),
                new ExchangeCommand.QueryOpenOrders(vest),
                new ExchangeCommand.SetLeverage(vest, "BTC-PERP", 3),
                new ExchangeCommand.QueryLeverage(vest, "BTC-PERP"),
                new ExchangeCommand.Resubscribe(vest, "BTC-PERP"))) {
            assertThat(command.exchange()).isEqualTo(vest);
            adapter.execute(command);
        }
        assertThat(calls)
                .containsExactly(
                        "place",
                        "cancel",
                        "order",
                        "position",
                        "balance",
                        "open orders",
                        "leverage 3",
                        "leverage",
                        "resubscribe");
    }

    @Test
    void positionsAndStatusesKnowWhatTheyAre() {
        assertThat(PositionInfo.flat("BTC-PERP").isFlat()).isTrue();
        assertThat(new PositionInfo("BTC-PERP", -1, 1, 0).isFlat()).isFalse();
        assertThat(OrderStatus.OPEN.terminal()).isFalse();
        assertThat(OrderStatus.REJECTED.terminal()).isTrue();
    }

    private record RecordingAdapter(List<String> calls) implements ExchangeAdapter {
        @Override
        public ExchangeId exchangeId() {
            return ExchangeId.VEST;
        }

        @Override
        public String exchangeName() {
            return "Vest";
        }

        @Override
        public void connect() {}

        @Override
        public void disconnect() {}

        @Override
        public void reconnect() {}

        @Override
        public void subscribeOrderbook(String symbol, int bookIndex) {}

        @Override
        public void resubscribeOrderbook(String symbol) {
            calls.add("resubscribe");
        }

        @Override
        public void placeOrder(OrderRequest order) {
            calls.add("place");
        }

        @Override
        public void cancelOrder(ClientOrderId id) {
            calls.add("cancel");
        }

        @Override
        public void queryOrder(ClientOrderId id) {
            calls.add("order");
        }

        @Override
        public void queryOpenOrders() {
            calls.add("open orders");
        }

        @Override
        public void queryPosition(String symbol) {
            calls.add("position");
        }

        @Override
        public void queryBalance() {
            calls.add("balance");
        }

        @Override
        public void setLeverage(String symbol, int leverage) {
            calls.add("leverage " + leverage);
        }

        @Override
        public void queryLeverage(String symbol) {
            calls.add("leverage");
        }

        @Override
        public Optional<OrderbookSnapshot> orderbook(String symbol) {
            return Optional.empty();
        }

        @Override
        public boolean isConnected() {
            return false;
        }

        @Override
        public boolean isStale() {
            return true;
        }

        @Override
        public void close() {}
    }
}
