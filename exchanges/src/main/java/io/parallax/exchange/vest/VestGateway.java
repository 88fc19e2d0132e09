package io.parallax.exchange.vest;

import io.parallax.exchange.AccountEvent.BalanceReported;
import io.parallax.exchange.AccountEvent.ForcedKind;
import io.parallax.exchange.AccountEvent.ForcedReduction;
import io.parallax.exchange.AccountEvent.FundingPaid;
import io.parallax.exchange.AccountEvent.LeverageReported;
import io.parallax.exchange.AccountEvent.MarginMode;
import io.parallax.exchange.AccountEvent.OpenOrdersReported;
import io.parallax.exchange.AccountEvent.PositionReported;
import io.parallax.exchange.AccountEvent.QueryFailed;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeError.NotSent;
import io.parallax.exchange.ExchangeError.OutcomeUnknown;
import io.parallax.exchange.ExchangeError.RateLimited;
import io.parallax.exchange.ExchangeError.Rejected;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.RejectionKind;
import io.parallax.exchange.TimeInForce;
import io.parallax.exchange.transport.HttpRequest;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.exchange.transport.OrderAge;
import io.parallax.exchange.vest.VestCounters.Counter;
import io.parallax.exchange.vest.VestMessage.Account;
import io.parallax.exchange.vest.VestMessage.OrderRow;
import io.parallax.exchange.vest.VestRest.Answer;
import io.parallax.exchange.vest.VestRest.Urgency;
import io.parallax.instrument.ExchangeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Commands to requests, answers and the private stream to events. An order is registered under its nonce before its
/// first byte leaves, is sent once, and is asked for afterwards when nobody knows its fate.
/// Thread: the gateway loop; [#isReady] any.
final class VestGateway implements VestPrivateStream.Host {
    private static final Logger LOG = LoggerFactory.getLogger(VestGateway.class);
    private static final String LIQUIDATION = "LIQUIDATION";
    private static final long CATCH_UP_MILLIS = 60_000;
    private static final long AFTER_CANCEL_NANOS = 500_000_000L;
    /// After an end that told no amount; orders read back may lie behind the stream.
    private static final long[] END_QUERY_MILLIS = {100, 150, 250, 500, 1_000, 1_000, 1_000, 1_000};
    private static final long AFTER_TAIL_MILLIS = 1_000;
    /// An order is posted at most so long after it was signed; its nonce is that time then.
    private static final long ON_THE_WAY_MILLIS_MAX = 5_000;

    private final VestConfig config;
    private final IoLoop loop;
    private final ExchangeEventSink events;
    private final VestCounters counters;
    private final VestClock clock;
    private final VestOrders orders;
    private final Optional<VestSigner> signer;
    private final Optional<VestOrderTemplates> templates;
    private final VestSession session;
    private final VestPrivateStream stream;
    private final Set<String> watchedSymbols = new LinkedHashSet<>();
    private @Nullable VestRest rest;
    private long startedNanos;
    /// The exchange's time when we started; 0 until its clock was read.
    private boolean started;
    private long completeEpochMillis;

    VestGateway(VestConfig config, IoLoop loop, ExchangeEventSink events, VestCounters counters) {
        this.config = config;
        this.loop = loop;
        this.events = events;
        this.counters = counters;
        this.clock = new VestClock(loop);
        this.orders = new VestOrders(events, counters);
        this.signer = config.credentials().map(credentials -> new VestSigner(credentials.signingKey()));
        this.templates = signer.map(key -> new VestOrderTemplates(config, key));
        this.session = new VestSession(config, loop, events, counters, orders, clock, signer, this::onLogin);
        this.stream = new VestPrivateStream(config, loop, events, counters, session, this);
    }

    boolean isReady() {
        return session.isReady() && stream.isReady();
    }

    int accountGroup() {
        return session.accountGroup();
    }

