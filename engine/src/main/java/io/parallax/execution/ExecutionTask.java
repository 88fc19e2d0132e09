package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

import io.parallax.exchange.AccountEvent;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderIntent;
import io.parallax.execution.RepairPolicy.Purpose;
import io.parallax.execution.RepairPolicy.Remedy;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.position.PairPosition;
import io.parallax.position.PairPosition.Shape;
import io.parallax.risk.Blocker;
import io.parallax.risk.CycleBreaker;
import io.parallax.risk.EntryCheck;
import io.parallax.risk.GateState;
import io.parallax.risk.RiskGate;
import io.parallax.strategy.Direction;
import io.parallax.strategy.MonitoringTask;
import io.parallax.strategy.OpportunitySlot;
import io.parallax.strategy.SpreadCalculator;
import io.parallax.strategy.SpreadOpportunity;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One pair from start to stop, as a state machine over events: it never waits. The state says what the pair
/// is trying to achieve; what it holds follows from orders and positions, and the two are compared before
/// every decision. [TransitionTable] holds every step it may take. Thread: engine only.
public final class ExecutionTask {
    private static final long MILLI = 1_000_000L;
    private static final int STEPS_MAX = 8;
    private static final long CORE_PAUSE_RECONCILE_NANOS = 5_000 * MILLI;
    private static final long BLOCKED_GRACE_NANOS = 500 * MILLI;
    private static final long EXIT_RETRY_NANOS = 500 * MILLI;
    private static final long LEVERAGE_RETRY_NANOS = 5_000 * MILLI;
    private static final long UNSETTLED_NANOS_MAX = 60_000 * MILLI;
    private static final long FLATTEN_RETRY_NANOS = 1_000 * MILLI;
    private static final long INCIDENT_PAUSE_NANOS = 60_000 * MILLI;
    private static final int BUSTS_MAX = 3;

    private final int index;
    private final PairSettings settings;
    private final CycleTimers timers;
    private final PairPosition position = new PairPosition();
    private final LegDesk a;
    private final LegDesk b;
    private final List<LegDesk> desks;
    private final CashWatch cashA;
    private final CashWatch cashB;
    private final Outbox out;
    private final PairResources resources;
    private final OpportunitySlot opportunities = new OpportunitySlot();
    private final RiskGate gate;
    private final CycleBreaker breaker;
    private final DeltaNeutralExecutor executor;
    private final RepairPolicy repairs;
    private final Reconciliation reconciliation;
    private final TransitionCounts transitions;

    private MonitoringTask monitoring;
    private PairState state = PairState.BOOT;
    private String detail = "";
    private long stateSinceNanos;
    private final long bootNanos;
    private OperatorMode mode = OperatorMode.ARMED;
    private boolean flattenOnStop;
    private boolean tradingLeverageA;
    private boolean tradingLeverageB;
    private long leverageAskedNanos = NEVER;
    private @Nullable HaltReason haltReason;
    private @Nullable HaltReason haltAfterRepair;
    private @Nullable RunningCycle cycle;
    private @Nullable RepairIncident incident;
    private CycleResult.@Nullable Outcome unpublished;
    private Optional<CycleResult> lastResult = Optional.empty();
    private Purpose purpose = Purpose.FOUND;
    private boolean inferred;
    private boolean frozenByBlock;
    private String exitDemand = "";
    private long acceptedNetE8;
    private long hedgedSinceNanos = NEVER;
    private long exitNotBeforeNanos = NEVER;
    private long cooldownUntilNanos = NEVER;
    private long entriesBlockedUntilNanos = NEVER;
    private long incidentNanos = NEVER;
    private long dutyNanos = NEVER;
    private long alertNanos = NEVER;
    private long nakedSinceNanos = NEVER;
    private long nakedNanosMax;
    private long nakedAlertNanos = NEVER;
    private Blocker toldBlocker = Blocker.NONE;
    private int busts;
    private long cycles;
    private long cyclesFailed;
    private long cyclesNothingFilled;
    private long cyclesStarted;

    /// @param index number of the pair in the settings, from 0
    /// @param resources what all pairs of an engine share
    public ExecutionTask(int index, PairSettings settings, PairResources resources, long nowNanos) {
        this.index = index;
        this.settings = settings;
        this.timers = settings.timers();
        this.resources = resources;
        this.bootNanos = nowNanos;
        this.stateSinceNanos = nowNanos;
        this.out = new Outbox(settings.id(), resources.commands(), resources.listener(), resources.counters());
        this.transitions = resources.transitions();
        this.a = desk(Leg.A);
        this.b = desk(Leg.B);
        this.desks = List.of(a, b);
        this.cashA = resources.cash(settings.exchangeA());
        this.cashB = resources.cash(settings.exchangeB());
        this.gate = new RiskGate(settings.limits(), resources.total());
        this.breaker =
                new CycleBreaker(settings.limits().failuresMax(), timers.breakerMillis(), timers.breakerMillisMax());
        this.executor = new DeltaNeutralExecutor(settings, desks, position);
        this.repairs = new RepairPolicy(settings, desks, position);
        this.reconciliation = new Reconciliation(desks, resources.ids(), out, timers);
        this.monitoring = monitoring(settings.quantityE8());
    }

    private LegDesk desk(Leg leg) {
        return new LegDesk(
                leg,
                resources.exchange(settings.exchange(leg)),
                resources.book(index, leg),
                resources.gate(settings.exchange(leg)),
                position.leg(leg),
                resources.registry(),
                resources.ids(),
                out,
                timers);
    }

    private MonitoringTask monitoring(long quantityE8) {
        return new MonitoringTask(
                a.book(),
                b.book(),
                settings.entryPpm(),
                quantityE8,
                a.settings().bookAgeEntryMillis() * MILLI,
                b.settings().bookAgeEntryMillis() * MILLI,
                opportunities);
    }

    // ---- inputs ----

    /// A book of this pair changed.
    ///
    /// @param triggerNanos when the frame was read
    public void onBook(long nowNanos, long triggerNanos) {
        monitoring.evaluate(nowNanos, triggerNanos);
        step(nowNanos, triggerNanos);
    }

