package io.parallax.simulator.paradex;

import io.parallax.exchange.signing.Felt;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.instrument.Side;
import io.parallax.simulator.core.Account;
import io.parallax.simulator.core.Bust;
import io.parallax.simulator.core.EndReason;
import io.parallax.simulator.core.ExchangeListener;
import io.parallax.simulator.core.Fault;
import io.parallax.simulator.core.Fill;
import io.parallax.simulator.core.FillKind;
import io.parallax.simulator.core.FundingPayment;
import io.parallax.simulator.core.NewOrder;
import io.parallax.simulator.core.OrderUpdate;
import io.parallax.simulator.core.RandomDelay;
import io.parallax.simulator.core.ReadLags;
import io.parallax.simulator.core.SeededRandom;
import io.parallax.simulator.core.SimulatedBook;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.core.TradingMode;
import io.parallax.simulator.core.Transfer;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// Takes orders, modifies and cancels, whichever way they came in. An answer only says that a request is
/// queued; the result follows on the private stream: reply (NEW), NEW, fills, CLOSED, position, account, which
/// is the order chosen where the exchange documents none. Thread: simulator loop.
final class OrderDesk implements ExchangeListener {
    private static final int PPM = 1_000_000;
    private static final long REPLY_AFTER_UPDATE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /// Orders of interactive tokens beyond these rates count as pro orders; documented.
    private static final RateLimiter.Window[] RETAIL_RATES = {
        new RateLimiter.Window(3, 1),
        new RateLimiter.Window(30, 60),
        new RateLimiter.Window(300, 3_600),
        new RateLimiter.Window(1_000, 86_400)
    };
    /// In restricted modes, resting orders worse than this through the fair price go; documented: 5 basis
    /// points.
    private static final long RESTRICTED_BAND_PPM = 500;

    private final ParadexSimulatorSettings.Orders settings;
    private final SimulatedExchange exchange;
    private final AccountRegistry accounts;
    private final Signatures signatures;
    private final VenueClock clock;
    private final Identifiers identifiers;
    private final Streams streams;
    private final AccountViews views;
    private final boolean fillSideOfTaker;
    private final RandomDelay engineDelay;
    private final SplittableRandom chance;
    private final RateLimiter retailRates;
    /// How many of each kind there were, each kind with ids of its own.
    private final Map<FillKind, Long> forcedFills = new EnumMap<>(FillKind.class);

    /// Who asks, by token.
    record Caller(ParadexAccount account, Felt publicKey, boolean interactive) {}

    OrderDesk(
            ParadexSimulatorSettings settings,
            SimulatedExchange exchange,
            AccountRegistry accounts,
            Signatures signatures,
            VenueClock clock,
            Identifiers identifiers,
            Streams streams,
            AccountViews views,
            SeededRandom random) {
        this.settings = settings.orders();
        this.exchange = exchange;
        this.accounts = accounts;
        this.signatures = signatures;
        this.clock = clock;
        this.identifiers = identifiers;
        this.streams = streams;
        this.views = views;
        this.fillSideOfTaker = settings.stream().fillSideOfTaker();
        this.engineDelay = RandomDelay.uniform(
                random.split("engine-delay"),
                this.settings.engineDelayMillisMin(),
                this.settings.engineDelayMillisMax());
        this.chance = random.split("reply-order").generator();
        this.retailRates = new RateLimiter(exchange.loop(), RETAIL_RATES);
        exchange.addListener(this);
        exchange.fees(this::feePpm);
    }

    /// Of the exchange as a whole, as `GET /system/state` tells it.
    SystemState state() {
        return SystemState.of(exchange.mode());
    }

    void checkService() {
        state().checkService();
    }

    @Override
    public void onMode(TradingMode mode) {
        loop().execute(() -> exchange.books().forEach(this::cancelThroughFairPrice));
    }

    @Override
    public void onInstrument(SimulatedBook book) {
        loop().execute(() -> cancelThroughFairPrice(book));
    }

    /// Restricted modes cancel resting orders priced through the fair price.
    private void cancelThroughFairPrice(SimulatedBook book) {
        TradingMode mode = exchange.mode(book.symbol());
        if (mode == TradingMode.CANCEL_ONLY || mode == TradingMode.POST_ONLY) {
            accounts.all()
                    .forEach(account -> account.openOrders().stream()
                            .filter(order -> order.form().market().equals(book.symbol()))
                            .filter(this::throughFairPrice)
                            .forEach(order -> exchange.cancel(account.id(), order.id())));
        }
    }

