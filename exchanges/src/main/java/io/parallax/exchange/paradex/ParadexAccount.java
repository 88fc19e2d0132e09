package io.parallax.exchange.paradex;

import io.parallax.exchange.AccountEvent;
import io.parallax.exchange.AccountEvent.Standing;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.PositionInfo;
import io.parallax.exchange.paradex.ParadexErrors.ApiError;
import io.parallax.exchange.paradex.ParadexRest.Urgency;
import io.parallax.exchange.transport.HttpResponse;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.instrument.ExchangeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Asks for the state of the account and reports it. A failed question is reported as failed, never as zero.
/// Thread: gateway loop only.
final class ParadexAccount {
    private static final int PAGES_MAX = 10;

    private final IoLoop loop;
    private final ParadexRest rest;
    private final ParadexCodec codec;
    private final ExchangeEventSink events;
    private final long timeoutMillis;

    ParadexAccount(IoLoop loop, ParadexRest rest, ParadexCodec codec, ParadexConfig config, ExchangeEventSink events) {
        this.loop = loop;
        this.rest = rest;
        this.codec = codec;
        this.events = events;
        this.timeoutMillis = config.timings().queryReply();
    }

    void queryOpenOrders() {
        readOpenOrders(error -> fail(new ExchangeCommand.QueryOpenOrders(ExchangeId.PARADEX), error));
    }

    void queryPosition(String symbol) {
        long askedNanos = loop.nanoTime();
        var query = new ExchangeCommand.QueryPosition(ExchangeId.PARADEX, symbol);
        get("/positions", error -> fail(query, error), (body, receivedNanos) -> {
            PositionInfo position = positions(body).getOrDefault(symbol, PositionInfo.flat(symbol));
            report(position, askedNanos, receivedNanos);
        });
    }

    /// Reads open orders and positions after a connection was down, and reports them all.
    ///
    /// @param symbols reported as flat when the exchange does not list them
    /// @param whenDone told why it failed, or nothing
    void readAll(SortedSet<String> symbols, Consumer<Optional<ExchangeError>> whenDone) {
        Consumer<ExchangeError> failed = error -> whenDone.accept(Optional.of(error));
        readOpenOrders(failed, () -> {
            long askedNanos = loop.nanoTime();
            get("/positions", failed, (body, receivedNanos) -> {
                Map<String, PositionInfo> all = positions(body);
                symbols.forEach(symbol -> all.putIfAbsent(symbol, PositionInfo.flat(symbol)));
                all.values().forEach(position -> report(position, askedNanos, receivedNanos));
                readState(failed, () -> whenDone.accept(Optional.empty()));
            });
        });
    }

    private void readState(Consumer<ExchangeError> failed, Runnable whenRead) {
        get("/account", failed, (body, receivedNanos) -> {
            events.onEvent(state(ParadexCodec.textOrEmpty(body, "status"), receivedNanos));
            whenRead.run();
        });
    }

    /// Tells what was executed for the account since then, known or not: the stream was away.
    ///
    /// @param fromEpochMillis by the exchange's clock
    void readFills(long fromEpochMillis, ParadexOrders orders, Consumer<ExchangeError> failed, Runnable whenRead) {
        readFills(fromEpochMillis, "", 1, orders, failed, whenRead);
    }

    private void readFills(
            long fromEpochMillis,
            String cursor,
            int page,
            ParadexOrders orders,
            Consumer<ExchangeError> failed,
            Runnable whenRead) {
        get("/fills?start_at=" + fromEpochMillis + cursor, failed, (body, receivedNanos) -> {
            for (JsonNode row : ParadexCodec.results(body)) {
                if (codec.belongsToUs(row)) {
                    orders.onFillFound(ParadexCodec.fill(row), receivedNanos);
                }
            }
            Optional<String> next = ParadexCodec.nextPage(body);
            if (next.isEmpty()) {
                whenRead.run();
            } else if (page >= PAGES_MAX) {
                failed.accept(new ExchangeError.OutcomeUnknown("more than " + PAGES_MAX + " pages of fills"));
            } else {
                String nextCursor = "&cursor=" + ParadexLookup.encoded(next.get());
                readFills(fromEpochMillis, nextCursor, page + 1, orders, failed, whenRead);
            }
        });
    }

    /// Tells which executions were taken back, as far as they are known and it was not told: the stream was away. The
    /// first page holds the newest.
    void readBusts(ParadexOrders orders, Consumer<ExchangeError> failed, Runnable whenRead) {
        get("/tradebusts", failed, (body, receivedNanos) -> {
            for (JsonNode row : ParadexCodec.results(body)) {
                if (codec.belongsToUs(row)) {
                    orders.onBust(ParadexCodec.bustedFill(row), receivedNanos);
                }
            }
            whenRead.run();
        });
    }

    /// How the account stands, in the exchange's word for it.
    static AccountEvent.AccountState state(String status, long receivedNanos) {
        Standing standing = switch (status) {
            case "ACTIVE" -> Standing.ACTIVE;
            case "LIQUIDATION" -> Standing.IN_LIQUIDATION;
            case "RESYNC" -> Standing.RESYNC;
            default -> Standing.UNKNOWN;
        };
        return new AccountEvent.AccountState(ExchangeId.PARADEX, standing, ParadexErrors.cut(status), receivedNanos);
    }

