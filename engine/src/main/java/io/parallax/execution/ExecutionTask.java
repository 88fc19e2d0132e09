package io.parallax.execution;

import io.parallax.exchange.AccountEvent;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.MarketEvent;
import io.parallax.exchange.OrderEvent;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.position.PairPosition;
import io.parallax.risk.AccountMargin;
import io.parallax.risk.Blocker;
import io.parallax.risk.RiskGate;
import io.parallax.strategy.Direction;
import io.parallax.strategy.FundingCalendar;
import io.parallax.strategy.MonitoringTask;
import io.parallax.strategy.NetEdge;
import io.parallax.strategy.PhantomMeter;
import io.parallax.strategy.ShadowRule;
import io.parallax.strategy.SpreadCalculator;
import io.parallax.strategy.Thresholds;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One pair from start to stop, as a state machine over events: it never waits. The state says what the pair
/// is trying to achieve; what it holds follows from orders and positions, and the two are compared before
/// every decision. [TransitionTable] holds every step it may take, and each state's work is done by the part
/// that is named in [#once]. Thread: engine only.
public final class ExecutionTask {
    private static final long MILLI = 1_000_000L;
    private static final int STEPS_MAX = 8;
    /// How long after the engine stood still a frame may be one that had waited: it carries the time of its reading.
    private static final long BACKLOG_NANOS = 250 * MILLI;

    private static final long CORE_PAUSE_RECONCILE_NANOS = 5_000 * MILLI;

    private final PairContext pair;
    private final PairMachine machine;
    private final CycleLog cycles;
    private final ExposureWatch exposure;
    private final InFlight inFlight;
    private final Starting starting;
    private final Entering entering;
    private final Repairing repairing;
    private final Holding holding;
    private final Halted halted;
    private final Incidents incidents;
    private final MonitoringTask monitoring;
    private final @Nullable ShadowRule shadow;
    private final PhantomMeter phantom;

    /// @param index number of the pair in the settings, from 0
    /// @param resources what all pairs of an engine share
    public ExecutionTask(int index, PairSettings settings, PairResources resources, long nowNanos) {
        this.pair = new PairContext(index, settings, resources);
        this.machine = new PairMachine(pair, nowNanos);
        this.cycles = new CycleLog(pair);
        this.exposure = new ExposureWatch(pair, cycles);
        this.inFlight = new InFlight(pair, machine, cycles);
        this.starting = new Starting(pair, machine, inFlight, cycles, nowNanos);
        this.entering = new Entering(pair, machine, inFlight, cycles);
        this.repairing = new Repairing(pair, machine, inFlight);
        this.holding = new Holding(pair, machine, inFlight, cycles, entering);
        this.halted = new Halted(pair, machine);
        this.incidents = new Incidents(pair, machine, starting);
        this.monitoring = monitoring(settings.quantityE8());
        this.phantom = new PhantomMeter(settings.entryPpm());
        this.shadow = settings.thresholds().shadow() ? new ShadowRule(settings.shadowThresholds()) : null;
    }

    private MonitoringTask monitoring(long quantityE8) {
        LegDesk a = pair.a;
        LegDesk b = pair.b;
        return new MonitoringTask(
                a.book(),
                b.book(),
                pair.thresholds,
                quantityE8,
                a.settings().bookAgeEntryMillis() * MILLI,
                b.settings().bookAgeEntryMillis() * MILLI,
                pair.settings.data().confirmation(),
                pair.opportunities);
    }

    // ---- inputs ----

    /// A book of this pair changed.
    ///
    /// @param leg whose book
    /// @param triggerNanos when the frame was read
    public void onBook(Leg leg, long nowNanos, long triggerNanos) {
        look(nowNanos, triggerNanos);
        // What is only measured waits until the decision has left.
        phantom.onBook(leg, pair.at(leg).book(), nowNanos);
    }

