package io.parallax.simulator.vest;

import io.parallax.simulator.core.SimulatedBook;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.core.Trade;
import io.parallax.simulator.server.ServerRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The public queries. Thread: simulator loop.
final class VestPublicRest {
    private static final int DEPTH_LIMIT = 20;
    private static final int DEPTH_LIMIT_MAX = 100;
    private static final int HISTORY_LIMIT = 1_000;

    private final SimulatedExchange exchange;
    private final VestViews views;
    private final VestHistory history;

    VestPublicRest(SimulatedExchange exchange, VestViews views, VestHistory history) {
        this.exchange = exchange;
        this.views = views;
        this.history = history;
    }

    JsonNode exchangeInfo(ServerRequest request) {
        ObjectNode node = Json.object();
        node.set("symbols", rows(request, views::symbol));
        node.set("exchange", VestViews.exchange());
        return node;
    }

    JsonNode latestTickers(ServerRequest request) {
        ObjectNode node = Json.object();
        node.set("tickers", rows(request, views::ticker));
        return node;
    }

    JsonNode dayTickers(ServerRequest request) {
        ObjectNode node = Json.object();
        node.set("tickers", rows(request, book -> views.dayTicker(book, day(book))));
        return node;
    }

    private VestHistory.Bar day(SimulatedBook book) {
        return history.bars(book.symbol(), TimeUnit.DAYS.toMillis(1)).getLast();
    }

    private ArrayNode rows(ServerRequest request, Function<SimulatedBook, JsonNode> row) {
        List<String> wanted = request.parameter("symbols")
                .map(text -> List.of(text.split(",", -1)))
                .orElse(List.of());
        for (String symbol : wanted) {
            if (exchange.book(symbol).isEmpty()) {
                throw Refusal.of(VestCode.BAD_SYMBOL);
            }
        }
        ArrayNode rows = Json.array();
        exchange.books().stream()
                .filter(book -> book.hasMark() && (wanted.isEmpty() || wanted.contains(book.symbol())))
                .forEach(book -> rows.add(row.apply(book)));
        return rows;
    }

    JsonNode depth(ServerRequest request) {
        long limit = Fields.query(request, "limit", DEPTH_LIMIT);
        if (limit < 1 || limit > DEPTH_LIMIT_MAX) {
            throw Refusal.of(VestCode.INVALID_PARAMETER);
        }
        return views.depth(book(request), (int) limit);
    }

    JsonNode trades(ServerRequest request) {
        SimulatedBook book = book(request);
        Window window = window(request);
        List<Trade> trades = window.newest(history.trades(book.symbol()), Trade::epochMillis);
        ArrayNode rows = Json.array();
        trades.forEach(trade -> rows.add(views.trade(book, trade, false)));
        return rows;
    }

    JsonNode klines(ServerRequest request) {
        SimulatedBook book = book(request);
        Window window = window(request);
        long span = interval(request);
        List<VestHistory.Bar> bars = window.newest(history.bars(book.symbol(), span), VestHistory.Bar::openMillis);
        ArrayNode rows = Json.array();
        bars.forEach(bar -> rows.add(views.bar(book, bar, false)));
        return rows;
    }

    /// The rate at the end of each interval since the start.
    JsonNode fundingHistory(ServerRequest request) {
        SimulatedBook book = book(request);
        Window window = window(request);
        List<VestHistory.Bar> bars =
                window.newest(history.bars(book.symbol(), interval(request)), VestHistory.Bar::openMillis);
        ArrayNode rows = Json.array();
        bars.forEach(bar -> rows.add(Json.object()
                .put("symbol", book.symbol())
                .put("time", bar.openMillis())
                .put("oneHrFundingRate", VestViews.fundingRate(bar.fundingRateE12()))));
        return rows;
    }

    private static long interval(ServerRequest request) {
        return VestIntervals.millis(request.parameter("interval").orElse("1m"))
                .orElseThrow(() -> Refusal.of(VestCode.INVALID_PARAMETER));
    }

    private SimulatedBook book(ServerRequest request) {
        String symbol = request.parameter("symbol")
                .orElseThrow(() -> Refusal.validation(
                        "missing", Json.array().add("query").add("symbol"), "Field required", Json.nothing()));
        return exchange.book(symbol).orElseThrow(() -> Refusal.of(VestCode.BAD_SYMBOL));
    }

    private Window window(ServerRequest request) {
        long limit = Fields.query(request, "limit", HISTORY_LIMIT);
        if (limit < 1 || limit > HISTORY_LIMIT) {
            throw Refusal.of(VestCode.INVALID_PARAMETER);
        }
        return new Window(
                Fields.query(request, "startTime", 0), Fields.query(request, "endTime", Long.MAX_VALUE), (int) limit);
    }

    /// A span of time and how many rows of it, counted back from its end.
    record Window(long startMillis, long endMillis, int limit) {
        <T> List<T> newest(List<T> rows, Function<T, Long> time) {
            List<T> within = rows.stream()
                    .filter(row -> time.apply(row) >= startMillis && time.apply(row) <= endMillis)
                    .toList();
            return within.subList(Math.max(0, within.size() - limit), within.size());
        }
    }
}
