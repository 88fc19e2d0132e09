package io.parallax.simulator.core;

import io.parallax.instrument.Side;
import io.parallax.simulator.core.ExchangeRules.Execution;
import io.parallax.simulator.core.NewOrder.Instruction;
import io.parallax.simulator.core.SimulatedBook.BookLevel;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns orders into fills. Everything is checked before anything changes. Thread: simulator loop.
final class Matching {
    private static final long PPM = 1_000_000;

    private final SimulatedExchange exchange;
    private long fillCount;
    private long tradeCount;

    Matching(SimulatedExchange exchange) {
        this.exchange = exchange;
    }

    /// Checks and executes an order that has just become active.
    void execute(SimulatedOrder order, SimulatedBook book) {
        EndReason refusal = refusal(order, book);
        if (refusal != EndReason.NONE) {
            exchange.end(order, OrderState.REJECTED, refusal);
        } else if (exchange.rules().execution() == Execution.COUNTERPARTY) {
            executeAgainstCurve(order, book);
        } else {
            executeAgainstBook(order, book);
        }
    }

    /// Why an order may not be executed or rest, or [EndReason#NONE].
    EndReason refusal(SimulatedOrder order, SimulatedBook book) {
        EndReason reduceOnly = order.request().reduceOnly() ? checkReduceOnly(order) : EndReason.NONE;
        if (reduceOnly != EndReason.NONE) {
            return reduceOnly;
        }
        if (notionalTooSmall(order, book)) {
            return EndReason.NOTIONAL_BELOW_MIN;
        }
        if (outsidePriceBand(order.request(), book)) {
            return EndReason.OUTSIDE_PRICE_BAND;
        }
        if (exceedsPositionLimit(order, book)) {
            return EndReason.POSITION_LIMIT;
        }
        NewOrder request = order.request();
        if (order.account().status() == AccountStatus.LIQUIDATION && !request.reduceOnly()) {
            return EndReason.IN_LIQUIDATION;
        }
        return request.reduceOnly() || order.account().canAfford(request.symbol(), request.side(), order.remainingE8())
                ? EndReason.NONE
                : EndReason.INSUFFICIENT_MARGIN;
    }

    private EndReason checkReduceOnly(SimulatedOrder order) {
        NewOrder request = order.request();
        long heldE8 = order.account().position(request.symbol()).quantityE8();
        if (Long.signum(heldE8) != -request.side().sign()) {
            return EndReason.REDUCE_ONLY_INCREASES;
        }
        if (order.remainingE8() > Math.abs(heldE8)) {
            if (!exchange.rules().trimsReduceOnly()) {
                return EndReason.REDUCE_ONLY_EXCEEDS_POSITION;
            }
            order.trimTo(Math.abs(heldE8));
        }
        return EndReason.NONE;
    }

    /// Below the minimum value only a reduce-only order that closes the whole position may pass.
    private static boolean notionalTooSmall(SimulatedOrder order, SimulatedBook book) {
        long minE8 = book.instrument().instrument().notionalMinE8();
        if (minE8 == 0 || !book.hasMark()) {
            return false;
        }
        NewOrder request = order.request();
        long heldE8 = Math.abs(order.account().position(request.symbol()).quantityE8());
        boolean closesAll = request.reduceOnly() && order.remainingE8() == heldE8;
        return !closesAll && FixedPoint.multiply(order.remainingE8(), book.markE8(), Rounding.DOWN) < minE8;
    }

    /// Aggressive prices only: a passive price may lie anywhere.
    private static boolean outsidePriceBand(NewOrder order, SimulatedBook book) {
        long bandPpm = book.instrument().priceBandPpm();
        if (bandPpm == 0 || !book.hasMark() || order.market()) {
            return false;
        }
        long edgeE8 = bandEdgeE8(order.side(), book, bandPpm);
        return order.side() == Side.BUY ? order.limitE8() > edgeE8 : order.limitE8() < edgeE8;
    }

    private static long bandEdgeE8(Side side, SimulatedBook book, long bandPpm) {
        return FixedPoint.multiplyDivide(book.markE8(), PPM + side.sign() * bandPpm, PPM, Rounding.DOWN);
    }

    private static boolean exceedsPositionLimit(SimulatedOrder order, SimulatedBook book) {
        long limitE8 = book.instrument().positionLimitE8();
        NewOrder request = order.request();
        Account account = order.account();
        // The order itself is not resting yet, but it is tracked: its quantity is in the open quantity already.
        long reachedE8 = account.openQuantityE8(request.symbol(), request.side())
                + request.side().sign() * account.position(request.symbol()).quantityE8();
        return !request.reduceOnly() && limitE8 != Long.MAX_VALUE && reachedE8 > limitE8;
    }

