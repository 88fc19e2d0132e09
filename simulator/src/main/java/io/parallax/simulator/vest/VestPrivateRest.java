package io.parallax.simulator.vest;

import io.parallax.exchange.signing.EthereumAddress;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.instrument.Side;
import io.parallax.simulator.core.Account;
import io.parallax.simulator.core.EndReason;
import io.parallax.simulator.core.ExchangeListener;
import io.parallax.simulator.core.Fault;
import io.parallax.simulator.core.Fill;
import io.parallax.simulator.core.FillKind;
import io.parallax.simulator.core.NewOrder;
import io.parallax.simulator.core.OrderReports;
import io.parallax.simulator.core.OrderState;
import io.parallax.simulator.core.OrderUpdate;
import io.parallax.simulator.core.SimulatedBook;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.core.Transfer;
import io.parallax.simulator.server.ServerRequest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Registration, orders, account. Refusals leave everything as it was. Thread: simulator loop.
final class VestPrivateRest implements ExchangeListener {
    private static final int ORDERS_LIMIT = 1_000;
    private static final int API_KEY_BYTES = 24;
    private static final int ID_DIGITS = 64;
    private static final String LIQUIDATION = "LIQUIDATION";
    /// How long after the last event a response comes that was planned to come late.
    private static final long LATE_RESPONSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final SimulatedExchange exchange;
    private final IoLoop loop;
    private final VestSimulatorSettings settings;
    private final VestSignatures signatures;
    private final VestViews views;
    private final VestSockets sockets;
    private final VestListenKeys listenKeys;
    private final VestTiming timing;
    private final SplittableRandom keyRandom;
    private final OrderReports reports;
    private final VestAccount.Registry accounts = new VestAccount.Registry();

    VestPrivateRest(
            SimulatedExchange exchange,
            VestSimulatorSettings settings,
            VestViews views,
            VestSockets sockets,
            VestListenKeys listenKeys,
            VestTiming timing,
            SplittableRandom keyRandom) {
        this.exchange = exchange;
        this.loop = exchange.loop();
        this.settings = settings;
        this.signatures = new VestSignatures(settings);
        this.views = views;
        this.sockets = sockets;
        this.listenKeys = listenKeys;
        this.timing = timing;
        this.keyRandom = keyRandom;
        this.reports = new OrderReports(exchange);
        exchange.addListener(this);
    }

    // Registration and authentication.

    JsonNode register(ServerRequest request) {
        Fields body = Fields.body(request);
        String signingText = body.text("signingAddr");
        String primaryText = body.text("primaryAddr");
        String signature = body.text("signature");
        long expiryMillis = body.whole("expiryTime");
        if (body.whole("networkType") != 0) {
            throw Refusal.of(VestCode.INVALID_NETWORK_TYPE);
        }
        EthereumAddress signing = address(signingText);
        EthereumAddress primary = address(primaryText);
        if (expiryMillis <= loop.epochMillis()) {
            throw Refusal.of(VestCode.INVALID_PARAMETER, "Expiry time must be in the future");
        }
        Optional<EthereumAddress> signer =
                signatures.signer(signatures.registrationDigest(signing, expiryMillis), signature);
        if (!signer.equals(Optional.of(primary))) {
            throw Refusal.of(VestCode.INVALID_SIGNATURE);
        }
        VestAccount account = accounts.byAddress(primary).orElseGet(() -> open(primary));
        account.delegate(signing, expiryMillis);
        byte[] key = new byte[API_KEY_BYTES];
        keyRandom.nextBytes(key);
        String apiKey = "simulated." + HexFormat.of().formatHex(key);
        accounts.addKey(apiKey, account, settings.has(VestAlternative.REREGISTRATION_REPLACES_KEY));
        return Json.object().put("apiKey", apiKey).put("accGroup", settings.accountGroup());
    }

    private VestAccount open(EthereumAddress primary) {
        VestAccount account = new VestAccount(primary, exchange.openAccount(primary.toString()));
        accounts.add(account);
        return account;
    }

    private static EthereumAddress address(String text) {
        try {
            return EthereumAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw Refusal.of(VestCode.INVALID_PARAMETER);
        }
    }

    /// The account of a private call: first the group, then the key.
    VestAccount authenticate(ServerRequest request) {
        String group = request.header("xrestservermm").orElse("");
        if (!group.equals("restserver" + settings.accountGroup())) {
            throw Refusal.of(VestCode.INVALID_ACCOUNT_GROUP);
        }
        return request.header("x-api-key").flatMap(accounts::byApiKey).orElseThrow(Refusal::forbidden);
    }