    /// A tick of the timer.
    public void onTick(long nowNanos) {
        for (LegDesk desk : desks) {
            desk.gate().refresh(nowNanos);
            desk.onTimer(nowNanos);
        }
        cashA.askIfDue(out, nowNanos);
        cashB.askIfDue(out, nowNanos);
        monitoring.evaluate(nowNanos, 0);
        step(nowNanos, 0);
        repeatAlerts(nowNanos);
        if (monitoring.summaryDue(nowNanos)) {
            out.tell(new EngineNotice.Summary(
                    settings.id(),
                    state,
                    monitoring.touchEntryPpm(Direction.LONG_A_SHORT_B),
                    monitoring.touchEntryPpm(Direction.LONG_B_SHORT_A),
                    gate.top(),
                    cycles,
                    position.grossE8() - position.feesE8(),
                    nowNanos));
        }
    }

    /// News of an order of this pair.
    void onOrderEvent(OrderRegistry.Entry entry, OrderEvent event, long nowNanos) {
        long filledBeforeE8 = entry.order().filledE8();
        entry.desk().onOrderEvent(entry.order(), event, nowNanos);
        if (entry.order().filledE8() != filledBeforeE8 || event instanceof OrderEvent.Filled) {
            cash(entry.desk()).onFill(nowNanos);
        }
        step(nowNanos, 0);
    }

    /// Whether an order is one of this pair's.
    boolean owns(OrderRegistry.Entry entry) {
        return entry.desk() == a || entry.desk() == b;
    }

    private CashWatch cash(LegDesk desk) {
        return desk == a ? cashA : cashB;
    }

    /// News of the account on an exchange of this pair.
    public void onAccountEvent(AccountEvent event, long nowNanos) {
        LegDesk desk = desk(event.exchange());
        switch (event) {
            case AccountEvent.PositionReported reported -> {
                if (reported.position().symbol().equals(desk.symbol())) {
                    desk.onPosition(reported);
                    reconciliation.onPosition(desk, reported);
                }
            }
            case AccountEvent.LeverageReported reported -> onLeverage(desk, reported, nowNanos);
            case AccountEvent.OpenOrdersReported reported -> reconciliation.onOpenOrders(desk, reported);
            case AccountEvent.ForeignActivity foreign ->
                halt(HaltReason.FOREIGN_ACTIVITY, foreign.exchange() + ": " + foreign.description(), nowNanos);
            case AccountEvent.QueryFailed failed -> onQueryFailed(desk, failed, nowNanos);
            case AccountEvent.BalanceReported _ -> {
                // The engine keeps balances for all pairs.
            }
        }
        step(nowNanos, 0);
    }

    private void onLeverage(LegDesk desk, AccountEvent.LeverageReported reported, long nowNanos) {
        if (!reported.symbol().equals(desk.symbol())) {
            return;
        }
        boolean matches = reported.leverage() == settings.leverage();
        if (desk == a) {
            tradingLeverageA = matches;
        } else {
            tradingLeverageB = matches;
        }
        if (!matches) {
            out.alert(
                    desk.exchange() + " leverage is " + reported.leverage() + ", expected " + settings.leverage()
                            + "; no entries until it is",
                    nowNanos);
        }
    }

    private void onQueryFailed(LegDesk desk, AccountEvent.QueryFailed failed, long nowNanos) {
        desk.gate().onError(failed.error(), nowNanos);
        if (failed.query() instanceof ExchangeCommand.QueryPosition query
                && query.symbol().equals(desk.symbol())
                && desk.watch().onFailure()) {
            out.alert(
                    desk.exchange() + " position read failed three times: "
                            + failed.error().description(),
                    nowNanos);
        }
    }

    private LegDesk at(Leg leg) {
        return leg == Leg.A ? a : b;
    }

    private LegDesk desk(ExchangeId exchange) {
        return exchange.equals(settings.exchangeA()) ? a : b;
    }

    /// Whether this pair trades on `exchange`.
    public boolean uses(ExchangeId exchange) {
        return exchange.equals(settings.exchangeA()) || exchange.equals(settings.exchangeB());
    }

    /// The exchange listed its instruments, at the start or because a rule changed.
    ///
    /// @return the one that this pair trades there, when it is among them
    public Optional<Instrument> onInstruments(ExchangeId exchange, List<Instrument> instruments) {
        Optional<Instrument> found = instruments.stream()
                .filter(each -> each.pair().equals(settings.pair()))
                .findFirst();
        found.ifPresent(desk(exchange)::listed);
        if (a.isListed() && b.isListed()) {
            position.commonLot(DeltaNeutralExecutor.commonLotE8(a.instrument(), b.instrument()));
            long quantityE8 = executor.entryQuantityE8();
            if (quantityE8 > 0) {
                monitoring = monitoring(quantityE8);
            }
        }
        return found;
    }

    /// News of an order of an earlier run: the position may have changed.
    public void onEarlierOrder(ExchangeId exchange) {
        desk(exchange).watch().askSoon();
    }

    /// A stream that orders depend on went down: what is in flight may have ended unseen.
    public void onStreamLost(ExchangeId exchange, String reason, long nowNanos) {
        desk(exchange).loseTrack(reason, nowNanos);
        desk(exchange).watch().askSoon();
        step(nowNanos, 0);
    }

    /// The engine stood still for a while: decisions are void, and answers may have been missed.
    public void onCorePause(long pauseNanos, long nowNanos) {
        opportunities.clear();
        for (LegDesk desk : desks) {
            desk.loseTrack("the engine stood still for " + pauseNanos / MILLI + " ms", nowNanos);
        }
        if (pauseNanos >= CORE_PAUSE_RECONCILE_NANOS
                && TransitionTable.find(state, PairEvent.CORE_PAUSED).isPresent()) {
            fire(PairEvent.CORE_PAUSED, pauseNanos / MILLI + " ms", nowNanos);
            beginReconciliation(nowNanos);
        }
    }

    /// What the operator allows from now on.
    ///
    /// @param flattenOnStop whether a shutdown closes hedged positions first
    public void onMode(OperatorMode changed, boolean flattenOnStop, long nowNanos) {
        this.mode = changed;
        this.flattenOnStop = flattenOnStop;
        step(nowNanos, 0);
    }

    /// The operator says that a halted pair may go on.
    public void rearm(String reason, long nowNanos) {
        if (state == PairState.HALTED) {
            haltReason = null;
            haltAfterRepair = null;
            busts = 0;
            breaker.reset();
            fire(PairEvent.REARMED, reason, nowNanos);
            beginReconciliation(nowNanos);
        }
    }

