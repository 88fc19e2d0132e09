package io.parallax.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.MarketEvent;
import io.parallax.exchange.OrderRequest;
import io.parallax.execution.CycleResult;
import io.parallax.execution.CycleTimers;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.HaltReason;
import io.parallax.execution.PairSettings;
import io.parallax.execution.PairState;
import io.parallax.execution.TransitionTable;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.marketdata.SharedOrderbooks;
import io.parallax.telemetry.EngineSnapshot;
import io.parallax.telemetry.EngineSnapshot.BotView;
import io.parallax.units.FixedPoint;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The real engine against two scripted exchanges in virtual time. What must hold after every event is checked
/// after every event: one live order for each leg, nothing built on an order of unknown fate, no order above
/// its limit, no flip, unique ids, and every execution counted once. What the engine shows must be what
/// [ScenarioOracle] knows, and a second look at one moment must find nothing to do.
abstract class TradingScenario {
    static final String PAIR = "BTC-PERP";
    static final long LOT_E8 = FixedPoint.parse("0.0001");

    final Timeline time = new Timeline();
    final List<EngineNotice> notices = new ArrayList<>();
    final ScriptedExchange vest = new ScriptedExchange(ExchangeId.VEST, time, this::deliver);
    final ScriptedExchange paradex = new ScriptedExchange(ExchangeId.PARADEX, time, this::deliver);
    private final Map<ClientOrderId, String> legOfLiveOrder = new HashMap<>();
    private final Set<ClientOrderId> ids = new HashSet<>();
    private final Set<String> unknownLegs = new HashSet<>();
    private @Nullable TradingEngine engine;
    private @Nullable ScenarioOracle oracle;
    private List<PairSettings> bots = List.of();
    private long boot = 1_790_000_000L;
    private boolean ticking;
    /// What the next engine is told beside its bots.
    UnaryOperator<EngineSettings> engineChange = UnaryOperator.identity();
    private long published;
    private int commandCount;
    private int readCount;
    private int noticesChecked;

    // ---- world ----

    void bot(UnaryOperator<PairSettings> change) {
        PairSettings settings = PairSettings.of(
                        "btc-1", PAIR, ExchangeId.VEST, ExchangeId.PARADEX, 1_500, 500, 10, FixedPoint.parse("0.01"))
                .withTimers(CycleTimers.DEFAULTS.withReconcileHorizonMillis(0));
        bots(List.of(change.apply(settings)));
    }

    void bots(List<PairSettings> settings) {
        bots = settings;
    }

    List<PairSettings> botsNow() {
        return bots;
    }

    /// Starts a fresh engine: the first, or one after a crash that left nothing behind.
    void start() {
        if (bots.isEmpty()) {
            bot(UnaryOperator.identity());
        }
        boot++;
        legOfLiveOrder.clear();
        unknownLegs.clear();
        for (PairSettings bot : bots) {
            vest.instruments.computeIfAbsent(bot.pair(), pair -> instrument(ExchangeId.VEST, pair, pair, "0.1"));
            paradex.instruments.computeIfAbsent(
                    bot.pair(), pair -> instrument(ExchangeId.PARADEX, pair, pair.replace("-", "-USD-"), "0.5"));
        }
        oracle = new ScenarioOracle(bots, time.nowNanos(), this::story);
        engine = new TradingEngine(
                engineChange.apply(EngineSettings.of("t3st", boot, bots)),
                this::onCommand,
                this::onNotice,
                new SharedOrderbooks(),
                time.nowNanos());
        if (!ticking) {
            ticking = true;
            tick();
        }
        vest.connect();
        paradex.connect();
    }

    private static Instrument instrument(ExchangeId exchange, String pair, String symbol, String tick) {
        return new Instrument(
                exchange,
                pair,
                symbol,
                FixedPoint.parse(tick),
                exchange.equals(ExchangeId.VEST) ? LOT_E8 : LOT_E8 / 10,
                LOT_E8,
                Long.MAX_VALUE,
                10 * FixedPoint.ONE,
                exchange.equals(ExchangeId.VEST) ? 100 : 200,
                50,
                true);
    }

    TradingEngine engine() {
        if (engine == null) {
            throw new IllegalStateException("start() comes first");
        }
        return engine;
    }

    private ScenarioOracle oracle() {
        if (oracle == null) {
            throw new IllegalStateException("start() comes first");
        }
        return oracle;
    }

