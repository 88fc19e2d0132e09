package io.parallax.simulator.oracle;

import io.parallax.execution.EngineNotice;
import io.parallax.execution.HaltReason;
import io.parallax.execution.PairState;
import io.parallax.execution.TransitionTable;
import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.core.Account;
import io.parallax.simulator.core.ExchangeListener;
import io.parallax.simulator.core.Fill;
import io.parallax.simulator.core.LedgerReport;
import io.parallax.simulator.core.OrderUpdate;
import io.parallax.simulator.world.Channel;
import io.parallax.simulator.world.RequestClass;
import io.parallax.simulator.world.SimulatedWorld;
import io.parallax.simulator.world.Taps;
import io.parallax.telemetry.EngineSnapshot;
import io.parallax.telemetry.EngineSnapshot.BotView;
import io.parallax.telemetry.EngineSnapshot.LegView;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Watches one world and keeps the first broken invariant. Reads the exchanges' ledgers, the raw requests and what was
/// delivered; the engine's snapshot only where the rule is about what is shown. Thread: the world's.
public final class Oracle implements Taps {
    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;
    /// The bot's size, and what a leg may therefore hold at most.
    private static final long SIZE_E8 = FixedPoint.parse("0.01");

    private static final long ORDER_NOTIONAL_MAX_E8 = 2_000 * FixedPoint.ONE;
    private static final long PPM = 1_000_000;
    /// The widest cap any order of ours may have, and what the market may move while the order is made.
    private static final long CAP_PPM = 3_000 + 1_500;

    /// An imbalance may last three seconds; before it is known an order may stay unknown for five.
    private static final long NAKED_NANOS_MAX = 8 * SECOND;
    /// Connections, gates and reads need so long to be whole again after the last fault.
    private static final long CALM_NANOS = 25 * SECOND;

    /// What the configuration allows, and what the way and the thread may add.
    private static final long VEST_BOOK_NANOS_MAX = 1_200 * MILLI;

    private static final long PARADEX_BOOK_NANOS_MAX = 500 * MILLI;
    private static final long BOOK_SLACK_NANOS = 600 * MILLI;
    private static final long DECISION_NANOS_MAX = 500 * MILLI;
    private static final long AGED_NANOS = 5 * SECOND;
    private static final int BOOK_BYTES_MIN = 100;

    private static final byte[] ERROR = "\"error\":{".getBytes(StandardCharsets.US_ASCII);

    private final Map<ExchangeId, List<SentOrder>> orders = new HashMap<>();
    private final Map<ExchangeId, Account> accounts = new HashMap<>();
    private final Map<ExchangeId, Long> positions = new HashMap<>();
    private final Set<String> keys = new HashSet<>();
    private final Map<PairState, Long> reached = new EnumMap<>(PairState.class);
    private @Nullable SimulatedWorld world;
    private @Nullable Violation violation;
    private PairState state = PairState.BOOT;
    private Optional<HaltReason> haltReason = Optional.empty();
    private Set<HaltReason> justified = Set.of();
    private int life;
    private long fills;
    private long cycles;
    private long ordersSent;
    private long nakedSinceNanos = SentOrder.NEVER;
    private long calmSinceNanos;
    private long faultsUntilNanos;
    private long agedUntilNanos;
    private boolean brokenRules;
    private OptionalLong residualE8 = OptionalLong.empty();
    private long decidedNanos;
    private final Map<ExchangeId, Long> quotedNanos = new HashMap<>();
    private final boolean strict;
    private long haltedSinceNanos = SentOrder.NEVER;

    /// @param strict whether also judged is what the engine is known not to keep yet: that entries are never sent on
    ///     old prices after a pause, a stall or behind a slow feed
    public Oracle(boolean strict) {
        this.strict = strict;
        orders.put(ExchangeId.VEST, new ArrayList<>());
        orders.put(ExchangeId.PARADEX, new ArrayList<>());
    }

    /// This oracle, and behind it the rules that have files of their own.
    public Taps judges() {
        Evidence evidence = new Evidence(this);
        RepairRules repairs = new RepairRules(this, evidence);
        BookRules books = new BookRules(this, evidence, repairs);
        return new Judges(List.of(
                this,
                evidence,
                repairs,
                new GateRules(this, evidence),
                books,
                new ForcedRules(this),
                new OperatorRules(this, evidence),
                new ProgressRules(this, books),
                new PaceRules(this, evidence),
                new BudgetRules(this)));
    }