    /// Looks at both books, and decides on what they show before anything else happens.
    private void look(long nowNanos, long triggerNanos) {
        aim();
        long offeredBefore = pair.opportunities.offered();
        monitoring.evaluate(nowNanos, triggerNanos);
        if (pair.opportunities.offered() != offeredBefore) {
            Direction shown = pair.opportunities.direction();
            NetEdge candidate = pair.candidates.begin(shown, nowNanos);
            if (pair.isListed()) {
                pair.data.weigh(
                        candidate,
                        nowNanos,
                        shown,
                        monitoring.touchEntryPpm(shown),
                        monitoring.executableEntryPpm(shown),
                        pair.ladder.exitPpmAfter(
                                shown, monitoring.executableEntryPpm(shown), pair.ladder.quantityE8()));
            }
        }
        step(nowNanos, triggerNanos);
        if (pair.candidates.isPending()) {
            // Nobody took it, so it describes a market that is gone when somebody could.
            pair.candidates.judge(busy());
            pair.opportunities.clear();
        }
        if (shadow != null) {
            shadow.look(
                    nowNanos,
                    monitoring.executableEntryPpm(Direction.LONG_A_SHORT_B),
                    monitoring.executableEntryPpm(Direction.LONG_B_SHORT_A),
                    pair.isListed() && pair.data.blocker(nowNanos) == Blocker.NONE,
                    pair.isListed() ? pair.executor.roundTripFeesPpm() : 0);
        }
    }

    /// The books are looked at for the first layer of a position, or for the next one of the position that is held.
    private void aim() {
        if (!pair.ladder.isLayered() || !pair.isListed()) {
            return;
        }
        if (machine.state() == PairState.HEDGED && pair.ladder.isOpen() && !pair.closing) {
            monitoring.aim(
                    pair.ladder.quantityE8(),
                    pair.ladder.offsetPpm(pair.ladder.next()),
                    pair.position.direction().orElse(null));
        } else {
            monitoring.aim(pair.ladder.firstE8(), pair.ladder.offsetPpm(pair.ladder.first()), null);
        }
    }

    /// Why a pair in this state enters nothing.
    private Blocker busy() {
        return switch (machine.state()) {
            case BOOT, RECONCILE -> Blocker.RECONCILING;
            case FROZEN -> Blocker.FROZEN;
            case HALTED -> Blocker.HALTED;
            case FLAT, ENTERING, RESOLVING, REPAIRING, HEDGED, EXITING, COOLDOWN -> Blocker.NOT_FLAT;
        };
    }

    /// A tick of the timer.
    public void onTick(long nowNanos) {
        for (LegDesk desk : pair.desks) {
            desk.gate().refresh(nowNanos);
            desk.onTimer(nowNanos);
        }
        pair.guard.onTick(nowNanos);
        pair.cashA.askIfDue(pair.out, nowNanos);
        pair.cashB.askIfDue(pair.out, nowNanos);
        pair.data.onTick(nowNanos);
        look(nowNanos, 0);
        machine.repeatAlerts(nowNanos);
        if (monitoring.summaryDue(nowNanos)) {
            pair.out.tell(new EngineNotice.Summary(
                    pair.settings.id(),
                    machine.state(),
                    monitoring.touchEntryPpm(Direction.LONG_A_SHORT_B),
                    monitoring.touchEntryPpm(Direction.LONG_B_SHORT_A),
                    pair.gate.top(),
                    cycles.completed(),
                    pair.position.resultE8(),
                    nowNanos));
        }
    }

    /// News of an order of this pair.
    void onOrderEvent(OrderRegistry.Entry entry, OrderEvent event, long nowNanos) {
        long filledBeforeE8 = entry.order().filledE8();
        entry.desk().onOrderEvent(entry.order(), event, nowNanos);
        if (entry.order().filledE8() != filledBeforeE8 || event instanceof OrderEvent.Filled) {
            pair.cash(entry.desk()).onFill(nowNanos);
        }
        step(nowNanos, 0);
    }

    /// Whether an order is one of this pair's.
    boolean owns(OrderRegistry.Entry entry) {
        return pair.desks.contains(entry.desk());
    }

    /// News of the account on an exchange of this pair.
    public void onAccountEvent(AccountEvent event, long nowNanos) {
        LegDesk desk = pair.at(event.exchange());
        switch (event) {
            case AccountEvent.PositionReported reported -> {
                if (reported.position().symbol().equals(desk.symbol())) {
                    incidents.onPosition(desk, reported, nowNanos);
                    desk.onPosition(reported);
                    starting.onPosition(desk, reported);
                }
            }
            case AccountEvent.LeverageReported reported -> entering.onLeverage(desk, reported, nowNanos);
            case AccountEvent.OpenOrdersReported reported -> starting.onOpenOrders(desk, reported);
            case AccountEvent.ForeignActivity foreign ->
                halt(HaltReason.FOREIGN_ACTIVITY, foreign.exchange() + ": " + foreign.description(), nowNanos);
            case AccountEvent.ForcedReduction forced -> {
                if (forced.symbol().equals(desk.symbol())) {
                    incidents.onForced(desk, forced, nowNanos);
                }
            }
            case AccountEvent.FundingPaid funding -> {
                if (funding.symbol().equals(desk.symbol())) {
                    desk.bookFunding(funding);
                }
            }
            case AccountEvent.AccountState state -> incidents.onAccountState(state, nowNanos);
            case AccountEvent.QueryFailed failed -> onQueryFailed(desk, failed, nowNanos);
            case AccountEvent.BalanceReported _ -> {
                // The engine keeps balances for all pairs.
            }
        }
        step(nowNanos, 0);
    }

