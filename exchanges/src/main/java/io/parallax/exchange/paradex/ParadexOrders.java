package io.parallax.exchange.paradex;

import io.parallax.exchange.AccountEvent;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeError.NotSent;
import io.parallax.exchange.ExchangeError.OutcomeUnknown;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.paradex.ParadexConfig.FeeProfile;
import io.parallax.exchange.paradex.ParadexConfig.OrderPath;
import io.parallax.exchange.paradex.ParadexCounters.Counter;
import io.parallax.exchange.paradex.ParadexErrors.ApiError;
import io.parallax.exchange.transport.HttpResponse;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.exchange.transport.OrderAge;
import io.parallax.exchange.transport.RateBudget;
import io.parallax.instrument.ExchangeId;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Sends orders and cancels exactly once each, and turns what Paradex says of orders into events, whichever way
/// it says it: answer, private stream, look-up. An order is registered before its first byte leaves. Thread:
/// gateway loop only.
final class ParadexOrders {
    private static final Logger LOG = LoggerFactory.getLogger(ParadexOrders.class);
    private static final int ORDERS_KEPT = 4_096;
    private static final int FILLS_KEPT = 16_384;
    private static final int MINUTE_MILLIS = 60_000;

    /// Paradex allows 17,250 order calls a minute for an account, but perhaps only 1,500 private calls for an
    /// address.
    private static final int ORDERS_PER_MINUTE = 1_500;

    private static final int ORDERS_BURST = 200;
    private static final int RESERVED_SHARE = 30;
    private static final long FEE_PPM_SCALE = 1_000_000L;

    private final IoLoop loop;
    private final ParadexConfig config;
    private final ParadexCounters counters;
    private final ExchangeEventSink events;
    private final ParadexClock clock;
    private final ParadexRest rest;
    private final ParadexSocket socket;
    private final Readiness readiness;
    private final RateBudget budget;
    private final LostRetail lostRetail;
    private final Map<ClientOrderId, LocalOrder> orders = new RecentMap<>(ORDERS_KEPT);
    private final Map<String, ClientOrderId> idsByExchangeId = new RecentMap<>(ORDERS_KEPT);
    private final Map<String, ReportedFill> fillsById = new RecentMap<>(FILLS_KEPT);
    private final Map<String, Boolean> busts = new RecentMap<>(FILLS_KEPT);

    /// What the orders need to know of the session, and tell it. Thread: gateway loop.
    interface Readiness {
        /// The signer, once the chain is known.
        Optional<ParadexSigner> signer();

        /// Why no order can leave now; empty when one can.
        Optional<String> obstacle();

        /// The exchange refused an order for a reason that concerns the whole session.
        void onRefusal(ExchangeError.Rejected refusal);
    }

    private record ReportedFill(ClientOrderId id, String key) {}

    ParadexOrders(
            IoLoop loop,
            ParadexConfig config,
            ParadexCounters counters,
            ExchangeEventSink events,
            ParadexClock clock,
            ParadexRest rest,
            ParadexSocket socket,
            Readiness readiness) {
        this.loop = loop;
        this.config = config;
        this.counters = counters;
        this.events = events;
        this.clock = clock;
        this.rest = rest;
        this.socket = socket;
        this.readiness = readiness;
        this.lostRetail = new LostRetail(loop, config, counters, LOG::warn);
        this.budget = RateBudget.of(ORDERS_PER_MINUTE, MINUTE_MILLIS, ORDERS_BURST, RESERVED_SHARE, loop.nanoTime());
    }

    /// @param handedNanos when the engine handed it over, monotonic
    void place(OrderRequest order, long handedNanos) {
        if (orders.containsKey(order.id())) {
            // Sending it again could double a position; saying anything of it could be taken for news of the first.
            counters.count(Counter.ORDERS_DUPLICATE_ID);
            LOG.error("Paradex order {} was asked for twice; the second one is dropped", order.id());
            return;
        }
        LocalOrder local = new LocalOrder(order, clock.exchangeEpochMillis());
        orders.put(order.id(), local);
        long now = loop.nanoTime();
        Optional<String> obstacle = obstacle(order).or(() -> OrderAge.obstacle(order.reduceOnly(), handedNanos, now));
        Optional<ParadexSigner> signer = readiness.signer();
        if (obstacle.isPresent() || signer.isEmpty()) {
            fail(local, new NotSent(obstacle.orElse("not logged in to Paradex")));
            return;
        }
        if (!(order.reduceOnly() ? budget.tryTakeReserved(now) : budget.tryTake(now))) {
            counters.count(Counter.RATE_LIMITED);
            fail(local, new ExchangeError.RateLimited(budget.nanosUntilFree(now) / 1_000_000));
            return;
        }
        send(local, signer.get());
    }

