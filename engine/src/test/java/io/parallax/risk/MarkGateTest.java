package io.parallax.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.instrument.Side;
import io.parallax.marketdata.MarkWatch;
import io.parallax.marketdata.OrderBook;
import io.parallax.units.FixedPoint;
import org.junit.jupiter.api.Test;

/// Books against marks, marks against indexes, index against index: 1 % for Bitcoin, of the smaller price.
class MarkGateTest {
    private static final long SECOND = 1_000_000_000L;
    private static final DataLimits LIMITS = DataLimits.of("BTC-PERP");

    private final MarkWatch markA = new MarkWatch();
    private final MarkWatch markB = new MarkWatch();
    private final OrderBook bookA = book("99990", "100010");
    private final OrderBook bookB = book("99990", "100010");

    private static long e8(String text) {
        return FixedPoint.parse(text);
    }

    private static OrderBook book(String bid, String ask) {
        OrderBook book = new OrderBook();
        quote(book, bid, ask);
        return book;
    }

    private static void quote(OrderBook book, String bid, String ask) {
        book.beginSnapshot(0, 0, 0);
        book.onLevel(Side.BUY, e8(bid), FixedPoint.ONE);
        book.onLevel(Side.SELL, e8(ask), FixedPoint.ONE);
        book.end();
    }

    private static void mark(MarkWatch mark, String price, String index) {
        mark.onMark(e8(price), e8(index), 0);
    }

    private void is(Blocker expected, boolean indexA, boolean indexB, long nowNanos) {
        assertThat(MarkGate.blocker(
                        new MarkGate.Quoted(bookA, markA, indexA),
                        new MarkGate.Quoted(bookB, markB, indexB),
                        LIMITS,
                        nowNanos))
                .isEqualTo(expected);
    }

    private void is(Blocker expected) {
        is(expected, true, true, 0);
    }

    private void both() {
        mark(markA, "100000", "100000");
        mark(markB, "100000", "100000");
    }

    @Test
    void bothMarksMustBeYoungerThanFiveSeconds() {
        is(Blocker.MARK_MISSING);
        mark(markA, "100000", "100000");
        is(Blocker.MARK_MISSING);
        mark(markB, "100000", "100000");
        is(Blocker.NONE);
        is(Blocker.NONE, true, true, 5 * SECOND);
        is(Blocker.MARK_MISSING, true, true, 5 * SECOND + 1);
        markA.onMark(e8("100000"), e8("100000"), SECOND);
        is(Blocker.MARK_MISSING, true, true, 5 * SECOND + 1);
        markB.onMark(e8("100000"), e8("100000"), SECOND);
        is(Blocker.NONE, true, true, 6 * SECOND);
    }

    @Test
    void anIndexIsMissedOnlyWhereThereIsOne() {
        mark(markA, "100000", "0");
        mark(markB, "100000", "100000");
        is(Blocker.MARK_MISSING);
        is(Blocker.NONE, false, true, 0);
        mark(markA, "100000", "100000");
        mark(markB, "100000", "0");
        is(Blocker.MARK_MISSING);
        is(Blocker.NONE, true, false, 0);
    }

    @Test
    void theMiddleOfEitherBookStaysNearItsMark() {
        both();
        for (OrderBook book : new OrderBook[] {bookA, bookB}) {
            quote(book, "100990", "101010");
            is(Blocker.NONE);
            quote(book, "100991", "101011");
            is(Blocker.MARK_BAND);
            quote(book, "99990", "100010");
        }
        quote(bookA, "98999", "99021");
        is(Blocker.NONE);
        quote(bookA, "98990", "98998");
        is(Blocker.MARK_BAND);
    }

    @Test
    void eitherMarkStaysNearItsIndex() {
        for (MarkWatch mark : new MarkWatch[] {markA, markB}) {
            both();
            mark(mark, "100000", "101000");
            is(Blocker.NONE);
            mark(mark, "100000", "101000.01");
            is(Blocker.INDEX_BAND);
        }
        both();
        mark(markA, "100000", "101000.01");
        is(Blocker.NONE, false, true, 0);
        both();
        mark(markB, "100000", "101000.01");
        is(Blocker.NONE, true, false, 0);
    }

    @Test
    void bothIndexesStayTogether() {
        mark(markA, "100000", "99500");
        mark(markB, "100000", "100495");
        is(Blocker.NONE);
        mark(markB, "100000", "100495.01");
        is(Blocker.INDEX_BAND);
        is(Blocker.NONE, false, true, 0);
        is(Blocker.NONE, true, false, 0);
    }
}