    /// Stops entries for a human to look; reducing duties go on.
    public void halt(HaltReason reason, String why, long nowNanos) {
        if (state != PairState.HALTED) {
            enterHalted(PairEvent.HALT_REQUIRED, reason, why, nowNanos);
        }
    }

    private void enterHalted(PairEvent event, HaltReason reason, String why, long nowNanos) {
        haltReason = reason;
        haltAfterRepair = null;
        incident = null;
        fire(event, reason + ": " + why, nowNanos);
        alertNanos = nowNanos;
        out.alert("HALTED for " + reason + " (" + reason.text() + "): " + why + "; " + exposure(), nowNanos);
    }

    // ---- the machine ----

    private void step(long nowNanos, long triggerNanos) {
        for (int steps = 0; steps < STEPS_MAX; steps++) {
            watchExposure(nowNanos);
            if (!once(nowNanos, triggerNanos)) {
                break;
            }
        }
        watchExposure(nowNanos);
    }

    /// Does what the present state asks for.
    ///
    /// @return true when the state changed, so that the next one is to be looked at
    private boolean once(long nowNanos, long triggerNanos) {
        publishResult(nowNanos);
        takeIncidents(nowNanos);
        if (handleDrift(nowNanos)) {
            return true;
        }
        return switch (state) {
            case BOOT -> boot(nowNanos);
            case RECONCILE -> reconcile(nowNanos);
            case FLAT -> flat(nowNanos);
            case ENTERING, EXITING -> inFlight(nowNanos);
            case RESOLVING -> resolving(nowNanos);
            case REPAIRING -> repairing(nowNanos);
            case HEDGED -> hedged(nowNanos, triggerNanos);
            case COOLDOWN -> cooldown(nowNanos);
            case FROZEN -> frozen(nowNanos);
            case HALTED -> halted(nowNanos);
        };
    }

    private boolean boot(long nowNanos) {
        fire(PairEvent.BOOT_CHECKED, "", nowNanos);
        reconciliation.begin(bootNanos + timers.reconcileHorizonMillis() * MILLI, nowNanos);
        return true;
    }

    private void beginReconciliation(long nowNanos) {
        incident = null;
        long horizonNanos = nowNanos;
        for (LegDesk desk : desks) {
            long sentNanos = desk.order().map(TrackedOrder::sentNanos).orElse(NEVER);
            if (sentNanos != NEVER) {
                horizonNanos =
                        Math.max(horizonNanos, sentNanos + desk.settings().horizonMillis() * MILLI);
            }
        }
        reconciliation.begin(horizonNanos, nowNanos);
    }

    private boolean reconcile(long nowNanos) {
        Reconciliation.Truth truth = reconciliation.step(nowNanos);
        switch (truth) {
            case WAITING -> {
                gate.count(Blocker.RECONCILING);
                return false;
            }
            case READ_FAILED -> {
                reconciliation.onFailure(nowNanos);
                fire(PairEvent.READ_FAILED, "", nowNanos);
                return false;
            }
            case FOREIGN ->
                enterHalted(
                        PairEvent.TRUTH_FOREIGN,
                        HaltReason.FOREIGN_ACTIVITY,
                        "open orders that are not ours",
                        nowNanos);
            case FLAT -> {
                reconciliation.adopt(nowNanos);
                abandonCycle(nowNanos);
                purpose = Purpose.FOUND;
                fire(PairEvent.TRUTH_FLAT, "", nowNanos);
                cashA.want();
                cashB.want();
            }
            case HEDGED -> {
                reconciliation.adopt(nowNanos);
                fire(PairEvent.TRUTH_HEDGED, exposure(), nowNanos);
                cashA.want();
                cashB.want();
                onHedged(nowNanos);
            }
            case UNEQUAL -> reconcileUnequal(nowNanos);
            case SAME_SIDE -> {
                reconciliation.adopt(nowNanos);
                enterHalted(PairEvent.TRUTH_SAME_SIDE, HaltReason.SAME_SIDE, exposure(), nowNanos);
            }
        }
        return true;
    }

    private void reconcileUnequal(long nowNanos) {
        reconciliation.adopt(nowNanos);
        purpose = Purpose.FOUND;
        if (settings.restart() == RestartPolicy.HOLD) {
            enterHalted(PairEvent.TRUTH_UNEQUAL_HOLD, HaltReason.OPERATOR, "found unequal legs", nowNanos);
            return;
        }
        if (haltAfterRepair == null) {
            haltAfterRepair = HaltReason.OPERATOR;
        }
        fire(PairEvent.TRUTH_UNEQUAL, exposure(), nowNanos);
        out.alert("found unequal legs: " + exposure() + "; removing the excess", nowNanos);
    }

    private void abandonCycle(long nowNanos) {
        if (cycle != null) {
            finish(CycleResult.Outcome.FAILED, nowNanos);
        }
    }

    private boolean flat(long nowNanos) {
        if (haltIfDue(nowNanos)) {
            return true;
        }
        if (position.shape() != Shape.FLAT) {
            purpose = Purpose.FOUND;
            return onShape(nowNanos);
        }
        confirmLeverage(nowNanos);
        Blocker standing = standingBlocker(nowNanos);
        if (standing != Blocker.NONE) {
            drop(standing, nowNanos);
            return false;
        }
        if (!opportunities.isFull()) {
            gate.count(Blocker.SPREAD);
            toldBlocker = Blocker.NONE;
            return false;
        }
        long ageNanos = nowNanos - opportunities.decisionNanos();
        SpreadOpportunity opportunity = opportunities.take().orElseThrow();
        Blocker broken = gate.firstBroken(new EntryCheck(
                index,
                opportunity.direction(),
                executor.entryQuantityE8(),
                ageNanos,
                executor.roundTripFeesPpm(),
                settings.entryPpm() + settings.exitPpm(),
                a.instrument(),
                b.instrument(),
                a.book(),
                b.book()));
        gate.count(broken);
        if (broken != Blocker.NONE) {
            tellDropped(opportunity, broken, nowNanos);
            return false;
        }
        enter(opportunity, nowNanos);
        return true;
    }