    /// Begins to watch; before the world starts.
    public void watch(SimulatedWorld watched) {
        world = watched;
        for (ExchangeId exchange : List.of(ExchangeId.VEST, ExchangeId.PARADEX)) {
            watched.exchange(exchange).addListener(new Truth(exchange));
        }
    }

    /// A fault works until then.
    ///
    /// @param hinders whether an imbalance may last because of it
    /// @param agesPrices whether prices may be older than they look because of it
    /// @param reasons for which a pair may halt because of it
    public void onFault(long untilNanos, boolean hinders, boolean agesPrices, Set<HaltReason> reasons) {
        if (hinders) {
            faultsUntilNanos = Math.max(faultsUntilNanos, untilNanos);
        }
        if (agesPrices) {
            agedUntilNanos = Math.max(agedUntilNanos, untilNanos);
        }
        Set<HaltReason> more = new HashSet<>(justified);
        more.addAll(reasons);
        justified = more;
    }

    /// No fault works after this time, whatever was told before.
    public void onCalm(long untilNanos) {
        faultsUntilNanos = Math.min(faultsUntilNanos, untilNanos);
        agedUntilNanos = Math.min(agedUntilNanos, untilNanos);
    }

    /// An exchange breaks its own word from now on: what its positions become is not our doing alone.
    public void onBrokenRules() {
        brokenRules = true;
    }

    public Optional<Violation> violation() {
        return Optional.ofNullable(violation);
    }

    public boolean violated() {
        return violation != null;
    }

    void violated(String invariant, String text) {
        if (violation == null) {
            violation = new Violation(invariant, text, world().elapsedNanos());
            world().log().note("VIOLATION " + violation);
        }
    }

    SimulatedWorld world() {
        if (world == null) {
            throw new IllegalStateException("watch() comes first");
        }
        return world;
    }

    // ---- truth

    /// What one exchange books.
    private final class Truth implements ExchangeListener {
        private final ExchangeId exchange;

        Truth(ExchangeId exchange) {
            this.exchange = exchange;
        }

        @Override
        public void onOrder(OrderUpdate update) {
            find(exchange, update.order().clientId()).ifPresent(order -> {
                if (!order.taken) {
                    order.takenAs(update.order().orderId());
                    judgeTaken(order);
                } else if (!brokenRules && order.endNanos != SentOrder.NEVER && !update.ended()) {
                    violated("I5", order + " was taken twice: one submission, two executions");
                }
                if (update.ended()) {
                    order.endNanos = world().time().nowNanos();
                }
            });
        }

        @Override
        public void onFill(Fill fill) {
            fills++;
            world().exchange(exchange)
                    .account(fill.order().account())
                    .ifPresent(account -> accounts.putIfAbsent(exchange, account));
            long afterE8 = position(exchange);
            long beforeE8 = positions.getOrDefault(exchange, 0L);
            positions.put(exchange, afterE8);
            // A partial exit may leave less than the common lot, which no pair of orders could close: it is booked and
            // shown, counts as flat, and the next entry may pass through it.
            boolean entersThroughResidual =
                    Math.abs(beforeE8) < lotE8() && !fill.order().reduceOnly();
            boolean flips = Long.signum(afterE8) * Long.signum(beforeE8) < 0;
            if (!brokenRules && flips && !entersThroughResidual) {
                violated(
                        "I7",
                        exchange + " flipped from " + FixedPoint.format(beforeE8) + " to "
                                + FixedPoint.format(afterE8));
            }
            if (!brokenRules && Math.abs(afterE8) > SIZE_E8) {
                violated(
                        "I4",
                        exchange + " holds " + FixedPoint.format(afterE8) + ", the bot's size is "
                                + FixedPoint.format(SIZE_E8));
            }
        }

        @Override
        public void onAccount(Account account) {
            accounts.putIfAbsent(exchange, account);
        }

        @Override
        public void onPosition(Account account, String symbol) {
            accounts.putIfAbsent(exchange, account);
        }
    }

    private long position(ExchangeId exchange) {
        Account account = accounts.get(exchange);
        return account == null
                ? 0
                : account.position(SimulatedWorld.symbol(exchange)).quantityE8();
    }

