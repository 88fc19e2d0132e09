package io.parallax.execution;

import static io.parallax.execution.TrackedOrder.NEVER;

import io.parallax.exchange.AccountEvent.ForcedReduction;
import io.parallax.exchange.AccountEvent.FundingPaid;
import io.parallax.exchange.AccountEvent.PositionReported;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.MarketEvent.QuoteRateReported;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.RejectionKind;
import io.parallax.exchange.TimeInForce;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.position.LegLedger;
import io.parallax.risk.ExchangeGate;
import io.parallax.risk.MarketGate;
import io.parallax.risk.OrderBudget;
import io.parallax.risk.OrderRates;
import io.parallax.risk.QuoteRate;
import io.parallax.risk.ReplyTimes;
import io.parallax.risk.RiskGate;
import io.parallax.risk.RiskLimits;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// One leg of a pair: its book, its gate, its one order in flight, what it holds, and what the exchange says
/// it holds. It follows every order to its end, asks for the fate of those that got lost, and re-reads those
/// that ended. Thread: engine only.
final class LegDesk {
    private static final long MILLI = 1_000_000L;
    private static final long[] QUERY_MILLIS = {0, 100, 250, 500, 1_000};
    private static final long QUERY_SPACING_MILLIS = 1_000;
    private static final long QUERY_SPACING_MILLIS_LATE = 10_000;
    private static final long RESTING_MILLIS = 1_000;
    private static final long[] REREAD_MILLIS = {60_000};
    private static final long[] REREAD_MILLIS_ABSENT = {5_000, 20_000, 60_000, 120_000, 300_000};
    private static final int REREADS_MAX = 256;
    private static final int FORCED_REMEMBERED_MAX = 256;
    private static final int FUNDING_REMEMBERED_MAX = 4_096;
    private static final long UNSETTLED_QUERY_MILLIS = 1_000;

    private final Leg leg;
    private final ExchangeSettings settings;
    private final OrderBook book;
    private final ExchangeGate gate;
    private final LegLedger ledger;
    private final PositionWatch watch;
    private final BookRenewal renewal = new BookRenewal();
    private final FeeWatch fees = new FeeWatch();
    private final MarketGate market = new MarketGate();
    private final QuoteRate quoteRate = new QuoteRate();
    private final ReplyTimes replies;
    private final OrderBudget budget;
    private final OrderRates rates;
    private final SendCheck check;
    private final OrderRegistry registry;
    private final OrderIds ids;
    private final Outbox out;
    private final CycleTimers timers;
    private final Deque<Reread> rereads = new ArrayDeque<>();
    private final SequencedSet<String> forcedIds = new LinkedHashSet<>();
    private final SequencedSet<String> fundingIds = new LinkedHashSet<>();

    private @Nullable Instrument instrument;
    private @Nullable TrackedOrder order;
    private @Nullable AbsenceProof proof;
    private int queries;
    private long nextQueryNanos = NEVER;
    private long cancelNanos = NEVER;
    private long unsettledQueryNanos = NEVER;
    private long lastAskE8 = FixedPoint.NO_PRICE;
    private @Nullable TrackedOrder malformedToldFor;
    private long liquidationPriceE8;
    private boolean lateFill;
    private boolean bust;
    private final List<ForcedReduction> heldForced = new ArrayList<>();
    private long heldForcedNanos;
    private boolean absenceProven;

    private record Reread(TrackedOrder order, int step, long dueNanos) {}

    /// Looks at an order before it exists; throws when sending it would break what must always hold.
    @FunctionalInterface
    interface SendCheck {
        void check(LegDesk desk, OrderIntent intent, Side side, long quantityE8, long limitE8, boolean reduceOnly);
    }