    private void drop(Blocker blocker, long nowNanos) {
        gate.count(blocker);
        if (opportunities.isFull() && blocker != toldBlocker) {
            opportunities.take().ifPresent(opportunity -> tellDropped(opportunity, blocker, nowNanos));
        }
        opportunities.clear();
    }

    private void tellDropped(SpreadOpportunity opportunity, Blocker blocker, long nowNanos) {
        if (blocker != toldBlocker) {
            toldBlocker = blocker;
            out.tell(new EngineNotice.OpportunityDropped(
                    settings.id(), opportunity.direction(), opportunity.entryPpm(), blocker, nowNanos));
        }
    }

    /// The first condition, apart from the market, that forbids entries now.
    private Blocker standingBlocker(long nowNanos) {
        switch (mode) {
            case KILLED -> {
                return Blocker.KILLED;
            }
            case SHUTTING_DOWN -> {
                return Blocker.SHUTTING_DOWN;
            }
            case DRAINING, FLATTENING -> {
                return Blocker.DRAINING;
            }
            case PAUSED -> {
                return Blocker.PAUSED;
            }
            case ARMED -> {}
        }
        if (settings.cyclesMax() > 0 && cycles >= settings.cyclesMax()) {
            return Blocker.CYCLES_DONE;
        }
        if (breaker.isOpen(nowNanos)) {
            return Blocker.BREAKER;
        }
        if (entriesBlockedUntilNanos != NEVER && nowNanos < entriesBlockedUntilNanos) {
            return Blocker.COOLING_DOWN;
        }
        if (!a.instrument().tradable() || !b.instrument().tradable()) {
            return Blocker.INSTRUMENT_HALTED;
        }
        if (!a.gate().allowsIncrease()) {
            return Blocker.GATE_A;
        }
        if (!b.gate().allowsIncrease()) {
            return Blocker.GATE_B;
        }
        if (!cashA.isStartKnown() || !cashB.isStartKnown()) {
            return Blocker.BALANCE;
        }
        if (!tradingLeverageA || !tradingLeverageB) {
            return Blocker.LEVERAGE;
        }
        if (a.hasLiveOrder() || b.hasLiveOrder()) {
            return Blocker.ORDER_LIVE;
        }
        if (!a.isConfirmed() || !b.isConfirmed() || !position.isSettled()) {
            return Blocker.POSITION_UNCONFIRMED;
        }
        if (!a.book().isUsable(nowNanos, a.settings().bookAgeEntryMillis() * MILLI)) {
            return Blocker.BOOK_A;
        }
        if (!b.book().isUsable(nowNanos, b.settings().bookAgeEntryMillis() * MILLI)) {
            return Blocker.BOOK_B;
        }
        return Blocker.NONE;
    }

    private void confirmLeverage(long nowNanos) {
        boolean due = leverageAskedNanos == NEVER || nowNanos - leverageAskedNanos >= LEVERAGE_RETRY_NANOS;
        if ((tradingLeverageA && tradingLeverageB) || !due) {
            return;
        }
        leverageAskedNanos = nowNanos;
        if (!tradingLeverageA) {
            out.send(new ExchangeCommand.SetLeverage(a.exchange(), a.symbol(), settings.leverage()));
        }
        if (!tradingLeverageB) {
            out.send(new ExchangeCommand.SetLeverage(b.exchange(), b.symbol(), settings.leverage()));
        }
    }

    private void enter(SpreadOpportunity opportunity, long nowNanos) {
        cyclesStarted++;
        cycle = new RunningCycle(cyclesStarted, opportunity.direction(), opportunity.entryPpm(), position, nowNanos);
        purpose = Purpose.ENTRY;
        inferred = false;
        executor.enter(opportunity, nowNanos);
        resources.counters().opportunitiesTaken++;
        toldBlocker = Blocker.NONE;
        fire(PairEvent.ENTRY_SIGNAL, opportunity.entryPpm() + " ppm", nowNanos);
        out.tell(new EngineNotice.OpportunityTaken(
                settings.id(),
                opportunity.direction(),
                opportunity.entryPpm(),
                executor.entryQuantityE8(),
                opportunity.triggerNanos(),
                nowNanos));
        tellPlaced(nowNanos);
    }

    private void tellPlaced(long nowNanos) {
        for (LegDesk desk : desks) {
            desk.order()
                    .filter(TrackedOrder::isLive)
                    .ifPresent(
                            order -> out.tell(new EngineNotice.OrderPlaced(settings.id(), order.request(), nowNanos)));
        }
    }

    private boolean inFlight(long nowNanos) {
        if (a.hasUnknownOrder() || b.hasUnknownOrder()) {
            return fire(PairEvent.LEG_UNKNOWN, unknownLegs(), nowNanos);
        }
        if (!a.hasLiveOrder() && !b.hasLiveOrder()) {
            return settle(nowNanos);
        }
        if (isSlow(a, b, nowNanos) || isSlow(b, a, nowNanos)) {
            LegDesk slow = a.hasLiveOrder() ? a : b;
            slow.loseTrack("not accepted within " + timers.legAcceptMillis() + " ms of the other leg's fill", nowNanos);
            return fire(PairEvent.LEG_SLOW, slow.exchange().name(), nowNanos);
        }
        if (nowNanos - stateSinceNanos >= timers.stayMillis() * MILLI) {
            for (LegDesk desk : desks) {
                desk.loseTrack("no end within " + timers.stayMillis() + " ms", nowNanos);
            }
            return fire(PairEvent.STAY_EXPIRED, unknownLegs(), nowNanos);
        }
        return false;
    }

    private boolean isSlow(LegDesk done, LegDesk waiting, long nowNanos) {
        boolean filled = done.order()
                .filter(order -> !order.isLive() && order.filledE8() > 0)
                .filter(order -> nowNanos - order.endedNanos() >= timers.legAcceptMillis() * MILLI)
                .isPresent();
        return filled
                && waiting.order()
                        .filter(order -> order.state() == OrderState.SENT)
                        .isPresent();
    }

    private String unknownLegs() {
        return (a.hasUnknownOrder() ? a.exchange() + " " : "") + (b.hasUnknownOrder() ? b.exchange() : "");
    }