    // The engine as counterparty.

    private void executeAgainstCurve(SimulatedOrder order, SimulatedBook book) {
        NewOrder request = order.request();
        long wantedE8 = order.remainingE8();
        long priceE8 = curvePriceE8(request.side(), wantedE8, book);
        boolean executable = priceE8 != FixedPoint.NO_PRICE && within(request.side(), priceE8, request);
        if (executable) {
            long filledE8 = Math.min(wantedE8, partialFillE8(order, book, wantedE8));
            takeFromCurve(request.side().opposite(), filledE8, book);
            fill(order, false, priceE8, filledE8, nextTradeId(), book);
            announceTrade(order, priceE8, filledE8, book);
            settle(order, book, EndReason.IOC_REMAINDER, filledE8 < wantedE8);
        } else if (rests(order)) {
            rest(order, book);
        } else if (request.market()) {
            exchange.end(order, OrderState.REJECTED, EndReason.PRICE_CHECK_FAILED);
        } else {
            exchange.end(order, OrderState.CANCELLED, EndReason.FOK_NOT_FILLABLE);
        }
    }

    private static boolean rests(SimulatedOrder order) {
        Instruction instruction = order.request().instruction();
        return instruction == Instruction.GTC
                || instruction == Instruction.POST_ONLY
                || (order.verdict().rests() && order.request().hasLimit());
    }

    private static boolean within(Side side, long priceE8, NewOrder order) {
        return !order.hasLimit() || (side == Side.BUY ? priceE8 <= order.limitE8() : priceE8 >= order.limitE8());
    }

    /// Volume-weighted price of `quantityE8` on the curve, rounded to the tick against the client, or NO_PRICE
    /// when the curve is too short.
    private static long curvePriceE8(Side side, long quantityE8, SimulatedBook book) {
        long leftE8 = quantityE8;
        long notionalE8 = 0;
        for (Map.Entry<Long, BookLevel> entry : book.side(side.opposite()).entrySet()) {
            long takenE8 = Math.min(leftE8, entry.getValue().externalE8());
            notionalE8 += FixedPoint.multiply(entry.getKey(), takenE8, Rounding.HALF_EVEN);
            leftE8 -= takenE8;
            if (leftE8 == 0) {
                Rounding against = side == Side.BUY ? Rounding.CEILING : Rounding.FLOOR;
                return FixedPoint.roundToMultiple(
                        FixedPoint.divide(notionalE8, quantityE8, against),
                        book.instrument().instrument().tickE8(),
                        against);
            }
        }
        return FixedPoint.NO_PRICE;
    }

    private static void takeFromCurve(Side bookSide, long quantityE8, SimulatedBook book) {
        long leftE8 = quantityE8;
        for (Map.Entry<Long, BookLevel> entry : book.side(bookSide).entrySet()) {
            long takenE8 = Math.min(leftE8, entry.getValue().externalE8());
            if (takenE8 > 0) {
                book.takeExternal(bookSide, entry.getKey(), entry.getValue(), takenE8);
                leftE8 -= takenE8;
            }
        }
    }

    // The order book.

    private void executeAgainstBook(SimulatedOrder order, SimulatedBook book) {
        NewOrder request = order.request();
        boolean bookEmpty = book.bestE8(request.side().opposite()) == FixedPoint.NO_PRICE;
        List<Take> takes = takes(order, book);
        long takenE8 = takes.stream().mapToLong(Take::quantityE8).sum();
        if (request.instruction() == Instruction.POST_ONLY && takenE8 > 0) {
            exchange.end(order, OrderState.CANCELLED, EndReason.POST_ONLY_WOULD_CROSS);
            return;
        }
        if (request.instruction() == Instruction.FOK && takenE8 < order.remainingE8() && !rests(order)) {
            exchange.end(order, OrderState.CANCELLED, EndReason.FOK_NOT_FILLABLE);
            return;
        }
        boolean meetsItself = takes.stream().anyMatch(take -> meetsItself(take, order));
        long allowedE8 = takenE8 == 0 ? 0 : partialFillE8(order, book, takenE8);
        boolean cut = allowedE8 < takenE8;
        Set<Account> makers = new LinkedHashSet<>();
        for (Take take : takes) {
            if (allowedE8 == 0 || meetsItself(take, order)) {
                break;
            }
            long quantityE8 = Math.min(allowedE8, take.quantityE8());
            perform(order, take, quantityE8, book);
            take.maker().ifPresent(maker -> makers.add(maker.account()));
            allowedE8 -= quantityE8;
        }
        EndReason reason = meetsItself ? EndReason.SELF_TRADE : remainderReason(request, bookEmpty, order);
        settle(order, book, reason, cut || meetsItself);
        makers.forEach(maker -> exchange.announceAccount(maker, request.symbol()));
    }

