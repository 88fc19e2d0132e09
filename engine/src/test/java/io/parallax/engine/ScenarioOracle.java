package io.parallax.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.AccountEvent;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ConnectionEvent;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.MarketEvent;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.OrderStatus;
import io.parallax.execution.CycleResult;
import io.parallax.execution.CycleResult.Outcome;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.OrderState;
import io.parallax.execution.PairSettings;
import io.parallax.execution.PairState;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.strategy.Direction;
import io.parallax.telemetry.EngineSnapshot;
import io.parallax.telemetry.EngineSnapshot.BotView;
import io.parallax.telemetry.EngineSnapshot.ExchangeView;
import io.parallax.telemetry.EngineSnapshot.LegView;
import io.parallax.telemetry.EngineSnapshot.OrderView;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A second opinion on everything that an engine shows, kept from what went in and what came out: events of exchanges,
/// commands and notices. After every event the snapshot must say the same. It knows the rules of an order's news by
/// itself and shares no code with the engine.
final class ScenarioOracle {
    private static final long NEVER = Long.MIN_VALUE;

    private final List<PairSettings> bots;
    private final Supplier<String> story;
    private final Map<ClientOrderId, Order> orders = new HashMap<>();
    private final Map<String, Leg> legs = new HashMap<>();
    private final Map<String, Bot> pairs = new HashMap<>();
    private final Map<ExchangeId, Exchange> exchanges = new HashMap<>();
    private final List<OrderRequest> sent = new ArrayList<>();
    private final List<OrderRequest> toldPlaced = new ArrayList<>();
    private long lastNoticeNanos = NEVER;
    private long fills;
    private long lateFills;
    private long unknown;
    private long repairs;
    private long alerts;
    private long taken;
    private long exposures;
    private @Nullable ExchangeEvent delivered;

    /// One order and what its exchange said of it.
    private static final class Order {
        private final OrderRequest request;
        private final Leg leg;
        private final long placedNanos;
        private final Map<String, OrderEvent.Filled> executions = new HashMap<>();
        private final Set<String> gone = new HashSet<>();
        private OrderState state = OrderState.SENT;
        private long toldE8;

        private Order(OrderRequest request, Leg leg, long placedNanos) {
            this.request = request;
            this.leg = leg;
            this.placedNanos = placedNanos;
        }

        private long filledE8() {
            return Math.max(pricedE8(), toldE8);
        }

        private long pricedE8() {
            return executions.values().stream()
                    .mapToLong(OrderEvent.Filled::quantityE8)
                    .sum();
        }

        private long signedE8() {
            return request.side().sign() * filledE8();
        }
    }

    /// One leg: what was taken over from its exchange, and what its orders came to since.
    private static final class Leg {
        private final List<Order> orders = new ArrayList<>();
        private long adoptedE8;
        private final Set<String> forced = new HashSet<>();
        private final Set<String> payments = new HashSet<>();
        private final List<AccountEvent.ForcedReduction> late = new ArrayList<>();
        private long lateNanos = NEVER;
        private long forcedE8;
        private long feesE8;
        private long fundingE8;
        /// Whether what is held came about by executions alone, or of the last position while nothing is held.
        private boolean ours = true;
        private @Nullable Order live;
        private Optional<Long> confirmedE8 = Optional.empty();
        private long confirmedAskedNanos = NEVER;

        private long positionE8() {
            return adoptedE8
                    + forcedE8
                    + orders.stream().mapToLong(Order::signedE8).sum();
        }

        /// Which way the exchange would trade to close what is held, or what the order in flight may open.
        private int closingSign() {
            long heldE8 = positionE8();
            if (heldE8 == 0 && live != null && !live.request.reduceOnly()) {
                return -live.request.side().sign();
            }
            return -Long.signum(heldE8);
        }

        private long worstE8() {
            long heldE8 = Math.abs(positionE8());
            if (live == null) {
                return heldE8;
            }
            long openE8 = Math.max(live.request.quantityE8(), live.filledE8()) - live.filledE8();
            return Math.max(heldE8, Math.abs(positionE8() + live.request.side().sign() * openE8));
        }
    }

    /// One bot: its last step and its results.
    private static final class Bot {
        private final Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        private PairState state = PairState.BOOT;
        private long sinceNanos;
        private Optional<CycleResult> last = Optional.empty();
        private long finished;
        private long nakedSinceNanos = NEVER;
        private long nakedMaxNanos;
        private boolean readAnew;
        private EngineNotice.@Nullable Summary summary;
    }