    /// News of the markets on an exchange of this pair; the next look at the books takes it into account.
    public void onMarketEvent(MarketEvent event, long nowNanos) {
        pair.data.onMarket(event, nowNanos);
    }

    private void onQueryFailed(LegDesk desk, AccountEvent.QueryFailed failed, long nowNanos) {
        desk.gate().onReadError(failed.error(), nowNanos);
        if (failed.query() instanceof ExchangeCommand.QueryPosition query
                && query.symbol().equals(desk.symbol())
                && desk.watch().onFailure()) {
            pair.out.alert(
                    desk.exchange() + " position read failed three times: "
                            + failed.error().description(),
                    nowNanos);
        }
    }

    /// Whether this pair trades on `exchange`.
    public boolean uses(ExchangeId exchange) {
        return exchange.equals(pair.settings.exchangeA()) || exchange.equals(pair.settings.exchangeB());
    }

    /// The exchange listed its instruments, at the start or because a rule changed.
    ///
    /// @return the one that this pair trades there, when it is among them
    public Optional<Instrument> onInstruments(ExchangeId exchange, List<Instrument> instruments) {
        Optional<Instrument> found = instruments.stream()
                .filter(each -> each.pair().equals(pair.settings.pair()))
                .findFirst();
        found.ifPresent(pair.at(exchange)::listed);
        if (pair.isListed()) {
            pair.position.commonLot(DeltaNeutralExecutor.commonLotE8(pair.a.instrument(), pair.b.instrument()));
            long quantityE8 = pair.ladder.firstE8();
            if (quantityE8 > 0) {
                monitoring.aim(quantityE8, pair.ladder.offsetPpm(pair.ladder.first()), null);
            }
        }
        return found;
    }

    /// News of an order of an earlier run: the position may have changed.
    public void onEarlierOrder(ExchangeId exchange) {
        pair.at(exchange).watch().askSoon();
    }

    /// A stream that orders depend on went down: what is in flight may have ended unseen.
    public void onStreamLost(ExchangeId exchange, String reason, long nowNanos) {
        pair.at(exchange).loseTrack(reason, nowNanos);
        pair.at(exchange).watch().askSoon();
        step(nowNanos, 0);
    }

    /// The engine stood still for a while: decisions are void, and answers may have been missed.
    public void onCorePause(long pauseNanos, long nowNanos) {
        pair.opportunities.clear();
        pair.booksProvenFromNanos = nowNanos + BACKLOG_NANOS;
        for (LegDesk desk : pair.desks) {
            desk.loseTrack("the engine stood still for " + pauseNanos / MILLI + " ms", nowNanos);
        }
        if (pauseNanos >= CORE_PAUSE_RECONCILE_NANOS
                && TransitionTable.find(machine.state(), PairEvent.CORE_PAUSED).isPresent()) {
            machine.fire(PairEvent.CORE_PAUSED, pauseNanos / MILLI + " ms", nowNanos);
            starting.begin(nowNanos);
        }
    }

    /// Midnight UTC has passed.
    public void onNewDay() {
        pair.breaker.onNewDay();
        incidents.onNewDay();
    }

    /// What the operator allows from now on.
    ///
    /// @param flattenOnStop whether a shutdown closes hedged positions first
    public void onMode(OperatorMode changed, boolean flattenOnStop, long nowNanos) {
        pair.mode = changed;
        pair.flattenOnStop = flattenOnStop;
        step(nowNanos, 0);
    }

    /// The operator looked, and says that the pair may go on.
    public void rearm(String reason, long nowNanos) {
        pair.data.onReview();
        if (machine.state() == PairState.HALTED) {
            pair.haltAfterRepair = null;
            pair.breaker.reset();
            incidents.reset();
            machine.rearm(reason, nowNanos);
            starting.begin(nowNanos);
        }
    }