    private boolean throughFairPrice(ParadexOrder order) {
        long fairE8 = views.indexE8(order.form().market());
        Side side = order.form().side();
        long edgeE8 = FixedPoint.multiplyDivide(fairE8, PPM + side.sign() * RESTRICTED_BAND_PPM, PPM, Rounding.DOWN);
        return order.status() == Wire.Status.OPEN
                && fairE8 > 0
                && (side == Side.BUY
                        ? order.form().priceE8() > edgeE8
                        : order.form().priceE8() < edgeE8);
    }

    // Placing.

    /// Everything that is refused at once, signature first because a batch falls or stands with its signatures.
    void checkSignature(Caller caller, OrderForm form) {
        signatures.checkOrder(caller.account().address(), caller.publicKey(), form);
    }

    /// Checks the rest and takes an order in, without telling anyone yet.
    ParadexOrder admit(Caller caller, OrderForm form, long receivedEpochNanos) {
        SystemState.of(exchange.mode(form.market())).check(form);
        checkTimestamp(form);
        ParadexAccount account = caller.account();
        if (!form.clientId().isEmpty()
                && account.openOrderOfClient(form.clientId()).isPresent()) {
            throw ApiException.badRequest("DUPLICATED_CLIENT_ID", "client_id is already in use by an open order");
        }
        checkOpenOrders(account, form);
        boolean interactive =
                caller.interactive() && retailRates.take(account.id()).allowed();
        ParadexOrder order = new ParadexOrder(
                identifiers.nextOrderId(clock.epochMillis()), account.id(), form, interactive, receivedEpochNanos);
        CoreNames.throwIfRefusedAtOnce(exchange.check(coreOrder(order)));
        account.add(order);
        return order;
    }

    /// The instrument must be known before a signature can be checked.
    void checkMarket(String market) {
        if (exchange.book(market).isEmpty()) {
            CoreNames.throwIfRefusedAtOnce(EndReason.UNKNOWN_INSTRUMENT);
        }
    }

    private void checkTimestamp(OrderForm form) {
        long now = clock.epochMillis();
        if (now > form.signatureTimestamp() + form.recvWindowMillis()) {
            throw ApiException.parameter("signature_timestamp: older than recv_window of " + form.recvWindowMillis()
                    + " ms, server time " + now);
        }
        if (form.signatureTimestamp() > now + settings.signatureAheadMillisMax()) {
            throw ApiException.parameter("signature_timestamp: lies in the future, server time " + now);
        }
    }

    /// Which code tells of too many open orders is not documented: chosen.
    private void checkOpenOrders(ParadexAccount account, OrderForm form) {
        long open = account.openOrders().stream()
                .filter(order -> order.form().market().equals(form.market()))
                .count();
        int max = exchange.book(form.market())
                .map(book -> book.instrument().openOrdersMax())
                .orElse(Integer.MAX_VALUE);
        if (open >= max && form.instruction() != Wire.Instruction.IOC) {
            throw ApiException.badRequest("REQUEST_NOT_ALLOWED", "maximum number of open orders reached: " + max);
        }
    }

    /// Sends admitted orders to the engine and answers. Orders under an interactive token wait first.
    ///
    /// @param reply gets the orders as they are when the engine takes them: NEW
    void launch(List<ParadexOrder> orders, Consumer<List<ObjectNode>> reply) {
        boolean bump = orders.stream().anyMatch(ParadexOrder::interactive);
        if (bump) {
            loop().schedule(TimeUnit.MILLISECONDS.toNanos(settings.retailDelayMillis()), () -> start(orders, reply));
        } else {
            start(orders, reply);
        }
    }

    private void start(List<ParadexOrder> orders, Consumer<List<ObjectNode>> reply) {
        boolean lost = exchange.faults().happens(Fault.LostAcknowledgement.class);
        boolean late = exchange.faults().happens(Fault.EventBeforeResponse.class)
                || chance.nextInt(PPM) < settings.replyAfterUpdatePpm();
        long delay = engineDelay.nextNanos();
        List<ObjectNode> accepted = orders.stream().map(this::restView).toList();
        if (!lost && !late) {
            reply.accept(accepted);
        }
        orders.forEach(order -> exchange.submit(coreOrder(order), delay));
        if (!lost && late) {
            loop().schedule(delay + REPLY_AFTER_UPDATE_NANOS, () -> reply.accept(accepted));
        }
    }

    private NewOrder coreOrder(ParadexOrder order) {
        OrderForm form = order.form();
        return new NewOrder(
                order.id(),
                form.clientId(),
                order.account(),
                form.market(),
                form.side(),
                form.atMarket(),
                coreInstruction(form),
                form.sizeE8(),
                form.atMarket() ? FixedPoint.NO_PRICE : form.priceE8(),
                averageLimitE8(form),
                form.reduceOnly(),
                form.conditional() ? form.triggerPriceE8() : FixedPoint.NO_PRICE,
                triggersAbove(form));
    }