    LegDesk(
            Leg leg,
            ExchangeSettings settings,
            OrderBook book,
            ExchangeGate gate,
            LegLedger ledger,
            EngineRisk risk,
            SendCheck check,
            OrderRegistry registry,
            OrderIds ids,
            Outbox out,
            CycleTimers timers) {
        this.leg = leg;
        this.settings = settings;
        this.book = book;
        this.gate = gate;
        this.ledger = ledger;
        this.watch = new PositionWatch(timers);
        this.replies = risk.replies(settings.exchange());
        this.budget = risk.budget();
        this.rates = risk.rates(settings.exchange());
        this.check = check;
        this.registry = registry;
        this.ids = ids;
        this.out = out;
        this.timers = timers;
    }

    /// Makes and registers an order, so that news of it find it, whatever comes first. Nothing is sent yet.
    TrackedOrder register(
            OrderIntent intent, Side side, long quantityE8, long limitE8, boolean reduceOnly, long triggerNanos) {
        if (hasLiveOrder()) {
            throw new IllegalStateException(
                    exchange() + " leg " + leg + " has a live order, expected none before another");
        }
        check(intent, side, quantityE8, limitE8, reduceOnly);
        OrderRequest request = new OrderRequest(
                ids.next(leg, intent),
                instrument(),
                side,
                quantityE8,
                limitE8,
                TimeInForce.IMMEDIATE_OR_CANCEL,
                reduceOnly,
                triggerNanos);
        TrackedOrder made = new TrackedOrder(request, leg, out.counters().orderSteps);
        registry.register(this, made);
        order = made;
        return made;
    }

    /// Throws when sending such an order would break what must always hold; an operation of two legs asks for both
    /// before it registers either.
    void check(OrderIntent intent, Side side, long quantityE8, long limitE8, boolean reduceOnly) {
        check.check(this, intent, side, quantityE8, limitE8, reduceOnly);
    }

    /// Sends the registered order.
    void handOver(long nowNanos) {
        TrackedOrder placed = currentOrder();
        placed.onHandedOver(nowNanos);
        proof = new AbsenceProof(
                settings.horizonMillis() * MILLI, timers.confirmMillis() * MILLI, timers.positionLagMillis() * MILLI);
        queries = 0;
        nextQueryNanos = NEVER;
        cancelNanos = NEVER;
        out.counters().orders++;
        if (!placed.request().reduceOnly()) {
            budget.onSent(nowNanos);
        }
        rates.onSent(nowNanos);
        out.send(new ExchangeCommand.PlaceOrder(placed.request()));
    }

    /// News of an order of this leg, the present one or an earlier one.
    void onOrderEvent(TrackedOrder about, OrderEvent event, long nowNanos) {
        OrderState before = about.state();
        switch (event) {
            case OrderEvent.Sent sent -> {
                about.onSent(sent);
                if (about == order && proof != null) {
                    proof.onWritten(about.signedNanosMax());
                }
                out.tell(new EngineNotice.OrderWritten(out.bot(), about.request(), sent.writtenNanos(), nowNanos));
            }
            case OrderEvent.Acknowledged acknowledged -> about.onAcknowledged(acknowledged);
            case OrderEvent.Updated updated -> {
                about.onUpdated(updated);
                updated.reason()
                        .filter(reason -> reason.kind() == RejectionKind.MODE)
                        .ifPresent(reason -> onRefused(reason, nowNanos));
            }
            case OrderEvent.Filled filled -> onFilled(about, filled, nowNanos);
            case OrderEvent.Busted busted -> onBusted(about, busted, nowNanos);
            case OrderEvent.Failed failed -> {
                about.onFailed(failed);
                if (about == order && proof != null) {
                    proof.onFailed(failed.receivedNanos());
                }
                onRefused(failed.error(), nowNanos);
            }
            case OrderEvent.NotFound notFound -> onNotFound(about, notFound);
            // Neither says anything of the order's fate: the schedule asks again.
            case OrderEvent.CancelFailed _, OrderEvent.LookupFailed _ -> {}
        }
        afterNews(about, before, nowNanos);
    }