    // Orders.

    /// An answer that comes after a delay, or never.
    record Answer(JsonNode body, long delayNanos, boolean lost) {}

    Answer placeOrder(ServerRequest request) {
        VestAccount account = authenticate(request);
        VestOrderForm form = VestOrderForm.read(Fields.body(request), exchange, settings, loop.epochMillis());
        EthereumAddress signer = checkSigner(account, form.nonce(), form.hash(), form.signature());
        if (account.order(form.id()).isPresent() || exchange.order(form.id()).isPresent()) {
            throw Refusal.of(VestCode.DUPLICATE);
        }
        account.useNonce(signer, form.nonce());
        VestOrder order = new VestOrder(
                form.id(),
                form.nonce(),
                form.symbol(),
                form.buy(),
                form.orderType(),
                form.sizeText(),
                form.limitPriceText(),
                form.reduceOnly(),
                VestViews.initMarginRatio(account.core(), form.symbol()),
                loop.epochMillis());
        account.addOrder(order);
        return submit(account, form, order);
    }

    private Answer submit(VestAccount account, VestOrderForm form, VestOrder order) {
        long acknowledgedAfter = timing.acknowledgement().nextNanos();
        long newEventAfter = acknowledgedAfter + timing.newEvent().nextNanos();
        long executedAfter = Math.max(newEventAfter, timing.execution().nextNanos());
        boolean late = exchange.faults().happens(Fault.EventBeforeResponse.class);
        boolean lost = exchange.faults().happens(Fault.LostAcknowledgement.class);
        // The event is scheduled before the order, so that NEW comes first even when both delays are equal.
        loop.schedule(
                newEventAfter,
                () -> exchange.order(order.id()).ifPresent(update -> report(new Found(account, order), asNew(update))));
        exchange.submit(form.toCore(account.core().id()), executedAfter);
        return new Answer(
                Json.object().put("id", order.id()),
                late ? executedAfter + LATE_RESPONSE_NANOS : acknowledgedAfter,
                lost);
    }

    /// The NEW event tells of the order as it was accepted, whatever has become of it.
    private static OrderUpdate asNew(OrderUpdate update) {
        return new OrderUpdate(
                update.sequence(),
                update.order(),
                OrderState.NEW,
                EndReason.NONE,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                update.createdEpochMillis(),
                update.createdEpochMillis());
    }

    private EthereumAddress checkSigner(VestAccount account, long nonce, byte[] hash, String signature) {
        Optional<EthereumAddress> signer = signatures.personalSigner(hash, signature);
        boolean mustGrow = settings.has(VestAlternative.NONCE_MUST_GROW);
        if ((mustGrow && nonce <= account.lastNonce())
                || signer.filter(found -> account.nonceUsed(found, nonce)).isPresent()) {
            throw Refusal.of(VestCode.INVALID_NONCE);
        }
        return signer.filter(found -> account.maySign(found, loop.epochMillis()))
                .orElseThrow(() -> Refusal.of(VestCode.INVALID_SIGNATURE));
    }

    Answer cancelOrder(ServerRequest request) {
        VestAccount account = authenticate(request);
        if (!settings.has(VestAlternative.CANCEL_WITHOUT_TIME)) {
            Fields.requiredQuery(request, "time");
        }
        Fields body = Fields.body(request);
        Fields order = body.object("order");
        long time = order.whole("time");
        long nonce = order.whole("nonce");
        String id = order.text("id");
        String signature = body.text("signature");
        VestOrderForm.checkTime(time, nonce, VestOrderForm.receiveWindow(body), loop.epochMillis());
        byte[] hash = VestSignatures.cancelHash(time, nonce, id);
        EthereumAddress signer = checkSigner(account, nonce, hash, signature);
        account.useNonce(signer, nonce);
        if (!exchange.cancel(account.core().id(), id)) {
            throw settings.has(VestAlternative.LATE_CANCEL_ON_400)
                    ? Refusal.of(VestCode.ORDER_NOT_FOUND)
                    : Refusal.flat(200, VestCode.ORDER_NOT_FOUND);
        }
        return new Answer(Json.object().put("id", id), timing.acknowledgement().nextNanos(), false);
    }