    private static NewOrder.Instruction coreInstruction(OrderForm form) {
        if (form.atMarket()) {
            return NewOrder.Instruction.IOC;
        }
        return switch (form.instruction()) {
            case GTC -> NewOrder.Instruction.GTC;
            case IOC -> NewOrder.Instruction.IOC;
            case POST_ONLY, RPI -> NewOrder.Instruction.POST_ONLY;
        };
    }

    /// The average price that a market order may not pass: the caller's, or the best opposite price and the
    /// market's slippage.
    private long averageLimitE8(OrderForm form) {
        if (form.type() != Wire.OrderType.MARKET) {
            return FixedPoint.NO_PRICE;
        }
        if (form.vwapPriceE8() != SbeMessage.NULL) {
            return form.vwapPriceE8();
        }
        long bestE8 = exchange.book(form.market())
                .map(book -> book.bestE8(form.side().opposite()))
                .orElse(FixedPoint.NO_PRICE);
        return bestE8 == FixedPoint.NO_PRICE
                ? FixedPoint.NO_PRICE
                : FixedPoint.multiplyDivide(
                        bestE8, PPM + form.side().sign() * settings.marketSlippagePpm(), PPM, Rounding.HALF_EVEN);
    }

    /// A stop triggers when the price moves against its side's position, a take-profit when it moves with it; a
    /// flag overrides both.
    private static boolean triggersAbove(OrderForm form) {
        if (form.flags().contains(Wire.OrderFlag.STOP_CONDITION_ABOVE_TRIGGER)) {
            return true;
        }
        if (form.flags().contains(Wire.OrderFlag.STOP_CONDITION_BELOW_TRIGGER)) {
            return false;
        }
        boolean takeProfit =
                form.type() == Wire.OrderType.TAKE_PROFIT_LIMIT || form.type() == Wire.OrderType.TAKE_PROFIT_MARKET;
        return takeProfit == (form.side() == Side.SELL);
    }

    // Cancelling.

    /// An order that can be cancelled, or the refusal.
    static ParadexOrder openOrder(ParadexAccount account, String id) {
        return account.openOrder(id).orElseThrow(() -> {
            if (account.hasEnded(id)) {
                return ApiException.badRequest("ORDER_IS_CLOSED", "order is closed");
            }
            return ApiException.notFound("ORDER_ID_NOT_FOUND", "order not found: " + id);
        });
    }

    static ParadexOrder openOrderOfClient(ParadexAccount account, String clientId) {
        return account.openOrderOfClient(clientId)
                .orElseThrow(() -> ApiException.notFound(
                        "CLIENT_ORDER_ID_NOT_FOUND", "order not found for client_id: " + clientId));
    }

    /// Queues a cancellation; a fill may still come first.
    void cancel(ParadexOrder order, boolean interactive) {
        long bump = interactive || order.interactive() ? settings.retailDelayMillis() : 0;
        loop().schedule(
                        TimeUnit.MILLISECONDS.toNanos(bump) + engineDelay.nextNanos(),
                        () -> exchange.cancel(order.account(), order.id()));
    }

    List<ParadexOrder> cancelAll(Caller caller, Optional<String> market) {
        List<ParadexOrder> orders = caller.account().openOrders().stream()
                .filter(order ->
                        market.isEmpty() || market.get().equals(order.form().market()))
                .toList();
        orders.forEach(order -> cancel(order, caller.interactive()));
        return orders;
    }

    // Modifying.

    /// Takes a modify; the outcome follows on the stream in the order's request information.
    ObjectNode modify(Caller caller, String id, OrderForm form) {
        checkService();
        ParadexOrder order = openOrder(caller.account(), id);
        OrderForm old = order.form();
        if (!form.market().equals(old.market()) || form.side() != old.side() || form.type() != old.type()) {
            throw ApiException.validation("modify: market, side and type must be those of the order");
        }
        if (form.atMarket()) {
            throw ApiException.badRequest("REQUEST_NOT_ALLOWED", "market orders cannot be modified");
        }
        checkTimestamp(form);
        signatures.checkModify(caller.account().address(), caller.publicKey(), form, id);
        OrderForm changed = old.changedTo(form);
        CoreNames.throwIfRefusedAtOnce(exchange.check(
                coreOrder(new ParadexOrder(id, order.account(), changed, false, order.receivedEpochNanos()))));
        String requestId = Long.toHexString(chance.nextLong() & 0xFFFF_FFFFL);
        order.modification(new ParadexOrder.Modification(requestId, Wire.RequestStatus.PENDING, ""));
        loop().schedule(engineDelay.nextNanos(), () -> finishModify(order, changed, requestId));
        return restView(order);
    }