    private void onRefused(ExchangeError error, long nowNanos) {
        if (MarketGate.concerns(error)) {
            market.onRefused(nowNanos);
        } else {
            gate.onError(error, nowNanos);
        }
    }

    private void onFilled(TrackedOrder about, OrderEvent.Filled filled, long nowNanos) {
        Side side = about.request().side();
        if (filled.priceE8() <= 0 || filled.quantityE8() <= 0) {
            onMalformedFill(about, filled, nowNanos);
            return;
        }
        // Throws before anything changes when the value of the fill does not fit.
        FixedPoint.multiply(filled.priceE8(), filled.quantityE8(), Rounding.HALF_EVEN);
        about.onFilled(filled)
                .ifPresentOrElse(
                        fill -> {
                            book(about, nowNanos);
                            ledger.settlementRate(quoteRate.freshE8(nowNanos));
                            ledger.onFill(side, fill.priceE8(), fill.quantityE8(), fill.feeE8());
                            fees.onFill(fill.priceE8(), fill.quantityE8(), fill.feeE8());
                            out.counters().fills++;
                            out.tell(new EngineNotice.OrderFilled(
                                    out.bot(),
                                    exchange(),
                                    about.request().id(),
                                    side,
                                    fill.priceE8(),
                                    fill.quantityE8(),
                                    fill.feeE8(),
                                    about.sentNanos(),
                                    nowNanos));
                        },
                        () -> out.counters().fillsDuplicate++);
    }

    /// It says that something was executed and not what: the order, if it is alive, and the position are asked for.
    private void onMalformedFill(TrackedOrder about, OrderEvent.Filled filled, long nowNanos) {
        out.counters().fillsMalformed++;
        watch.askSoon();
        if (about == malformedToldFor) {
            return;
        }
        malformedToldFor = about;
        out.alert(
                exchange() + " fill " + filled.fillId() + " of "
                        + about.request().id()
                        + " has price " + FixedPoint.format(filled.priceE8()) + " and quantity "
                        + FixedPoint.format(filled.quantityE8()),
                nowNanos);
        about.loseTrack("a fill without a price or a quantity", nowNanos);
    }

    private void onBusted(TrackedOrder about, OrderEvent.Busted busted, long nowNanos) {
        about.onBusted(busted).ifPresent(fill -> {
            book(about, nowNanos);
            ledger.settlementRate(quoteRate.freshE8(nowNanos));
            ledger.onBust(about.request().side(), fill.priceE8(), fill.quantityE8(), fill.feeE8());
            bust = true;
            out.alert(
                    exchange() + " took back " + FixedPoint.format(fill.quantityE8()) + " of "
                            + about.request().id(),
                    nowNanos);
        });
    }

    /// What this leg's settlement currency is worth.
    void onQuoteRate(QuoteRateReported reported) {
        quoteRate.onRate(reported.rateE8(), reported.receivedNanos());
        ledger.settlementRate(reported.rateE8());
    }

    /// Books a payment of funding, once.
    void bookFunding(FundingPaid funding) {
        if (fundingIds.add(funding.paymentId())) {
            ledger.onFunding(funding.paymentE8());
            if (fundingIds.size() > FUNDING_REMEMBERED_MAX) {
                fundingIds.removeFirst();
            }
        }
    }

    /// Whether a forced reduction is told for the first time.
    boolean isNewForced(ForcedReduction forced) {
        boolean fresh = forcedIds.add(forced.fillId());
        if (forcedIds.size() > FORCED_REMEMBERED_MAX) {
            forcedIds.removeFirst();
        }
        return fresh;
    }

    /// Keeps a reduction that was found late until a position is read that was asked for after now.
    void holdForced(ForcedReduction forced, long nowNanos) {
        if (heldForced.size() >= FORCED_REMEMBERED_MAX) {
            // The position that is read shows it all the same.
            heldForced.removeFirst();
        }
        heldForced.add(forced);
        heldForcedNanos = nowNanos;
        watch.askSoon();
    }