    /// Halts as soon as nothing is naked: a repair that runs is finished first.
    public void haltAfterRepair(HaltReason reason) {
        if (machine.state() != PairState.HALTED && pair.haltAfterRepair == null) {
            pair.haltAfterRepair = reason;
            pair.out.alert("about to halt: " + reason.text(), pair.nowNanos);
        }
    }

    /// Something is wrong with an account of this pair: says so.
    public void onPhantom(ExchangeId exchange, long unexplainedE8, long nowNanos) {
        pair.out.alert(
                exchange + " equity changed by " + FixedPoint.format(unexplainedE8)
                        + " without a price or a fill that explains it: both legs are frozen until an operator resumes; "
                        + pair.exposure(),
                nowNanos);
    }

    /// Stops entries for a human to look; reducing duties go on.
    public void halt(HaltReason reason, String why, long nowNanos) {
        machine.halt(reason, why, nowNanos);
    }

    // ---- the machine ----

    private void step(long nowNanos, long triggerNanos) {
        pair.nowNanos = nowNanos;
        for (int steps = 0; steps < STEPS_MAX; steps++) {
            exposure.look(nowNanos);
            if (!once(nowNanos, triggerNanos)) {
                break;
            }
        }
        exposure.look(nowNanos);
    }

    /// Does what the present state asks for.
    ///
    /// @return true when the state changed, so that the next one is to be looked at
    private boolean once(long nowNanos, long triggerNanos) {
        cycles.publish(nowNanos);
        incidents.take(nowNanos);
        if (incidents.handleDrift(nowNanos)) {
            return true;
        }
        return switch (machine.state()) {
            case BOOT -> starting.boot(nowNanos);
            case RECONCILE -> starting.reconcile(nowNanos);
            case FLAT -> entering.flat(nowNanos);
            case ENTERING, EXITING -> inFlight.follow(nowNanos);
            case RESOLVING -> inFlight.resolve(nowNanos);
            case REPAIRING -> repairing.repairing(nowNanos);
            case HEDGED -> holding.hedged(nowNanos, triggerNanos);
            case COOLDOWN -> entering.cooldown(nowNanos);
            case FROZEN -> repairing.frozen(nowNanos);
            case HALTED -> halted.halted(nowNanos);
        };
    }

    // ---- what may be seen ----

    /// Whether nothing is in flight and nothing that a stop has to wait for is left to do.
    public boolean isIdle() {
        if (pair.hasLiveOrder() || cycles.isUnpublished()) {
            return false;
        }
        return switch (machine.state()) {
            case BOOT, RECONCILE, FLAT, FROZEN, HALTED -> true;
            case COOLDOWN -> pair.position.isSettled() && pair.isConfirmed();
            case HEDGED -> !pair.flattenOnStop;
            case ENTERING, RESOLVING, REPAIRING, EXITING -> false;
        };
    }

    public PairSettings settings() {
        return pair.settings;
    }

    public PairState state() {
        return machine.state();
    }

    /// Why the pair is in its state, in plain words.
    public String detail() {
        return machine.state() == PairState.RECONCILE
                ? "waiting for " + starting.waitingFor(machine.sinceNanos())
                : machine.detail();
    }

    public long stateSinceNanos() {
        return machine.sinceNanos();
    }

    public Optional<HaltReason> haltReason() {
        return machine.haltReason();
    }

    public PairPosition position() {
        return pair.position;
    }

    public MonitoringTask monitoring() {
        return monitoring;
    }

    /// What closing both legs now would bring, before fees; quote currency × 10⁸.
    public long unrealisedE8() {
        return pair.guard.unrealisedE8();
    }

    /// Signed value of what this pair holds on an exchange at the middle of its book, quote currency × 10⁸;
    /// [AccountMargin#UNKNOWN] when there is no price.
    public long exposureE8(ExchangeId exchange) {
        LegDesk desk = pair.at(exchange);
        if (desk.ledger().quantityE8() == 0) {
            return 0;
        }
        long middleE8 = desk.book().middleE8();
        return middleE8 == FixedPoint.NO_PRICE
                ? AccountMargin.UNKNOWN
                : FixedPoint.multiply(middleE8, desk.ledger().quantityE8(), Rounding.HALF_EVEN);
    }

