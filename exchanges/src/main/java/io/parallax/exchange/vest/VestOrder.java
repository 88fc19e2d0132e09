package io.parallax.exchange.vest;

import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.OrderStatus;
import io.parallax.exchange.vest.VestMessage.OrderRow;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// One of our orders and everything that the exchange has told of it. Vest has no list of fills: an order row
/// tells the newest execution and totals, so executions are worked out from what each row adds. Rows come from the
/// stream and from questions, in any order and more than once; merging is monotone. Thread: the gateway loop.
final class VestOrder {
    static final int EXECUTIONS_MAX = 16;
    private static final int ROWS_REMEMBERED_MAX = 256;

    /// One execution that a row added.
    ///
    /// @param fundingE8 funding that it settled, positive when received
    record Fill(String fillId, long priceE8, long quantityE8, long feeE8, long fundingE8) {}

    /// What the exchange made of our order. More than one of them under one nonce is an accident of the exchange; both
    /// count.
    private static final class Execution {
        final String exchangeOrderId;
        final Set<OrderRow> seen = new HashSet<>();
        OrderStatus status = OrderStatus.OPEN;
        long filledE8;
        long notionalE8;
        long feeE8;
        long fundingE8;

        Execution(String exchangeOrderId) {
            this.exchangeOrderId = exchangeOrderId;
        }
    }

    private final OrderRequest request;
    private final long nonce;
    private final List<Execution> executions = new ArrayList<>(1);
    private Optional<ExchangeError.Rejected> reason = Optional.empty();
    private Optional<ExchangeError> doubt = Optional.empty();
    private boolean ended;
    private boolean endUntold;

    VestOrder(OrderRequest request, long nonce) {
        this.request = request;
        this.nonce = nonce;
    }

    OrderRequest request() {
        return request;
    }

    long nonce() {
        return nonce;
    }

    /// The exchange's id exactly as received, because a cancel signs its bytes; empty when not known yet.
    String exchangeOrderId() {
        return executions.isEmpty() ? "" : executions.getFirst().exchangeOrderId;
    }

    /// Why the exchange refused it after acceptance, if it said so with a code that proves it.
    Optional<ExchangeError.Rejected> reason() {
        return status() == OrderStatus.REJECTED || status() == OrderStatus.CANCELLED ? reason : Optional.empty();
    }

    /// An end that the exchange told in words which prove nothing.
    Optional<ExchangeError> doubt() {
        return doubt;
    }

    /// Whether several orders of the exchange carry our nonce.
    boolean doubled() {
        return executions.size() > 1;
    }

    long filledE8() {
        return executions.stream().mapToLong(execution -> execution.filledE8).sum();
    }

    /// What all evidence together says. An end is final except that a fill can come late.
    OrderStatus status() {
        List<OrderStatus> all =
                executions.stream().map(execution -> execution.status).toList();
        if (all.isEmpty() || all.contains(OrderStatus.OPEN)) {
            return OrderStatus.OPEN;
        }
        if (all.contains(OrderStatus.FILLED)) {
            return OrderStatus.FILLED;
        }
        return filledE8() > 0 || all.contains(OrderStatus.CANCELLED) ? OrderStatus.CANCELLED : OrderStatus.REJECTED;
    }

    /// Nothing more is expected: it ended, was refused, or never left.
    boolean isOver() {
        return ended || (!executions.isEmpty() && status().terminal() && doubt.isEmpty());
    }

    /// It was refused or never left.
    void end() {
        ended = true;
    }

    void acknowledge(String exchangeOrderId) {
        if (find(exchangeOrderId).isEmpty() && executions.size() < EXECUTIONS_MAX) {
            executions.add(new Execution(exchangeOrderId));
        }
    }

    /// Whether it ended in a row without amounts, so that only an answer can tell how much was filled. True once.
    boolean takeEndUntold() {
        boolean was = endUntold && !isOver();
        endUntold = false;
        return was;
    }

    /// Takes a row and returns the executions that it adds, none or one. Throws when an execution cannot be worked out.
    ///
    /// @param answered whether the row answers a question. Only there stands everything that the exchange knows:
    ///     of a cancelled order the stream tells the id alone (Vest API page, `account_private`), and what was
    ///     executed of it may still be on its way
    List<Fill> merge(OrderRow row, boolean answered) throws VestFormatException {
        Execution execution = execution(row.id());
        return switch (row.status()) {
            case NEW, OTHER -> List.of();
            case PARTIALLY_FILLED -> addPart(execution, row);
            case FILLED -> addRest(execution, row);
            case CANCELLED -> answered ? addEnd(execution, row) : waitForEnd(execution);
            case REJECTED -> {
                refuse(execution, row.code());
                yield List.of();
            }
        };
    }

    private Execution execution(String exchangeOrderId) throws VestFormatException {
        acknowledge(exchangeOrderId);
        return find(exchangeOrderId)
                .orElseThrow(() -> new VestFormatException(
                        "more than " + EXECUTIONS_MAX + " orders of the exchange under our nonce " + nonce));
    }

    private Optional<Execution> find(String exchangeOrderId) {
        String key = key(exchangeOrderId);
        return executions.stream()
                .filter(known -> key(known.exchangeOrderId).equals(key))
                .findFirst();
    }

    private static String key(String exchangeOrderId) {
        return exchangeOrderId.toLowerCase(Locale.ROOT);
    }

    private List<Fill> waitForEnd(Execution execution) {
        endUntold |= !execution.status.terminal();
        return List.of();
    }