    /// The reductions that were found late, when a position was asked for after the last of them; none before.
    List<ForcedReduction> takeHeldForced(long askedNanos) {
        if (heldForced.isEmpty() || askedNanos < heldForcedNanos) {
            return List.of();
        }
        List<ForcedReduction> held = List.copyOf(heldForced);
        heldForced.clear();
        return held;
    }

    /// Books what the exchange closed by itself. Where the position was taken over from the exchange it may be
    /// in it already: then the next reads tell.
    void bookForced(ForcedReduction forced, long nowNanos) {
        watch.askSoon();
        Side side = closingSide();
        if (side == null || !ledger.exact() || forced.priceE8() <= 0 || forced.quantityE8() <= 0) {
            watch.confirmAgain();
            return;
        }
        // Throws before anything changes when the value does not fit.
        FixedPoint.multiply(forced.priceE8(), forced.quantityE8(), Rounding.HALF_EVEN);
        ledger.onQuantity(side.sign() * forced.quantityE8(), nowNanos);
        ledger.settlementRate(quoteRate.freshE8(nowNanos));
        ledger.onFill(side, forced.priceE8(), forced.quantityE8(), forced.feeE8());
        restartProof();
    }

    /// The side that reduces what is held, or what the order in flight may be opening; null when neither tells.
    private @Nullable Side closingSide() {
        if (ledger.quantityE8() != 0) {
            return ledger.quantityE8() > 0 ? Side.SELL : Side.BUY;
        }
        TrackedOrder current = order;
        return current != null && current.isLive() && !current.request().reduceOnly()
                ? current.request().side().opposite()
                : null;
    }

    private void onNotFound(TrackedOrder about, OrderEvent.NotFound notFound) {
        if (about == order && about.state() == OrderState.UNKNOWN && !about.seenAtExchange() && proof != null) {
            proof.onNotFound(notFound.askedNanos());
        }
    }

    private void book(TrackedOrder about, long nowNanos) {
        long changeE8 = about.takeChangeE8();
        if (changeE8 != 0) {
            ledger.onQuantity(about.request().side().sign() * changeE8, nowNanos);
            watch.askSoon();
            restartProof();
        }
    }

    private void restartProof() {
        if (proof != null) {
            proof.restart();
        }
    }

    private void afterNews(TrackedOrder about, OrderState before, long nowNanos) {
        book(about, nowNanos);
        if (about.takeLate()) {
            lateFill = true;
            out.counters().lateFills++;
            out.alert(
                    exchange() + " filled " + about.request().id() + " after its end; now "
                            + FixedPoint.format(about.filledE8()),
                    nowNanos);
        }
        OrderState after = about.state();
        if (after == before) {
            return;
        }
        if (after == OrderState.UNKNOWN) {
            onUnknown(about, nowNanos);
        } else if (before == OrderState.SENT && after != OrderState.NOT_SENT) {
            replies.onReply(nowNanos - about.sentNanos(), nowNanos);
        }
        if (after.terminal()) {
            watch.askSoon();
            scheduleReread(about, 0);
            if (about.wasWorkedOn()) {
                gate.onOrderTaken(about.sentNanos(), nowNanos);
                market.onOrderTaken(about.sentNanos());
            }
        }
        out.tell(new EngineNotice.OrderChanged(
                out.bot(),
                exchange(),
                about.request().id(),
                before,
                after,
                about.filledE8(),
                about.detail(),
                nowNanos));
    }

    private void onUnknown(TrackedOrder about, long nowNanos) {
        out.counters().ordersUnknown++;
        gate.onUnknownOrder(nowNanos);
        if (nextQueryNanos == NEVER && about == order) {
            nextQueryNanos = nowNanos;
        }
    }

