package io.parallax.marketdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.exchange.BookEventSink.BookLoss;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OrderBookTest {
    private static final long SECOND = 1_000_000_000L;

    private final OrderBook book = new OrderBook(64);

    private static long e8(String text) {
        return FixedPoint.parse(text);
    }

    private void snapshot(String... levels) {
        book.beginSnapshot(1, SECOND, 0);
        apply(levels);
        book.end();
    }

    private void delta(String... levels) {
        book.beginDelta(2, 2 * SECOND, 0);
        apply(levels);
        book.end();
    }

    /// A level reads `bid 100 x 2`.
    private void apply(String... levels) {
        for (String level : levels) {
            String[] words = level.split(" ");
            book.onLevel(words[0].equals("bid") ? Side.BUY : Side.SELL, e8(words[1]), e8(words[3]));
        }
    }

    @Test
    void isNotUsableBeforeTheFirstSnapshot() {
        delta("bid 100 x 1", "ask 101 x 1");
        assertThat(book.state()).isEqualTo(BookState.EMPTY);
        assertThat(book.bestBidE8()).isEqualTo(FixedPoint.NO_PRICE);
        assertThat(book.isUsable(2 * SECOND, SECOND)).isFalse();
        book.onLost(BookLoss.DISCONNECTED);
        assertThat(book.state()).isEqualTo(BookState.EMPTY);
    }

    @Test
    void showsTheBestOfBothSidesWhateverTheOrderOfLevels() {
        snapshot("bid 99 x 1", "bid 100 x 2", "ask 103 x 1", "ask 101 x 3", "ask 102 x 1");
        assertThat(book.state()).isEqualTo(BookState.LIVE);
        assertThat(book.bestBidE8()).isEqualTo(e8("100"));
        assertThat(book.bestAskE8()).isEqualTo(e8("101"));
        assertThat(book.quantityE8(Side.SELL, 0)).isEqualTo(e8("3"));
        assertThat(book.priceE8(Side.SELL, 2)).isEqualTo(e8("103"));
        assertThat(book.priceE8(Side.SELL, 3)).isEqualTo(FixedPoint.NO_PRICE);
        assertThat(book.depth(Side.BUY)).isEqualTo(2);
    }

    @Test
    void aDeltaSetsReplacesAndRemovesLevels() {
        snapshot("bid 100 x 2", "ask 101 x 3");
        delta("bid 100 x 0", "bid 99.5 x 1", "ask 101 x 4", "ask 500 x 0");
        assertThat(book.bestBidE8()).isEqualTo(e8("99.5"));
        assertThat(book.quantityE8(Side.SELL, 0)).isEqualTo(e8("4"));
        assertThat(book.sequence()).isEqualTo(2);
        assertThat(book.changes()).isEqualTo(2);
    }

    @Test
    void isVoidAfterALossUntilTheNextSnapshot() {
        snapshot("bid 100 x 2", "ask 101 x 3");
        book.onLost(BookLoss.GAP);
        assertThat(book.state()).isEqualTo(BookState.STALE);
        assertThat(book.bestBidE8()).isEqualTo(FixedPoint.NO_PRICE);
        delta("bid 100 x 5");
        assertThat(book.state()).isEqualTo(BookState.STALE);
        assertThat(book.depth(Side.BUY)).isZero();
        snapshot("bid 90 x 1", "ask 91 x 1");
        assertThat(book.bestBidE8()).isEqualTo(e8("90"));
        assertThat(book.losses()).isEqualTo(1);
        assertThat(book.lossReason()).contains(BookLoss.GAP);
    }

    @Test
    void aSnapshotForgetsLevelsThatItDoesNotName() {
        snapshot("bid 100 x 2", "bid 99 x 1", "ask 101 x 3");
        snapshot("bid 98 x 1", "ask 99.5 x 1");
        assertThat(book.depth(Side.BUY)).isEqualTo(1);
        assertThat(book.bestAskE8()).isEqualTo(e8("99.5"));
    }

    @Test
    void aCrossedOrLockedBookIsNotUsableAndRecoversByItself() {
        snapshot("bid 100 x 2", "ask 101 x 3");
        delta("bid 101 x 1");
        assertThat(book.state()).isEqualTo(BookState.CROSSED);
        assertThat(book.isUsable(2 * SECOND, SECOND)).isFalse();
        delta("bid 101 x 0");
        assertThat(book.state()).isEqualTo(BookState.LIVE);
    }

    @Test
    void aLevelThatCannotBeVoidsTheBook() {
        snapshot("bid 100 x 2", "ask 101 x 3");
        book.beginDelta(2, 2 * SECOND, 0);
        book.onLevel(Side.BUY, 0, e8("1"));
        book.end();
        assertThat(book.state()).isEqualTo(BookState.STALE);
        assertThat(book.lossReason()).contains(BookLoss.BAD_DATA);
        snapshot("bid 100 x 2", "ask 101 x 3");
        book.beginDelta(3, 2 * SECOND, 0);
        book.onLevel(Side.SELL, e8("101"), -1);
        book.end();
        assertThat(book.state()).isEqualTo(BookState.STALE);
    }

    @Test
    void isUsableOnlyWhileYoungCompleteAndTwoSided() {
        snapshot("bid 100 x 2", "ask 101 x 3");
        assertThat(book.isUsable(SECOND + 500, 500)).isTrue();
        assertThat(book.isUsable(SECOND + 501, 500)).isFalse();
        book.beginDelta(2, 2 * SECOND, 0);
        assertThat(book.isUsable(2 * SECOND, SECOND))
                .as("in the middle of a change")
                .isFalse();
        book.end();
        assertThat(book.isUsable(2 * SECOND, SECOND)).isTrue();
        delta("ask 101 x 0");
        assertThat(book.isUsable(2 * SECOND, SECOND)).as("one side is empty").isFalse();
    }

    @Test
    void tellsWhenTheTouchLastChangedApartFromTheLastFrame() {
        snapshot("bid 100 x 2", "ask 101 x 3");
        delta("bid 90 x 7");
        assertThat(book.receivedNanos()).isEqualTo(2 * SECOND);
        assertThat(book.touchChangedNanos()).isEqualTo(SECOND);
        delta("bid 100.5 x 7");
        assertThat(book.touchChangedNanos()).isEqualTo(2 * SECOND);
    }

    @Test
    void theExecutablePriceSweepsLevelsAndRoundsAgainstUs() {
        snapshot("bid 100 x 1", "bid 99 x 2", "ask 101 x 1", "ask 102 x 2");
        assertThat(book.executablePriceE8(Side.BUY, e8("0.4"))).isEqualTo(e8("101"));
        assertThat(book.executablePriceE8(Side.BUY, e8("3"))).isEqualTo(e8("101.66666667"));
        assertThat(book.executablePriceE8(Side.SELL, e8("3"))).isEqualTo(e8("99.33333333"));
        assertThat(book.worstPriceE8(Side.BUY, e8("1.5"))).isEqualTo(e8("102"));
        assertThat(book.worstPriceE8(Side.SELL, e8("1"))).isEqualTo(e8("100"));
    }

    @Test
    void aQuantityThatTheBookDoesNotHoldHasNoPrice() {
        snapshot("bid 100 x 1", "ask 101 x 1");
        assertThat(book.executablePriceE8(Side.BUY, e8("1.00000001"))).isEqualTo(FixedPoint.NO_PRICE);
        assertThat(book.worstPriceE8(Side.SELL, e8("2"))).isEqualTo(FixedPoint.NO_PRICE);
        assertThatThrownBy(() -> book.executablePriceE8(Side.BUY, 0)).hasMessage("quantity must be positive, found 0");
    }

    @Test
    void countsTheQuantityWithinALimit() {
        snapshot("bid 100 x 1", "bid 99 x 2", "ask 101 x 1", "ask 102 x 2");
        assertThat(book.quantityWithinE8(Side.BUY, e8("101.5"))).isEqualTo(e8("1"));
        assertThat(book.quantityWithinE8(Side.SELL, e8("99"))).isEqualTo(e8("3"));
        assertThat(book.quantityWithinE8(Side.SELL, e8("101"))).isZero();
    }

    @Test
    void agreesWithASortedMapAfterEveryChange() {
        long seed = System.nanoTime();
        System.out.println("OrderBookTest seed " + seed);
        Random random = new Random(seed);
        OrderBook tested = new OrderBook(64);
        TreeMap<Long, Long> bids = new TreeMap<>(Comparator.reverseOrder());
        TreeMap<Long, Long> asks = new TreeMap<>();
        tested.beginSnapshot(0, 0, 0);
        tested.end();
        for (int change = 1; change < 50_000; change++) {
            Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
            // Forty prices a side: the sixty-four kept are never too few, and levels are hit again and again.
            long price = e8("100") + (side == Side.BUY ? -1L : 1L) * (1 + random.nextInt(40)) * e8("0.5");
            long quantity = random.nextInt(3) == 0 ? 0 : 1L + random.nextInt(1_000_000);
            tested.beginDelta(change, change, 0);
            tested.onLevel(side, price, quantity);
            tested.end();
            SortedMap<Long, Long> model = side == Side.BUY ? bids : asks;
            if (quantity == 0) {
                model.remove(price);
            } else {
                model.put(price, quantity);
            }
            assertThat(levels(tested, side))
                    .as("seed %d, change %d", seed, change)
                    .isEqualTo(levels(model));
            long wanted = 1L + random.nextInt(3_000_000);
            Side taker = side.opposite();
            assertThat(tested.executablePriceE8(taker, wanted))
                    .as("seed %d, change %d, %s %d", seed, change, taker, wanted)
                    .isEqualTo(sweep(model, taker, wanted));
        }
    }

    private static List<Map.Entry<Long, Long>> levels(SortedMap<Long, Long> model) {
        return model.entrySet().stream()
                .map(e -> Map.entry(e.getKey(), e.getValue()))
                .toList();
    }

    private static List<Map.Entry<Long, Long>> levels(OrderBook book, Side side) {
        List<Map.Entry<Long, Long>> levels = new ArrayList<>();
        for (int i = 0; i < book.depth(side); i++) {
            levels.add(Map.entry(book.priceE8(side, i), book.quantityE8(side, i)));
        }
        return levels;
    }

    /// The documented rule in decimals: each level's notional and then the average rounded against the taker.
    private static long sweep(SortedMap<Long, Long> model, Side taker, long wanted) {
        RoundingMode against = taker == Side.BUY ? RoundingMode.CEILING : RoundingMode.FLOOR;
        long rest = wanted;
        BigDecimal notional = BigDecimal.ZERO;
        for (Map.Entry<Long, Long> level : model.entrySet()) {
            long taken = Math.min(rest, level.getValue());
            if (taken == wanted) {
                return level.getKey();
            }
            notional = notional.add(BigDecimal.valueOf(level.getKey(), 8)
                    .multiply(BigDecimal.valueOf(taken, 8))
                    .setScale(8, against));
            rest -= taken;
            if (rest == 0) {
                return notional.divide(BigDecimal.valueOf(wanted, 8), 8, against)
                        .unscaledValue()
                        .longValueExact();
            }
        }
        return FixedPoint.NO_PRICE;
    }

    @Test
    void neverShowsALevelWorseThanOneItHadToForget() {
        OrderBook small = new OrderBook(3);
        small.beginSnapshot(1, 0, 0);
        for (int i = 0; i < 5; i++) {
            small.onLevel(Side.BUY, e8("100") - i * e8("1"), 1);
            small.onLevel(Side.SELL, e8("110") + i * e8("1"), 1);
        }
        small.end();
        assertThat(small.depth(Side.BUY)).isEqualTo(3);
        assertThat(small.bestBidE8()).isEqualTo(e8("100"));
        small.beginDelta(2, 0, 0);
        small.onLevel(Side.BUY, e8("100"), 0);
        small.onLevel(Side.BUY, e8("90"), 5);
        small.onLevel(Side.SELL, e8("110"), 0);
        small.onLevel(Side.SELL, e8("120"), 5);
        small.end();
        // 97 and 96 stand on the exchange but were forgotten; showing 90 behind 98 would skip over them.
        assertThat(small.depth(Side.BUY)).isEqualTo(2);
        assertThat(small.depth(Side.SELL)).isEqualTo(2);
        assertThat(small.executablePriceE8(Side.SELL, 3)).isEqualTo(FixedPoint.NO_PRICE);
    }

    @Test
    void theMiddleNeedsBothSides() {
        assertThat(book.middleE8()).isEqualTo(FixedPoint.NO_PRICE);
        snapshot("bid 100 x 1");
        assertThat(book.middleE8()).isEqualTo(FixedPoint.NO_PRICE);
        snapshot("bid 100 x 1", "ask 103 x 1");
        assertThat(book.middleE8()).isEqualTo(e8("101.5"));
    }
}