    private Optional<String> obstacle(OrderRequest order) {
        return order.instrument().exchange().equals(ExchangeId.PARADEX)
                ? readiness.obstacle()
                : Optional.of("an order for " + order.instrument().exchange() + " was given to Paradex");
    }

    private void send(LocalOrder local, ParadexSigner signer) {
        OrderRequest order = local.request;
        String symbol = order.instrument().symbol();
        String body;
        try {
            String signature = signer.sign(
                    symbol, order.side(), order.quantityE8(), order.limitPriceE8(), local.signedEpochMillis);
            body = ParadexRequests.order(order, config.recvWindowMillis(), signature, local.signedEpochMillis);
        } catch (IllegalArgumentException e) {
            fail(local, new NotSent("the order could not be signed: " + e.getMessage()));
            return;
        }
        counters.count(Counter.ORDERS_SENT);
        long deadlineMillis = config.orderReplyMillis();
        switch (config.orderPath()) {
            case WEBSOCKET -> socket.request("order.create", body, deadlineMillis, new SocketReply(local));
            case REST ->
                rest.sendPrivate(
                        "POST",
                        "/orders",
                        body,
                        deadlineMillis,
                        writtenNanos -> sent(local, writtenNanos),
                        new RestReply(local));
        }
    }

    private void sent(LocalOrder local, long writtenNanos) {
        events.onEvent(new OrderEvent.Sent(ExchangeId.PARADEX, local.id(), writtenNanos));
    }

    /// The exchange's answer to a create: the order as it took it.
    private void accepted(LocalOrder local, JsonNode order, long receivedNanos) {
        try {
            String id = ParadexCodec.text(order, "id");
            String clientId = ParadexCodec.textOrEmpty(order, "client_id");
            if (!clientId.equals(local.id().text())) {
                unknown(local, "the answer names another order, \"" + ParadexErrors.cut(clientId) + "\"");
                return;
            }
            // Read whole before any of it is told: an answer is an acknowledgement or unreadable, never both.
            Optional<OwnOrder> state = ParadexCodec.order(order);
            local.answered = true;
            idsByExchangeId.put(id, local.id());
            events.onEvent(new OrderEvent.Acknowledged(ExchangeId.PARADEX, local.id(), id, receivedNanos));
            if (state.isPresent() && state.get().status().terminal()) {
                onOrder(state.get(), receivedNanos);
            }
        } catch (MalformedMessageException e) {
            counters.count(Counter.FRAMES_MALFORMED);
            unknown(local, "unreadable answer: " + e.getMessage());
        }
    }

    private void refused(LocalOrder local, ExchangeError error) {
        local.answered = true;
        fail(local, error);
        if (error instanceof ExchangeError.Rejected refusal) {
            readiness.onRefusal(refusal);
        }
    }

    private void unknown(LocalOrder local, String reason) {
        if (!local.reportedUnknown) {
            local.reportedUnknown = true;
            fail(local, new OutcomeUnknown(reason));
        }
    }

    private void fail(LocalOrder local, ExchangeError error) {
        counters.count(
                switch (error) {
                    case NotSent _ -> Counter.ORDERS_NOT_SENT;
                    case ExchangeError.Rejected _, ExchangeError.RateLimited _ -> Counter.ORDERS_REFUSED;
                    case OutcomeUnknown _ -> Counter.ORDERS_OUTCOME_UNKNOWN;
                });
        events.onEvent(new OrderEvent.Failed(ExchangeId.PARADEX, local.id(), error, loop.nanoTime()));
    }

    void cancel(ClientOrderId id) {
        if (!budget.tryTakeReserved(loop.nanoTime())) {
            cancelFailed(id, new ExchangeError.RateLimited(budget.nanosUntilFree(loop.nanoTime()) / 1_000_000));
            return;
        }
        Optional<String> market = market(id);
        long deadlineMillis = config.orderReplyMillis();
        if (config.orderPath() == OrderPath.WEBSOCKET
                && market.isPresent()
                && readiness.obstacle().isEmpty()) {
            String params = ParadexRequests.cancel(id.text(), market.get());
            socket.request("order.cancel", params, deadlineMillis, new CancelReply(id));
        } else {
            String path = "/orders/by_client_id/" + id.text()
                    + market.map(m -> "?market=" + m).orElse("");
            rest.sendPrivate("DELETE", path, "", deadlineMillis, writtenNanos -> {}, new ParadexRest.Answer() {
                @Override
                public void onResult(JsonNode body, HttpResponse response) {
                    // Queued; the order's own state comes on the private stream.
                }

                @Override
                public void onError(ExchangeError error, Optional<ApiError> api) {
                    cancelFailed(id, error);
                }
            });
        }
    }

