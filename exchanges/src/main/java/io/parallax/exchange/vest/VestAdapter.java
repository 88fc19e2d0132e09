package io.parallax.exchange.vest;

import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.OrderbookSnapshot;
import io.parallax.exchange.OrderbookSource;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.instrument.ExchangeId;
import java.util.Map;
import java.util.Optional;

/// Vest behind the port that all exchanges share. Hands every call to the loop that owns the matter: the feed loop for
/// books, the gateway loop for orders and the account. The loops belong to the caller and may be one and the same.
/// Thread: any.
public final class VestAdapter implements ExchangeAdapter {
    private final IoLoop feedLoop;
    private final IoLoop gatewayLoop;
    private final OrderbookSource published;
    private final VestCounters counters = new VestCounters();
    private final VestFeed feed;
    private final VestGateway gateway;

    /// @param events news of connection, orders and account; called by both loops
    /// @param books book changes; called by the feed loop
    /// @param published where [#orderbook] looks
    public VestAdapter(
            VestConfig config,
            IoLoop feedLoop,
            IoLoop gatewayLoop,
            ExchangeEventSink events,
            BookEventSink books,
            OrderbookSource published) {
        this.feedLoop = feedLoop;
        this.gatewayLoop = gatewayLoop;
        this.published = published;
        this.gateway = new VestGateway(config, gatewayLoop, events, counters);
        this.feed = new VestFeed(config, feedLoop, events, books, counters, gateway::accountGroup);
    }

    @Override
    public ExchangeId exchangeId() {
        return ExchangeId.VEST;
    }

    @Override
    public String exchangeName() {
        return "Vest";
    }

    @Override
    public void connect() {
        gatewayLoop.execute(gateway::start);
        feedLoop.execute(feed::start);
    }

    @Override
    public void disconnect() {
        feedLoop.execute(() -> feed.stop("disconnected on request"));
        gatewayLoop.execute(() -> gateway.stop("disconnected on request"));
    }

    @Override
    public void reconnect() {
        feedLoop.execute(() -> {
            feed.stop("reconnecting on request");
            feed.start();
        });
        gatewayLoop.execute(() -> {
            gateway.stop("reconnecting on request");
            gateway.start();
        });
    }

    @Override
    public void subscribeOrderbook(String symbol, int bookIndex) {
        String checked = VestRequests.safe(symbol);
        gatewayLoop.execute(() -> gateway.watch(checked));
        feedLoop.execute(() -> feed.subscribe(checked, bookIndex));
    }

    @Override
    public void resubscribeOrderbook(String symbol) {
        feedLoop.execute(() -> feed.resubscribe(symbol));
    }

    @Override
    public void placeOrder(OrderRequest order) {
        long handedNanos = gatewayLoop.nanoTime();
        gatewayLoop.execute(() -> gateway.place(order, handedNanos));
    }

    @Override
    public void cancelOrder(ClientOrderId id) {
        gatewayLoop.execute(() -> gateway.cancel(id));
    }

    @Override
    public void queryOrder(ClientOrderId id) {
        gatewayLoop.execute(() -> gateway.queryOrder(id));
    }

    @Override
    public void queryOpenOrders() {
        gatewayLoop.execute(gateway::queryOpenOrders);
    }

    @Override
    public void queryPosition(String symbol) {
        gatewayLoop.execute(() -> gateway.queryPosition(symbol));
    }

    @Override
    public void queryBalance() {
        gatewayLoop.execute(gateway::queryBalance);
    }

    @Override
    public void setLeverage(String symbol, int leverage) {
        String checked = VestRequests.safe(symbol);
        gatewayLoop.execute(() -> gateway.setLeverage(checked, leverage));
    }

    @Override
    public void queryLeverage(String symbol) {
        gatewayLoop.execute(() -> gateway.queryLeverage(symbol));
    }

    @Override
    public Optional<OrderbookSnapshot> orderbook(String symbol) {
        return published.orderbook(ExchangeId.VEST, symbol);
    }

    @Override
    public boolean isConnected() {
        return feed.isReady() && gateway.isReady();
    }

    @Override
    public boolean isStale() {
        return feed.isStale();
    }

    /// What was counted since the start, by name. For telemetry.
    public Map<String, Long> counters() {
        return counters.snapshot();
    }

    @Override
    public void close() {
        disconnect();
    }
}