    /// All fates are known: what do we hold?
    private boolean settle(long nowNanos) {
        if (cycle != null && purpose == Purpose.ENTRY) {
            for (LegDesk desk : desks) {
                if (desk.order().filter(TrackedOrder::refused).isPresent()) {
                    cycle.onRefused();
                }
            }
        }
        return onShape(nowNanos);
    }

    private boolean onShape(long nowNanos) {
        return switch (position.shape()) {
            case FLAT -> onFlat(nowNanos);
            case HEDGED -> {
                boolean fired = fire(PairEvent.LEGS_HEDGED, exposure(), nowNanos);
                onHedged(nowNanos);
                yield fired;
            }
            case UNEQUAL -> {
                boolean fired = fire(PairEvent.LEGS_UNEQUAL, exposure(), nowNanos);
                if (incident == null) {
                    incident = new RepairIncident(purpose);
                }
                yield fired;
            }
            case SAME_SIDE -> {
                enterHalted(PairEvent.LEGS_SAME_SIDE, HaltReason.SAME_SIDE, exposure(), nowNanos);
                yield true;
            }
        };
    }

    private boolean onFlat(long nowNanos) {
        boolean certain = purpose != Purpose.EXIT || (a.isConfirmedTwice() && b.isConfirmedTwice());
        if (!certain) {
            a.watch().confirmAgain();
            b.watch().confirmAgain();
            return false;
        }
        fire(PairEvent.LEGS_FLAT, "", nowNanos);
        incident = null;
        exitDemand = "";
        hedgedSinceNanos = NEVER;
        cooldownUntilNanos = nowNanos + timers.cooldownMillis() * MILLI;
        cashA.want();
        cashB.want();
        if (cycle != null) {
            finish(outcome(cycle), nowNanos);
        }
        return true;
    }

    private CycleResult.Outcome outcome(RunningCycle ended) {
        if (purpose == Purpose.EXIT) {
            return CycleResult.Outcome.COMPLETED;
        }
        boolean filled = a.order().filter(order -> order.filledE8() > 0).isPresent()
                || b.order().filter(order -> order.filledE8() > 0).isPresent();
        return filled || ended.refused() || purpose == Purpose.FOUND
                ? CycleResult.Outcome.FAILED
                : CycleResult.Outcome.NOTHING_FILLED;
    }

    private void finish(CycleResult.Outcome outcome, long nowNanos) {
        unpublished = outcome;
        switch (outcome) {
            case COMPLETED -> {
                cycles++;
                breaker.onSuccess();
            }
            case NOTHING_FILLED -> cyclesNothingFilled++;
            case FAILED -> {
                cyclesFailed++;
                if (breaker.onFailure(nowNanos)) {
                    out.alert("breaker open after " + settings.limits().failuresMax() + " failed cycles", nowNanos);
                }
                if (breaker.isExhausted(nowNanos)) {
                    haltAfterRepair = HaltReason.BREAKER_DAY;
                }
            }
        }
        publishResult(nowNanos);
    }

    /// Tells the result of a cycle once every execution has its price.
    private void publishResult(long nowNanos) {
        CycleResult.Outcome outcome = unpublished;
        if (outcome == null || cycle == null || !position.isSettled()) {
            return;
        }
        CycleResult result = cycle.finish(outcome, position, nowNanos);
        unpublished = null;
        cycle = null;
        lastResult = Optional.of(result);
        out.tell(new EngineNotice.CycleFinished(settings.id(), result, nowNanos));
    }

    private void onHedged(long nowNanos) {
        incident = null;
        purpose = Purpose.EXIT;
        acceptedNetE8 = position.netE8();
        exitNotBeforeNanos = Math.max(exitNotBeforeNanos, nowNanos);
        if (hedgedSinceNanos == NEVER) {
            hedgedSinceNanos = nowNanos;
        }
        if (cycle == null) {
            cyclesStarted++;
            cycle = new RunningCycle(cyclesStarted, position.direction().orElseThrow(), 0, position, nowNanos);
        }
        cycle.onHedged(position.matchedE8());
        for (LegDesk desk : desks) {
            desk.watch().askSoon();
            if (Math.abs(desk.ledger().quantityE8()) < desk.instrument().quantityMinE8()) {
                exitDemand = "too small to keep";
            }
        }
    }

    private boolean resolving(long nowNanos) {
        if (!a.hasLiveOrder() && !b.hasLiveOrder()) {
            return settle(nowNanos);
        }
        if (a.isResolveExpired(nowNanos) || b.isResolveExpired(nowNanos)) {
            frozenByBlock = false;
            fire(PairEvent.RESOLVE_EXPIRED, unknownLegs(), nowNanos);
            alertNanos = nowNanos;
            out.alert(
                    "FROZEN: the fate of an order is unknown; " + exposure() + " or up to "
                            + FixedPoint.format(a.worstE8()) + " on " + a.exchange() + " and "
                            + FixedPoint.format(b.worstE8()) + " on " + b.exchange(),
                    nowNanos);
            return true;
        }
        return false;
    }

    private boolean repairing(long nowNanos) {
        if (a.hasUnknownOrder() || b.hasUnknownOrder()) {
            return fire(PairEvent.LEG_UNKNOWN, unknownLegs(), nowNanos);
        }
        if (a.hasLiveOrder() || b.hasLiveOrder()) {
            return false;
        }
        RepairIncident running = incident;
        if (running == null) {
            running = new RepairIncident(purpose);
            incident = running;
        }
        running.settleLast();
        Shape shape = position.shape();
        if (shape != Shape.UNEQUAL) {
            return onShape(nowNanos);
        }
        if (running.orders() > 0 && !areReadSince(running.lastEndedNanos())) {
            return false;
        }
        if (running.isSpent(settings.limits())) {
            enterHalted(
                    PairEvent.BUDGET_SPENT,
                    HaltReason.REPAIR_BUDGET,
                    running.orders() + " orders, " + FixedPoint.format(running.paidE8()) + " paid; touch " + touches(),
                    nowNanos);
            return true;
        }
        return repair(running, nowNanos);
    }

    /// Whether both positions were read after a moment; asks for what is missing.
    private boolean areReadSince(long sinceNanos) {
        boolean read = true;
        for (LegDesk desk : desks) {
            if (!desk.isReadSince(sinceNanos)) {
                desk.watch().askSoon();
                read = false;
            }
        }
        return read;
    }