    void start() {
        if (rest == null) {
            startedNanos = started ? startedNanos : loop.nanoTime();
            VestRest fresh = new VestRest(config, loop, counters);
            rest = fresh;
            session.start(fresh);
        }
    }

    void stop(String reason) {
        VestRest open = rest;
        if (open != null) {
            rest = null;
            stream.stop(reason);
            session.stop(reason);
            open.close();
        }
    }

    /// Positions of this instrument are told after every connection, flat or not.
    void watch(String symbol) {
        watchedSymbols.add(symbol);
    }

    private void onLogin() {
        started = true;
        VestRest open = rest;
        if (open != null) {
            stream.start(open);
        }
    }

    static boolean isAuthenticationRefused(ExchangeError error) {
        return error instanceof Rejected rejected && rejected.kind() == RejectionKind.AUTHENTICATION;
    }

    // ---- orders

    /// @param handedNanos when the engine handed it over, monotonic
    void place(OrderRequest request, long handedNanos) {
        if (orders.find(request.id()).isPresent()) {
            LOG.error("order {} was given twice; the second one is not sent", request.id());
            return;
        }
        Optional<String> obstacle = rest == null ? Optional.of("not connected") : session.obstacle();
        if (obstacle.isEmpty()) {
            obstacle = OrderAge.obstacle(request.reduceOnly(), handedNanos, loop.nanoTime());
        }
        if (obstacle.isEmpty() && orders.isFull()) {
            obstacle = Optional.of(VestOrders.ORDERS_MAX + " orders of unknown end are remembered already");
        }
        long time = clock.epochMillis();
        VestOrder order = orders.register(request, orders.nextNonce(time));
        if (obstacle.isPresent()) {
            order.end();
            failed(order, new NotSent(obstacle.get()));
            return;
        }
        Optional<RateLimited> limited =
                open().takeForOrder(request.reduceOnly() ? Urgency.REDUCES_RISK : Urgency.ORDINARY);
        if (limited.isPresent()) {
            order.end();
            failed(order, limited.get());
            return;
        }
        byte[] body = templates.orElseThrow().order(request, time, order.nonce());
        counters.count(Counter.ORDERS_SENT);
        open().order(
                        "/orders",
                        body,
                        config.timings().orderReply(),
                        writtenNanos ->
                                events.onEvent(new OrderEvent.Sent(ExchangeId.VEST, request.id(), writtenNanos)),
                        answer -> onPlaced(order, answer));
    }

    private void onPlaced(VestOrder order, Answer<String> answer) {
        switch (answer) {
            case Answer.Value<String> id -> {
                order.acknowledge(id.value());
                events.onEvent(new OrderEvent.Acknowledged(
                        ExchangeId.VEST,
                        order.request().id(),
                        id.value(),
                        id.response().receivedNanos()));
                cancelIfLeftBehind(order);
            }
            case Answer.Failure<String> failure -> {
                if (failure.error().mayBeLive()) {
                    counters.count(Counter.ORDERS_OUTCOME_UNKNOWN);
                } else {
                    order.end();
                }
                failed(order, failure.error());
                if (isAuthenticationRefused(failure.error())) {
                    session.refused(failure.error().description());
                }
            }
        }
    }

    private void failed(VestOrder order, ExchangeError error) {
        events.onEvent(new OrderEvent.Failed(ExchangeId.VEST, order.request().id(), error, loop.nanoTime()));
    }

    /// IOC is undocumented on Vest and may be ignored; a remainder must not rest.
    private void cancelIfLeftBehind(VestOrder order) {
        if (config.immediateAs() == VestConfig.ImmediateAs.LIMIT_IOC
                && order.request().timeInForce() == TimeInForce.IMMEDIATE_OR_CANCEL) {
            long delayMillis = config.timings().engineTail() + AFTER_TAIL_MILLIS;
            var _ = loop.schedule(delayMillis * 1_000_000, () -> {
                if (!order.isOver() && rest != null) {
                    cancel(order.request().id());
                }
            });
        }
    }