    /// Fees without their executions prove that something was filled and not how much.
    private List<Fill> addEnd(Execution execution, OrderRow row) throws VestFormatException {
        if (row.lastFilledE8() <= 0 && row.feeE8() != VestMessage.ABSENT && row.feeE8() > execution.feeE8) {
            throw new VestFormatException("a cancelled order with fees: expected size and price of its executions");
        }
        List<Fill> fills = row.lastFilledE8() > 0 ? addPart(execution, row) : List.of();
        close(execution, OrderStatus.CANCELLED);
        return fills;
    }

    private void refuse(Execution execution, int code) {
        Optional<ExchangeError.Rejected> told = VestError.ofRow(code);
        if (told.isPresent()) {
            reason = told;
            close(execution, OrderStatus.REJECTED);
        } else if (!execution.status.terminal()) {
            doubt = Optional.of(new ExchangeError.OutcomeUnknown(
                    "order row REJECTED with " + VestErrorNames.of(code) + " (" + code + "), which proves nothing"));
        }
    }

    private void close(Execution execution, OrderStatus status) {
        if (!execution.status.terminal()) {
            execution.status = status;
            doubt = Optional.empty();
        }
    }

    /// A partial fill. The row tells the newest execution; rows that differ tell different ones, because the fees in
    /// them are totals that grow.
    private List<Fill> addPart(Execution execution, OrderRow row) throws VestFormatException {
        long roomE8 = sizeE8(row) - execution.filledE8;
        if (row.lastFilledE8() <= 0 || row.lastPriceE8() <= 0 || row.feeE8() == VestMessage.ABSENT) {
            throw new VestFormatException("a partly filled order: expected size, price and fees of its executions");
        }
        OrderRow told = executionOf(row);
        if (roomE8 <= 0 || execution.seen.size() >= ROWS_REMEMBERED_MAX || execution.seen.contains(told)) {
            return List.of();
        }
        Fill fill = add(execution, Math.min(row.lastFilledE8(), roomE8), row.lastPriceE8(), row);
        execution.seen.add(told);
        return List.of(fill);
    }

    /// What two rows about one execution share. The time counts only where there are no fees to tell executions apart.
    private static OrderRow executionOf(OrderRow row) {
        return new OrderRow(
                "",
                0,
                "",
                "",
                VestMessage.Status.PARTIALLY_FILLED,
                0,
                row.lastFilledE8(),
                row.lastPriceE8(),
                row.feeE8() > 0 ? 0 : row.lastFilledEpochMillis(),
                row.averagePriceE8(),
                row.feeE8(),
                0,
                0,
                0);
    }

    /// Everything that was not known yet: a filled order is filled in full.
    private List<Fill> addRest(Execution execution, OrderRow row) throws VestFormatException {
        long totalE8 = Math.max(sizeE8(row), row.lastFilledE8());
        long restE8 = totalE8 - execution.filledE8;
        if (restE8 <= 0) {
            finish(execution);
            return List.of();
        }
        long averageE8 = row.averagePriceE8() > 0 ? row.averagePriceE8() : row.lastPriceE8();
        if (averageE8 <= 0 || row.feeE8() == VestMessage.ABSENT) {
            throw new VestFormatException("a filled order: expected a positive price and fees");
        }
        Fill fill = add(execution, restE8, restPriceE8(execution, row, totalE8, averageE8), row);
        finish(execution);
        return List.of(fill);
    }

    private void finish(Execution execution) {
        execution.status = OrderStatus.FILLED;
        doubt = Optional.empty();
    }

    private static long restPriceE8(Execution execution, OrderRow row, long totalE8, long averageE8) {
        long restE8 = totalE8 - execution.filledE8;
        if (execution.filledE8 == 0) {
            return averageE8;
        }
        if (row.lastFilledE8() == restE8 && row.lastPriceE8() > 0) {
            return row.lastPriceE8();
        }
        long restNotionalE8 = FixedPoint.multiply(averageE8, totalE8, Rounding.HALF_EVEN) - execution.notionalE8;
        long priceE8 = FixedPoint.divide(restNotionalE8, restE8, Rounding.HALF_EVEN);
        return priceE8 > 0 ? priceE8 : averageE8;
    }

    /// What can overflow comes before what changes: an execution is counted if and only if it is told.
    ///
    /// @param row tells all fees and all funding of the order so far
    private static Fill add(Execution execution, long quantityE8, long priceE8, OrderRow row) {
        long totalFundingE8 = row.fundingE8() == VestMessage.ABSENT ? execution.fundingE8 : row.fundingE8();
        long filledE8 = Math.addExact(execution.filledE8, quantityE8);
        long notionalE8 =
                Math.addExact(execution.notionalE8, FixedPoint.multiply(priceE8, quantityE8, Rounding.HALF_EVEN));
        long feeE8 = Math.subtractExact(row.feeE8(), execution.feeE8);
        long fundingE8 = Math.subtractExact(totalFundingE8, execution.fundingE8);
        execution.filledE8 = filledE8;
        execution.notionalE8 = notionalE8;
        execution.feeE8 = row.feeE8();
        execution.fundingE8 = totalFundingE8;
        String fillId = key(execution.exchangeOrderId) + ":" + FixedPoint.format(execution.filledE8);
        return new Fill(fillId, priceE8, quantityE8, feeE8, fundingE8);
    }

    private long sizeE8(OrderRow row) {
        return row.sizeE8() > 0 ? row.sizeE8() : request.quantityE8();
    }
}