    /// Hands an event to the engine.
    void deliver(ExchangeEvent event) {
        engine().advanceTo(time.nowNanos());
        oracle().onEvent(event);
        engine().onEvent(event);
        check(false);
    }

    private void check(boolean ticked) {
        oracle().check(snapshot(), ticked);
        noticesChecked = notices.size();
    }

    private void tick() {
        engine().advanceTo(time.nowNanos());
        engine().onTick();
        boolean news = notices.size() != noticesChecked;
        long ticks = time.nowNanos() / 25_000_000;
        if (news || ticks % 20 == 0) {
            check(true);
        }
        if (news || ticks % 40 == 0) {
            isQuiet();
        }
        if (time.nowNanos() / 25_000_000 % 4 == 0) {
            publishMarks(vest);
            publishMarks(paradex);
            publish(vest);
            publish(paradex);
        }
        time.in(25, this::tick);
    }

    // ---- market ----

    /// Sets the quotes of the first bot's books and publishes them.
    void quotes(ScriptedExchange exchange, String bid, String ask) {
        quotes(exchange, bots.isEmpty() ? PAIR : bots.getFirst().pair(), bid, ask);
    }

    void quotes(ScriptedExchange exchange, String pair, String bid, String ask) {
        String symbol = exchange == vest ? pair : pair.replace("-", "-USD-");
        exchange.quote(
                symbol, new ScriptedExchange.Quote(FixedPoint.parse(bid), FixedPoint.parse(ask), 10 * FixedPoint.ONE));
        if (engine != null) {
            publishMarks(vest);
            publishMarks(paradex);
            publish(exchange);
        }
    }

    /// Marks follow the exchange's own quotes, and both exchanges take one index from the two of them.
    void publishMarks(ScriptedExchange exchange) {
        if (exchange.marksSilent) {
            return;
        }
        for (PairSettings bot : bots) {
            String symbol = symbol(exchange, bot);
            exchange.quote(symbol).ifPresent(quote -> {
                ScriptedExchange other = exchange == vest ? paradex : vest;
                long indexE8 = other.quote(symbol(other, bot))
                        .map(theirs -> (quote.middleE8() + theirs.middleE8()) / 2)
                        .orElse(quote.middleE8());
                exchange.tellEverybody(new MarketEvent.MarkReported(
                        exchange.id,
                        symbol,
                        exchange.markE8 == 0 ? quote.middleE8() : exchange.markE8,
                        exchange.indexE8 == 0 ? indexE8 : exchange.indexE8,
                        0,
                        time.nowNanos()));
                if (!exchange.fundingSilent) {
                    exchange.tellEverybody(new MarketEvent.FundingRateReported(
                            exchange.id, symbol, exchange.fundingE8, time.nowNanos()));
                }
            });
        }
    }

    private String symbol(ScriptedExchange exchange, PairSettings bot) {
        return exchange == vest ? bot.pair() : bot.pair().replace("-", "-USD-");
    }

    /// Each time another quantity, so that no two quotes are the same one.
    void publish(ScriptedExchange exchange) {
        if (exchange.bookSilent) {
            return;
        }
        for (int index = 0; index < bots.size(); index++) {
            PairSettings bot = bots.get(index);
            String symbol = symbol(exchange, bot);
            int book = EngineSettings.bookIndex(index, bot.exchangeA().equals(exchange.id) ? Leg.A : Leg.B);
            exchange.quote(symbol).ifPresent(quote -> {
                engine().advanceTo(time.nowNanos());
                long quantityE8 = quote.quantityE8() + (exchange.repeatsItself ? 0 : ++published & 7);
                engine().beginSnapshot(book, 0, time.nowNanos(), exchange.frameMicros());
                engine().onLevel(Side.BUY, quote.bidE8(), quantityE8);
                engine().onLevel(Side.SELL, quote.askE8(), quantityE8);
                engine().end();
            });
        }
    }

    /// No spread worth anything.
    void calm() {
        quotes(vest, "99990", "100000");
        quotes(paradex, "99990", "100000");
    }

    /// Buying on Vest and selling on Paradex pays 30 bps, and Vest says so again after Paradex moved.
    void vestIsCheap() {
        quotes(vest, "99990", "100000");
        quotes(paradex, "100300", "100310");
        if (engine != null) {
            publish(vest);
        }
    }