    void cancel(ClientOrderId id) {
        Optional<VestOrder> order = orders.find(id);
        Optional<String> obstacle = rest == null ? Optional.of("not connected") : session.obstacle();
        if (order.isEmpty()) {
            cancelFailed(id, new NotSent("the order is not known, so the exchange's id of it is not known"));
        } else if (obstacle.isPresent()) {
            cancelFailed(id, new NotSent(obstacle.get()));
        } else if (order.get().exchangeOrderId().isEmpty()) {
            findThenCancel(order.get());
        } else {
            sendCancel(order.get());
        }
    }

    /// Its answer was lost, so the exchange's id has to be found first.
    private void findThenCancel(VestOrder order) {
        lookUp(order, settled -> {
            if (order.exchangeOrderId().isEmpty()) {
                cancelFailed(order.request().id(), new NotSent("the exchange's id of the order is not known yet"));
            } else if (settled && !order.isOver() && rest != null) {
                sendCancel(order);
            }
        });
    }

    private void sendCancel(VestOrder order) {
        Optional<RateLimited> limited = open().takeForOrder(Urgency.REDUCES_RISK);
        if (limited.isPresent()) {
            cancelFailed(order.request().id(), limited.get());
            return;
        }
        long time = clock.epochMillis();
        long nonce = orders.nextNonce(time);
        String id = order.exchangeOrderId();
        byte[] body = VestRequests.cancel(
                time, nonce, id, config.recvWindowMillis(), signer.orElseThrow().signCancel(time, nonce, id));
        open().order(
                        "/orders/cancel?time=" + time,
                        body,
                        config.timings().orderReply(),
                        written -> {},
                        answer -> onCancelAnswered(order, answer));
    }

    /// Success only means queued. "Already processed" can mean filled or cancelled: the order itself tells.
    private void onCancelAnswered(VestOrder order, Answer<String> answer) {
        switch (answer) {
            case Answer.Value<String> _ -> {
                var _ = loop.schedule(AFTER_CANCEL_NANOS, () -> {
                    if (!order.isOver() && rest != null) {
                        lookUp(order, settled -> {});
                    }
                });
            }
            case Answer.Failure<String> failure -> {
                cancelFailed(order.request().id(), failure.error());
                if (isAuthenticationRefused(failure.error())) {
                    session.refused(failure.error().description());
                }
                if (failure.error().mayBeLive() && rest != null) {
                    lookUp(order, settled -> {});
                }
            }
        }
    }

    private void cancelFailed(ClientOrderId id, ExchangeError error) {
        events.onEvent(new OrderEvent.CancelFailed(ExchangeId.VEST, id, error, loop.nanoTime()));
    }

    // ---- looking orders up

    void queryOrder(ClientOrderId id) {
        long nowNanos = loop.nanoTime();
        Optional<VestOrder> order = orders.find(id);
        if (order.isPresent()) {
            lookUp(order.get(), settled -> {});
        } else if (orders.knowsAllOf(id)) {
            events.onEvent(new OrderEvent.NotFound(ExchangeId.VEST, id, nowNanos, nowNanos));
        } else {
            lookupFailed(id, new NotSent("Vest knows orders by nonce, and the nonce of this one is not known here"));
        }
    }

    /// By nonce, and by the exchange's id when that is known and the nonce found nothing.
    private void lookUp(VestOrder order, Consumer<Boolean> onSettled) {
        long askedNanos = loop.nanoTime();
        askRows(
                order,
                "nonce=" + order.nonce(),
                rows -> {
                    if (!rows.isEmpty() || order.exchangeOrderId().isEmpty()) {
                        concludeLookUp(order, rows, askedNanos, onSettled);
                    } else {
                        askRows(
                                order,
                                "id=" + order.exchangeOrderId(),
                                byId -> concludeLookUp(order, byId, askedNanos, onSettled),
                                onSettled);
                    }
                },
                onSettled);
    }