    JsonNode setLeverage(ServerRequest request) {
        VestAccount account = authenticate(request);
        Fields body = Fields.body(request);
        body.whole("time");
        String symbol = body.text("symbol");
        long value = body.whole("value");
        if (exchange.book(symbol).isEmpty()) {
            throw Refusal.of(VestCode.BAD_SYMBOL);
        }
        Account core = account.core();
        boolean resting = core.openOrders().stream()
                .anyMatch(order -> order.request().symbol().equals(symbol));
        if (resting && value != core.leverage(symbol)) {
            throw Refusal.of(VestCode.ORDER_CHANGES_LEVERAGE);
        }
        if (!core.position(symbol).flat() && value < core.leverage(symbol)) {
            throw Refusal.of(VestCode.DECREASE_LEVERAGE_WITH_POSITION);
        }
        if (value > Integer.MAX_VALUE || core.setLeverage(symbol, (int) value) != EndReason.NONE) {
            throw Refusal.of(VestCode.INVALID_PARAMETER, "Leverage out of range");
        }
        return Json.object().put("symbol", symbol).put("value", value);
    }

    // Queries.

    JsonNode account(ServerRequest request) {
        VestAccount account = authenticate(request);
        Fields.query(request, "time", 0);
        return views.account(account, account.shownReport(loop.nanoTime()));
    }

    JsonNode nonce(ServerRequest request) {
        VestAccount account = authenticate(request);
        Fields.requiredQuery(request, "time");
        return Json.object().put("lastNonce", account.lastNonce());
    }

    JsonNode orders(ServerRequest request) {
        VestAccount account = authenticate(request);
        Fields.query(request, "time", 0);
        long limit = Fields.query(request, "limit", ORDERS_LIMIT);
        String status = request.parameter("status").orElse("");
        if (limit < 1 || limit > ORDERS_LIMIT || status.contains(",")) {
            throw Refusal.of(VestCode.INVALID_PARAMETER);
        }
        List<String> ids = request.parameter("id")
                .map(text -> List.of(text.split(",", -1)))
                .orElse(List.of());
        long nonce = Fields.query(request, "nonce", -1);
        long start = Fields.query(request, "startTime", 0);
        long end = Fields.query(request, "endTime", Long.MAX_VALUE);
        List<JsonNode> rows = new ArrayList<>();
        long pruned = prunedOrders(account);
        for (VestOrder order : account.orders().values()) {
            if (order.ended() && pruned-- > 0) {
                continue;
            }
            boolean wanted = !fresh(order)
                    && (ids.isEmpty() || ids.contains(order.id()))
                    && (nonce < 0 || order.nonce() == nonce)
                    && order.postMillis() >= start
                    && order.postMillis() <= end
                    && order.symbol().equals(request.parameter("symbol").orElse(order.symbol()))
                    && order.orderType().equals(request.parameter("orderType").orElse(order.orderType()));
            if (wanted) {
                order.shown(loop.nanoTime())
                        .filter(update ->
                                status.isEmpty() || views.status(order, update).equals(status))
                        .ifPresent(update -> rows.add(views.order(order, update)));
            }
        }
        ArrayNode newest = Json.array();
        rows.subList((int) Math.max(0, rows.size() - limit), rows.size()).forEach(newest::add);
        return newest;
    }

    /// How many of the ended orders, the oldest, answers leave out at the moment.
    private long prunedOrders(VestAccount account) {
        long ended = account.orders().values().stream().filter(VestOrder::ended).count();
        return Math.max(0, ended - exchange.lags().endedOrdersMax());
    }

    private boolean fresh(VestOrder order) {
        long freshMillis = TimeUnit.NANOSECONDS.toMillis(exchange.lags().freshOrdersNanos());
        return loop.epochMillis() - order.postMillis() < freshMillis;
    }

    // Listen keys.

    JsonNode createListenKey(ServerRequest request) {
        return listenKey(listenKeys.create(authenticate(request), loop.epochMillis()));
    }

    JsonNode renewListenKey(ServerRequest request) {
        return listenKey(listenKeys
                .renew(authenticate(request), loop.epochMillis())
                .orElseThrow(() -> Refusal.flat(400, VestCode.INVALID_LISTEN_KEY)));
    }

    JsonNode deleteListenKey(ServerRequest request) {
        listenKeys.delete(authenticate(request));
        return Json.object();
    }

    private static JsonNode listenKey(VestListenKeys.Key key) {
        return Json.object().put("listenKey", key.text());
    }

    // What the core tells.

    @Override
    public void onOrder(OrderUpdate update) {
        find(update.order()).ifPresent(found -> {
            showLater(found.order(), update);
            if (update.ended()) {
                report(found, update);
            }
        });
    }