    long positionE8(ExchangeId exchange) {
        return position(exchange);
    }

    /// The sum of both positions.
    long netE8() {
        return position(ExchangeId.VEST) + position(ExchangeId.PARADEX);
    }

    long lotE8() {
        return world().commonLotE8();
    }

    /// Whether an exchange broke its own word, so that its positions are not our doing alone.
    boolean rulesBroken() {
        return brokenRules;
    }

    /// An order began to live: no other of its leg may have been sent since it was.
    private void judgeTaken(SentOrder order) {
        for (SentOrder other : ordersOf(order.exchange)) {
            if (other.sentNanos > order.sentNanos) {
                violated("I5", other + " was sent while " + order + " was on its way, which then was executed");
            }
        }
    }

    List<SentOrder> ordersOf(ExchangeId exchange) {
        return orders.getOrDefault(exchange, List.of());
    }

    private Optional<SentOrder> find(ExchangeId exchange, String key) {
        List<SentOrder> all = ordersOf(exchange);
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).key.equals(key)) {
                return Optional.of(all.get(i));
            }
        }
        return Optional.empty();
    }

    // ---- what leaves the host

    @Override
    public void onSent(ExchangeId exchange, RequestClass kind, String target, byte[] body, long nowNanos) {
        if (kind != RequestClass.ORDER) {
            return;
        }
        SentOrder order = SentOrder.read(exchange, body, nowNanos, life);
        ordersSent++;
        if (!keys.add(exchange + " " + order.key)) {
            violated("I14", order + " has the key of an earlier one");
        }
        judgeSend(order);
        orders.computeIfAbsent(exchange, each -> new ArrayList<>()).add(order);
    }

    private void judgeSend(SentOrder order) {
        for (SentOrder former : ordersOf(order.exchange)) {
            if (former.taken && former.endNanos == SentOrder.NEVER) {
                violated("I5", order + " was sent while " + former + " was alive");
            }
        }
        List<SentOrder> all = ordersOf(order.exchange);
        if (!all.isEmpty() && all.getLast().life == life && !all.getLast().endTold) {
            violated("I6", order + " was sent although nothing had told the end of " + all.getLast());
        }
        long notionalE8 = FixedPoint.multiply(order.quantityE8, order.limitE8, Rounding.DOWN);
        if (notionalE8 > ORDER_NOTIONAL_MAX_E8 || (!brokenRules && order.quantityE8 > SIZE_E8)) {
            violated("I4", order + " is worth " + FixedPoint.format(notionalE8) + ", larger than allowed");
        }
        if (state == PairState.BOOT || state == PairState.RECONCILE) {
            violated("I27", order + " was sent before the truth was established");
        }
        judgePrice(order);
        if (state == PairState.ENTERING) {
            judgeAge(order);
        }
    }

    /// An entry goes by prices that the exchanges sent a moment ago, and by a decision made a moment ago.
    private void judgeAge(SentOrder order) {
        long now = world().time().nowNanos();
        if (!strict && now - agedUntilNanos < AGED_NANOS) {
            return;
        }
        for (ExchangeId exchange : List.of(ExchangeId.VEST, ExchangeId.PARADEX)) {
            long limitNanos = exchange.equals(ExchangeId.VEST) ? VEST_BOOK_NANOS_MAX : PARADEX_BOOK_NANOS_MAX;
            long ageNanos = now - quotedNanos.getOrDefault(exchange, 0L);
            if (ageNanos > limitNanos + BOOK_SLACK_NANOS) {
                violated(
                        "I16", order + " enters by a book of " + exchange + " that is " + ageNanos / MILLI + " ms old");
            }
        }
        if (now - decidedNanos > DECISION_NANOS_MAX) {
            violated("I16", order + " was decided " + (now - decidedNanos) / MILLI + " ms before it left");
        }
    }

    /// The limit against the exchange's true book, which the engine cannot know better than a little late.
    private void judgePrice(SentOrder order) {
        long markE8 = world().exchange(order.exchange)
                .book(SimulatedWorld.symbol(order.exchange))
                .map(book -> book.markE8())
                .orElse(0L);
        long offE8 = order.buy ? order.limitE8 - markE8 : markE8 - order.limitE8;
        if (calm(0) && offE8 > FixedPoint.multiplyDivide(markE8, CAP_PPM, PPM, Rounding.UP)) {
            violated(
                    "I13",
                    order + " has the limit " + FixedPoint.format(order.limitE8) + ", the mark is "
                            + FixedPoint.format(markE8));
        }
    }

    // ---- what reaches the host

    @Override
    public void onReply(
            ExchangeId exchange,
            RequestClass kind,
            String target,
            byte[] request,
            int status,
            byte[] body,
            long askedNanos,
            long nowNanos) {
        for (SentOrder order : unsettled(exchange)) {
            if (kind == RequestClass.ORDER && order.isNamedIn(request)) {
                boolean refused = status >= 400 && status < 500 && status != 408;
                order.endTold |= refused || (status < 300 && RequestClass.contains(body, ERROR));
            } else if (kind == RequestClass.READ_ORDER && status < 500) {
                judgeRead(order, target, body, askedNanos);
            }
        }
    }

    /// An answer speaks of an order's end when it was made after it; or of its absence, when it was asked for after
    /// nothing could execute any more.
    private void judgeRead(SentOrder order, String target, byte[] body, long askedNanos) {
        boolean named = order.isNamedIn(body) || order.isNamedIn(target);
        if (order.endNanos <= askedNanos && named) {
            order.endTold = true;
        }
        long windowMillis = order.exchange.equals(ExchangeId.VEST) ? 2_000 : order.recvWindowMillis;
        if (!order.taken && askedNanos - order.sentNanos >= windowMillis * MILLI) {
            order.endTold = true;
        }
    }

    @Override
    public void onNoReply(ExchangeId exchange, RequestClass kind, byte[] request, boolean mayHaveLeft, long nowNanos) {
        if (kind == RequestClass.ORDER && !mayHaveLeft) {
            unsettled(exchange).stream()
                    .filter(order -> order.isNamedIn(request))
                    .forEach(order -> order.endTold = true);
        }
    }

    @Override
    public void onFrame(ExchangeId exchange, Channel channel, byte[] bytes, long sentNanos, long nowNanos) {
        if (channel == Channel.BOOK && bytes.length >= BOOK_BYTES_MIN) {
            quotedNanos.put(exchange, sentNanos);
        }
        if (channel != Channel.PRIVATE) {
            return;
        }
        for (SentOrder order : unsettled(exchange)) {
            boolean named = order.isNamedIn(bytes);
            if (named && order.endNanos <= sentNanos) {
                order.endTold = true;
            }
            boolean answered = order.callId >= 0 && RequestClass.contains(bytes, call(order.callId));
            if (answered && RequestClass.contains(bytes, ERROR)) {
                order.endTold = true;
            }
        }
    }

    private static byte[] call(long id) {
        return ("\"id\":" + id + ",").getBytes(StandardCharsets.US_ASCII);
    }

    private List<SentOrder> unsettled(ExchangeId exchange) {
        List<SentOrder> open = new ArrayList<>();
        List<SentOrder> all = ordersOf(exchange);
        for (int i = Math.max(0, all.size() - 4); i < all.size(); i++) {
            if (!all.get(i).endTold) {
                open.add(all.get(i));
            }
        }
        return open;
    }

    // ---- what the engine says

    @Override
    public void onNotice(EngineNotice notice, long nowNanos) {
        switch (notice) {
            case EngineNotice.StateChanged changed -> onState(changed, nowNanos);
            case EngineNotice.CycleFinished _ -> cycles++;
            case EngineNotice.OpportunityTaken _ -> decidedNanos = nowNanos;
            default -> {
                // Only what is shown of states is judged.
            }
        }
    }

    private void onState(EngineNotice.StateChanged changed, long nowNanos) {
        state = changed.to();
        reached.merge(state, 1L, Long::sum);
        boolean legal = TransitionTable.find(changed.from(), changed.event())
                .filter(row -> row.to() == changed.to())
                .isPresent();
        if (!legal) {
            violated("I21", changed.from() + " → " + changed.to() + " by " + changed.event() + " is not in the table");
        }
        boolean leftReconcile = changed.from() == PairState.RECONCILE && changed.to() != PairState.RECONCILE;
        beliefDue = leftReconcile;
        haltedSinceNanos = changed.to() == PairState.HALTED ? nowNanos : SentOrder.NEVER;
        if (changed.to() != PairState.HALTED) {
            haltReason = Optional.empty();
        }
    }

    /// Whether what is believed is compared with the truth at the end of this turn.
    private boolean beliefDue;

    @Override
    public void onStart(int number, long nowNanos) {
        life = number;
        state = PairState.BOOT;
        haltReason = Optional.empty();
        haltedSinceNanos = SentOrder.NEVER;
        calmSinceNanos = Math.max(calmSinceNanos, nowNanos);
    }

    // ---- after each turn of the engine

    @Override
    public void onTurn(long nowNanos) {
        if (beliefDue) {
            beliefDue = false;
            judgeBelief("I27", "when the truth was established");
        }
        if (state == PairState.HALTED && haltReason.isEmpty()) {
            haltReason = bot().haltReason();
            haltReason.ifPresent(this::judgeHalt);
        }
        judgeNaked(nowNanos);
    }

    private BotView bot() {
        return world().host().snapshot().bots().getFirst();
    }

    private void judgeHalt(HaltReason reason) {
        if (reason == HaltReason.CORE_FAULT) {
            violated("I21", "the engine halted because of an error of its own: " + bot().detail());
        } else if (!justified.contains(reason)) {
            violated("I1", "halted for " + reason + " (" + bot().detail() + "), which no fault so far explains");
        }
    }

    void judgeBelief(String invariant, String when) {
        BotView bot = bot();
        for (LegView leg : List.of(bot.a(), bot.b())) {
            long trueE8 = position(leg.exchange());
            if (leg.positionE8() != trueE8) {
                violated(
                        invariant,
                        leg.exchange() + " holds " + FixedPoint.format(trueE8) + ", " + when + " the engine showed "
                                + FixedPoint.format(leg.positionE8()));
            }
        }
    }

    private void judgeNaked(long nowNanos) {
        long netE8 = position(ExchangeId.VEST) + position(ExchangeId.PARADEX);
        boolean naked = Math.abs(netE8) >= lotE8() && state != PairState.HALTED && calm(CALM_NANOS);
        if (!naked) {
            nakedSinceNanos = SentOrder.NEVER;
        } else if (nakedSinceNanos == SentOrder.NEVER) {
            nakedSinceNanos = nowNanos;
        } else if (nowNanos - nakedSinceNanos > NAKED_NANOS_MAX) {
            violated(
                    "I2",
                    FixedPoint.format(netE8) + " naked for more than " + NAKED_NANOS_MAX / SECOND
                            + " s while everything answers, state " + state);
        }
    }

    /// Whether nothing has gone wrong for so long.
    boolean calm(long nanos) {
        return world().isAlive() && world().time().nowNanos() - Math.max(faultsUntilNanos, calmSinceNanos) >= nanos;
    }

    // ---- what a new start must reach

    /// How a new start can end well. What is halted shows the exposure that the exchanges book.
    public enum Ending {
        FLAT,
        HEDGED,
        HALTED_FLAT,
        HALTED_HEDGED,
        HALTED_EXPOSED
    }

    /// Whether nothing is in flight, both sides are balanced, and what is shown is what the exchanges book.
    public boolean settled() {
        if (!world().isAlive() || !isSettled(state) || !balanced() || anyAlive()) {
            return false;
        }
        BotView bot = bot();
        return isSettled(bot.state()) && !inFlight(bot) && shownIsTrue(bot);
    }

    private static boolean isSettled(PairState state) {
        return switch (state) {
            case FLAT, COOLDOWN, HEDGED, HALTED -> true;
            case BOOT, RECONCILE, ENTERING, RESOLVING, REPAIRING, EXITING, FROZEN -> false;
        };
    }

    private static boolean inFlight(BotView bot) {
        return bot.a().order().isPresent() || bot.b().order().isPresent();
    }

    private boolean shownIsTrue(BotView bot) {
        return bot.a().positionE8() == position(bot.a().exchange())
                && bot.b().positionE8() == position(bot.b().exchange());
    }

    private boolean anyAlive() {
        return orders.values().stream()
                .flatMap(List::stream)
                .anyMatch(order -> order.taken && order.endNanos == SentOrder.NEVER);
    }

    /// Judges where a process is that was started anew: flat, hedged, or halted and showing the truth.
    public Optional<Ending> judgeRestart() {
        boolean exposed = state == PairState.HALTED && !balanced();
        if (exposed && !inFlight(bot()) && shownIsTrue(bot()) && !violated()) {
            return Optional.of(Ending.HALTED_EXPOSED);
        }
        judgeEnd();
        if (violated()) {
            return Optional.empty();
        }
        if (state == PairState.HALTED) {
            return Optional.of(flat() ? Ending.HALTED_FLAT : Ending.HALTED_HEDGED);
        }
        return Optional.of(flat() ? Ending.FLAT : Ending.HEDGED);
    }

    /// Judges what a process leaves that says that it is stopped: in a calm time nothing naked and nothing alive.
    public void judgeStop() {
        if (!calm(CALM_NANOS) || state == PairState.HALTED) {
            return;
        }
        if (!balanced()) {
            violated("I1", FixedPoint.format(netE8()) + " naked when the process had stopped, state " + state);
        }
        if (anyAlive()) {
            violated("I10", "an order lives on its exchange when the process had stopped, state " + state);
        }
    }

    // ---- what a healthy end looks like

    /// What must hold at the end of a time without faults.
    public void judgeEnd() {
        if (violated()) {
            return;
        }
        for (Throwable failure : world().failures()) {
            StackTraceElement[] trace = failure.getStackTrace();
            violated("I21", "something threw: " + failure + (trace.length == 0 ? "" : " at " + trace[0]));
        }
        EngineSnapshot last = world().host().snapshot();
        BotView bot = last.bots().getFirst();
        if (!isSettled(bot.state())) {
            violated("I1", "still " + bot.state() + " (" + bot.detail() + ") long after the last fault");
        }
        long netE8 = position(ExchangeId.VEST) + position(ExchangeId.PARADEX);
        if (Math.abs(netE8) >= lotE8()) {
            violated("I1", FixedPoint.format(netE8) + " naked at the end, state " + bot.state());
        }
        judgeBelief("I12", "at the end");
        for (LegView leg : List.of(bot.a(), bot.b())) {
            leg.order()
                    .ifPresent(order -> violated(
                            "I10",
                            "order " + order.id() + " is still " + order.state() + " on " + leg.exchange()
                                    + " at the end"));
        }
        orders.values()
                .forEach(all -> all.stream()
                        .filter(order -> order.taken && order.endNanos == SentOrder.NEVER)
                        .forEach(order -> violated("I10", order + " still lives on its exchange at the end")));
        if (life == 1 && !brokenRules) {
            judgeMoney(bot);
        }
    }

    /// One life, flat: what we say we earned is what both exchanges booked, to the last digit.
    private void judgeMoney(BotView bot) {
        long bookedE8 = 0;
        boolean flat = true;
        for (ExchangeId exchange : List.of(ExchangeId.VEST, ExchangeId.PARADEX)) {
            for (LedgerReport report : world().exchange(exchange).ledgers()) {
                bookedE8 += report.netE8();
                flat &= report.flat();
            }
        }
        if (flat) {
            residualE8 = OptionalLong.of(Math.abs(bot.netE8() - bookedE8));
        }
        if (flat && bot.netE8() != bookedE8) {
            violated(
                    "I12",
                    "we show " + FixedPoint.format(bot.netE8()) + " earned, the exchanges booked "
                            + FixedPoint.format(bookedE8));
        }
    }

    // ---- figures

    /// What is shown and not booked, or booked and not shown, × 10⁸; empty when it could not be compared.
    public OptionalLong residualE8() {
        return residualE8;
    }

    /// Whether neither exchange holds anything.
    public boolean flat() {
        return Math.abs(position(ExchangeId.VEST)) < lotE8() && Math.abs(position(ExchangeId.PARADEX)) < lotE8();
    }

    /// How often each state was entered.
    public Map<PairState, Long> reached() {
        return reached;
    }

    public long cycles() {
        return cycles;
    }

    public long fills() {
        return fills;
    }

    public long ordersSent() {
        return ordersSent;
    }

    public PairState state() {
        return state;
    }

    /// How long the pair has been halted now; 0 when it is not.
    public long haltedNanos() {
        return haltedSinceNanos == SentOrder.NEVER ? 0 : world().time().nowNanos() - haltedSinceNanos;
    }

    /// Whether both exchanges are flat, or hold equal and opposite.
    public boolean balanced() {
        return Math.abs(position(ExchangeId.VEST) + position(ExchangeId.PARADEX)) < lotE8();
    }
}