    private void askRows(VestOrder order, String filter, Consumer<List<OrderRow>> onRows, Consumer<Boolean> onSettled) {
        ExchangeCommand command =
                new ExchangeCommand.QueryOrder(ExchangeId.VEST, order.request().id());
        ask(command, "/orders?" + filter + session.timeQuery("&"), VestCodec::orderRows, answer -> {
            switch (answer) {
                case Answer.Value<List<OrderRow>> rows ->
                    onRows.accept(rows.value().stream()
                            .filter(row -> row.nonce() == order.nonce())
                            .toList());
                case Answer.Failure<List<OrderRow>> failure -> {
                    lookupFailed(order.request().id(), failure.error());
                    onSettled.accept(false);
                }
            }
        });
    }

    private void concludeLookUp(VestOrder order, List<OrderRow> rows, long askedNanos, Consumer<Boolean> onSettled) {
        long nowNanos = loop.nanoTime();
        if (rows.isEmpty()) {
            events.onEvent(
                    new OrderEvent.NotFound(ExchangeId.VEST, order.request().id(), askedNanos, nowNanos));
        }
        for (OrderRow row : rows) {
            merge(
                    order,
                    row,
                    true,
                    nowNanos,
                    error -> lookupFailed(order.request().id(), error));
        }
        onSettled.accept(!rows.isEmpty());
    }

    private void lookupFailed(ClientOrderId id, ExchangeError error) {
        events.onEvent(new OrderEvent.LookupFailed(ExchangeId.VEST, id, error, loop.nanoTime()));
    }

    private void merge(
            VestOrder order, OrderRow row, boolean answered, long receivedNanos, Consumer<ExchangeError> onUnclear) {
        try {
            if (!orders.merge(order, row, answered, receivedNanos)) {
                order.doubt().ifPresent(onUnclear);
            }
        } catch (VestFormatException | ArithmeticException unreadable) {
            LOG.warn("Vest order row: {}", unreadable.getMessage());
            onUnclear.accept(new OutcomeUnknown("order row: " + unreadable.getMessage()));
        }
    }

    // ---- the private stream

    @Override
    public void onOrderNews(OrderRow row, long receivedNanos) {
        completeEpochMillis = stream.isReady() ? clock.epochMillis() : completeEpochMillis;
        Optional<VestOrder> order = orders.find(row.nonce());
        if (order.isPresent() && row.nonce() != 0) {
            merge(order.get(), row, false, receivedNanos, error -> failed(order.get(), error));
            if (order.get().takeEndUntold()) {
                askForEnd(order.get(), 0);
            }
        } else if (isOfEarlierRun(row)) {
            // Late news of what the process before this one sent. What it left on the account is what counts.
            Set<String> symbols = row.symbol().isEmpty() ? watchedSymbols : Set.of(row.symbol());
            symbols.forEach(this::queryPosition);
        } else {
            tellForeign(row, false, receivedNanos);
        }
    }

    /// The stream said that it ended and not with how much. Until an answer says so the order counts as open; when none
    /// does for long, the engine asks as for every order of unknown fate.
    private void askForEnd(VestOrder order, int attempt) {
        if (order.isOver() || rest == null) {
            return;
        }
        lookUp(order, settled -> {});
        if (attempt < END_QUERY_MILLIS.length) {
            var _ = loop.schedule(END_QUERY_MILLIS[attempt] * 1_000_000, () -> askForEnd(order, attempt + 1));
        }
    }

    private boolean isOfEarlierRun(OrderRow row) {
        // News of a cancelled order names no instrument.
        boolean watched = row.symbol().isEmpty() || watchedSymbols.contains(row.symbol());
        return isSignedBeforeUs(row) && watched;
    }