    private boolean repair(RepairIncident running, long nowNanos) {
        switch (repairs.choose(choice(running), nowNanos)) {
            case Remedy.Send send -> {
                sendRepair(running, send, nowNanos);
                return false;
            }
            case Remedy.Residual(String why) -> {
                acceptedNetE8 = position.netE8();
                exitDemand = "residual: " + why;
                out.alert(why, nowNanos);
                if (position.matchedE8() > 0) {
                    fire(PairEvent.LEGS_HEDGED, why, nowNanos);
                    onHedged(nowNanos);
                } else {
                    enterHalted(PairEvent.HALT_REQUIRED, HaltReason.SPEC_UNEXITABLE, why, nowNanos);
                }
                return true;
            }
            case Remedy.Blocked(String why) -> {
                if (running.onBlocked(nowNanos) < BLOCKED_GRACE_NANOS) {
                    return false;
                }
                frozenByBlock = true;
                fire(PairEvent.REPAIR_BLOCKED, why, nowNanos);
                alertNanos = nowNanos;
                out.alert("FROZEN with " + exposure() + ": " + why, nowNanos);
                return true;
            }
        }
    }

    private RepairPolicy.Incident choice(RepairIncident running) {
        boolean stressed = mode == OperatorMode.KILLED
                || mode == OperatorMode.SHUTTING_DOWN
                || mode == OperatorMode.FLATTENING
                || haltAfterRepair != null
                || a.gate().state() != GateState.OPEN
                || b.gate().state() != GateState.OPEN;
        return new RepairPolicy.Incident(
                running.purpose(), running.orders() + 1, !running.completeTried() && !inferred, stressed);
    }

    private void sendRepair(RepairIncident running, Remedy.Send send, long nowNanos) {
        TrackedOrder order = send.desk()
                .register(send.intent(), send.side(), send.quantityE8(), send.limitE8(), send.reduceOnly(), 0);
        boolean completes = send.intent() == OrderIntent.REPAIR_COMPLETE && !send.reduceOnly();
        running.onSent(order, send.referenceE8(), completes);
        resources.counters().repairs++;
        send.desk().handOver(nowNanos);
        out.tell(new EngineNotice.RepairDecided(
                settings.id(), running.orders(), send.why(), send.alternative(), nowNanos));
        out.tell(new EngineNotice.OrderPlaced(settings.id(), order.request(), nowNanos));
    }

    private boolean hedged(long nowNanos, long triggerNanos) {
        opportunities.clear();
        gate.count(Blocker.NOT_FLAT);
        if (haltIfDue(nowNanos)) {
            return true;
        }
        if (position.shape() != Shape.HEDGED && position.netE8() != acceptedNetE8) {
            purpose = position.shape() == Shape.FLAT ? Purpose.EXIT : Purpose.FOUND;
            return onShape(nowNanos);
        }
        Direction held = position.direction().orElse(null);
        if (held == null || nowNanos < exitNotBeforeNanos || !a.isConfirmed() || !b.isConfirmed()) {
            return false;
        }
        boolean usable = a.book().isUsable(nowNanos, a.settings().bookAgeExitMillis() * MILLI)
                && b.book().isUsable(nowNanos, b.settings().bookAgeExitMillis() * MILLI);
        if (!usable) {
            return false;
        }
        long quantityE8 = position.matchedE8();
        long exitPpm = SpreadCalculator.executableExitPpm(held, a.book(), b.book(), Math.max(1, quantityE8));
        String demand = exitDemand(nowNanos);
        boolean signal = exitPpm != SpreadCalculator.NO_SPREAD
                && exitPpm >= settings.exitPpm()
                && a.gate().allowsIncrease()
                && b.gate().allowsIncrease()
                && executor.exitFits(held);
        boolean demanded =
                !demand.isEmpty() && a.gate().allowsReduce() && b.gate().allowsReduce();
        if (!signal && !demanded) {
            return false;
        }
        return exit(held, exitPpm, signal ? "" : demand, triggerNanos, nowNanos);
    }

    private String exitDemand(long nowNanos) {
        if (!exitDemand.isEmpty()) {
            return exitDemand;
        }
        if (mode == OperatorMode.FLATTENING) {
            return "operator";
        }
        if (mode == OperatorMode.SHUTTING_DOWN && flattenOnStop) {
            return "shutdown";
        }
        boolean tooLong = nowNanos - hedgedSinceNanos >= timers.holdMaxMillis() * MILLI;
        return tooLong ? "held for the longest time" : "";
    }

    private boolean exit(Direction held, long exitPpm, String demand, long triggerNanos, long nowNanos) {
        exitNotBeforeNanos = nowNanos + EXIT_RETRY_NANOS;
        OrderIntent intent = mode == OperatorMode.FLATTENING ? OrderIntent.OPERATOR : OrderIntent.EXIT;
        if (!executor.exit(held, intent, triggerNanos, nowNanos)) {
            return false;
        }
        purpose = Purpose.EXIT;
        fire(
                demand.isEmpty() ? PairEvent.EXIT_SIGNAL : PairEvent.EXIT_DEMANDED,
                demand.isEmpty() ? exitPpm + " ppm" : demand,
                nowNanos);
        out.tell(new EngineNotice.ExitDecided(
                settings.id(),
                held,
                exitPpm,
                position.matchedE8(),
                demand.isEmpty() ? "exit spread reached" : demand,
                nowNanos));
        tellPlaced(nowNanos);
        return true;
    }

    private boolean cooldown(long nowNanos) {
        opportunities.clear();
        gate.count(Blocker.NOT_FLAT);
        if (haltIfDue(nowNanos)) {
            return true;
        }
        if (position.shape() != Shape.FLAT) {
            purpose = Purpose.FOUND;
            return onShape(nowNanos);
        }
        if (!position.isSettled()) {
            if (nowNanos - stateSinceNanos >= UNSETTLED_NANOS_MAX) {
                halt(HaltReason.LEDGER_MISMATCH, "an execution without a price", nowNanos);
                return true;
            }
            return false;
        }
        if (nowNanos < cooldownUntilNanos || !a.isConfirmed() || !b.isConfirmed()) {
            return false;
        }
        return fire(PairEvent.COOLED_DOWN, "", nowNanos);
    }