    /// One exchange: its streams and its money.
    private static final class Exchange {
        private final Map<Stream, StreamState> streams = new EnumMap<>(Stream.class);
        private final Map<String, Instrument> listed = new HashMap<>();
        private Optional<Long> cashE8 = Optional.empty();
        private long cashAskedNanos = NEVER;
        private long skewMillis;
    }

    ScenarioOracle(List<PairSettings> bots, long startNanos, Supplier<String> story) {
        this.bots = List.copyOf(bots);
        this.story = story;
        for (PairSettings bot : bots) {
            Bot pair = new Bot();
            pair.sinceNanos = startNanos;
            pairs.put(bot.id(), pair);
            for (ExchangeId exchange : List.of(bot.exchangeA(), bot.exchangeB())) {
                legs.put(name(exchange, bot.pair()), new Leg());
                exchanges.putIfAbsent(exchange, new Exchange());
            }
        }
    }

    private static String name(ExchangeId exchange, String pair) {
        return exchange + " " + pair;
    }

    private Leg leg(ExchangeId exchange, String pair) {
        return present(legs.get(name(exchange, pair)), exchange + " " + pair);
    }

    private static <T> T present(@Nullable T found, Object what) {
        if (found == null) {
            throw new AssertionError("nobody knows " + what);
        }
        return found;
    }

    // ---- what goes in ----

    /// An event is about to be handed to the engine.
    void onEvent(ExchangeEvent event) {
        delivered = event;
        switch (event) {
            case OrderEvent news -> {
                Order order = orders.get(news.id());
                if (order != null) {
                    boolean wasFlat = order.leg.positionE8() == 0;
                    hear(order, news);
                    order.leg.ours |= wasFlat && order.leg.positionE8() != 0;
                }
            }
            case AccountEvent account -> hear(account);
            case ConnectionEvent connection -> hear(connection);
            case MarketEvent _ -> {
                // Prices say nothing of what is held.
            }
        }
    }

    private static void hear(Order order, OrderEvent news) {
        switch (news) {
            case OrderEvent.Updated updated -> {
                if (order.gone.isEmpty()) {
                    long wholeE8 = updated.status() == OrderStatus.FILLED ? order.request.quantityE8() : 0;
                    order.toldE8 = Math.max(order.toldE8, Math.max(wholeE8, updated.filledE8()));
                }
            }
            case OrderEvent.Filled filled -> {
                boolean sane = filled.priceE8() > 0 && filled.quantityE8() > 0;
                if (sane && !order.gone.contains(filled.fillId())) {
                    if (order.executions.putIfAbsent(filled.fillId(), filled) == null) {
                        order.leg.feesE8 += filled.feeE8();
                    }
                }
            }
            case OrderEvent.Busted busted -> {
                order.gone.add(busted.fillId());
                OrderEvent.Filled taken = order.executions.remove(busted.fillId());
                if (taken != null) {
                    order.toldE8 = Math.max(0, order.toldE8 - taken.quantityE8());
                    order.leg.feesE8 -= taken.feeE8();
                }
            }
            case OrderEvent.Sent _,
                    OrderEvent.Acknowledged _,
                    OrderEvent.Failed _,
                    OrderEvent.NotFound _,
                    OrderEvent.CancelFailed _,
                    OrderEvent.LookupFailed _ -> {}
        }
    }

