package io.parallax.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.BookEventSink.BookLoss;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Side;
import io.parallax.marketdata.OrderBook;
import io.parallax.strategy.Direction;
import io.parallax.testing.Records;
import io.parallax.units.FixedPoint;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each limit at its bound and one beyond. A sells for 100 000, B buys for 100 300; an entry buys 0.01 on A and sells
/// it on B, with caps of 0.1 %.
class RiskGateTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long QUANTITY = e8("0.01");
    private static final long PLENTY = e8("10");
    private static final Instrument A = instrument(ExchangeId.VEST);
    private static final Instrument B = instrument(ExchangeId.PARADEX);

    private final TotalExposure total = new TotalExposure(2, e8("4000"));
    private final OrderBook bookA = new OrderBook();
    private final OrderBook bookB = new OrderBook();
    private RiskGate gate = new RiskGate(RiskLimits.DEFAULTS, total);
    private EntryCheck check =
            new EntryCheck(0, Direction.LONG_A_SHORT_B, QUANTITY, 0, 3_000, false, 0, 1_400, A, B, bookA, bookB);

    private static long e8(String text) {
        return FixedPoint.parse(text);
    }

    private static Instrument instrument(ExchangeId exchange) {
        return new Instrument(exchange, "P", "P", 1, 1, 1, Long.MAX_VALUE, 0, 100, 50, true);
    }

    @BeforeEach
    void quotes() {
        begin(bookA, "99990", PLENTY);
        bookA.onLevel(Side.SELL, e8("100000"), PLENTY);
        bookA.end();
        begin(bookB, "100300", PLENTY);
        bookB.onLevel(Side.SELL, e8("100310"), PLENTY);
        bookB.end();
    }

    private static void begin(OrderBook book, String bid, long quantityE8) {
        book.beginSnapshot(1, 0, 0);
        book.onLevel(Side.BUY, e8(bid), quantityE8);
    }

    private void limits(String group, String name, Object value) {
        gate = new RiskGate(Records.within(RiskLimits.DEFAULTS, group, name, value), total);
    }

    private void with(String name, Object value) {
        check = Records.with(check, name, value);
    }

    private void passes() {
        isBrokenBy(Blocker.NONE);
    }

    private void isBrokenBy(Blocker blocker) {
        assertThat(gate.firstBroken(check)).isEqualTo(blocker);
    }

    // ---- an entry ----

    @Test
    void aDecisionMayBe50MillisOld() {
        with("decisionAgeNanos", 50_000_000L);
        passes();
        with("decisionAgeNanos", 50_000_001L);
        isBrokenBy(Blocker.DECISION_AGE);
    }

    @Test
    void md10ASpreadMayBeOneAndAHalfPercent() {
        with("spreadPpm", 15_000L);
        passes();
        with("spreadPpm", 15_001L);
        isBrokenBy(Blocker.SPREAD_UNBELIEVABLE);
    }

    @Test
    void whatIsLeftAfterEverythingIsTwoBasisPoints() {
        with("netPpm", 200L);
        passes();
        with("netPpm", 199L);
        isBrokenBy(Blocker.NET_EDGE);
    }

    @Test
    void theQuantityKeepsTheBoundsOfBothExchanges() {
        for (String leg : new String[] {"instrumentA", "instrumentB"}) {
            Instrument instrument = leg.equals("instrumentA") ? A : B;
            with(leg, Records.with(instrument, "quantityMinE8", QUANTITY));
            passes();
            with(leg, Records.with(instrument, "quantityMinE8", QUANTITY + 1));
            isBrokenBy(Blocker.QUANTITY_MIN);
            with(leg, Records.with(instrument, "quantityMaxE8", QUANTITY));
            passes();
            with(leg, Records.with(instrument, "quantityMaxE8", QUANTITY - 1));
            isBrokenBy(Blocker.QUANTITY_MAX);
            with(leg, instrument);
        }
        with("quantityE8", 0L);
        isBrokenBy(Blocker.QUANTITY_MIN);
        with("quantityE8", -QUANTITY);
        isBrokenBy(Blocker.QUANTITY_MIN);
    }

    @Test
    void theExitIsStillWorthEnoughAfterAFallOfThreePercent() {
        // 0.01 of A's bid, less 3 %: 999.9 × 0.97.
        long worthE8 = e8("969.903");
        with("instrumentA", Records.with(A, "notionalMinE8", worthE8));
        passes();
        with("instrumentA", Records.with(A, "notionalMinE8", worthE8 + 1));
        isBrokenBy(Blocker.QUANTITY_MIN);
    }

    @Test
    void bothBooksHoldTwiceTheQuantityWithinTheCap() {
        // The caps are 100 100 to buy and 100 199.7 to sell.
        bookA.beginSnapshot(2, 0, 0);
        bookA.onLevel(Side.BUY, e8("99990"), PLENTY);
        bookA.onLevel(Side.SELL, e8("100000"), QUANTITY);
        bookA.onLevel(Side.SELL, e8("100100"), QUANTITY);
        bookA.end();
        passes();
        bookA.beginDelta(3, 0, 0);
        bookA.onLevel(Side.SELL, e8("100100"), QUANTITY - 1);
        bookA.end();
        isBrokenBy(Blocker.DEPTH);
        bookA.beginDelta(4, 0, 0);
        bookA.onLevel(Side.SELL, e8("100100"), 0);
        bookA.onLevel(Side.SELL, e8("100100") + 1, PLENTY);
        bookA.end();
        isBrokenBy(Blocker.DEPTH);
        limits("entry", "depthPercent", 100);
        passes();
        quotes();
        gate = new RiskGate(RiskLimits.DEFAULTS, total);
        begin(bookB, "100300", QUANTITY);
        bookB.onLevel(Side.BUY, e8("100199.7"), QUANTITY);
        bookB.onLevel(Side.SELL, e8("100310"), PLENTY);
        bookB.end();
        passes();
        bookB.beginDelta(2, 0, 0);
        bookB.onLevel(Side.BUY, e8("100199.7"), 0);
        bookB.onLevel(Side.BUY, e8("100199.7") - 1, PLENTY);
        bookB.end();
        isBrokenBy(Blocker.DEPTH);
    }

    @Test
    void i04TheValueOfAnOrderIsThatOfTheDearerLegAtItsWorstPrice() {
        // B's ask: 0.01 × 100 310. A's cap would be 0.01 × 100 100.
        limits("caps", "orderNotionalMaxE8", e8("1003.1"));
        passes();
        limits("caps", "orderNotionalMaxE8", e8("1003.1") - 1);
        isBrokenBy(Blocker.NOTIONAL_MAX);
        limits("caps", "positionNotionalMaxE8", e8("1003.1"));
        passes();
        limits("caps", "positionNotionalMaxE8", e8("1003.1") - 1);
        isBrokenBy(Blocker.POSITION_MAX);
    }

    @Test
    void i04TheCapCountsWhereItIsBeyondTheAsk() {
        begin(bookB, "100090", PLENTY);
        bookB.onLevel(Side.SELL, e8("100095"), PLENTY);
        bookB.end();
        limits("caps", "orderNotionalMaxE8", e8("1001"));
        passes();
        limits("caps", "orderNotionalMaxE8", e8("1001") - 1);
        isBrokenBy(Blocker.NOTIONAL_MAX);
    }

    @Test
    void i04BothLegsCountInTheTotal() {
        total.set(1, e8("4000") - 2 * e8("1003.1"));
        passes();
        total.set(1, e8("4000") - 2 * e8("1003.1") + 1);
        isBrokenBy(Blocker.TOTAL_MAX);
    }

    @Test
    void theOtherDirectionIsLookedAtFromItsOwnSides() {
        with("direction", Direction.LONG_B_SHORT_A);
        passes();
        bookB.beginSnapshot(2, 0, 0);
        bookB.onLevel(Side.BUY, e8("100300"), PLENTY);
        bookB.onLevel(Side.SELL, e8("100310"), 1);
        bookB.end();
        isBrokenBy(Blocker.DEPTH);
    }

    // ---- one leg alone ----

    private Blocker alone(Side side, long quantityE8, long legE8, long otherE8) {
        return gate.firstBrokenAlone(0, A, bookA, side, quantityE8, legE8, otherE8);
    }

    @Test
    void oneLegAloneKeepsTheRulesOfAnEntry() {
        assertThat(alone(Side.BUY, QUANTITY, QUANTITY, QUANTITY)).isEqualTo(Blocker.NONE);
        assertThat(alone(Side.BUY, 0, QUANTITY, QUANTITY)).isEqualTo(Blocker.QUANTITY_MIN);
        Instrument halted = Records.with(A, "tradable", false);
        assertThat(gate.firstBrokenAlone(0, halted, bookA, Side.BUY, QUANTITY, QUANTITY, QUANTITY))
                .isEqualTo(Blocker.INSTRUMENT_HALTED);
    }

    @Test
    void i04OneLegAloneIsBoundedByWhatItOrdersWhatItHoldsAndWhatThePairHolds() {
        // At the cap of 100 100: the order 1 001, the leg 1 501.5, the pair 2 002.
        long legE8 = e8("0.015");
        long otherE8 = e8("0.005");
        limits("caps", "orderNotionalMaxE8", e8("1001"));
        assertThat(alone(Side.BUY, QUANTITY, QUANTITY, 0)).isEqualTo(Blocker.NONE);
        limits("caps", "orderNotionalMaxE8", e8("1001") - 1);
        assertThat(alone(Side.BUY, QUANTITY, QUANTITY, 0)).isEqualTo(Blocker.NOTIONAL_MAX);
        limits("caps", "positionNotionalMaxE8", e8("1501.5"));
        assertThat(alone(Side.BUY, QUANTITY, legE8, otherE8)).isEqualTo(Blocker.NONE);
        limits("caps", "positionNotionalMaxE8", e8("1501.5") - 1);
        assertThat(alone(Side.BUY, QUANTITY, legE8, otherE8)).isEqualTo(Blocker.POSITION_MAX);
        gate = new RiskGate(RiskLimits.DEFAULTS, total);
        total.set(1, e8("1998"));
        assertThat(alone(Side.BUY, QUANTITY, legE8, otherE8)).isEqualTo(Blocker.NONE);
        total.set(1, e8("1998") + 1);
        assertThat(alone(Side.BUY, QUANTITY, legE8, otherE8)).isEqualTo(Blocker.TOTAL_MAX);
    }

    @Test
    void i04AShortLegIsValuedAtTheAsk() {
        limits("caps", "orderNotionalMaxE8", e8("1000"));
        assertThat(alone(Side.SELL, QUANTITY, QUANTITY, 0)).isEqualTo(Blocker.NONE);
        limits("caps", "orderNotionalMaxE8", e8("1000") - 1);
        assertThat(alone(Side.SELL, QUANTITY, QUANTITY, 0)).isEqualTo(Blocker.NOTIONAL_MAX);
    }

    // ---- books ----

    @Test
    void aBookIsBelievedUntilItIsTooOld() {
        assertThat(RiskGate.bookBlocker(bookA, SECOND, SECOND, SECOND)).isEqualTo(Blocker.NONE);
        assertThat(RiskGate.bookBlocker(bookA, SECOND + 1, SECOND, SECOND)).isEqualTo(Blocker.BOOK_OLD);
        assertThat(RiskGate.bookBlocker(new OrderBook(), 0, SECOND, SECOND)).isEqualTo(Blocker.BOOK_MISSING);
        bookA.beginDelta(2, 5 * SECOND, 0);
        bookA.end();
        assertThat(RiskGate.bookBlocker(bookA, 6 * SECOND, SECOND, SECOND)).isEqualTo(Blocker.NONE);
        assertThat(RiskGate.bookBlocker(bookA, 6 * SECOND + 1, SECOND, SECOND)).isEqualTo(Blocker.BOOK_OLD);
    }

    @Test
    void aBookWithoutASideIsMissing() {
        bookA.beginSnapshot(2, 0, 0);
        bookA.onLevel(Side.BUY, e8("99990"), PLENTY);
        bookA.end();
        assertThat(RiskGate.bookBlocker(bookA, 0, SECOND, SECOND)).isEqualTo(Blocker.BOOK_MISSING);
    }

    @Test
    void aBookThatIsVoidSaysWhy() {
        Map<BookLoss, Blocker> reasons = Map.of(
                BookLoss.GAP, Blocker.BOOK_GAP,
                BookLoss.OVERFLOW, Blocker.BOOK_GAP,
                BookLoss.DISCONNECTED, Blocker.BOOK_DISCONNECTED,
                BookLoss.BAD_DATA, Blocker.BOOK_BAD_DATA,
                BookLoss.RESUBSCRIBED, Blocker.BOOK_MISSING);
        reasons.forEach((loss, blocker) -> {
            bookA.onLost(loss);
            assertThat(RiskGate.bookBlocker(bookA, 0, SECOND, SECOND)).isEqualTo(blocker);
        });
        begin(bookB, "100400", PLENTY);
        bookB.onLevel(Side.SELL, e8("100310"), PLENTY);
        bookB.end();
        assertThat(RiskGate.bookBlocker(bookB, 0, SECOND, SECOND)).isEqualTo(Blocker.BOOK_CROSSED);
    }

    @Test
    void md10APriceThatJumpedByTwoPercentMustStandForTwoSeconds() {
        bookA.beginSnapshot(2, SECOND, 0);
        bookA.onLevel(Side.BUY, e8("101990"), PLENTY);
        bookA.onLevel(Side.SELL, e8("102000"), PLENTY);
        bookA.end();
        assertThat(RiskGate.bookBlocker(bookA, SECOND, 9 * SECOND, SECOND)).isEqualTo(Blocker.BOOK_JUMPED);
        assertThat(RiskGate.bookBlocker(bookA, 3 * SECOND - 1, 9 * SECOND, SECOND))
                .isEqualTo(Blocker.BOOK_JUMPED);
        assertThat(RiskGate.bookBlocker(bookA, 3 * SECOND, 9 * SECOND, SECOND)).isEqualTo(Blocker.NONE);
    }

    // ---- prices and counts ----

    @Test
    void nu02CapsAreRoundedTowardThePriceTheyCap() {
        assertThat(RiskGate.beyondE8(Side.BUY, 1_001, 1_500)).isEqualTo(1_002);
        assertThat(RiskGate.beyondE8(Side.SELL, 1_001, 1_500)).isEqualTo(1_000);
        assertThat(RiskGate.beyondE8(Side.BUY, 1_000_000, 0)).isEqualTo(1_000_000);
        assertThat(RiskGate.capPriceE8(Side.BUY, bookA, 1_000)).isEqualTo(e8("100100"));
        assertThat(RiskGate.capPriceE8(Side.SELL, bookA, 1_000)).isEqualTo(e8("99890.01"));
    }

    @Test
    void countsWhatKeptEachLookFromAnEntry() {
        assertThat(gate.top()).isEqualTo(Blocker.INSTRUMENT_UNKNOWN);
        assertThat(gate.counts()).isEmpty();
        gate.count(Blocker.SPREAD);
        gate.count(Blocker.PAUSED);
        gate.count(Blocker.SPREAD);
        assertThat(gate.top()).isEqualTo(Blocker.SPREAD);
        gate.count(Blocker.NONE);
        assertThat(gate.top()).isEqualTo(Blocker.NONE);
        assertThat(gate.counts()).isEqualTo(Map.of(Blocker.SPREAD, 2L, Blocker.PAUSED, 1L));
    }

    @Test
    void everyReasonHasItsWords() {
        for (Blocker blocker : Blocker.values()) {
            assertThat(blocker.text()).isNotBlank();
        }
        for (GateState state : GateState.values()) {
            assertThat(GateTable.toMarkdown()).contains("| " + state + " | " + state.text() + " |");
        }
        for (StateTable.Row<GateState, GateCause> row : GateTable.TABLE.rows()) {
            assertThat(GateTable.TABLE.toMarkdown()).contains("| " + row.event() + " | ");
        }
        assertThat(GateTable.TABLE.rows()).hasSize(GateCause.values().length);
    }
}