    private void cancelFailed(ClientOrderId id, ExchangeError error) {
        events.onEvent(new OrderEvent.CancelFailed(ExchangeId.PARADEX, id, error, loop.nanoTime()));
    }

    /// The instrument of an order of this run.
    Optional<String> market(ClientOrderId id) {
        return Optional.ofNullable(orders.get(id))
                .map(local -> local.request.instrument().symbol());
    }

    /// When an order was signed, by the exchange's clock; for one of an earlier run when that run began.
    long signedEpochMillis(ClientOrderId id) {
        LocalOrder local = orders.get(id);
        return local == null ? id.bootEpochSeconds() * 1_000 : local.signedEpochMillis;
    }

    /// News of an order of the account.
    void onOrder(OwnOrder order, long receivedNanos) {
        Optional<ClientOrderId> id = ClientOrderId.parse(order.clientId());
        if (id.isEmpty()) {
            foreign("order " + order.id() + " of " + order.market() + " is not ours", receivedNanos);
            return;
        }
        idsByExchangeId.put(order.id(), id.get());
        lostRetail.onOrder(id.get(), order);
        events.onEvent(new OrderEvent.Updated(
                ExchangeId.PARADEX,
                id.get(),
                order.id(),
                order.status(),
                order.filledE8(),
                order.reason(),
                receivedNanos));
    }

    /// News of an execution of the account, perhaps not for the first time.
    void onFill(OwnFill fill, long receivedNanos) {
        onFill(fill, false, receivedNanos);
    }

    /// The same of one that may be old: it was read in a list.
    void onFillFound(OwnFill fill, long receivedNanos) {
        onFill(fill, true, receivedNanos);
    }

    private void onFill(OwnFill fill, boolean late, long receivedNanos) {
        Optional<ClientOrderId> id =
                ClientOrderId.parse(fill.clientId()).or(() -> Optional.ofNullable(idsByExchangeId.get(fill.orderId())));
        Optional<AccountEvent.ForcedKind> forced = fill.forced();
        if (id.isEmpty() && forced.isEmpty()) {
            foreign(
                    "fill " + fill.key() + " of " + FixedPoint.format(fill.sizeE8()) + " " + fill.market()
                            + " belongs to no order of ours",
                    receivedNanos);
            return;
        }
        if (fill.fundingE8() != 0) {
            events.onEvent(new AccountEvent.FundingPaid(
                    ExchangeId.PARADEX, fill.market(), fill.fundingE8(), fill.key(), receivedNanos));
        }
        if (id.isEmpty()) {
            events.onEvent(new AccountEvent.ForcedReduction(
                    ExchangeId.PARADEX,
                    fill.market(),
                    forced.orElseThrow(),
                    fill.priceE8(),
                    fill.sizeE8(),
                    feeE8(fill, config.feeProfile().takerFeePpmDefault()),
                    fill.key(),
                    late,
                    receivedNanos));
            return;
        }
        fillsById.put(fill.id(), new ReportedFill(id.get(), fill.key()));
        events.onEvent(new OrderEvent.Filled(
                ExchangeId.PARADEX,
                id.get(),
                fill.key(),
                fill.priceE8(),
                fill.sizeE8(),
                feeE8(fill, takerFeePpm(id.get())),
                receivedNanos));
        if (busts.containsKey(fill.id())) {
            takeBack(fillsById.get(fill.id()), receivedNanos);
        }
    }

    /// A fee in another currency is taken as the instrument's full taker rate, rounded up.
    private long feeE8(OwnFill fill, long takerFeePpm) {
        if (fill.feeIsInQuoteCurrency() || fill.feeE8() == 0) {
            return fill.feeE8();
        }
        counters.count(Counter.FEES_IN_OTHER_CURRENCY);
        // A retail order that pays at all was treated as a pro order.
        long ratePpm = config.feeProfile().interactive()
                ? Math.max(takerFeePpm, FeeProfile.PRO.takerFeePpmDefault())
                : takerFeePpm;
        long notionalE8 = FixedPoint.multiply(fill.priceE8(), fill.sizeE8(), Rounding.UP);
        return FixedPoint.multiplyDivide(notionalE8, ratePpm, FEE_PPM_SCALE, Rounding.UP);
    }

    private long takerFeePpm(ClientOrderId id) {
        LocalOrder local = orders.get(id);
        return local == null
                ? config.feeProfile().takerFeePpmDefault()
                : local.request.instrument().takerFeePpm();
    }

