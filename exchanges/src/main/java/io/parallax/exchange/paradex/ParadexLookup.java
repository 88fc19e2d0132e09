package io.parallax.exchange.paradex;

import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeError.OutcomeUnknown;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.paradex.ParadexErrors.ApiError;
import io.parallax.exchange.transport.HttpResponse;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.instrument.ExchangeId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// One search for the truth about one order: among the open ones, in the history, among the fills. Says "not
/// found" only when all three were read to the end and none knows it; anything short of that is a failed
/// look-up. The busts are read too, whatever became of the order, because the stream may have lost one, of this order
/// or of an earlier one.
/// Thread: gateway loop only.
final class ParadexLookup {
    private static final int PAGES_MAX = 10;

    /// Fills are read from a little before the order was signed, whatever the clocks say.
    private static final long MARGIN_MILLIS = 10_000;

    private final ClientOrderId id;
    private final ParadexOrders orders;
    private final ParadexRest rest;
    private final ParadexCodec codec;
    private final ExchangeEventSink events;
    private final IoLoop loop;
    private final long timeoutMillis;
    private final long askedNanos;
    private final String marketFilter;
    private final List<OwnOrder> found = new ArrayList<>();
    private final List<OwnFill> fills = new ArrayList<>();

    ParadexLookup(
            ClientOrderId id,
            ParadexOrders orders,
            ParadexRest rest,
            ParadexCodec codec,
            ExchangeEventSink events,
            IoLoop loop,
            long timeoutMillis) {
        this.id = id;
        this.orders = orders;
        this.rest = rest;
        this.codec = codec;
        this.events = events;
        this.loop = loop;
        this.timeoutMillis = timeoutMillis;
        this.askedNanos = loop.nanoTime();
        this.marketFilter = orders.market(id).map(market -> "&market=" + market).orElse("");
    }

    void start() {
        get("/orders/by_client_id/" + id.text(), new Step() {
            @Override
            public void onResult(JsonNode body, HttpResponse response) throws MalformedMessageException {
                take(body);
                if (found.isEmpty()) {
                    throw new MalformedMessageException("the order that was asked for is another one");
                }
                readFills();
            }

            @Override
            public void onError(ExchangeError error, Optional<ApiError> api) {
                if (api.isPresent() && ParadexErrors.saysAbsent(api.get())) {
                    readHistory("/orders-history?client_id=" + id.text() + marketFilter, 1);
                } else {
                    super.onError(error, api);
                }
            }
        });
    }

    private void readHistory(String path, int page) {
        get(path, new Step() {
            @Override
            public void onResult(JsonNode body, HttpResponse response) throws MalformedMessageException {
                for (JsonNode row : ParadexCodec.results(body)) {
                    take(row);
                }
                Optional<String> next = ParadexCodec.nextPage(body);
                if (next.isEmpty()) {
                    readFills();
                } else if (page >= PAGES_MAX) {
                    fail(new OutcomeUnknown("more than " + PAGES_MAX + " pages of history"));
                } else {
                    readHistory(
                            "/orders-history?client_id=" + id.text() + marketFilter + "&cursor=" + encoded(next.get()),
                            page + 1);
                }
            }
        });
    }

    /// Keeps a row that is this order's; rows of others are no error.
    private void take(JsonNode row) throws MalformedMessageException {
        if (!ParadexCodec.textOrEmpty(row, "client_id").equals(id.text()) || !codec.belongsToUs(row)) {
            return;
        }
        Optional<OwnOrder> order = ParadexCodec.order(row);
        if (order.isEmpty()) {
            throw new MalformedMessageException(
                    "order status \"" + ParadexErrors.cut(ParadexCodec.textOrEmpty(row, "status")) + "\" is unknown");
        }
        found.add(order.get());
    }

    private void readFills() {
        if (!found.isEmpty() && found.stream().allMatch(order -> order.filledE8() == 0)) {
            finish();
        } else {
            readFills("", 1);
        }
    }

    /// What the exchange closed by itself is told on the way: it explains a position that no order does.
    private void takeFill(JsonNode row) throws MalformedMessageException {
        if (ParadexCodec.textOrEmpty(row, "client_id").equals(id.text())) {
            fills.add(ParadexCodec.fill(row));
        } else if (ParadexCodec.isForced(row)) {
            orders.onFillFound(ParadexCodec.fill(row), loop.nanoTime());
        }
    }

    private void readFills(String cursor, int page) {
        long from = Math.max(0, orders.signedEpochMillis(id) - MARGIN_MILLIS);
        get("/fills?start_at=" + from + marketFilter + cursor, new Step() {
            @Override
            public void onResult(JsonNode body, HttpResponse response) throws MalformedMessageException {
                for (JsonNode row : ParadexCodec.results(body)) {
                    if (codec.belongsToUs(row)) {
                        takeFill(row);
                    }
                }
                Optional<String> next = ParadexCodec.nextPage(body);
                if (next.isEmpty()) {
                    finish();
                } else if (page >= PAGES_MAX) {
                    finishWithout(new OutcomeUnknown("more than " + PAGES_MAX + " pages of fills"));
                } else {
                    readFills("&cursor=" + encoded(next.get()), page + 1);
                }
            }

            @Override
            public void onError(ExchangeError error, Optional<ApiError> api) {
                finishWithout(error);
            }
        });
    }

    private void finish() {
        long now = loop.nanoTime();
        if (found.isEmpty() && fills.isEmpty()) {
            events.onEvent(new OrderEvent.NotFound(ExchangeId.PARADEX, id, askedNanos, now));
            readBusts();
            return;
        }
        fills.forEach(fill -> orders.onFill(fill, now));
        found.forEach(order -> orders.onOrder(order, now));
        if (found.isEmpty()) {
            fail(new OutcomeUnknown("fills are known, the order is in no list yet"));
        } else {
            readBusts();
        }
    }

    /// The first page holds the newest.
    private void readBusts() {
        get("/tradebusts", new Step() {
            @Override
            public void onResult(JsonNode body, HttpResponse response) throws MalformedMessageException {
                for (JsonNode row : ParadexCodec.results(body)) {
                    if (codec.belongsToUs(row)) {
                        orders.onBust(ParadexCodec.bustedFill(row), response.receivedNanos());
                    }
                }
            }

            @Override
            public void onError(ExchangeError error, Optional<ApiError> api) {
                // That the order is nowhere was told, and stays true without the busts.
                if (!found.isEmpty()) {
                    super.onError(error, api);
                }
            }
        });
    }

    /// What was found is evidence even where the rest is missing.
    private void finishWithout(ExchangeError fillsError) {
        long now = loop.nanoTime();
        fills.forEach(fill -> orders.onFill(fill, now));
        found.forEach(order -> orders.onOrder(order, now));
        fail(fillsError);
    }

    private void fail(ExchangeError error) {
        events.onEvent(new OrderEvent.LookupFailed(ExchangeId.PARADEX, id, error, loop.nanoTime()));
    }

    private void get(String path, Step step) {
        rest.getPrivate(path, ParadexRest.Urgency.RESOLVES_DOUBT, timeoutMillis, step);
    }

    static String encoded(String cursor) {
        return URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }

    /// One call of the search; an error ends it.
    private abstract class Step implements ParadexRest.Answer {
        @Override
        public void onError(ExchangeError error, Optional<ApiError> api) {
            fail(error);
        }
    }
}