    private void finishModify(ParadexOrder order, OrderForm changed, String requestId) {
        if (order.ended()) {
            return;
        }
        boolean sizeCutOnly = changed.priceE8() == order.form().priceE8()
                && changed.sizeE8() <= order.form().sizeE8();
        OrderForm before = order.form();
        order.modified(changed, new ParadexOrder.Modification(requestId, Wire.RequestStatus.SUCCESS, ""));
        EndReason refusal = exchange.modify(
                order.account(),
                order.id(),
                changed.sizeE8(),
                changed.priceE8(),
                settings.sizeCutKeepsPlace() && sizeCutOnly);
        if (refusal != EndReason.NONE) {
            order.modified(
                    before,
                    new ParadexOrder.Modification(requestId, Wire.RequestStatus.REJECTED, CoreNames.reason(refusal)));
            streams.order(order);
        }
    }

    /// What tells an order's price is whether it has the flag now, whatever the token was.
    private long feePpm(NewOrder order, long standardPpm) {
        boolean interactive = accounts.find(order.account())
                .flatMap(account -> account.order(order.orderId()))
                .map(ParadexOrder::interactive)
                .orElse(false);
        return interactive ? settings.retailFeePpm().orElse(standardPpm) : standardPpm;
    }

    // What the core tells.

    @Override
    public void onOrder(OrderUpdate update) {
        accounts.find(update.order().account()).ifPresent(account -> {
            ParadexOrder order =
                    account.order(update.order().orderId()).orElseGet(() -> adopt(account, update.order()));
            order.update(update);
            if (order.ended()) {
                account.end(order);
            }
            streams.order(order);
        });
    }

    private ParadexOrder adopt(ParadexAccount account, NewOrder order) {
        ParadexOrder adopted = new ParadexOrder(
                order.orderId(), account.id(), OrderForm.of(order, clock.epochMillis()), false, clock.epochNanos());
        account.add(adopted);
        return adopted;
    }

    @Override
    public void onFill(Fill fill) {
        accounts.find(fill.order().account()).ifPresent(account -> {
            Side own = fill.order().side();
            boolean interactive = account.order(fill.order().orderId())
                    .map(ParadexOrder::interactive)
                    .orElse(false);
            ParadexFill view = new ParadexFill(
                    fill,
                    fillId(fill),
                    fillSideOfTaker && fill.maker() ? own.opposite() : own,
                    interactive,
                    views.indexE8(fill.order().symbol()));
            account.add(view);
            streams.fill(view);
        });
    }

    private String fillId(Fill fill) {
        return Identifiers.fillId(
                fill.kind() == FillKind.TRADE ? fill.fillId() : forcedFills.merge(fill.kind(), 1L, Long::sum));
    }

    @Override
    public void onFunding(FundingPayment payment) {
        streams.event(
                Channel.Topic.FUNDING_PAYMENTS, payment.symbol(), payment.account(), AccountViews.payment(payment));
    }

    @Override
    public void onBust(Bust bust) {
        NewOrder order = bust.fill().order();
        streams.event(Channel.Topic.TRADE_BUSTS, order.symbol(), order.account(), AccountViews.bust(bust));
    }

    @Override
    public void onTransfer(Transfer transfer) {
        streams.event(Channel.Topic.TRANSFERS, Channel.ALL, transfer.account(), AccountViews.transfer(transfer));
    }

    @Override
    public void onRollback(long nanos, long epochMillis) {
        accounts.all().forEach(account -> account.rollBack(epochMillis));
    }

    @Override
    public void onPosition(Account account, String symbol) {
        streams.position(account, account.position(symbol));
    }

    @Override
    public void onAccount(Account account) {
        streams.account(account);
    }

    /// The account's orders that answers hold at the moment: neither too fresh nor, when ended, too new or too old.
    Stream<ParadexOrder> readable(List<ParadexOrder> newestFirst) {
        ReadLags lags = exchange.lags();
        long changedMillis = clock.epochMillis() - TimeUnit.NANOSECONDS.toMillis(lags.ordersNanos());
        long[] ended = {0};
        return newestFirst.stream()
                .filter(order -> order.updatedMillis() <= changedMillis && !fresh(order))
                .filter(order -> !order.ended() || ++ended[0] <= lags.endedOrdersMax());
    }

    /// Whether an order is too young to be found.
    boolean fresh(ParadexOrder order) {
        long freshMillis = TimeUnit.NANOSECONDS.toMillis(exchange.lags().freshOrdersNanos());
        return clock.epochMillis() - order.createdMillis() < freshMillis;
    }

    /// As REST shows it now.
    ObjectNode restView(ParadexOrder order) {
        long now = clock.epochMillis();
        return order.json(identifiers.nextRestSequence(now), now);
    }

    private IoLoop loop() {
        return exchange.loop();
    }
}