    private boolean frozen(long nowNanos) {
        if (a.hasLiveOrder() || b.hasLiveOrder()) {
            return false;
        }
        if (!frozenByBlock || position.shape() != Shape.UNEQUAL) {
            return fire(PairEvent.EVIDENCE, exposure(), nowNanos);
        }
        RepairIncident running = incident;
        if (running == null || !(repairs.choose(choice(running), nowNanos) instanceof Remedy.Blocked)) {
            return fire(PairEvent.REPAIR_POSSIBLE, "", nowNanos);
        }
        return false;
    }

    private boolean halted(long nowNanos) {
        opportunities.clear();
        gate.count(Blocker.NOT_FLAT);
        if (a.hasLiveOrder() || b.hasLiveOrder()) {
            return false;
        }
        if (mode == OperatorMode.FLATTENING || (mode == OperatorMode.SHUTTING_DOWN && flattenOnStop)) {
            flattenHalted(nowNanos);
        } else if (haltReason != null && haltReason.slowDuty()) {
            slowDuty(nowNanos);
        }
        return false;
    }

    private void flattenHalted(long nowNanos) {
        if (dutyNanos != NEVER && nowNanos - dutyNanos < FLATTEN_RETRY_NANOS) {
            return;
        }
        for (LegDesk desk : desks) {
            if (desk.isListed() && desk.ledger().quantityE8() != 0 && desk.isConfirmed()) {
                dutyNanos = nowNanos;
                reduce(
                        desk,
                        Math.abs(desk.ledger().quantityE8()),
                        OrderIntent.OPERATOR,
                        settings.limits().exitCapPpm(),
                        nowNanos);
            }
        }
    }

    /// Halted with a naked leg: one reducing order every half minute, where the exchange can be trusted with
    /// it.
    private void slowDuty(long nowNanos) {
        boolean due = dutyNanos == NEVER
                ? nowNanos - stateSinceNanos >= timers.slowDutyMillis() * MILLI
                : nowNanos - dutyNanos >= timers.slowDutyMillis() * MILLI;
        boolean quiet = incidentNanos == NEVER || nowNanos - incidentNanos >= INCIDENT_PAUSE_NANOS;
        boolean naked = a.isListed() && b.isListed() && position.shape() == Shape.UNEQUAL;
        if (!due || !quiet || !naked) {
            return;
        }
        if (!a.isConfirmedTwice() || !b.isConfirmedTwice()) {
            a.watch().confirmAgain();
            b.watch().confirmAgain();
            return;
        }
        LegDesk excess =
                Math.abs(a.ledger().quantityE8()) >= Math.abs(b.ledger().quantityE8()) ? a : b;
        if (excess.settings().reduceOnlyReliable()) {
            dutyNanos = nowNanos;
            reduce(
                    excess,
                    Math.abs(position.netE8()),
                    OrderIntent.REPAIR_UNWIND,
                    settings.limits().repairCapMaxPpm(),
                    nowNanos);
        }
    }

    private void reduce(LegDesk desk, long quantityE8, OrderIntent intent, long capPpm, long nowNanos) {
        boolean usable = desk.book().isUsable(nowNanos, desk.settings().bookAgeExitMillis() * MILLI);
        long tradableE8 = desk.instrument().roundDownToLotE8(quantityE8);
        if (!usable || !desk.gate().allowsReduce() || tradableE8 == 0) {
            return;
        }
        Side side = desk.ledger().quantityE8() > 0 ? Side.SELL : Side.BUY;
        long limitE8 = desk.instrument().strictLimitE8(side, RiskGate.capPriceE8(side, desk.book(), capPpm));
        TrackedOrder order = desk.register(intent, side, tradableE8, limitE8, true, 0);
        desk.handOver(nowNanos);
        out.tell(new EngineNotice.OrderPlaced(settings.id(), order.request(), nowNanos));
    }

    private boolean haltIfDue(long nowNanos) {
        HaltReason due = haltAfterRepair;
        if (due == null || state == PairState.HALTED) {
            return false;
        }
        enterHalted(PairEvent.HALT_REQUIRED, due, due.text(), nowNanos);
        return true;
    }

    // ---- what may go wrong at any time ----

    private void takeIncidents(long nowNanos) {
        for (LegDesk desk : desks) {
            if (desk.takeAbsenceProven()) {
                inferred = true;
                blockEntries(timers.absenceCooldownMillis() * MILLI, nowNanos);
            }
            if (desk.takeLateFill()) {
                incidentNanos = nowNanos;
                blockEntries(INCIDENT_PAUSE_NANOS, nowNanos);
            }
            if (desk.takeBust()) {
                incidentNanos = nowNanos;
                busts++;
                blockEntries(INCIDENT_PAUSE_NANOS, nowNanos);
                if (busts >= BUSTS_MAX) {
                    haltAfterRepair = HaltReason.BUST_CASCADE;
                }
            }
        }
    }

    private void blockEntries(long nanos, long nowNanos) {
        entriesBlockedUntilNanos = Math.max(entriesBlockedUntilNanos, nowNanos + nanos);
    }

    private boolean handleDrift(long nowNanos) {
        if (!a.watch().drifted() && !b.watch().drifted()) {
            return false;
        }
        if (state == PairState.RECONCILE || state == PairState.BOOT) {
            return false;
        }
        incidentNanos = nowNanos;
        StringBuilder text = new StringBuilder("position differs from what our fills explain:");
        for (LegDesk desk : desks) {
            if (desk.watch().drifted()) {
                text.append(' ')
                        .append(desk.exchange())
                        .append(" says ")
                        .append(FixedPoint.format(desk.watch().confirmedE8()))
                        .append(", we had ")
                        .append(FixedPoint.format(desk.ledger().quantityE8()))
                        .append(';');
                desk.ledger().adopt(desk.watch().confirmedE8(), desk.watch().entryPriceE8(), nowNanos);
                desk.watch().settleDrift();
                desk.watch().askSoon();
            }
        }
        out.alert(text.toString(), nowNanos);
        if (state == PairState.HALTED) {
            return false;
        }
        haltAfterRepair = HaltReason.LEDGER_MISMATCH;
        if (state == PairState.HEDGED) {
            purpose = Purpose.FOUND;
            incident = new RepairIncident(Purpose.FOUND);
            return fire(PairEvent.DRIFT, text.toString(), nowNanos);
        }
        boolean fired = fire(PairEvent.DRIFT, text.toString(), nowNanos);
        if (fired) {
            beginReconciliation(nowNanos);
        }
        return fired;
    }