    /// Gives the present order up as known, if it is alive.
    void loseTrack(String reason, long nowNanos) {
        TrackedOrder current = order;
        if (current != null && current.isLive() && current.state() != OrderState.UNKNOWN) {
            OrderState before = current.state();
            current.loseTrack(reason, nowNanos);
            afterNews(current, before, nowNanos);
        }
    }

    /// A position as this leg's exchange tells it.
    void onPosition(PositionReported reported) {
        watch.onReport(
                reported.position().quantityE8(),
                reported.position().entryPriceE8(),
                reported.askedNanos(),
                ledger.quantityE8(),
                ledger.lastChangeNanos(),
                hasLiveOrder());
        if (watch.confirmedAskedNanos() == reported.askedNanos()) {
            liquidationPriceE8 = reported.position().liquidationPriceE8();
        }
        TrackedOrder last = order;
        if (watch.takeMismatch() && last != null && last.state() != OrderState.NOT_SENT) {
            // A late fill or a bust that the stream lost explains it; found before the difference counts as drift.
            out.send(new ExchangeCommand.QueryOrder(exchange(), last.request().id()));
        }
        if (proof != null && order != null && order.isLive()) {
            proof.onPosition(
                    reported.position().quantityE8(),
                    reported.askedNanos(),
                    gate.privateReadySinceNanos(),
                    order.sentNanos());
        }
    }

    /// Everything that time brings: lost answers, questions, cancels of what should not rest, position reads, and a
    /// new book in place of one that cannot be right.
    void onTimer(long nowNanos) {
        if (instrument != null && renewal.takeDue(book, nowNanos)) {
            out.send(new ExchangeCommand.Resubscribe(exchange(), symbol()));
        }
        TrackedOrder current = order;
        if (current != null && current.isLive() && current.state() != OrderState.NEW_LOCAL) {
            followLiveOrder(current, nowNanos);
        } else if (current != null && !ledger.isSettled()) {
            askForPrices(current, nowNanos);
        }
        boolean busy = hasLiveOrder() || !isConfirmed();
        if (instrument != null && isReachable() && watch.takeDue(nowNanos, busy, gate.isReady(Stream.PRIVATE))) {
            out.send(new ExchangeCommand.QueryPosition(exchange(), symbol()));
        }
        rereadDue(nowNanos);
    }

    private void followLiveOrder(TrackedOrder current, long nowNanos) {
        long sentAgo = nowNanos - current.sentNanos();
        switch (current.state()) {
            case SENT -> {
                if (sentAgo >= settings.orderReplyMillis() * MILLI) {
                    loseTrack("no answer within " + settings.orderReplyMillis() + " ms", nowNanos);
                }
            }
            case ACKED, PARTIAL -> {
                if (nowNanos - current.acceptedNanos() >= restingNanos()) {
                    loseTrack("an immediate order is still open", nowNanos);
                }
            }
            default -> {}
        }
        if (nextQueryNanos != NEVER && nowNanos >= nextQueryNanos) {
            ask(current, nowNanos);
        }
        boolean resting = current.seenAtExchange() && nowNanos - current.acceptedNanos() >= restingNanos();
        if (resting && (cancelNanos == NEVER || nowNanos - cancelNanos >= cancelSpacingNanos())) {
            cancelNanos = nowNanos;
            out.send(new ExchangeCommand.CancelOrder(
                    exchange(), current.request().id()));
        }
        judgeAbsence(current, nowNanos);
    }

    /// From a cancel to the next one.
    private long cancelSpacingNanos() {
        return (RESTING_MILLIS + settings.terms().speedBumpMillis()) * MILLI;
    }

    private long restingNanos() {
        return (settings.engineTailMillis() + RESTING_MILLIS) * MILLI;
    }