    private static EndReason remainderReason(NewOrder request, boolean bookEmpty, SimulatedOrder order) {
        if (!request.market()) {
            return EndReason.IOC_REMAINDER;
        }
        return bookEmpty && order.filledE8() == 0 ? EndReason.EMPTY_BOOK : EndReason.SLIPPAGE;
    }

    private static boolean meetsItself(Take take, SimulatedOrder order) {
        return take.maker().filter(maker -> maker.account() == order.account()).isPresent();
    }

    /// A part of the book that an order would take: of a resting order, or of the market's liquidity.
    private record Take(long priceE8, BookLevel level, Optional<SimulatedOrder> maker, long quantityE8) {}

    private List<Take> takes(SimulatedOrder order, SimulatedBook book) {
        NewOrder request = order.request();
        List<Take> takes = new ArrayList<>();
        Budget budget = new Budget(order, book);
        for (Map.Entry<Long, BookLevel> entry :
                book.side(request.side().opposite()).entrySet()) {
            long priceE8 = entry.getKey();
            if (!budget.reaches(priceE8)) {
                break;
            }
            BookLevel level = entry.getValue();
            budget.take(priceE8, level.externalE8())
                    .ifPresent(quantityE8 -> takes.add(new Take(priceE8, level, Optional.empty(), quantityE8)));
            for (SimulatedOrder maker : level.resting()) {
                budget.take(priceE8, maker.remainingE8())
                        .ifPresent(quantityE8 -> takes.add(new Take(priceE8, level, Optional.of(maker), quantityE8)));
            }
        }
        return takes;
    }

    /// What an order may still take: bounded by its quantity, its limit, the band and its average price.
    private static final class Budget {
        private final NewOrder order;
        private final long limitE8;
        private final long lotE8;
        private long leftE8;
        private long takenE8;
        private long notionalE8;

        Budget(SimulatedOrder order, SimulatedBook book) {
            this.order = order.request();
            this.leftE8 = order.remainingE8();
            this.lotE8 = book.instrument().instrument().lotE8();
            this.limitE8 = hardLimitE8(this.order, book);
        }

        private static long hardLimitE8(NewOrder order, SimulatedBook book) {
            if (order.hasLimit()) {
                return order.limitE8();
            }
            long bandPpm = book.instrument().priceBandPpm();
            if (bandPpm == 0 || !book.hasMark()) {
                return order.side() == Side.BUY ? Long.MAX_VALUE : 0;
            }
            return bandEdgeE8(order.side(), book, bandPpm);
        }

        boolean reaches(long priceE8) {
            return leftE8 > 0 && (order.side() == Side.BUY ? priceE8 <= limitE8 : priceE8 >= limitE8);
        }

        Optional<Long> take(long priceE8, long availableE8) {
            long quantityE8 = Math.min(Math.min(leftE8, availableE8), withinAverageE8(priceE8));
            if (quantityE8 <= 0) {
                return Optional.empty();
            }
            leftE8 -= quantityE8;
            takenE8 += quantityE8;
            notionalE8 += FixedPoint.multiply(priceE8, quantityE8, Rounding.HALF_EVEN);
            return Optional.of(quantityE8);
        }

        /// The most that can be taken at this price before the average passes its bound, in whole lots.
        private long withinAverageE8(long priceE8) {
            if (order.averageLimitE8() == FixedPoint.NO_PRICE) {
                return Long.MAX_VALUE;
            }
            long worseByE8 = order.side().sign() * (priceE8 - order.averageLimitE8());
            if (worseByE8 <= 0) {
                return Long.MAX_VALUE;
            }
            long roomE8 = order.side().sign()
                    * (FixedPoint.multiply(order.averageLimitE8(), takenE8, Rounding.HALF_EVEN) - notionalE8);
            if (roomE8 <= 0) {
                return 0;
            }
            return FixedPoint.roundToMultiple(
                    FixedPoint.divide(roomE8, worseByE8, Rounding.DOWN), lotE8, Rounding.DOWN);
        }
    }