    private Map<String, PositionInfo> positions(JsonNode body) throws MalformedMessageException {
        Map<String, PositionInfo> all = new LinkedHashMap<>();
        for (JsonNode row : ParadexCodec.results(body)) {
            if (codec.belongsToUs(row)) {
                PositionInfo position = ParadexCodec.position(row);
                all.put(position.symbol(), position);
            }
        }
        return all;
    }

    private void report(PositionInfo position, long askedNanos, long receivedNanos) {
        events.onEvent(new AccountEvent.PositionReported(ExchangeId.PARADEX, position, askedNanos, receivedNanos));
    }

    private void readOpenOrders(Consumer<ExchangeError> failed) {
        readOpenOrders(failed, () -> {});
    }

    private void readOpenOrders(Consumer<ExchangeError> failed, Runnable whenRead) {
        readOpenOrders(new OpenOrders(loop.nanoTime()), "", 1, failed, whenRead);
    }

    private void readOpenOrders(
            OpenOrders orders, String cursor, int page, Consumer<ExchangeError> failed, Runnable whenRead) {
        get("/orders" + cursor, failed, (body, receivedNanos) -> {
            for (JsonNode row : ParadexCodec.results(body)) {
                if (codec.belongsToUs(row)) {
                    orders.take(row);
                }
            }
            Optional<String> next = ParadexCodec.nextPage(body);
            if (next.isEmpty()) {
                events.onEvent(new AccountEvent.OpenOrdersReported(
                        ExchangeId.PARADEX, orders.own, orders.foreign, orders.askedNanos, receivedNanos));
                whenRead.run();
            } else if (page >= PAGES_MAX) {
                failed.accept(new ExchangeError.OutcomeUnknown("more than " + PAGES_MAX + " pages of open orders"));
            } else {
                String nextCursor = "?cursor=" + ParadexLookup.encoded(next.get());
                readOpenOrders(orders, nextCursor, page + 1, failed, whenRead);
            }
        });
    }

    void queryBalance() {
        long askedNanos = loop.nanoTime();
        var query = new ExchangeCommand.QueryBalance(ExchangeId.PARADEX);
        get("/balance", error -> fail(query, error), (balances, _) -> {
            long cashE8 = ParadexCodec.cashE8(balances);
            get(
                    "/account",
                    error -> fail(query, error),
                    (account, receivedNanos) -> events.onEvent(new AccountEvent.BalanceReported(
                            ExchangeId.PARADEX,
                            cashE8,
                            ParadexCodec.equityE8(account),
                            ParadexCodec.margin(account),
                            askedNanos,
                            receivedNanos)));
        });
    }

    /// Sets cross margin with this leverage and reads it back; the answer to the setting is not trusted.
    void setLeverage(String symbol, int leverage) {
        var command = new ExchangeCommand.SetLeverage(ExchangeId.PARADEX, symbol, leverage);
        rest.sendPrivate(
                "POST",
                "/account/margin/" + symbol,
                ParadexRequests.margin(leverage),
                timeoutMillis,
                writtenNanos -> {},
                new ParadexRest.Answer() {
                    @Override
                    public void onResult(JsonNode body, HttpResponse response) {
                        readLeverage(command, symbol);
                    }

                    @Override
                    public void onError(ExchangeError error, Optional<ApiError> api) {
                        fail(command, error);
                    }
                });
    }

    void queryLeverage(String symbol) {
        readLeverage(new ExchangeCommand.QueryLeverage(ExchangeId.PARADEX, symbol), symbol);
    }

    private void readLeverage(ExchangeCommand command, String symbol) {
        String path = "/account/margin?market=" + symbol;
        get(
                path,
                error -> fail(command, error),
                (body, receivedNanos) -> events.onEvent(new AccountEvent.LeverageReported(
                        ExchangeId.PARADEX,
                        symbol,
                        ParadexCodec.leverage(body, symbol),
                        ParadexCodec.marginMode(body, symbol),
                        receivedNanos)));
    }

    private void fail(ExchangeCommand query, ExchangeError error) {
        events.onEvent(new AccountEvent.QueryFailed(ExchangeId.PARADEX, query, error, loop.nanoTime()));
    }

    private void get(String path, Consumer<ExchangeError> failed, Reader reader) {
        rest.getPrivate(path, Urgency.RESOLVES_DOUBT, timeoutMillis, new ParadexRest.Answer() {
            @Override
            public void onResult(JsonNode body, HttpResponse response) throws MalformedMessageException {
                reader.read(body, response.receivedNanos());
            }

            @Override
            public void onError(ExchangeError error, Optional<ApiError> api) {
                failed.accept(error);
            }
        });
    }

    /// Reads one answer.
    @FunctionalInterface
    private interface Reader {
        void read(JsonNode body, long receivedNanos) throws MalformedMessageException;
    }

    /// The open orders of all pages read so far.
    private static final class OpenOrders {
        private final long askedNanos;
        private final List<ClientOrderId> own = new ArrayList<>();
        private final List<String> foreign = new ArrayList<>();

        private OpenOrders(long askedNanos) {
            this.askedNanos = askedNanos;
        }

        private void take(JsonNode row) throws MalformedMessageException {
            String id = ParadexCodec.text(row, "id");
            ClientOrderId.parse(ParadexCodec.textOrEmpty(row, "client_id"))
                    .ifPresentOrElse(own::add, () -> foreign.add(id));
        }
    }
}