    private void ask(TrackedOrder current, long nowNanos) {
        out.send(new ExchangeCommand.QueryOrder(exchange(), current.request().id()));
        watch.askSoon();
        queries++;
        long sinceMillis = (nowNanos - current.unknownSinceNanos()) / MILLI;
        if (queries < QUERY_MILLIS.length) {
            nextQueryNanos = current.unknownSinceNanos() + QUERY_MILLIS[queries] * MILLI;
        } else {
            long spacingMillis =
                    sinceMillis > 2 * settings.resolveMillis() ? QUERY_SPACING_MILLIS_LATE : QUERY_SPACING_MILLIS;
            nextQueryNanos = nowNanos + spacingMillis * MILLI;
        }
    }

    private void judgeAbsence(TrackedOrder current, long nowNanos) {
        if (current.state() != OrderState.UNKNOWN || current.seenAtExchange() || proof == null) {
            return;
        }
        AbsenceProof.Verdict verdict = proof.verdict(ledger.quantityE8());
        if (verdict == AbsenceProof.Verdict.OPEN) {
            return;
        }
        OrderState before = current.state();
        current.onProvenAbsent(nowNanos);
        absenceProven = true;
        afterNews(current, before, nowNanos);
    }

    private void askForPrices(TrackedOrder current, long nowNanos) {
        if (unsettledQueryNanos == NEVER || nowNanos - unsettledQueryNanos >= UNSETTLED_QUERY_MILLIS * MILLI) {
            if (unsettledQueryNanos != NEVER) {
                out.send(new ExchangeCommand.QueryOrder(
                        exchange(), current.request().id()));
            }
            unsettledQueryNanos = nowNanos;
        }
    }

    private void scheduleReread(TrackedOrder about, int step) {
        long[] schedule = about.provenAbsent() ? REREAD_MILLIS_ABSENT : REREAD_MILLIS;
        boolean never = about.state() == OrderState.NOT_SENT;
        if (!never && step < schedule.length && rereads.size() < REREADS_MAX) {
            rereads.add(new Reread(about, step, about.endedNanos() + schedule[step] * MILLI));
        }
    }

    private void rereadDue(long nowNanos) {
        for (int left = rereads.size(); left > 0; left--) {
            Reread reread = rereads.remove();
            if (nowNanos < reread.dueNanos()) {
                rereads.add(reread);
            } else {
                out.send(new ExchangeCommand.QueryOrder(
                        exchange(), reread.order().request().id()));
                scheduleReread(reread.order(), reread.step() + 1);
            }
        }
    }

    /// Whether the present order has been unknown for longer than its exchange may take to answer.
    boolean isResolveExpired(long nowNanos) {
        TrackedOrder current = order;
        return current != null
                && current.isLive()
                && nowNanos - current.sentNanos() >= settings.resolveMillis() * MILLI;
    }

    boolean hasLiveOrder() {
        return order != null && order.isLive();
    }

    boolean hasUnknownOrder() {
        return order != null && order.state() == OrderState.UNKNOWN;
    }

    /// The present or last order, if there ever was one.
    Optional<TrackedOrder> order() {
        return Optional.ofNullable(order);
    }

    private TrackedOrder currentOrder() {
        if (order == null) {
            throw new IllegalStateException(exchange() + " leg " + leg + " has no order to send");
        }
        return order;
    }

    /// The largest magnitude that the position could have, given every order in flight.
    long worstE8() {
        long known = ledger.quantityE8();
        TrackedOrder current = order;
        if (current == null || !current.isLive()) {
            return Math.abs(known);
        }
        long openE8 = current.highE8() - current.filledE8();
        return Math.max(
                Math.abs(known), Math.abs(known + current.request().side().sign() * openE8));
    }

    /// Whether an order of that quantity is too small for the exchange, at the worst price that we would send it
    /// with. Without a price only the quantity can be judged.
    boolean isBelowMinimum(long quantityE8) {
        if (quantityE8 < instrument().quantityMinE8()) {
            return true;
        }
        long bidE8 = book.bestBidE8();
        if (bidE8 == FixedPoint.NO_PRICE) {
            return false;
        }
        long worstE8 = RiskGate.beyondE8(Side.SELL, bidE8, RiskLimits.CAP_PPM_MAX);
        return FixedPoint.multiply(worstE8, quantityE8, Rounding.FLOOR)
                < instrument().notionalMinE8();
    }