    private void watchExposure(long nowNanos) {
        if (!a.isListed() || !b.isListed()) {
            return;
        }
        resources.total().set(index, worstNotionalE8());
        if (!position.isNaked()) {
            endNaked(nowNanos);
            return;
        }
        if (nakedSinceNanos == NEVER) {
            nakedSinceNanos = nowNanos;
            nakedAlertNanos = nowNanos + timers.imbalanceMillis() * MILLI;
        }
        noteNaked(nowNanos - nakedSinceNanos);
        if (nowNanos >= nakedAlertNanos) {
            nakedAlertNanos = nowNanos + timers.alertRepeatMillis() * MILLI;
            out.alert("naked for " + (nowNanos - nakedSinceNanos) / MILLI + " ms: " + exposure(), nowNanos);
        }
    }

    private void endNaked(long nowNanos) {
        if (nakedSinceNanos != NEVER) {
            long nanos = nowNanos - nakedSinceNanos;
            noteNaked(nanos);
            nakedSinceNanos = NEVER;
            out.tell(new EngineNotice.Exposed(settings.id(), nanos, nowNanos));
        }
    }

    private void noteNaked(long nanos) {
        nakedNanosMax = Math.max(nakedNanosMax, nanos);
        if (cycle != null) {
            cycle.onNaked(nanos);
        }
    }

    private long worstNotionalE8() {
        long sum = 0;
        for (LegDesk desk : desks) {
            long worstE8 = desk.worstE8();
            if (worstE8 > 0) {
                long priceE8 = Math.max(desk.book().bestAskE8(), desk.ledger().entryPriceE8());
                sum += FixedPoint.multiply(Math.max(0, priceE8), worstE8, Rounding.UP);
            }
        }
        return sum;
    }

    private void repeatAlerts(long nowNanos) {
        boolean lasting = state == PairState.FROZEN || state == PairState.HALTED;
        if (lasting && nowNanos - alertNanos >= timers.alertRepeatMillis() * MILLI) {
            alertNanos = nowNanos;
            out.alert("still " + state + " (" + detail + "); " + exposure(), nowNanos);
        }
    }

    private boolean fire(PairEvent event, String why, long nowNanos) {
        Optional<TransitionTable.Row> row = TransitionTable.find(state, event);
        if (row.isEmpty()) {
            resources.counters().eventsUnexpected++;
            transitions.onUnexpected(state, event);
            return false;
        }
        transitions.onTaken(row.get());
        PairState from = state;
        state = row.get().to();
        detail = why.isEmpty() ? event.text() : why;
        if (from != state) {
            stateSinceNanos = nowNanos;
            dutyNanos = NEVER;
            out.tell(new EngineNotice.StateChanged(settings.id(), from, state, event, why, nowNanos));
        }
        return from != state;
    }

    private String exposure() {
        return "holding " + FixedPoint.format(a.ledger().quantityE8()) + " on " + a.exchange() + " and "
                + FixedPoint.format(b.ledger().quantityE8()) + " on " + b.exchange();
    }

    private String touches() {
        return touch(a) + ", " + touch(b);
    }

    private static String touch(LegDesk desk) {
        long bidE8 = desk.book().bestBidE8();
        long askE8 = desk.book().bestAskE8();
        return desk.exchange() + " " + (bidE8 == FixedPoint.NO_PRICE ? "-" : FixedPoint.format(bidE8)) + "/"
                + (askE8 == FixedPoint.NO_PRICE ? "-" : FixedPoint.format(askE8));
    }

    // ---- what may be seen ----

    /// Whether nothing is in flight and nothing that a stop has to wait for is left to do.
    public boolean isIdle() {
        if (a.hasLiveOrder() || b.hasLiveOrder() || unpublished != null) {
            return false;
        }
        return switch (state) {
            case BOOT, RECONCILE, FLAT, FROZEN, HALTED -> true;
            case COOLDOWN -> position.isSettled() && a.isConfirmed() && b.isConfirmed();
            case HEDGED -> !flattenOnStop;
            case ENTERING, RESOLVING, REPAIRING, EXITING -> false;
        };
    }

    public PairSettings settings() {
        return settings;
    }

    public PairState state() {
        return state;
    }

    /// Why the pair is in its state, in plain words.
    public String detail() {
        return state == PairState.RECONCILE ? "waiting for " + reconciliation.waitingFor(stateSinceNanos) : detail;
    }

    public long stateSinceNanos() {
        return stateSinceNanos;
    }

    public Optional<HaltReason> haltReason() {
        return Optional.ofNullable(haltReason);
    }

    public PairPosition position() {
        return position;
    }

    public MonitoringTask monitoring() {
        return monitoring;
    }

    public RiskGate gate() {
        return gate;
    }

    /// The direction that is held or being entered.
    public Optional<Direction> direction() {
        Optional<Direction> held = position.direction();
        return held.isPresent() ? held : Optional.ofNullable(cycle).map(RunningCycle::direction);
    }

    public long cycles() {
        return cycles;
    }

    public long cyclesFailed() {
        return cyclesFailed;
    }

    public long cyclesNothingFilled() {
        return cyclesNothingFilled;
    }

    public long nakedNanosMax() {
        return nakedNanosMax;
    }

    public Optional<CycleResult> lastResult() {
        return lastResult;
    }

    /// Opportunities seen so far.
    public long opportunities() {
        return opportunities.offered();
    }

    /// The order in flight on a leg, if any.
    public Optional<TrackedOrder> liveOrder(Leg leg) {
        return at(leg).order().filter(TrackedOrder::isLive);
    }

    /// The largest magnitude that a leg could have, given every order in flight.
    public long worstE8(Leg leg) {
        return at(leg).worstE8();
    }

    /// What a leg's exchange last told, if it did.
    public Optional<Long> confirmedE8(Leg leg) {
        PositionWatch watch = at(leg).watch();
        return watch.known() ? Optional.of(watch.confirmedE8()) : Optional.empty();
    }

    /// The exchange's name of a leg's instrument; empty until it was listed.
    public String symbol(Leg leg) {
        return at(leg).symbol();
    }
}