    private void hear(AccountEvent account) {
        Exchange exchange = exchanges.get(account.exchange());
        if (exchange == null) {
            return;
        }
        if (account instanceof AccountEvent.PositionReported reported) {
            legOf(exchange, reported.position().symbol())
                    .filter(leg -> reported.askedNanos() >= leg.lateNanos)
                    .ifPresent(leg -> bookLate(leg, reported.position().quantityE8()));
            exchange.listed.values().stream()
                    .filter(each -> each.symbol().equals(reported.position().symbol()))
                    .map(each -> legs.get(name(each.exchange(), each.pair())))
                    .filter(leg -> leg != null && reported.askedNanos() >= leg.confirmedAskedNanos)
                    .forEach(leg -> {
                        leg.confirmedAskedNanos = reported.askedNanos();
                        leg.confirmedE8 = Optional.of(reported.position().quantityE8());
                    });
        }
        if (account instanceof AccountEvent.FundingPaid paid) {
            legOf(exchange, paid.symbol())
                    .filter(leg -> leg.payments.add(paid.paymentId()))
                    .ifPresent(leg -> leg.fundingE8 += paid.paymentE8());
        }
        if (account instanceof AccountEvent.ForcedReduction forced) {
            legOf(exchange, forced.symbol())
                    .filter(leg -> leg.forced.add(forced.fillId()))
                    .filter(leg -> leg.ours && isTruthKnown(leg))
                    .ifPresent(leg -> {
                        if (forced.late()) {
                            leg.late.add(forced);
                            leg.lateNanos = forced.receivedNanos();
                        } else {
                            book(leg, forced);
                        }
                    });
        }
        if (account instanceof AccountEvent.BalanceReported reported
                && reported.askedNanos() >= exchange.cashAskedNanos) {
            exchange.cashAskedNanos = reported.askedNanos();
            exchange.cashE8 = Optional.of(reported.cashE8());
        }
    }

    private static void book(Leg leg, AccountEvent.ForcedReduction forced) {
        int sign = leg.closingSign();
        leg.forcedE8 += sign * forced.quantityE8();
        leg.feesE8 += sign == 0 ? 0 : forced.feeE8();
    }

    /// What was found late is new only as far as the exchange's position says so.
    private static void bookLate(Leg leg, long exchangeE8) {
        for (AccountEvent.ForcedReduction late : leg.late) {
            if (exchangeE8 != leg.positionE8() && leg.ours) {
                book(leg, late);
            }
        }
        leg.late.clear();
    }