    private void perform(SimulatedOrder order, Take take, long quantityE8, SimulatedBook book) {
        long tradeId = nextTradeId();
        Side makerSide = order.request().side().opposite();
        if (take.maker().isPresent()) {
            SimulatedOrder maker = take.maker().get();
            fill(maker, true, take.priceE8(), quantityE8, tradeId, book);
            afterMakerFill(maker, book);
        } else {
            book.takeExternal(makerSide, take.priceE8(), take.level(), quantityE8);
        }
        fill(order, false, take.priceE8(), quantityE8, tradeId, book);
        announceTrade(order, take.priceE8(), quantityE8, book);
    }

    private void afterMakerFill(SimulatedOrder maker, SimulatedBook book) {
        book.touch(maker.request().side(), maker.request().limitE8());
        if (maker.remainingE8() == 0) {
            book.remove(maker);
            exchange.end(maker, OrderState.FILLED, EndReason.NONE);
        } else {
            exchange.announce(maker);
        }
    }

    // Both.

    /// A planned partial fill, or the verdict, cuts what an order gets; whole lots, at least one.
    private long partialFillE8(SimulatedOrder order, SimulatedBook book, long takenE8) {
        long plannedE8 = exchange.faults()
                .take(Fault.PartialFill.class)
                .map(Fault.PartialFill::quantityE8)
                .orElse(Long.MAX_VALUE);
        long mostE8 = Math.min(plannedE8, order.verdict().fillMaxE8());
        if (mostE8 >= takenE8) {
            return takenE8;
        }
        long lotE8 = book.instrument().instrument().lotE8();
        return Math.min(takenE8, Math.max(lotE8, FixedPoint.roundToMultiple(mostE8, lotE8, Rounding.DOWN)));
    }

    /// Ends or rests the order after its fills, then tells position and account.
    private void settle(SimulatedOrder order, SimulatedBook book, EndReason remainder, boolean cut) {
        NewOrder request = order.request();
        boolean traded = order.filledE8() > 0;
        if (order.remainingE8() == 0 && traded && order.verdict().overfillE8() > 0) {
            fill(order, false, order.lastPriceE8(), order.verdict().overfillE8(), nextTradeId(), book);
        }
        if (order.remainingE8() == 0) {
            exchange.end(order, OrderState.FILLED, EndReason.NONE);
        } else if (rests(order) && !cut) {
            rest(order, book);
        } else {
            exchange.end(order, OrderState.CANCELLED, remainder);
        }
        if (traded) {
            exchange.announceAccount(order.account(), request.symbol());
        }
    }

    private void rest(SimulatedOrder order, SimulatedBook book) {
        // The order itself is tracked, hence one more.
        if (order.account().openOrderCount(book.symbol()) > book.instrument().openOrdersMax()) {
            exchange.end(order, OrderState.REJECTED, EndReason.TOO_MANY_OPEN_ORDERS);
            return;
        }
        book.rest(order);
        order.becomes(OrderState.OPEN, EndReason.NONE, exchange.loop().epochMillis());
        exchange.announce(order);
    }

    /// Executes resting orders that the market's new quotes cross: at their own price in an order book, at the
    /// curve's price where the engine is the counterparty.
    void matchResting(SimulatedBook book) {
        for (Side side : Side.values()) {
            if (exchange.rules().execution() == Execution.COUNTERPARTY) {
                matchPending(side, book);
            } else {
                matchCrossed(side, book);
            }
        }
    }

    private void matchPending(Side side, SimulatedBook book) {
        List<SimulatedOrder> pending = book.side(side).values().stream()
                .flatMap(level -> level.resting().stream())
                .toList();
        for (SimulatedOrder order : pending) {
            long priceE8 = curvePriceE8(side, order.remainingE8(), book);
            boolean executable = priceE8 != FixedPoint.NO_PRICE && within(side, priceE8, order.request());
            if (executable && order.state() == OrderState.OPEN) {
                book.remove(order);
                execute(order, book);
            }
        }
    }

    private void matchCrossed(Side side, SimulatedBook book) {
        List<SimulatedOrder> resting = book.side(side).values().stream()
                .flatMap(level -> level.resting().stream())
                .toList();
        for (SimulatedOrder order : resting) {
            long crossingE8 = order.state() == OrderState.OPEN ? takeCrossing(order, book) : 0;
            if (crossingE8 > 0) {
                long limitE8 = order.request().limitE8();
                fill(order, true, limitE8, crossingE8, nextTradeId(), book);
                exchange.announce(new Trade(
                        book.symbol(),
                        tradeCount,
                        side.opposite(),
                        limitE8,
                        crossingE8,
                        book.sequence() + 1,
                        exchange.loop().epochMillis()));
                afterMakerFill(order, book);
                exchange.announceAccount(order.account(), book.symbol());
            }
        }
    }