    /// Buying on Paradex and selling on Vest pays 30 bps: also the exit of a position long on Vest.
    void paradexIsCheap() {
        quotes(vest, "100300", "100310");
        quotes(paradex, "99990", "100000");
    }

    // ---- time ----

    void run(long millis) {
        time.run(millis);
    }

    /// Lets time pass until the bot is in `state`.
    void await(PairState state, long millisMax) {
        for (long passed = 0; passed < millisMax; passed += 5) {
            if (view().state() == state) {
                return;
            }
            run(5);
        }
        fail("expected " + state + " within " + millisMax + " ms, found " + view().state() + " (" + view().detail()
                + "; " + view().topBlocker() + ")\n" + story());
    }

    void untilFlat() {
        calm();
        start();
        await(PairState.FLAT, 5_000);
        run(200);
    }

    void untilHedged() {
        untilFlat();
        vestIsCheap();
        await(PairState.HEDGED, 5_000);
        calm();
        run(200);
    }

    void operator(OperatorCommand command) {
        engine().advanceTo(time.nowNanos());
        engine().onOperator(command);
    }

    // ---- what is seen ----

    EngineSnapshot snapshot() {
        return engine().snapshot();
    }

    BotView view() {
        return snapshot().bots().getFirst();
    }

    void isFlat() {
        holds(0, 0);
    }

    /// Both the engine and the exchanges say so.
    void holds(String vestQuantity, String paradexQuantity) {
        holds(FixedPoint.parse(vestQuantity), FixedPoint.parse(paradexQuantity));
    }

    private void holds(long vestE8, long paradexE8) {
        assertThat(List.of(vest.anyPositionE8(), paradex.anyPositionE8()))
                .as(() -> "the exchanges' positions\n" + story())
                .isEqualTo(List.of(vestE8, paradexE8));
        assertThat(List.of(view().a().positionE8(), view().b().positionE8()))
                .as(() -> "the engine's positions\n" + story())
                .isEqualTo(List.of(vestE8, paradexE8));
    }

    void isHaltedFor(HaltReason reason) {
        assertThat(view().state()).as(this::story).isEqualTo(PairState.HALTED);
        assertThat(view().haltReason()).contains(reason);
    }

    List<CycleResult> results() {
        return notices.stream()
                .filter(EngineNotice.CycleFinished.class::isInstance)
                .map(EngineNotice.CycleFinished.class::cast)
                .map(EngineNotice.CycleFinished::result)
                .toList();
    }

    List<PairState> states() {
        return notices.stream()
                .filter(EngineNotice.StateChanged.class::isInstance)
                .map(notice -> ((EngineNotice.StateChanged) notice).to())
                .toList();
    }

    List<String> alerts() {
        return notices.stream()
                .filter(EngineNotice.Alert.class::isInstance)
                .map(notice -> ((EngineNotice.Alert) notice).text())
                .toList();
    }

    /// Our profit is what both exchanges' cash says, to the last decimal.
    void agreesWithBothLedgers(long vestStartE8, long paradexStartE8) {
        long earnedE8 = vest.cashE8 - vestStartE8 + paradex.cashE8 - paradexStartE8;
        assertThat(view().netE8()).as(this::story).isEqualTo(earnedE8);
    }

    String story() {
        StringBuilder text = new StringBuilder();
        notices.stream()
                .filter(notice -> !(notice instanceof EngineNotice.Summary))
                .skip(Math.max(0, notices.size() - 200))
                .forEach(notice -> text.append(notice.atNanos() / 1_000_000)
                        .append(" ms ")
                        .append(
                                notice.toString(),
                                0,
                                Math.min(400, notice.toString().length()))
                        .append('\n'));
        return text.toString();
    }

    // ---- what must always hold ----

    private void onNotice(EngineNotice notice) {
        notices.add(notice);
        oracle().onNotice(notice);
        if (notice instanceof EngineNotice.OrderChanged changed) {
            String leg = legOfLiveOrder.getOrDefault(changed.id(), "");
            switch (changed.to()) {
                case UNKNOWN -> unknownLegs.add(leg);
                case FILLED, CANCELLED, REJECTED, NOT_SENT -> {
                    unknownLegs.remove(leg);
                    legOfLiveOrder.remove(changed.id());
                }
                case NEW_LOCAL, SENT, ACKED, PARTIAL -> unknownLegs.remove(leg);
            }
        }
        if (notice instanceof EngineNotice.StateChanged changed) {
            assertThat(TransitionTable.find(changed.from(), changed.event()))
                    .as("I21: %s in %s has a row", changed.event(), changed.from())
                    .hasValueSatisfying(row -> assertThat(row.to()).isEqualTo(changed.to()));
        }
    }