    /// What the process before this one sent last can be posted after our start: it was on its way.
    private boolean isSignedBeforeUs(OrderRow row) {
        long onTheWayMillis = row.postEpochMillis() - row.nonce();
        long sinceStartMillis = row.postEpochMillis() - startedEpochMillis();
        // Whatever our clock says, unless it was posted long after we asked: whoever else trades may choose any nonce.
        if (orders.isFromBeforeUs(row.nonce())
                && sinceStartMillis <= ON_THE_WAY_MILLIS_MAX + VestClock.BEHIND_MILLIS_MAX) {
            return true;
        }
        boolean timed = onTheWayMillis >= 0 && onTheWayMillis <= ON_THE_WAY_MILLIS_MAX;
        long signed = timed ? row.nonce() : row.postEpochMillis();
        return signed > 0 && signed < startedEpochMillis() + clockBehindMillis(row);
    }

    /// By how much our clock may lie behind: half the round trip that it was read in; and an order that was
    /// posted in what we take for the future proves that it does, and not by how much.
    private long clockBehindMillis(OrderRow row) {
        return row.postEpochMillis() > clock.epochMillis()
                ? Math.max(VestClock.BEHIND_MILLIS_MAX, clock.uncertaintyMillis())
                : clock.uncertaintyMillis();
    }

    /// When we started, as the exchange has it, as well as we know by now.
    private long startedEpochMillis() {
        return clock.epochMillis() - (loop.nanoTime() - startedNanos) / 1_000_000;
    }

    /// @param late read in a list afterwards
    private void tellForeign(OrderRow row, boolean late, long receivedNanos) {
        if (row.orderType().equals(LIQUIDATION)) {
            onLiquidation(row, late, receivedNanos);
            return;
        }
        String symbol = row.symbol().isEmpty() ? "" : " of " + row.symbol();
        String kind = row.orderType().isEmpty() ? "order" : row.orderType() + " order";
        orders.tellForeign(row.id(), kind + symbol + " " + row.status() + ", not ours", receivedNanos);
    }

    /// A liquidation is an order of the exchange's own (Vest API page, order types); only a filled one tells
    /// all of its amounts. Deleveraging has no form of its own there.
    private void onLiquidation(OrderRow row, boolean late, long receivedNanos) {
        long priceE8 = row.averagePriceE8() > 0 ? row.averagePriceE8() : row.lastPriceE8();
        boolean whole = row.status() == VestMessage.Status.FILLED
                && row.sizeE8() > 0
                && priceE8 > 0
                && row.feeE8() != VestMessage.ABSENT;
        if (whole && !row.symbol().isEmpty()) {
            if (row.fundingE8() != VestMessage.ABSENT && row.fundingE8() != 0) {
                events.onEvent(
                        new FundingPaid(ExchangeId.VEST, row.symbol(), row.fundingE8(), row.id(), receivedNanos));
            }
            events.onEvent(new ForcedReduction(
                    ExchangeId.VEST,
                    row.symbol(),
                    ForcedKind.LIQUIDATION,
                    priceE8,
                    row.sizeE8(),
                    row.feeE8(),
                    row.id(),
                    late,
                    receivedNanos));
        } else {
            watchedSymbols.forEach(this::queryPosition);
        }
    }

    @Override
    public void onUnreadableOrderNews() {
        orders.unfinished().forEach(order -> lookUp(order, settled -> {}));
    }

    @Override
    public void onAccountNews(VestMessage.AccountNews news, long receivedNanos) {
        orders.tellForeign(
                news.id(),
                news.event() + " " + news.orderType() + " of " + news.size() + " " + news.status(),
                receivedNanos);
    }

    @Override
    public void onLoginRefused(String reason) {
        session.refused(reason);
    }

    /// After a gap: what happened on the account meanwhile, how our open orders stand, and the account itself.
    @Override
    public void catchUp(Consumer<Boolean> onDone) {
        long from = Math.max(startedEpochMillis(), completeEpochMillis - CATCH_UP_MILLIS);
        String path = "/orders?startTime=" + from + "&limit=1000" + session.timeQuery("&");
        ask(new ExchangeCommand.QueryOpenOrders(ExchangeId.VEST), path, VestCodec::orderRows, answer -> {
            if (answer instanceof Answer.Value<List<OrderRow>> rows) {
                catchUp(rows.value(), rows.response().receivedNanos());
                readAccountAfterGap(onDone);
            } else {
                onDone.accept(false);
            }
        });
    }