    private static long takeCrossing(SimulatedOrder order, SimulatedBook book) {
        Side against = order.request().side().opposite();
        long wantedE8 = reducible(order);
        long takenE8 = 0;
        for (Map.Entry<Long, BookLevel> entry : book.side(against).entrySet()) {
            if (takenE8 == wantedE8 || !within(order.request().side(), entry.getKey(), order.request())) {
                break;
            }
            long quantityE8 = Math.min(wantedE8 - takenE8, entry.getValue().externalE8());
            book.takeExternal(against, entry.getKey(), entry.getValue(), quantityE8);
            takenE8 += quantityE8;
        }
        return takenE8;
    }

    /// A resting reduce-only order never takes more than the position by then.
    private static long reducible(SimulatedOrder order) {
        NewOrder request = order.request();
        if (!request.reduceOnly()) {
            return order.remainingE8();
        }
        long heldE8 = -request.side().sign()
                * order.account().position(request.symbol()).quantityE8();
        return Math.min(order.remainingE8(), Math.max(0, heldE8));
    }

    private void fill(
            SimulatedOrder order, boolean maker, long priceE8, long quantityE8, long tradeId, SimulatedBook book) {
        long notionalE8 = FixedPoint.multiply(priceE8, quantityE8, Rounding.HALF_EVEN);
        long feePpm = maker && exchange.rules().execution() == Execution.ORDER_BOOK
                ? exchange.rules().makerFeePpm()
                : book.instrument().instrument().takerFeePpm();
        Fill fill = book(
                order.account(),
                new Terms(
                        FillKind.TRADE,
                        order.request(),
                        maker,
                        priceE8,
                        quantityE8,
                        Math.max(0, order.remainingE8() - quantityE8),
                        exchange.feeE8(notionalE8, exchange.fees().ppm(order.request(), feePpm)),
                        tradeId),
                book);
        order.filled(fill);
        exchange.announce(fill);
        exchange.money().bustLater(fill, order);
    }

    /// Closes a part of a position without any order of the client.
    ///
    /// @param feeE8 what the account pays for it
    void force(Account account, FillKind kind, long quantityE8, long priceE8, long feeE8, SimulatedBook book) {
        Position position = account.position(book.symbol());
        Side side = position.quantityE8() > 0 ? Side.SELL : Side.BUY;
        NewOrder order = NewOrder.market(
                "", "", account.id(), book.symbol(), side, Instruction.IOC, quantityE8, FixedPoint.NO_PRICE, true);
        exchange.announce(
                book(account, new Terms(kind, order, false, priceE8, quantityE8, 0, feeE8, nextTradeId()), book));
    }

    private record Terms(
            FillKind kind,
            NewOrder order,
            boolean maker,
            long priceE8,
            long quantityE8,
            long remainingE8,
            long feeE8,
            long tradeId) {}

    /// Enters a fill into the account's ledger, after the funding up to it.
    private Fill book(Account account, Terms terms, SimulatedBook book) {
        long notionalE8 = FixedPoint.multiply(terms.priceE8(), terms.quantityE8(), Rounding.HALF_EVEN);
        long fillId = ++fillCount;
        long now = exchange.loop().epochMillis();
        Position position = account.position(book.symbol());
        long funding = exchange.money().settleFunding(account, position, book, fillId);
        long realised = position.fill(terms.order().side(), terms.quantityE8(), notionalE8, terms.feeE8(), fillId, now);
        account.countFill();
        return new Fill(
                exchange.nextSequence(),
                fillId,
                terms.tradeId(),
                terms.kind(),
                terms.order(),
                terms.maker(),
                terms.priceE8(),
                terms.quantityE8(),
                terms.remainingE8(),
                notionalE8,
                terms.feeE8(),
                realised,
                funding,
                book.sequence() + 1,
                now);
    }

    private void announceTrade(SimulatedOrder order, long priceE8, long quantityE8, SimulatedBook book) {
        exchange.announce(new Trade(
                book.symbol(),
                tradeCount,
                order.request().side(),
                priceE8,
                quantityE8,
                book.sequence() + 1,
                exchange.loop().epochMillis()));
    }

    private long nextTradeId() {
        return ++tradeCount;
    }
}