    private void onCommand(ExchangeCommand command) {
        commandCount++;
        switch (command) {
            case ExchangeCommand.QueryOrder _,
                    ExchangeCommand.QueryPosition _,
                    ExchangeCommand.QueryBalance _,
                    ExchangeCommand.QueryLeverage _ -> readCount++;
            case ExchangeCommand.PlaceOrder _,
                    ExchangeCommand.CancelOrder _,
                    ExchangeCommand.QueryOpenOrders _,
                    ExchangeCommand.SetLeverage _,
                    ExchangeCommand.Resubscribe _ -> {}
        }
        oracle().onCommand(command, time.nowNanos());
        ScriptedExchange exchange = command.exchange().equals(ExchangeId.VEST) ? vest : paradex;
        if (command instanceof ExchangeCommand.PlaceOrder place) {
            checkOrder(place.order(), exchange);
        }
        exchange.onCommand(command);
    }

    /// What is due was done: a second look at the same moment finds at most reads that the first found it needs,
    /// and a third nothing at all. A pair that came to its state just now has thrown away what it saw of the
    /// market before.
    private void isQuiet() {
        if (snapshot().bots().stream().anyMatch(bot -> bot.stateSinceNanos() == time.nowNanos())) {
            return;
        }
        int told = notices.size();
        int reads = readCount;
        int sent = commandCount;
        engine().onTick();
        int asked = readCount - reads;
        assertThat(commandCount - sent)
                .as(() -> "only reads at the same moment\n" + story())
                .isEqualTo(asked);
        engine().onTick();
        assertThat(commandCount - sent)
                .as(() -> "nothing more to send\n" + story())
                .isEqualTo(asked);
        assertThat(notices.subList(told, notices.size()))
                .as(() -> "nothing new at the same moment\n" + story())
                .isEmpty();
    }

    private void checkOrder(OrderRequest order, ScriptedExchange exchange) {
        String leg = order.instrument().exchange() + " " + order.instrument().symbol();
        assertThat(legOfLiveOrder.values())
                .as(() -> "I5: one live order for each leg\n" + story())
                .doesNotContain(leg);
        assertThat(unknownLegs)
                .as(() -> "I6: nothing on an unknown order\n" + story())
                .doesNotContain(leg);
        assertThat(ids.add(order.id())).as("I14: id %s is new", order.id()).isTrue();
        legOfLiveOrder.put(order.id(), leg);
        long notionalE8 = FixedPoint.multiply(order.limitPriceE8(), order.quantityE8(), io.parallax.units.Rounding.UP);
        assertThat(notionalE8).as("I4: order value").isLessThanOrEqualTo(2_000 * FixedPoint.ONE);
        long heldE8 = exchange.positionE8(order.instrument().symbol());
        if (order.reduceOnly()) {
            assertThat(Long.signum(heldE8))
                    .as(() -> "I7: reduces\n" + story())
                    .isIn(0, -order.side().sign());
            assertThat(order.quantityE8())
                    .as(() -> "I7: no flip\n" + story())
                    .isLessThanOrEqualTo(Math.max(Math.abs(heldE8), view(order).positionMagnitude(order)));
        }
        BotView bot = view(order).bot();
        EnumSet<PairState> increasing = EnumSet.of(PairState.FLAT, PairState.REPAIRING);
        if (bot.layers().count() > 1) {
            increasing.add(PairState.HEDGED);
        }
        if (!order.reduceOnly()) {
            assertThat(bot.state()).as(() -> "increasing orders\n" + story()).isIn(increasing);
        }
    }

    private Seen view(OrderRequest order) {
        for (BotView bot : snapshot().bots()) {
            if (bot.pair().equals(order.instrument().pair())) {
                return new Seen(bot);
            }
        }
        throw new AssertionError("no bot trades " + order.instrument().pair());
    }

    private record Seen(BotView bot) {
        long positionMagnitude(OrderRequest order) {
            long e8 = bot.a().exchange().equals(order.instrument().exchange())
                    ? bot.a().positionE8()
                    : bot.b().positionE8();
            return Math.abs(e8);
        }
    }
}