    private void catchUp(List<OrderRow> rows, long receivedNanos) {
        Set<Long> seen = new HashSet<>();
        for (OrderRow row : rows) {
            seen.add(row.nonce());
            Optional<VestOrder> order = orders.find(row.nonce());
            if (order.isPresent()) {
                merge(order.get(), row, true, receivedNanos, error -> failed(order.get(), error));
            } else if (row.postEpochMillis() >= startedEpochMillis() && !isSignedBeforeUs(row)) {
                tellForeign(row, true, receivedNanos);
            }
        }
        for (VestOrder order : orders.unfinished()) {
            if (!seen.contains(order.nonce())) {
                lookUp(order, settled -> {});
            }
        }
    }

    private void readAccountAfterGap(Consumer<Boolean> onDone) {
        readAccount(
                new ExchangeCommand.QueryOpenOrders(ExchangeId.VEST),
                account -> {
                    Set<String> symbols = new LinkedHashSet<>(watchedSymbols);
                    symbols.addAll(account.value().positions().keySet());
                    symbols.forEach(symbol -> tellPosition(account, symbol));
                    tellBalance(account);
                    completeEpochMillis = clock.epochMillis();
                    onDone.accept(true);
                    queryOpenOrders();
                },
                error -> onDone.accept(false));
    }

    // ---- the account

    void queryPosition(String symbol) {
        ExchangeCommand query = new ExchangeCommand.QueryPosition(ExchangeId.VEST, symbol);
        readAccount(query, account -> tellPosition(account, symbol), error -> queryFailed(query, error));
    }

    void queryBalance() {
        ExchangeCommand query = new ExchangeCommand.QueryBalance(ExchangeId.VEST);
        readAccount(query, this::tellBalance, error -> queryFailed(query, error));
    }

    private void tellPosition(Answer.Value<Account> account, String symbol) {
        events.onEvent(new PositionReported(
                ExchangeId.VEST,
                account.value().position(symbol),
                account.sentNanos(),
                account.response().receivedNanos()));
    }

    private void tellBalance(Answer.Value<Account> account) {
        events.onEvent(new BalanceReported(
                ExchangeId.VEST,
                account.value().cashE8(),
                account.value().equityE8(),
                account.value().margin(),
                account.sentNanos(),
                account.response().receivedNanos()));
    }

    private void readAccount(
            ExchangeCommand query, Consumer<Answer.Value<Account>> onAccount, Consumer<ExchangeError> onError) {
        ask(query, "/account" + session.timeQuery("?"), VestCodec::account, answer -> {
            switch (answer) {
                case Answer.Value<Account> account -> {
                    session.measureClock(account);
                    onAccount.accept(account);
                }
                case Answer.Failure<Account> failure -> onError.accept(failure.error());
            }
        });
    }

    void setLeverage(String symbol, int leverage) {
        ExchangeCommand command = new ExchangeCommand.SetLeverage(ExchangeId.VEST, symbol, leverage);
        byte[] body = VestRequests.leverage(clock.epochMillis(), symbol, leverage);
        VestRest open = rest;
        if (open == null) {
            queryFailed(command, new NotSent("not connected"));
            return;
        }
        send(
                command,
                open.post("/account/leverage", body, config.timings().queryReply()),
                VestCodec::leverage,
                answer -> {
                    switch (answer) {
                        case Answer.Value<Long> _ -> readLeverage(command, symbol);
                        case Answer.Failure<Long> failure -> queryFailed(command, failure.error());
                    }
                });
    }

    void queryLeverage(String symbol) {
        readLeverage(new ExchangeCommand.QueryLeverage(ExchangeId.VEST, symbol), symbol);
    }