    /// The highest price that the position may have to be valued at: the ask, as last seen when the book is gone,
    /// or what was paid or is offered for it. Not positive when none was ever known.
    long worstPriceE8() {
        long askE8 = book.bestAskE8();
        if (askE8 != FixedPoint.NO_PRICE) {
            lastAskE8 = askE8;
        }
        long knownE8 = Math.max(lastAskE8, ledger.entryPriceE8());
        TrackedOrder current = order;
        return current != null && current.isLive()
                ? Math.max(knownE8, current.request().limitPriceE8())
                : knownE8;
    }

    /// Whether exchange and instrument allow an order that increases risk.
    boolean allowsIncrease(long nowNanos) {
        return gate.allowsIncrease() && market.allowsIncrease(nowNanos);
    }

    /// Whether exchange and instrument allow an order that only reduces risk.
    boolean allowsReduce(long nowNanos) {
        return gate.allowsReduce() && market.allowsReduce(nowNanos);
    }

    /// Whether exchange and instrument allow an order that gets rid of a leg without its mate.
    boolean allowsRepair(long nowNanos) {
        return gate.allowsRepair(nowNanos) && market.allowsRepair(nowNanos);
    }

    /// Why nothing can be sent, in plain words.
    String closedText() {
        String detail = gate.detail();
        return exchange() + " takes no orders: " + gate.state() + " "
                + (detail.isEmpty() ? symbol() + " was refused as not open" : detail);
    }

    /// Whether this exchange may answer a question. Questions do not travel on the streams: while those are down they
    /// are the only way to learn what is held.
    boolean isReachable() {
        return gate.wasLoggedIn();
    }

    /// Where the exchange last said that it would liquidate the position; 0 when it did not.
    long liquidationPriceE8() {
        return liquidationPriceE8;
    }

    boolean isConfirmed() {
        return watch.isConfirmed(ledger.quantityE8(), ledger.lastChangeNanos());
    }

    /// Whether the exchange agreed in a read that was asked for at `sinceNanos` or later.
    boolean isReadSince(long sinceNanos) {
        return isConfirmed() && watch.confirmedAskedNanos() >= sinceNanos;
    }

    boolean isConfirmedTwice() {
        return watch.isConfirmedTwice(ledger.quantityE8(), ledger.lastChangeNanos());
    }

    /// Whether more was executed than an order's end had said; reading resets it.
    boolean takeLateFill() {
        boolean was = lateFill;
        lateFill = false;
        return was;
    }

    /// Whether an execution was taken back; reading resets it.
    boolean takeBust() {
        boolean was = bust;
        bust = false;
        return was;
    }

    /// Whether an order was proven absent; reading resets it.
    boolean takeAbsenceProven() {
        boolean was = absenceProven;
        absenceProven = false;
        return was;
    }

    void listed(Instrument present) {
        instrument = present;
    }

    boolean isListed() {
        return instrument != null;
    }

    /// What an execution costs here, ppm of its value; negative is a rebate.
    long takerFeePpm() {
        return fees.takerFeePpm(instrument().takerFeePpm());
    }

    Instrument instrument() {
        if (instrument == null) {
            throw new IllegalStateException(exchange() + " has not listed the instrument of leg " + leg);
        }
        return instrument;
    }

    String symbol() {
        return instrument == null ? "" : instrument.symbol();
    }

    Leg leg() {
        return leg;
    }

    ExchangeId exchange() {
        return settings.exchange();
    }

    ExchangeSettings settings() {
        return settings;
    }

    OrderBook book() {
        return book;
    }

    ExchangeGate gate() {
        return gate;
    }

    LegLedger ledger() {
        return ledger;
    }

    PositionWatch watch() {
        return watch;
    }
}
