package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

import io.parallax.exchange.OrderIntent;
import io.parallax.execution.RepairPolicy.Purpose;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.position.PairPosition;
import io.parallax.risk.CycleBreaker;
import io.parallax.risk.RiskGate;
import io.parallax.strategy.OpportunitySlot;
import io.parallax.strategy.Thresholds;
import io.parallax.units.FixedPoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the parts of one pair share: its settings, its two legs, its ways out, and the few facts that one part
/// finds out and another acts on. It decides nothing. Thread: engine only.
final class PairContext {
    final int index;
    final PairSettings settings;
    final CycleTimers timers;
    final PairResources resources;
    final Outbox out;
    final PairPosition position;
    final LegDesk a;
    final LegDesk b;
    final List<LegDesk> desks;
    final CashWatch cashA;
    final CashWatch cashB;
    final OpportunitySlot opportunities = new OpportunitySlot();
    final RiskGate gate;
    final CycleBreaker breaker;
    final Ladder ladder;
    final DeltaNeutralExecutor executor;
    final RepairPolicy repairs;
    final PairRules rules;
    final PairGuard guard;
    final SendRules sendRules;
    final DataWatch data;
    final Thresholds thresholds;
    final CandidateLog candidates = new CandidateLog();

    /// What the operator allows.
    OperatorMode mode = OperatorMode.ARMED;
    /// Whether a shutdown closes hedged positions first.
    boolean flattenOnStop;
    /// Why to halt as soon as nothing is naked any more.
    @Nullable
    HaltReason haltAfterRepair;
    /// The imbalance that is being removed.
    @Nullable
    RepairIncident incident;
    /// What the orders in flight, or the last ones, were for.
    Purpose purpose = Purpose.FOUND;
    /// Whether the end of an order of this cycle was only inferred.
    boolean inferred;
    /// Whether an entry's second leg waits for what the first one fills.
    boolean hedgeUntried;
    /// Whether a repair that nobody takes froze the pair, and not an order of unknown fate.
    boolean frozenByBlock;
    /// Why the position is to be closed whatever the spread; empty when nothing asks for it.
    String exitDemand = "";
    /// What is left over of a pair that counts as equal, because it cannot be traded.
    long acceptedNetE8;

    /// Whether the cycle is being closed because it lost too much.
    boolean stoppedOut;

    /// The time of the step that is being taken.
    long nowNanos;

    long hedgedSinceNanos = NEVER;
    long exitNotBeforeNanos = NEVER;
    long cooldownUntilNanos = NEVER;
    long entriesBlockedUntilNanos = NEVER;
    /// Whether closing began: what is still held then is not built up again.
    boolean closing;
    /// A layer that ended is followed by no other one until then.
    long layerNotBeforeNanos = NEVER;
    /// Since the engine last stood still: frames that waited meanwhile look new until here.
    long booksProvenFromNanos = NEVER;
    /// When the exchange last contradicted what it had told: a late fill, a bust, drift.
    long incidentNanos = NEVER;

    PairContext(int index, PairSettings settings, PairResources resources) {
        this.index = index;
        this.settings = settings;
        this.timers = settings.timers();
        this.resources = resources;
        this.out = new Outbox(settings.id(), resources.commands(), resources.listener(), resources.counters());
        this.position = new PairPosition(
                resources.exchange(settings.exchangeA()).settlesApart(),
                resources.exchange(settings.exchangeB()).settlesApart());
        this.a = desk(Leg.A);
        this.b = desk(Leg.B);
        this.desks = List.of(a, b);
        this.cashA = resources.cash(settings.exchangeA());
        this.cashB = resources.cash(settings.exchangeB());
        this.thresholds = new Thresholds(settings.entryPpm(), settings.exitPpm(), settings.thresholds());
        this.gate = new RiskGate(settings.limits(), resources.total());
        this.breaker =
                new CycleBreaker(settings.limits().failuresMax(), timers.breakerMillis(), timers.breakerMillisMax());
        this.ladder = new Ladder(settings, desks, position, thresholds);
        this.executor = new DeltaNeutralExecutor(settings, desks, position, ladder);
        this.rules = new PairRules(this);
        this.guard = new PairGuard(this);
        this.sendRules = new SendRules(this);
        this.repairs = new RepairPolicy(index, settings, desks, position, gate, rules, ladder);
        this.data = new DataWatch(settings, a, b, out);
    }

    private LegDesk desk(Leg leg) {
        return new LegDesk(
                leg,
                resources.exchange(settings.exchange(leg)),
                resources.book(index, leg),
                resources.gate(settings.exchange(leg)),
                position.leg(leg),
                resources.risk(),
                this::check,
                resources.registry(),
                resources.ids(),
                out,
                timers);
    }

    private void check(LegDesk desk, OrderIntent intent, Side side, long quantityE8, long limitE8, boolean reduceOnly) {
        sendRules.check(desk, intent, side, quantityE8, limitE8, reduceOnly);
    }

    LegDesk at(Leg leg) {
        return leg == Leg.A ? a : b;
    }

    LegDesk at(ExchangeId exchange) {
        return exchange.equals(settings.exchangeA()) ? a : b;
    }

    CashWatch cash(LegDesk desk) {
        return desk == a ? cashA : cashB;
    }

    boolean isListed() {
        return a.isListed() && b.isListed();
    }

    boolean hasLiveOrder() {
        return a.hasLiveOrder() || b.hasLiveOrder();
    }

    boolean hasUnknownOrder() {
        return a.hasUnknownOrder() || b.hasUnknownOrder();
    }

    /// Whether both exchanges agreed with us after the last change.
    boolean isConfirmed() {
        return a.isConfirmed() && b.isConfirmed();
    }

    /// The same, in two reads; asks for what is missing.
    boolean isConfirmedTwice() {
        if (a.isConfirmedTwice() && b.isConfirmedTwice()) {
            return true;
        }
        a.watch().confirmAgain();
        b.watch().confirmAgain();
        return false;
    }

    void blockEntries(long nanos, long nowNanos) {
        entriesBlockedUntilNanos = Math.max(entriesBlockedUntilNanos, nowNanos + nanos);
    }

    void wantBalances() {
        cashA.want();
        cashB.want();
    }

    /// Tells of both orders that were just handed over.
    void tellPlaced(long nowNanos) {
        for (LegDesk desk : desks) {
            desk.order()
                    .filter(TrackedOrder::isLive)
                    .ifPresent(
                            order -> out.tell(new EngineNotice.OrderPlaced(settings.id(), order.request(), nowNanos)));
        }
    }

    String exposure() {
        return "holding " + FixedPoint.format(a.ledger().quantityE8()) + " on " + a.exchange() + " and "
                + FixedPoint.format(b.ledger().quantityE8()) + " on " + b.exchange();
    }

    String unknownLegs() {
        return (a.hasUnknownOrder() ? a.exchange() + " " : "") + (b.hasUnknownOrder() ? b.exchange() : "");
    }

    String touches() {
        return touch(a) + ", " + touch(b);
    }

    private static String touch(LegDesk desk) {
        OrderBook book = desk.book();
        return desk.exchange() + " " + price(book.bestBidE8()) + "/" + price(book.bestAskE8());
    }

    private static String price(long priceE8) {
        return priceE8 == FixedPoint.NO_PRICE ? "-" : FixedPoint.format(priceE8);
    }
}