    private void readLeverage(ExchangeCommand command, String symbol) {
        readAccount(
                command,
                account -> {
                    Integer leverage = account.value().leverages().get(symbol);
                    if (leverage == null) {
                        queryFailed(command, new OutcomeUnknown("the account lists no leverage of " + symbol));
                    } else {
                        events.onEvent(new LeverageReported(
                                ExchangeId.VEST,
                                symbol,
                                leverage,
                                MarginMode.UNTOLD,
                                account.response().receivedNanos()));
                    }
                },
                error -> queryFailed(command, error));
    }

    /// The two open states are asked for one by one, because Vest refuses a list of states, and filtered here again.
    void queryOpenOrders() {
        ExchangeCommand query = new ExchangeCommand.QueryOpenOrders(ExchangeId.VEST);
        long askedNanos = loop.nanoTime();
        List<OrderRow> open = new ArrayList<>();
        readOpen(
                query,
                "NEW",
                open,
                () -> readOpen(query, "PARTIALLY_FILLED", open, () -> {
                    List<String> foreign = open.stream()
                            .filter(row -> orders.find(row.nonce()).isEmpty())
                            .map(OrderRow::id)
                            .distinct()
                            .toList();
                    events.onEvent(new OpenOrdersReported(
                            ExchangeId.VEST, orders.own(open), foreign, askedNanos, loop.nanoTime()));
                }));
    }

    private void readOpen(ExchangeCommand query, String status, List<OrderRow> open, Runnable onRead) {
        String path = "/orders?status=" + status + "&limit=1000" + session.timeQuery("&");
        ask(query, path, VestCodec::orderRows, answer -> {
            switch (answer) {
                case Answer.Value<List<OrderRow>> rows -> {
                    rows.value().stream().filter(row -> row.status().open()).forEach(open::add);
                    onRead.run();
                }
                case Answer.Failure<List<OrderRow>> failure -> queryFailed(query, failure.error());
            }
        });
    }

    private void queryFailed(ExchangeCommand query, ExchangeError error) {
        events.onEvent(new QueryFailed(ExchangeId.VEST, query, error, loop.nanoTime()));
    }

    // ---- requests

    private <T> void ask(
            ExchangeCommand command, String path, VestRest.Decoder<T> decoder, Consumer<Answer<T>> onAnswer) {
        VestRest open = rest;
        if (open == null) {
            onAnswer.accept(new Answer.Failure<>(new NotSent("not connected"), 0, loop.nanoTime()));
        } else {
            send(command, open.get(path, config.timings().queryReply()), decoder, onAnswer);
        }
    }

    private <T> void send(
            ExchangeCommand command, HttpRequest request, VestRest.Decoder<T> decoder, Consumer<Answer<T>> onAnswer) {
        Optional<String> obstacle = session.obstacle();
        if (obstacle.isPresent()) {
            onAnswer.accept(new Answer.Failure<>(new NotSent(obstacle.get()), 0, loop.nanoTime()));
            return;
        }
        open().ask(urgency(command), request, decoder, answer -> {
            if (answer instanceof Answer.Failure<T> failure && isAuthenticationRefused(failure.error())) {
                session.refused(command.getClass().getSimpleName() + " "
                        + failure.error().description());
            }
            onAnswer.accept(answer);
        });
    }

    /// What tells the fate of an order or a position may use what is kept back.
    private static Urgency urgency(ExchangeCommand command) {
        return command instanceof ExchangeCommand.QueryOrder
                        || command instanceof ExchangeCommand.QueryOpenOrders
                        || command instanceof ExchangeCommand.QueryPosition
                ? Urgency.REDUCES_RISK
                : Urgency.ORDINARY;
    }

    private VestRest open() {
        VestRest open = rest;
        if (open == null) {
            throw new IllegalStateException("the gateway is stopped although a request passed its checks");
        }
        return open;
    }
}