    /// When a leg on an exchange last changed, or [Long#MIN_VALUE].
    public long changedNanos(ExchangeId exchange) {
        return pair.at(exchange).ledger().lastChangeNanos();
    }

    public RiskGate gate() {
        return pair.gate;
    }

    /// The direction that is held or being entered.
    public Optional<Direction> direction() {
        Optional<Direction> held = pair.position.direction();
        return held.isPresent() ? held : cycles.direction();
    }

    public long cycles() {
        return cycles.completed();
    }

    public long cyclesFailed() {
        return cycles.failed();
    }

    public long cyclesNothingFilled() {
        return cycles.nothingFilled();
    }

    public long nakedNanosMax() {
        return exposure.nakedNanosMax();
    }

    public Optional<CycleResult> lastResult() {
        return cycles.lastResult();
    }

    /// The spreads that were looked at, and what was decided.
    public CandidateLog candidates() {
        return pair.candidates;
    }

    /// What opening a direction now and closing it at the exit threshold would earn; empty when a price is missing.
    public Optional<NetEdge.Breakdown> edge(Direction direction, long nowNanos) {
        long touchPpm = monitoring.touchEntryPpm(direction);
        long executablePpm = monitoring.executableEntryPpm(direction);
        long exitPpm = pair.isListed()
                ? pair.ladder.exitPpmAfter(direction, executablePpm, pair.ladder.quantityE8())
                : SpreadCalculator.NO_SPREAD;
        boolean missing = touchPpm == SpreadCalculator.NO_SPREAD
                || executablePpm == SpreadCalculator.NO_SPREAD
                || exitPpm == SpreadCalculator.NO_SPREAD;
        if (missing) {
            return Optional.empty();
        }
        NetEdge weighed = new NetEdge();
        pair.data.weigh(weighed, nowNanos, direction, touchPpm, executablePpm, exitPpm);
        return Optional.of(weighed.breakdown());
    }

    /// The exit spread at which closing what is held leaves neither gain nor loss, ppm; empty while nothing is held on
    /// both legs, or a price is missing.
    public OptionalLong breakEvenExitPpm() {
        return holding.breakEvenExitPpm();
    }

    /// How much of the layers is filled, and where the next one and the exit are.
    public LayerStatus layers() {
        Optional<Direction> held = pair.position.matchedE8() > 0 ? pair.position.direction() : Optional.empty();
        boolean open = pair.isListed() && (held.isEmpty() || (pair.ladder.isOpen() && !pair.closing));
        return new LayerStatus(
                pair.settings.layers().count(),
                open ? pair.ladder.next() : pair.settings.layers().count(),
                open ? pair.ladder.offsetPpm(pair.ladder.next()) : 0,
                held.map(pair.ladder::averageEntryPpm).orElse(SpreadCalculator.NO_SPREAD),
                held.map(pair.ladder::exitPpm).orElse(SpreadCalculator.NO_SPREAD));
    }

    /// What the exchange of a leg says of funding.
    public FundingCalendar.OfLeg funding(Leg leg, long nowNanos) {
        return pair.data.funding(pair.at(leg), nowNanos);
    }

    /// When this pair enters and leaves.
    public Thresholds thresholds() {
        return pair.thresholds;
    }

    /// How much of the edge above the entry threshold is age.
    public PhantomMeter phantom() {
        return phantom;
    }

    /// What the other rule would have done, when it is followed.
    public Optional<ShadowRule.Outcome> shadow() {
        return Optional.ofNullable(shadow).map(ShadowRule::outcome);
    }

    /// Opportunities seen so far.
    public long opportunities() {
        return pair.opportunities.offered();
    }

    /// The order in flight on a leg, if any.
    public Optional<TrackedOrder> liveOrder(Leg leg) {
        return pair.at(leg).order().filter(TrackedOrder::isLive);
    }

    /// The largest magnitude that a leg could have, given every order in flight.
    public long worstE8(Leg leg) {
        return pair.at(leg).worstE8();
    }

    /// What a leg's exchange last told, if it did.
    public Optional<Long> confirmedE8(Leg leg) {
        PositionWatch watch = pair.at(leg).watch();
        return watch.known() ? Optional.of(watch.confirmedE8()) : Optional.empty();
    }

    /// The exchange's name of a leg's instrument; empty until it was listed.
    public String symbol(Leg leg) {
        return pair.at(leg).symbol();
    }
}