    private void showLater(VestOrder order, OrderUpdate update) {
        order.showLater(
                update,
                loop.nanoTime()
                        + timing.ordersView().nextNanos()
                        + exchange.lags().ordersNanos());
    }

    private void report(Found found, OrderUpdate update) {
        ObjectNode event = views.orderEvent(found.order(), update);
        reports.send(found.order().id(), update.ended(), () -> sockets.sendOrder(found.account(), event));
    }

    @Override
    public void onFill(Fill fill) {
        if (fill.kind() != FillKind.TRADE) {
            onForcedFill(fill);
        } else if (fill.remainingE8() > 0) {
            find(fill.order())
                    .ifPresent(found -> exchange.order(found.order().id()).ifPresent(update -> report(found, update)));
        }
    }

    /// A liquidation is an order of the exchange's own type. Deleveraging and settlement have no form of their own in
    /// the documentation, and neither the id nor the nonce of such an order is documented: all chosen.
    private void onForcedFill(Fill fill) {
        accounts.byAddress(EthereumAddress.parse(fill.order().account())).ifPresent(account -> {
            SimulatedBook book = exchange.bookEverListed(fill.order().symbol()).orElseThrow();
            VestOrder order = new VestOrder(
                    "0x" + "f".repeat(ID_DIGITS - Long.BYTES * 2)
                            + HexFormat.of().toHexDigits(fill.fillId()),
                    0,
                    fill.order().symbol(),
                    fill.order().side() == Side.BUY,
                    LIQUIDATION,
                    VestViews.quantity(book, fill.quantityE8()),
                    VestViews.price(book, fill.priceE8()),
                    true,
                    VestViews.initMarginRatio(account.core(), book.symbol()),
                    fill.epochMillis());
            account.addOrder(order);
            OrderUpdate update = new OrderUpdate(
                    fill.sequence(),
                    fill.order(),
                    OrderState.FILLED,
                    EndReason.NONE,
                    fill.quantityE8(),
                    fill.notionalE8(),
                    fill.priceE8(),
                    fill.priceE8(),
                    fill.quantityE8(),
                    fill.feeE8(),
                    fill.realisedE8(),
                    fill.fundingE8(),
                    fill.epochMillis(),
                    fill.epochMillis());
            showLater(order, update);
            sockets.sendOrder(account, views.orderEvent(order, update));
        });
    }

    @Override
    public void onAccount(Account account) {
        accounts.byAddress(EthereumAddress.parse(account.id()))
                .ifPresent(found -> found.showLater(
                        account.report(),
                        loop.nanoTime()
                                + timing.accountView().nextNanos()
                                + exchange.lags().positionsNanos()));
    }

    @Override
    public void onTransfer(Transfer transfer) {
        accounts.byAddress(EthereumAddress.parse(transfer.account()))
                .ifPresent(account -> sockets.sendTransfer(account, transfer));
    }

    @Override
    public void onRollback(long nanos, long epochMillis) {
        accounts.all().forEach(account -> account.rollBack(epochMillis));
    }

    private record Found(VestAccount account, VestOrder order) {}

    /// The order as the interface knows it. One that came into the core by another way than this interface, as a
    /// human's
    /// does, is taken in.
    private Optional<Found> find(NewOrder order) {
        return accounts.byAddress(EthereumAddress.parse(order.account()))
                .map(owner -> new Found(owner, owner.order(order.orderId()).orElseGet(() -> adopt(owner, order))));
    }

    private VestOrder adopt(VestAccount owner, NewOrder order) {
        SimulatedBook book = exchange.bookEverListed(order.symbol()).orElseThrow();
        VestOrder adopted = new VestOrder(
                order.orderId(),
                order.clientId().matches("\\d{1,18}") ? Long.parseLong(order.clientId()) : 0,
                order.symbol(),
                order.side() == Side.BUY,
                order.market() ? "MARKET" : "LIMIT",
                VestViews.quantity(book, order.quantityE8()),
                VestViews.price(book, order.hasLimit() ? order.limitE8() : 0),
                order.reduceOnly(),
                VestViews.initMarginRatio(owner.core(), order.symbol()),
                loop.epochMillis());
        owner.addOrder(adopted);
        loop.execute(() ->
                exchange.order(adopted.id()).ifPresent(update -> report(new Found(owner, adopted), asNew(update))));
        return adopted;
    }
}