    private Optional<Leg> legOf(Exchange exchange, String symbol) {
        return exchange.listed.values().stream()
                .filter(each -> each.symbol().equals(symbol))
                .map(each -> Optional.ofNullable(legs.get(name(each.exchange(), each.pair()))))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /// What is told while the bot still reads what is held is history, or in what it reads.
    private boolean isTruthKnown(Leg leg) {
        return bots.stream()
                .filter(each -> leg(each.exchangeA(), each.pair()) == leg || leg(each.exchangeB(), each.pair()) == leg)
                .map(each -> present(pairs.get(each.id()), each.id()).state)
                .noneMatch(state -> state == PairState.BOOT || state == PairState.RECONCILE);
    }

    private void hear(ConnectionEvent connection) {
        Exchange exchange = exchanges.get(connection.exchange());
        if (exchange == null) {
            return;
        }
        switch (connection) {
            case ConnectionEvent.StreamChanged changed -> exchange.streams.put(changed.stream(), changed.state());
            case ConnectionEvent.ClockMeasured clock -> exchange.skewMillis = clock.skewMillis();
            case ConnectionEvent.InstrumentsListed listed ->
                listed.instruments().forEach(each -> exchange.listed.put(each.pair(), each));
        }
    }

    // ---- what comes out ----

    void onCommand(ExchangeCommand command, long nowNanos) {
        if (command instanceof ExchangeCommand.PlaceOrder place) {
            OrderRequest request = place.order();
            Leg leg = leg(request.instrument().exchange(), request.instrument().pair());
            Order order = new Order(request, leg, nowNanos);
            orders.put(request.id(), order);
            leg.orders.add(order);
            leg.live = order;
            sent.add(request);
        }
    }

    void onNotice(EngineNotice notice) {
        assertThat(notice.atNanos()).as(() -> "in order of time: " + notice).isGreaterThanOrEqualTo(lastNoticeNanos);
        lastNoticeNanos = notice.atNanos();
        switch (notice) {
            case EngineNotice.OrderPlaced placed -> toldPlaced.add(placed.order());
            case EngineNotice.OrderWritten written ->
                assertThat(delivered)
                        .as("written")
                        .isEqualTo(new OrderEvent.Sent(
                                written.order().instrument().exchange(),
                                written.order().id(),
                                written.writtenNanos()));
            case EngineNotice.OrderFilled filled -> onFilled(filled);
            case EngineNotice.OrderChanged changed -> onChanged(changed);
            case EngineNotice.StateChanged changed -> onChanged(changed);
            case EngineNotice.CycleFinished finished -> onFinished(finished);
            case EngineNotice.RepairDecided _ -> repairs++;
            case EngineNotice.OpportunityTaken _ -> taken++;
            case EngineNotice.Exposed _ -> exposures++;
            case EngineNotice.Alert alert -> onAlert(alert);
            case EngineNotice.Summary summary -> present(pairs.get(summary.bot()), summary.bot()).summary = summary;
            case EngineNotice.OpportunityDropped _, EngineNotice.ExitDecided _ -> {}
        }
    }

    private void onFilled(EngineNotice.OrderFilled told) {
        fills++;
        Order order = present(orders.get(told.id()), told.id());
        assertThat(delivered).as("an execution that was just heard of").isInstanceOf(OrderEvent.Filled.class);
        OrderEvent.Filled heard = (OrderEvent.Filled) present(delivered, told);
        assertThat(List.of(told.id(), told.exchange(), told.priceE8(), told.quantityE8(), told.feeE8()))
                .isEqualTo(List.of(heard.id(), heard.exchange(), heard.priceE8(), heard.quantityE8(), heard.feeE8()));
        assertThat(told.side()).isEqualTo(order.request.side());
        assertThat(told.placedNanos()).isEqualTo(order.placedNanos);
    }

    private void onChanged(EngineNotice.OrderChanged told) {
        Order order = present(orders.get(told.id()), told.id());
        assertThat(told.exchange()).isEqualTo(order.request.instrument().exchange());
        assertThat(told.from()).as(() -> told + "\n" + story.get()).isEqualTo(order.state);
        assertThat(told.to()).isNotEqualTo(told.from());
        assertThat(told.filledE8()).as(() -> told + "\n" + story.get()).isEqualTo(order.filledE8());
        order.state = told.to();
        if (told.to() == OrderState.UNKNOWN) {
            unknown++;
            assertThat(told.detail()).as("why it is unknown").isNotBlank();
        }
        if (told.to().terminal()) {
            order.leg.live = null;
        }
    }

    private void onChanged(EngineNotice.StateChanged told) {
        Bot bot = present(pairs.get(told.bot()), told.bot());
        assertThat(told.from()).as(() -> told + "\n" + story.get()).isEqualTo(bot.state);
        assertThat(told.to()).isNotEqualTo(told.from());
        bot.state = told.to();
        bot.sinceNanos = told.atNanos();
        bot.readAnew |= told.from() == PairState.RECONCILE;
    }

    private void onFinished(EngineNotice.CycleFinished told) {
        Bot bot = present(pairs.get(told.bot()), told.bot());
        CycleResult result = told.result();
        bot.last = Optional.of(result);
        bot.finished++;
        bot.outcomes.merge(result.outcome(), 1L, Long::sum);
        assertThat(result.number()).as("cycles count on").isEqualTo(bot.finished);
        assertThat(result.durationNanos()).isNotNegative();
        assertThat(result.nakedNanosMax()).isBetween(0L, result.durationNanos());
    }

    private void onAlert(EngineNotice.Alert alert) {
        assertThat(alert.text()).isNotBlank();
        if (!alert.bot().isEmpty()) {
            alerts++;
            boolean adopted = alert.text().startsWith("position differs");
            present(pairs.get(alert.bot()), alert.bot()).readAnew |= adopted;
        }
        if (alert.text().contains("after its end")) {
            lateFills++;
        }
    }

    // ---- what is shown ----

    /// Compares everything shown with everything known.
    ///
    /// @param ticked whether the engine has just looked at every bot
    void check(EngineSnapshot seen, boolean ticked) {
        assertThat(lastNoticeNanos).as("no notice from the future").isLessThanOrEqualTo(seen.nowNanos());
        assertThat(toldPlaced)
                .as(() -> "every order that was sent is told, once\n" + story.get())
                .containsExactlyInAnyOrderElementsOf(sent);
        assertThat(seen.counters().orders()).isEqualTo(sent.size());
        assertThat(seen.counters().fills()).isEqualTo(fills);
        assertThat(seen.counters().lateFills()).isEqualTo(lateFills);
        assertThat(seen.counters().ordersUnknown()).isEqualTo(unknown);
        assertThat(seen.counters().repairs()).isEqualTo(repairs);
        assertThat(seen.counters().alerts()).isEqualTo(alerts);
        assertThat(seen.counters().opportunitiesTaken()).isEqualTo(taken);
        assertThat(seen.counters().opportunities()).isGreaterThanOrEqualTo(taken);
        assertThat(seen.latencies().naked().count()).isEqualTo(exposures);
        for (int index = 0; index < bots.size(); index++) {
            check(bots.get(index), seen.bots().get(index), seen.nowNanos(), ticked);
        }
        seen.exchanges().forEach(this::check);
        assertThat(seen.exitCode()).as(story).isEqualTo(exitCode(seen));
    }

    private void check(PairSettings settings, BotView view, long nowNanos, boolean ticked) {
        Bot bot = present(pairs.get(settings.id()), settings.id());
        Leg a = leg(settings.exchangeA(), settings.pair());
        Leg b = leg(settings.exchangeB(), settings.pair());
        if (bot.readAnew) {
            bot.readAnew = false;
            adopt(a, view.a(), nowNanos);
            adopt(b, view.b(), nowNanos);
        }
        assertThat(view.id()).isEqualTo(settings.id());
        assertThat(view.pair()).isEqualTo(settings.pair());
        assertThat(view.state()).as(story).isEqualTo(bot.state);
        assertThat(view.stateSinceNanos()).isEqualTo(bot.sinceNanos);
        assertThat(view.haltReason().isPresent()).isEqualTo(bot.state == PairState.HALTED);
        if (bot.state != PairState.BOOT) {
            assertThat(view.detail()).as("why it is %s", bot.state).isNotBlank();
        }
        check(settings.exchangeA(), a, view.a(), settings.pair(), nowNanos);
        check(settings.exchangeB(), b, view.b(), settings.pair(), nowNanos);
        assertThat(view.grossE8()).isEqualTo(view.a().realisedE8() + view.b().realisedE8());
        assertThat(view.feesE8()).isEqualTo(view.a().feesE8() + view.b().feesE8());
        assertThat(view.fundingE8()).as(story).isEqualTo(a.fundingE8 + b.fundingE8);
        assertThat(view.netE8()).isEqualTo(view.grossE8() - view.feesE8() + view.fundingE8());
        if (bot.summary != null) {
            assertThat(bot.summary)
                    .isEqualTo(new EngineNotice.Summary(
                            settings.id(),
                            bot.state,
                            view.touchPpmLongA(),
                            view.touchPpmLongB(),
                            view.topBlocker(),
                            view.cycles(),
                            view.netE8(),
                            nowNanos));
            bot.summary = null;
        }
        checkCycles(bot, view);
        checkDirection(view);
        checkNaked(bot, view, lotE8(settings), nowNanos, ticked);
    }

    /// The engine believed the exchange; what it believed is compared when it is read again.
    private static void adopt(Leg leg, LegView view, long nowNanos) {
        leg.ours &= view.positionE8() == leg.positionE8();
        leg.adoptedE8 += view.positionE8() - leg.positionE8();
        if (leg.confirmedE8.isPresent() && !leg.confirmedE8.equals(view.confirmedE8())) {
            leg.confirmedE8 = view.confirmedE8();
            leg.confirmedAskedNanos = nowNanos;
        }
    }

    private void check(ExchangeId exchange, Leg leg, LegView view, String pair, long nowNanos) {
        assertThat(view.exchange()).isEqualTo(exchange);
        Instrument listed = present(exchanges.get(exchange), exchange).listed.get(pair);
        assertThat(view.symbol()).isEqualTo(listed == null ? "" : listed.symbol());
        assertThat(view.positionE8()).as(() -> exchange + "\n" + story.get()).isEqualTo(leg.positionE8());
        assertThat(view.worstE8()).as(() -> exchange + "\n" + story.get()).isEqualTo(leg.worstE8());
        assertThat(view.worstE8()).isGreaterThanOrEqualTo(Math.abs(view.positionE8()));
        assertThat(view.confirmedE8()).as(() -> exchange + "\n" + story.get()).isEqualTo(leg.confirmedE8);
        assertThat(view.feesE8()).as(() -> exchange + "\n" + story.get()).isEqualTo(leg.feesE8);
        Order live = leg.live;
        Optional<OrderView> expected = Optional.ofNullable(live).map(order -> view(order, nowNanos));
        assertThat(view.order()).as(() -> exchange + "\n" + story.get()).isEqualTo(expected);
    }

    private static OrderView view(Order order, long nowNanos) {
        OrderRequest request = order.request;
        return new OrderView(
                request.id().text(),
                request.side(),
                request.quantityE8(),
                request.limitPriceE8(),
                order.filledE8(),
                request.reduceOnly(),
                order.state,
                nowNanos - order.placedNanos);
    }

    private void checkCycles(Bot bot, BotView view) {
        assertThat(view.lastCycle()).isEqualTo(bot.last);
        Map<Outcome, Long> shown = Map.of(
                Outcome.COMPLETED, view.cycles(),
                Outcome.NOTHING_FILLED, view.cyclesNothingFilled(),
                Outcome.FAILED, view.cyclesFailed());
        long waiting = 0;
        for (Map.Entry<Outcome, Long> each : shown.entrySet()) {
            Outcome outcome = each.getKey();
            long more = each.getValue() - bot.outcomes.getOrDefault(outcome, 0L);
            assertThat(more).as(() -> outcome + "\n" + story.get()).isBetween(0L, 1L);
            waiting += more;
        }
        assertThat(waiting)
                .as(() -> "a cycle is told at its end, or when its last price came\n" + story.get())
                .isBetween(0L, bot.state == PairState.FLAT ? 0L : 1L);
    }

    private void checkDirection(BotView view) {
        long aE8 = view.a().positionE8();
        long bE8 = view.b().positionE8();
        if (Long.signum(aE8) * Long.signum(bE8) < 0) {
            assertThat(view.direction()).contains(aE8 > 0 ? Direction.LONG_A_SHORT_B : Direction.LONG_B_SHORT_A);
        } else if (aE8 == 0 && bE8 == 0 && view.state() == PairState.FLAT) {
            assertThat(view.direction()).as(story).isEmpty();
        } else if (view.state() == PairState.ENTERING) {
            assertThat(view.direction()).as(story).isPresent();
        }
    }

    private long lotE8(PairSettings settings) {
        Instrument a = present(exchanges.get(settings.exchangeA()), "A").listed.get(settings.pair());
        Instrument b = present(exchanges.get(settings.exchangeB()), "B").listed.get(settings.pair());
        return a == null || b == null ? 1 : Math.max(a.lotE8(), b.lotE8());
    }

    private void checkNaked(Bot bot, BotView view, long lotE8, long nowNanos, boolean ticked) {
        boolean naked = Math.abs(view.a().positionE8() + view.b().positionE8()) >= lotE8;
        if (naked && bot.nakedSinceNanos == NEVER) {
            bot.nakedSinceNanos = nowNanos;
        }
        if (bot.nakedSinceNanos != NEVER && (ticked || !naked)) {
            bot.nakedMaxNanos = Math.max(bot.nakedMaxNanos, nowNanos - bot.nakedSinceNanos);
        }
        if (!naked) {
            bot.nakedSinceNanos = NEVER;
        }
        if (ticked) {
            assertThat(view.nakedNanosMax()).as(story).isEqualTo(bot.nakedMaxNanos);
        }
    }

    private void check(ExchangeView view) {
        Exchange exchange = present(exchanges.get(view.exchange()), view.exchange());
        assertThat(view.marketDataReady()).isEqualTo(exchange.streams.get(Stream.MARKET_DATA) == StreamState.READY);
        assertThat(view.privateStreamReady()).isEqualTo(exchange.streams.get(Stream.PRIVATE) == StreamState.READY);
        assertThat(view.orderEntryReady()).isEqualTo(exchange.streams.get(Stream.ORDER_ENTRY) == StreamState.READY);
        assertThat(view.cashNowE8()).isEqualTo(exchange.cashE8);
        assertThat(view.clockSkewMillis()).isEqualTo(exchange.skewMillis);
    }

    /// 30 while an order's fate is open, 20 with a leg that has no equal mate, 10 with a hedged pair, 0 flat.
    private int exitCode(EngineSnapshot seen) {
        int code = 0;
        for (int index = 0; index < bots.size(); index++) {
            BotView view = seen.bots().get(index);
            long lotE8 = lotE8(bots.get(index));
            long aE8 = view.a().positionE8();
            long bE8 = view.b().positionE8();
            boolean live = view.a().order().isPresent() || view.b().order().isPresent();
            boolean flat = Math.abs(aE8) < lotE8 && Math.abs(bE8) < lotE8;
            boolean hedged = Math.abs(aE8 + bE8) < lotE8;
            code = Math.max(code, live ? 30 : flat ? 0 : hedged ? 10 : 20);
        }
        return code;
    }
}