    /// News of an execution that was taken back, perhaps not for the first time. One that is not known here belongs to
    /// an earlier run, or its own report was lost: should it come yet, it is taken back at once.
    ///
    /// @return whether the execution is not known, so that nothing could be told
    boolean onBust(String fillId, long receivedNanos) {
        if (busts.putIfAbsent(fillId, true) != null) {
            return false;
        }
        ReportedFill fill = fillsById.get(fillId);
        if (fill == null) {
            return true;
        }
        takeBack(fill, receivedNanos);
        return false;
    }

    private void takeBack(ReportedFill fill, long receivedNanos) {
        events.onEvent(new OrderEvent.Busted(ExchangeId.PARADEX, fill.id, fill.key, receivedNanos));
    }

    void foreign(String description, long receivedNanos) {
        counters.count(Counter.FOREIGN_ACTIVITY);
        events.onEvent(new AccountEvent.ForeignActivity(ExchangeId.PARADEX, description, receivedNanos));
    }

    /// An order of this run.
    private static final class LocalOrder {
        private final OrderRequest request;
        private final long signedEpochMillis;
        private boolean answered;
        private boolean reportedUnknown;

        private LocalOrder(OrderRequest request, long signedEpochMillis) {
            this.request = request;
            this.signedEpochMillis = signedEpochMillis;
        }

        private ClientOrderId id() {
            return request.id();
        }
    }

    /// What becomes of a create over the WebSocket.
    private final class SocketReply implements ParadexSocket.ReplyHandler {
        private final LocalOrder local;

        private SocketReply(LocalOrder local) {
            this.local = local;
        }

        @Override
        public void onWritten(long writtenNanos) {
            sent(local, writtenNanos);
        }

        @Override
        public void onResult(JsonNode result, long receivedNanos) {
            accepted(local, result.path("order"), receivedNanos);
        }

        @Override
        public void onError(long code, String message, String data, long receivedNanos) {
            ExchangeError error = ParadexErrors.ofRpc(code, message, data, config.methodErrorsAreRefusals());
            if (error instanceof OutcomeUnknown doubt) {
                unknown(local, doubt.reason());
            } else {
                refused(local, error);
            }
        }

        @Override
        public void onDeadline() {
            unknown(local, "no answer within " + config.orderReplyMillis() + " ms");
        }

        @Override
        public void onLost(boolean mayHaveLeft, String reason) {
            if (!mayHaveLeft) {
                fail(local, new NotSent(reason));
            } else if (!local.answered) {
                unknown(local, reason);
            }
        }
    }

    /// What becomes of a create over REST.
    private final class RestReply implements ParadexRest.Answer {
        private final LocalOrder local;

        private RestReply(LocalOrder local) {
            this.local = local;
        }

        @Override
        public void onResult(JsonNode body, HttpResponse response) {
            accepted(local, body, response.receivedNanos());
        }

        @Override
        public void onError(ExchangeError error, Optional<ApiError> api) {
            switch (error) {
                case NotSent notSent -> fail(local, notSent);
                case OutcomeUnknown doubt -> unknown(local, doubt.reason());
                case ExchangeError.Rejected _, ExchangeError.RateLimited _ -> refused(local, error);
            }
        }
    }

    /// What becomes of a cancel over the WebSocket.
    private final class CancelReply implements ParadexSocket.ReplyHandler {
        private final ClientOrderId id;
        private boolean reported;

        private CancelReply(ClientOrderId id) {
            this.id = id;
        }

        @Override
        public void onResult(JsonNode result, long receivedNanos) {
            String status = ParadexCodec.textOrEmpty(result, "status");
            if (!status.equals("QUEUED_FOR_CANCELLATION")) {
                report(new OutcomeUnknown("cancel answered with status \"" + ParadexErrors.cut(status) + "\""));
            }
        }

        @Override
        public void onError(long code, String message, String data, long receivedNanos) {
            report(ParadexErrors.ofRpc(code, message, data, config.methodErrorsAreRefusals()));
        }

        @Override
        public void onDeadline() {
            report(new OutcomeUnknown("no answer within " + config.orderReplyMillis() + " ms"));
        }

        @Override
        public void onLost(boolean mayHaveLeft, String reason) {
            report(mayHaveLeft ? new OutcomeUnknown(reason) : new NotSent(reason));
        }

        private void report(ExchangeError error) {
            if (!reported) {
                reported = true;
                cancelFailed(id, error);
            }
        }
    }

    /// Remembers the newest entries only.
    private static final class RecentMap<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;
        private final int entriesMax;

        private RecentMap(int entriesMax) {
            this.entriesMax = entriesMax;
        }

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<K, V> eldest) {
            return size() > entriesMax;
        }
    }
}
