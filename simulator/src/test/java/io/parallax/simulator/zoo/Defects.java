package io.parallax.simulator.zoo;

import static io.parallax.simulator.zoo.Defect.in;

import java.util.List;

/// The list of paragraph 9.6 of the catalogue of failures, and from Z55 on further entries of it. Not here are
/// Z36 (a margin guard that acts on one leg), for the
/// accounts of the simulated world are large; Z47 (a day's loss that a restart forgets), for its processes keep
/// nothing. Thread: any; stateless.
final class Defects {
    static final List<Defect> ALL = List.of(
            Defect.of(
                    "Z01",
                    "OR-01",
                    "timeout treated as rejection",
                    in(
                            "exchanges/exchange/paradex/ParadexOrders",
                            "unknown(local, \"no answer within \" + config.orderReplyMillis() + \" ms\");",
                            "refused(local, new ExchangeError.Rejected(\"TIMEOUT\", \"\","
                                    + " io.parallax.exchange.RejectionKind.RETRYABLE));")),
            Defect.of(
                    "Z02",
                    "OR-02",
                    "5xx treated as rejection",
                    in(
                            "exchanges/exchange/vest/VestRest",
                            "without a code\"; return new Answer.Failure<>(new OutcomeUnknown(reason)",
                            "without a code\"; return new Answer.Failure<>(new io.parallax.exchange.ExchangeError.Rejected("
                                    + "\"500\", reason, io.parallax.exchange.RejectionKind.RETRYABLE)")),
            Defect.of(
                    "Z03",
                    "OR-04",
                    "POST retried once",
                    in(
                            "exchanges/exchange/vest/VestRest",
                            "orders.send(request, new Listener<>(true, VestCodec::orderId, onWritten, onAnswer));",
                            """
                            orders.send(request, new Listener<>(true, VestCodec::orderId, onWritten, answer -> {
                                if (answer instanceof Answer.Failure<String> failed && failed.error().mayBeLive()) {
                                    orders.send(request, new Listener<>(true, VestCodec::orderId, onWritten, onAnswer));
                                } else {
                                    onAnswer.accept(answer);
                                }
                            }));
                            """)),
            Defect.of(
                    "Z04",
                    "OR-06",
                    "events before the acknowledgement dropped",
                    in(
                            "exchanges/exchange/paradex/ParadexOrders",
                            "Optional<ClientOrderId> id = ClientOrderId.parse(order.clientId());",
                            """
                            if (!idsByExchangeId.containsKey(order.id())) {
                                return;
                            }
                            Optional<ClientOrderId> id = ClientOrderId.parse(order.clientId());
                            """),
                    in(
                            "exchanges/exchange/paradex/ParadexOrders",
                            "void onFill(OwnFill fill, long receivedNanos) {",
                            """
                            void onFill(OwnFill fill, long receivedNanos) {
                                if (!idsByExchangeId.containsKey(fill.orderId())) {
                                    return;
                                }
                            """)),
            Defect.of(
                    "Z05",
                    "OR-07",
                    "NEW counted as filled",
                    in(
                            "exchanges/exchange/paradex/OwnOrder",
                            "return OrderStatus.OPEN;",
                            "return OrderStatus.FILLED;")),
            Defect.of(
                    "Z06",
                    "OR-08",
                    "CLOSED counted as filled",
                    in("exchanges/exchange/paradex/OwnOrder", "if (remainingE8 == 0)", "if (remainingE8 >= 0)")),
            Defect.of(
                    "Z07",
                    "OR-11",
                    "last fill used as total",
                    in(
                            "engine/execution/TrackedOrder",
                            "pricedE8 = Math.addExact(pricedE8, fill.quantityE8());",
                            "pricedE8 = fill.quantityE8(); reportedE8 = pricedE8;")),
            Defect.of(
                    "Z08",
                    "OR-12",
                    "late fill ignored",
                    in("engine/execution/LegDesk", "OrderState before = about.state(); switch (event) {", """
                            OrderState before = about.state();
                            if (before == OrderState.CANCELLED || before == OrderState.REJECTED) {
                                return;
                            }
                            switch (event) {
                            """)),
            Defect.of(
                    "Z09",
                    "OR-14",
                    "fill de-duplication by id only",
                    in(
                            "exchanges/exchange/paradex/OwnFill",
                            "return type.equals(\"FILL\") ? id : type + \":\" + id;",
                            "return id;")),
            Defect.of(
                    "Z10",
                    "OR-14",
                    "no fill de-duplication",
                    in("engine/execution/TrackedOrder", "|| fills.containsKey(filled.fillId())) {", ") {")),
            Defect.of(
                    "Z11",
                    "OR-16",
                    "not-found taken as absence",
                    in(
                            "engine/execution/LegDesk",
                            "proof.onNotFound(notFound.askedNanos());",
                            "about.onProvenAbsent(notFound.askedNanos()); absenceProven = true;")),
            Defect.of(
                    "Z12",
                    "OR-17",
                    "millisecond client ids",
                    in(
                            "engine/execution/OrderIds",
                            "return new ClientOrderId(instance, bootEpochSeconds, counter, leg, intent);",
                            "return new ClientOrderId(instance, bootEpochSeconds, nowNanos / 1_000_000, Leg.A, intent);"),
                    in(
                            "engine/execution/OrderIds",
                            "private long counter;",
                            "private long counter; public long nowNanos;"),
                    in(
                            "engine/engine/TradingEngine",
                            "this.nowNanos = Math.max(this.nowNanos, nowNanos);",
                            "this.nowNanos = Math.max(this.nowNanos, nowNanos);"
                                    + " resources.ids().nowNanos = this.nowNanos;")),
            Defect.of(
                    "Z13",
                    "OR-18",
                    "nonce from the wall clock",
                    in(
                            "exchanges/exchange/vest/VestGateway",
                            "orders.register(request, orders.nextNonce(time));",
                            "orders.register(request, loop.epochMillis());"),
                    in(
                            "exchanges/exchange/vest/VestGateway",
                            "long nonce = orders.nextNonce(time);",
                            "long nonce = loop.epochMillis();")),
            Defect.of(
                    "Z14",
                    "OR-19",
                    "60 s receive window",
                    in("exchanges/exchange/vest/VestConfig", "OrderRequest.RECEIVE_WINDOW_MILLIS,", "60_000,")),
            Defect.of(
                    "Z15",
                    "OR-22",
                    "limit price missing on closes",
                    in(
                            "engine/execution/DeltaNeutralExecutor",
                            "return desk.instrument().strictLimitE8(side, capE8);",
                            "return side == Side.BUY ? 2 * desk.instrument().strictLimitE8(side, capE8)"
                                    + " : desk.instrument().tickE8();")),
            Defect.of(
                    "Z16",
                    "OR-23",
                    "buy limit rounded up past the cap",
                    in(
                            "engine/instrument/Instrument",
                            "side == Side.BUY ? Rounding.FLOOR : Rounding.CEILING",
                            "Rounding.CEILING")),
            Defect.of(
                    "Z17",
                    "OR-24",
                    "minimum checked on one venue",
                    in(
                            "engine/risk/RiskGate",
                            "if (exitNotionalE8 < instrument.notionalMinE8()) {",
                            "if (instrument.exchange().name().equals(\"vest\")"
                                    + " && exitNotionalE8 < instrument.notionalMinE8()) {")),
            Defect.of(
                    "Z18",
                    "OR-27",
                    "close not reduce-only after a partial",
                    in(
                            "engine/execution/RepairPolicy",
                            "closingSide(excess), excessE8, true,",
                            "closingSide(excess), excessE8, false,")),
            Defect.of(
                    "Z19",
                    "OR-29",
                    "bust ignored",
                    in(
                            "engine/execution/LegDesk",
                            "case OrderEvent.Busted busted -> onBusted(about, busted, nowNanos);",
                            "case OrderEvent.Busted _ -> {}")),
            Defect.of(
                    "Z20",
                    "OR-31",
                    "REST overrides newer stream state",
                    in(
                            "engine/execution/TrackedOrder",
                            "reportedE8 = Math.max(reportedE8, claimedE8);",
                            "reportedE8 = claimedE8; pricedE8 = claimedE8;")),
            Defect.of(
                    "Z21",
                    "LG-01",
                    "join on both legs before reacting",
                    in(
                            "engine/execution/InFlight",
                            "if (pair.hasUnknownOrder()) { return machine.fire(",
                            "if (a.hasUnknownOrder() && b.hasUnknownOrder()) { return machine.fire("),
                    in(
                            "engine/execution/InFlight",
                            "if (isSlow(a, b, nowNanos) || isSlow(b, a, nowNanos)) {",
                            "if (isSlow(a, b, nowNanos) && isSlow(b, a, nowNanos)) {"),
                    in(
                            "engine/execution/InFlight",
                            "if (nowNanos - machine.sinceNanos() >= stayMillis * MILLI) {",
                            "if (nowNanos == Long.MAX_VALUE) {")),
            Defect.of(
                    "Z22",
                    "LG-02",
                    "unwind while the other leg is UNKNOWN",
                    in("engine/execution/InFlight", "if (pair.hasUnknownOrder()) { return machine.fire(", """
                            if (pair.hasUnknownOrder()
                                    && pair.position.shape() == io.parallax.position.PairPosition.Shape.UNEQUAL
                                    && !(a.hasLiveOrder() && b.hasLiveOrder())) {
                                return onShape(nowNanos);
                            }
                            if (pair.hasUnknownOrder()) { return machine.fire(
                            """),
                    in(
                            "engine/execution/Repairing",
                            """
                            if (pair.hasUnknownOrder()) {
                                return machine.fire(PairEvent.LEG_UNKNOWN, pair.unknownLegs(), nowNanos);
                            }
                            if (pair.hasLiveOrder()) {
                            """,
                            "if (pair.position.shape() != Shape.UNEQUAL && pair.hasLiveOrder()) {")),
            Defect.of(
                    "Z23",
                    "LG-07",
                    "unwind of the configured instead of the filled size",
                    in(
                            "engine/execution/RepairPolicy",
                            "closingSide(excess), excessE8, true,",
                            "closingSide(excess), settings.quantityE8(), true,")),
            Defect.of(
                    "Z24",
                    "LG-08",
                    "failed close returned as success",
                    in(
                            "engine/execution/InFlight",
                            "return switch (pair.position.shape()) {",
                            "return switch (pair.purpose == Purpose.EXIT"
                                    + " ? io.parallax.position.PairPosition.Shape.FLAT : pair.position.shape()) {")),
            Defect.of(
                    "Z25",
                    "LG-09",
                    "exit retried with old prices",
                    in(
                            "engine/execution/DeltaNeutralExecutor",
                            "return desk.instrument().strictLimitE8(side, capE8);",
                            """
                            int leg = desks.indexOf(desk);
                            if (firstLimits[leg] == 0) {
                                firstLimits[leg] = desk.instrument().strictLimitE8(side, capE8);
                            }
                            return firstLimits[leg];
                            """),
                    in(
                            "engine/execution/DeltaNeutralExecutor",
                            "void enter(SpreadOpportunity opportunity, long quantityE8, long nowNanos) {",
                            """
                            private final long[] firstLimits = new long[2];

                            void enter(SpreadOpportunity opportunity, long quantityE8, long nowNanos) {
                                java.util.Arrays.fill(firstLimits, 0);
                            """)),
            Defect.of(
                    "Z26",
                    "LG-06",
                    "repair given up, trading resumed",
                    in(
                            "engine/execution/Repairing",
                            "if (running.onBlocked(nowNanos) < BLOCKED_GRACE_NANOS) { return false; }",
                            """
                            if (running.onBlocked(nowNanos) < BLOCKED_GRACE_NANOS) {
                                return false;
                            }
                            if (nowNanos > 0) {
                                pair.desks.forEach(desk -> desk.ledger().adopt(0, 0, nowNanos));
                                return inFlight.onShape(nowNanos);
                            }
                            """)),
            Defect.of(
                    "Z27",
                    "LG-12",
                    "busy flag leaked on error",
                    in("engine/execution/Entering", "if (!pair.opportunities.isFull()) {", """
                            if (busy) {
                                pair.gate.count(Blocker.NOT_FLAT);
                                return false;
                            }
                            if (!pair.opportunities.isFull()) {
                            """),
                    in(
                            "engine/execution/Entering",
                            "private Blocker toldBlocker = Blocker.NONE;",
                            "private Blocker toldBlocker = Blocker.NONE; private boolean busy;"),
                    in("engine/execution/Entering", "pair.inferred = false;", "pair.inferred = false; busy = true;"),
                    in(
                            "engine/execution/Entering",
                            "return machine.fire(PairEvent.COOLED_DOWN, \"\", nowNanos);",
                            """
                            busy &= cycles.lastResult()
                                    .filter(result -> result.outcome() == CycleResult.Outcome.COMPLETED)
                                    .isEmpty();
                            return machine.fire(PairEvent.COOLED_DOWN, "", nowNanos);
                            """)),
            Defect.of(
                            "Z28",
                            "LG-11",
                            "layer without repair",
                            in("engine/execution/InFlight", "return switch (pair.position.shape()) {", """
                                    boolean layer = pair.purpose == Purpose.ENTRY && pair.hedgedSinceNanos != NEVER;
                                    var shape = pair.position.shape();
                                    return switch (
                                            layer && shape == io.parallax.position.PairPosition.Shape.UNEQUAL
                                                    ? io.parallax.position.PairPosition.Shape.HEDGED
                                                    : shape) {
                                    """))
                    .inLayers(),
            Defect.of(
                    "Z29",
                    "LG-04",
                    "common lot = larger step instead of least common multiple",
                    in(
                            "engine/execution/DeltaNeutralExecutor",
                            "return Math.multiplyExact(a.lotE8() / x, b.lotE8());",
                            "return Math.max(a.lotE8(), b.lotE8());")),
            Defect.of(
                    "Z30",
                    "LG-18",
                    "repair without budget",
                    in(
                            "engine/execution/RepairIncident",
                            "return orders >= limits.repairOrdersMax() || money;",
                            "return false;")),
            Defect.of(
                    "Z31",
                    "PS-04",
                    "failed position read taken as flat",
                    in(
                            "exchanges/exchange/paradex/ParadexAccount",
                            "get(\"/positions\", error -> fail(query, error), (body, receivedNanos) -> {",
                            "get(\"/positions\", error -> report(PositionInfo.flat(symbol), askedNanos, loop.nanoTime()),"
                                    + " (body, receivedNanos) -> {")),
            Defect.of(
                    "Z32",
                    "PS-03",
                    "start-up looks at one venue only",
                    in(
                            "engine/execution/Reconciliation",
                            "return a.position && a.orders && b.position && b.orders;",
                            "return a.position && a.orders;"),
                    in(
                            "engine/execution/Reconciliation",
                            "if (roundNanos != NEVER && reported.askedNanos() >= roundNanos) {",
                            "if (roundNanos != NEVER && reported.askedNanos() >= roundNanos && desk == desks.getFirst()) {")),
            Defect.of(
                    "Z33",
                    "PS-06",
                    "start-up does not wait for the horizon",
                    in(
                            "engine/execution/Starting",
                            "bootNanos + pair.timers.reconcileHorizonMillis() * MILLI",
                            "bootNanos")),
            Defect.of(
                    "Z34",
                    "PS-05",
                    "position read older than the fill wins",
                    in("engine/execution/PositionWatch", "if (orderLive || lagging) {", "if (orderLive) {")),
            Defect.of(
                    "Z35",
                    "PS-10",
                    "liquidation event ignored",
                    in(
                            "engine/execution/ExecutionTask",
                            "if (forced.symbol().equals(desk.symbol())) {",
                            "if (forced.symbol().isEmpty()) {")),
            Defect.of(
                    "Z37",
                    "VN-04",
                    "exit with one venue in post-only",
                    in(
                            "engine/execution/Holding",
                            "&& pair.b.allowsIncrease(nowNanos) && pair.executor.exitFits(held);",
                            "&& pair.executor.exitFits(held);")),
            Defect.of(
                    "Z38",
                    "VN-10",
                    "specifications cached for ever",
                    in(
                            "exchanges/exchange/paradex/ParadexGateway",
                            "every(timings.rules(), this::refreshMarkets);",
                            "")),
            Defect.of(
                    "Z39",
                    "MD-01",
                    "any frame refreshes the book",
                    in("engine/engine/TradingEngine", "books.get(changingBook).end();", """
                            OrderBook other = books.get(changingBook ^ 1);
                            other.beginDelta(other.sequence(), changeReceivedNanos, other.exchangeEpochMicros());
                            other.end();
                            books.get(changingBook).end();
                            """)),
            Defect.of(
                    "Z40",
                    "MD-05",
                    "old quote survives disconnect",
                    in(
                            "engine/engine/TradingEngine",
                            "books.get(bookIndex).onLost(reason);",
                            "if (reason != BookLoss.DISCONNECTED && reason != BookLoss.RESUBSCRIBED) {"
                                    + " books.get(bookIndex).onLost(reason); }")),
            Defect.of(
                    "Z41",
                    "MD-02",
                    "gap ignored",
                    in(
                            "exchanges/exchange/paradex/ParadexFeed",
                            "if (sequence != book.sequence + 1) {",
                            "if (sequence <= book.sequence) {")),
            Defect.of(
                    "Z42",
                    "MD-11",
                    "confirmation counts timeouts",
                    in(
                            "engine/strategy/MonitoringTask",
                            "if (bookA.quoteChanges() != quotesSeenA) {",
                            "if (evaluations > 0) {"),
                    in(
                            "engine/strategy/MonitoringTask",
                            "if (bookB.quoteChanges() != quotesSeenB) {",
                            "if (evaluations > 0) {")),
            // The bands around the marks forbid whatever the cap forbids here, so both go: no price is absurd.
            Defect.of(
                    "Z43",
                    "MD-10",
                    "spread cap missing",
                    in("engine/risk/MarkGate", "if (isMiddleFar(a, limits) || isMiddleFar(b, limits)) {", """
                            if (limits != null) {
                                return Blocker.NONE;
                            }
                            if (isMiddleFar(a, limits) || isMiddleFar(b, limits)) {
                            """),
                    in(
                            "engine/risk/RiskGate",
                            "if (check.spreadPpm() > (check.marksConfirm() ? CONFIRMED_SPREAD_PPM_MAX : SPREAD_PPM_MAX)) {",
                            "if (check.spreadPpm() == Long.MAX_VALUE) {")),
            Defect.of(
                    "Z44",
                    "NW-07",
                    "token renewed only when it is refused",
                    in(
                            "exchanges/exchange/paradex/ParadexLogin",
                            "plan(Math.max(refreshMillis, 1) * NANOS_PER_MILLI);",
                            "")),
            Defect.of(
                    "Z45",
                    "NW-10",
                    "repair uses the shared rate budget",
                    in(
                            "exchanges/exchange/vest/VestRest",
                            "pause(isOrder || response.status() == HTTP_BANNED,",
                            "pause(true,"),
                    in(
                            "exchanges/exchange/vest/VestRest",
                            "pause(isOrder, limited.retryAfterMillis());",
                            "pause(true, limited.retryAfterMillis());")),
            Defect.of(
                    "Z46",
                    "NU-09",
                    "ages by wall clock",
                    in(
                            "exchanges/exchange/vest/VestFeed",
                            "case DEPTH -> onBook(receivedNanos);",
                            "case DEPTH -> onBook(wallNanos());"),
                    in("exchanges/exchange/vest/VestFeed", "private void onBook(long receivedNanos) {", """
                            private long wallOffsetNanos;

                            private long wallNanos() {
                                long wall = loop.epochMillis() * 1_000_000L;
                                if (wallOffsetNanos == 0) {
                                    wallOffsetNanos = loop.nanoTime() - wall;
                                }
                                return wall + wallOffsetNanos;
                            }

                            private void onBook(long receivedNanos) {
                            """)),
            Defect.of(
                    "Z48",
                    "8.5",
                    "kill checked only in FLAT",
                    in(
                            "engine/execution/Repairing",
                            "boolean stopping = pair.mode == OperatorMode.KILLED || pair.mode",
                            "boolean stopping = pair.mode")),
            Defect.of(
                    "Z49",
                    "LG-19",
                    "breaker counter reset by any success read",
                    in(
                            "engine/execution/ExecutionTask",
                            "case AccountEvent.PositionReported reported -> {",
                            "case AccountEvent.PositionReported reported -> { pair.breaker.onSuccess();")),
            Defect.of(
                    "Z50",
                    "CF-04",
                    "percent and fraction mixed in one threshold",
                    in(
                            "engine/strategy/MonitoringTask",
                            ": spreadPpm - thresholdPpm - offsetPpm;",
                            ": 100 * spreadPpm - thresholdPpm;")),
            Defect.of(
                    "Z51",
                    "7.2",
                    "completing after a proof of absence",
                    in(
                            "engine/execution/RepairPolicy",
                            "&& !excess.order().map(TrackedOrder::provenAbsent).orElse(false)",
                            ""),
                    in(
                            "engine/execution/TrackedOrder",
                            "if (!state.terminal() || provenAbsent) {",
                            "if (!state.terminal()) {"),
                    in(
                            "engine/execution/Repairing",
                            "!running.completeTried() && !pair.inferred,",
                            "!running.completeTried(),")),
            Defect.of(
                    "Z52",
                    "6.3",
                    "proof of absence waits for the expected position",
                    in(
                            "engine/execution/AbsenceProof",
                            "return stoodNanos >= stableNanos ? Verdict.ABSENT_BUT_DRIFTED : Verdict.OPEN;",
                            "return Verdict.OPEN;")),
            // Two seconds in which an order may be taken and 1.45 s in which Vest executes it. The 10 s of the engine
            // are
            // more than their sum with the lag, by a margin that this defect does not have.
            Defect.of(
                    "Z53",
                    "5.8",
                    "restart horizon without the position-read lag",
                    in(
                            "engine/execution/Starting",
                            "bootNanos + pair.timers.reconcileHorizonMillis() * MILLI",
                            "bootNanos + 3_450 * MILLI")),
            Defect.of(
                    "Z54",
                    "7.4",
                    "short reduce-only close repeated without a new position read",
                    in(
                            "engine/execution/Repairing",
                            "if (running.orders() > 0 && !areReadSince(running.lastEndedNanos())) {",
                            "if (running.orders() > 100 && !areReadSince(running.lastEndedNanos())) {")),
            Defect.of(
                    "Z55",
                    "PS-20",
                    "sign of a short position lost",
                    in(
                            "exchanges/exchange/paradex/ParadexCodec",
                            "case \"SELL\" -> -sizeE8;",
                            "case \"SELL\" -> sizeE8;"),
                    in(
                            "exchanges/exchange/paradex/ParadexCodec",
                            "case \"SHORT\" -> -Math.abs(sizeE8);",
                            "case \"SHORT\" -> Math.abs(sizeE8);")),
            Defect.of(
                    "Z56",
                    "EC-04",
                    "funding missed",
                    in("engine/execution/ExecutionTask", "desk.bookFunding(funding);", "")),
            Defect.of(
                    "Z57",
                    "EC-03",
                    "fees left out of the result",
                    in(
                            "engine/position/LegLedger",
                            "feesE8 = Math.addExact(feesE8, feeE8);",
                            "feesE8 = Math.addExact(feesE8, 0 * feeE8);")),
            Defect.of(
                    "Z58",
                    "CF-08",
                    "breaker configured and never enforced",
                    in(
                            "engine/risk/CycleBreaker",
                            "return nowNanos < openUntilNanos;",
                            "return nowNanos == Long.MAX_VALUE;")),
            Defect.of(
                    "Z59",
                    "NW-05",
                    "reconnecting given up after two attempts",
                    in(
                            "exchanges/exchange/transport/Backoff",
                            "return random.nextLong(floorNanos, currentCeilingNanos + 1);",
                            "return attempts > 2 ? Long.MAX_VALUE / 4"
                                    + " : random.nextLong(floorNanos, currentCeilingNanos + 1);")));

    private Defects() {}
}
