package io.parallax.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.engine.EngineSettings;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ConnectionEvent;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.OrderbookSnapshot;
import io.parallax.exchange.TimeInForce;
import io.parallax.execution.PairSettings;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatewayProxyTest {
    private static final Instrument BTC = new Instrument(
            ExchangeId.VEST, "BTC-PERP", "BTC-PERP", 1_000_000, 10_000, 10_000, Long.MAX_VALUE, 0, 100, 50, true);
    private static final ClientOrderId ID = new ClientOrderId("test", 1, 1, Leg.A, OrderIntent.ENTRY);
    private static final OrderRequest ORDER = new OrderRequest(
            ID, BTC, Side.BUY, 1_000_000, 1_000_000_000_000L, TimeInForce.IMMEDIATE_OR_CANCEL, false, 0);

    private final List<ExchangeEvent> reports = new ArrayList<>();

    @Test
    void handsEachCommandToTheAdapterOfItsExchange() {
        FakeAdapter vest = new FakeAdapter(ExchangeId.VEST, false);
        FakeAdapter paradex = new FakeAdapter(ExchangeId.PARADEX, false);
        GatewayProxy proxy = new GatewayProxy(reports::add);
        proxy.connectTo(List.of(vest, paradex));
        proxy.onCommand(new ExchangeCommand.PlaceOrder(ORDER));
        proxy.onCommand(new ExchangeCommand.QueryBalance(ExchangeId.PARADEX));
        assertThat(vest.heard).containsExactly("place " + ID);
        assertThat(paradex.heard).containsExactly("balance");
        assertThatThrownBy(() -> proxy.onCommand(new ExchangeCommand.QueryBalance(new ExchangeId("other"))))
                .hasMessageContaining("no adapter for other");
    }

    @Test
    void callsAnOrderUnknownWhenItsAdapterFails() {
        GatewayProxy proxy = new GatewayProxy(reports::add);
        proxy.connectTo(List.of(new FakeAdapter(ExchangeId.VEST, true)));
        proxy.onCommand(new ExchangeCommand.PlaceOrder(ORDER));
        proxy.onCommand(new ExchangeCommand.QueryBalance(ExchangeId.VEST));
        assertThat(reports).singleElement().satisfies(event -> {
            assertThat(event).isInstanceOf(OrderEvent.Failed.class);
            assertThat(((OrderEvent.Failed) event).error().mayBeLive()).isTrue();
        });
    }

    @Test
    void asksForTheBooksOfOurPairsOnceTheyAreListed() {
        FakeAdapter vest = new FakeAdapter(ExchangeId.VEST, false);
        PairSettings btc = PairSettings.of("btc", "BTC-PERP", ExchangeId.VEST, ExchangeId.PARADEX, 1_500, 500, 3, 1);
        PairSettings doge = PairSettings.of("doge", "DOGE-PERP", ExchangeId.PARADEX, ExchangeId.VEST, 1_500, 500, 3, 1);
        BookSubscriptions subscriptions = new BookSubscriptions(List.of(doge, btc), reports::add);
        subscriptions.connectTo(List.of(vest));
        assertThat(subscriptions.allListed()).isFalse();
        ConnectionEvent listed = new ConnectionEvent.InstrumentsListed(ExchangeId.VEST, List.of(BTC), 1);
        subscriptions.onEvent(listed);
        subscriptions.onEvent(listed);
        assertThat(vest.heard).containsExactly("book BTC-PERP as " + EngineSettings.bookIndex(1, Leg.A));
        assertThat(reports).containsExactly(listed, listed);
        assertThat(subscriptions.allListed()).isTrue();
        assertThat(subscriptions.missing()).containsExactly("DOGE-PERP on vest");
    }

    private static final class FakeAdapter implements ExchangeAdapter {
        private final ExchangeId id;
        private final boolean failing;
        private final List<String> heard = new ArrayList<>();

        FakeAdapter(ExchangeId id, boolean failing) {
            this.id = id;
            this.failing = failing;
        }

        private void hear(String what) {
            if (failing) {
                throw new IllegalStateException("broken");
            }
            heard.add(what);
        }

        @Override
        public ExchangeId exchangeId() {
            return id;
        }

        @Override
        public String exchangeName() {
            return id.name();
        }

        @Override
        public void connect() {
            hear("connect");
        }

        @Override
        public void disconnect() {
            hear("disconnect");
        }

        @Override
        public void reconnect() {
            hear("reconnect");
        }

        @Override
        public void subscribeOrderbook(String symbol, int bookIndex) {
            hear("book " + symbol + " as " + bookIndex);
        }

        @Override
        public void resubscribeOrderbook(String symbol) {
            hear("book again " + symbol);
        }

        @Override
        public void placeOrder(OrderRequest order) {
            hear("place " + order.id());
        }

        @Override
        public void cancelOrder(ClientOrderId order) {
            hear("cancel " + order);
        }

        @Override
        public void queryOrder(ClientOrderId order) {
            hear("query " + order);
        }

        @Override
        public void queryOpenOrders() {
            hear("open orders");
        }

        @Override
        public void queryPosition(String symbol) {
            hear("position " + symbol);
        }

        @Override
        public void queryBalance() {
            hear("balance");
        }

        @Override
        public void setLeverage(String symbol, int leverage) {
            hear("leverage " + leverage);
        }

        @Override
        public void queryLeverage(String symbol) {
            hear("leverage");
        }

        @Override
        public Optional<OrderbookSnapshot> orderbook(String symbol) {
            return Optional.empty();
        }

        @Override
        public boolean isConnected() {
            return true;
        }

        @Override
        public boolean isStale() {
            return false;
        }

        @Override
        public void close() {
            hear("close");
        }
    }
}
