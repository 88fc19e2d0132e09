package io.parallax.marketdata;

import io.parallax.exchange.BookEventSink.BookLoss;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One book of one instrument on one exchange, kept up to date change by change. It says by [#state] whether it can be
/// believed, and it forgets everything the moment it cannot. Thread: engine only. Allocates nothing after construction.
public final class OrderBook {
    /// Enough for the whole book of any exchange we know; levels beyond are forgotten, and forgotten honestly: a level
    /// that may lie beyond what is kept is never shown.
    public static final int LEVELS_MAX = 1_024;

    /// A moment that has not come.
    public static final long NEVER = Long.MIN_VALUE;

    private static final long JUMP_DIVISOR = 50;

    private final BookSide bids;
    private final BookSide asks;
    private BookState state = BookState.EMPTY;
    private boolean changing;
    private boolean badData;
    private long sequence;
    private long receivedNanos;
    private long touchChangedNanos;
    private long jumpedNanos = NEVER;
    private long exchangeEpochMicros;
    private long changes;
    private long losses;
    private long quoteChanges;
    private @Nullable BookLoss lossReason;
    private final FeedLag lag = new FeedLag();
    private long bestBidBeforeE8 = FixedPoint.NO_PRICE;
    private long bestAskBeforeE8 = FixedPoint.NO_PRICE;
    private long bidQuantityBeforeE8;
    private long askQuantityBeforeE8;

    public OrderBook() {
        this(LEVELS_MAX);
    }

    /// @param levelsMax how many levels are kept on each side
    public OrderBook(int levelsMax) {
        bids = new BookSide(true, levelsMax);
        asks = new BookSide(false, levelsMax);
    }

    /// A whole book follows. Parameters as in [io.parallax.exchange.BookEventSink#beginSnapshot].
    public void beginSnapshot(long sequence, long receivedNanos, long exchangeEpochMicros) {
        bids.clear();
        asks.clear();
        state = BookState.LIVE;
        begin(sequence, receivedNanos, exchangeEpochMicros);
    }

    /// A change follows; it is ignored as a whole while there is no book to change.
    public void beginDelta(long sequence, long receivedNanos, long exchangeEpochMicros) {
        if (isSynchronised()) {
            begin(sequence, receivedNanos, exchangeEpochMicros);
        }
    }

    private void begin(long sequence, long receivedNanos, long exchangeEpochMicros) {
        this.sequence = sequence;
        this.receivedNanos = receivedNanos;
        this.exchangeEpochMicros = exchangeEpochMicros;
        lag.onFrame(receivedNanos, exchangeEpochMicros);
        changing = true;
        badData = false;
    }

    /// The quantity that stands at a price now; 0 removes the level. A level without a positive price, or with a
    /// negative quantity, voids the book at [#end]: a default would be an invention.
    public void onLevel(Side side, long priceE8, long quantityE8) {
        if (!changing) {
            return;
        }
        if (priceE8 <= 0 || quantityE8 < 0) {
            badData = true;
            return;
        }
        (side == Side.BUY ? bids : asks).set(priceE8, quantityE8);
    }

    /// The change is complete: from here on readers may look.
    public void end() {
        if (!changing) {
            return;
        }
        changing = false;
        if (badData) {
            lossReason = BookLoss.BAD_DATA;
            lose();
            return;
        }
        changes++;
        state = isCrossed() ? BookState.CROSSED : BookState.LIVE;
        countQuote();
        if (bestBidE8() != bestBidBeforeE8 || bestAskE8() != bestAskBeforeE8) {
            if (isJump(bestBidBeforeE8, bestBidE8()) || isJump(bestAskBeforeE8, bestAskE8())) {
                jumpedNanos = receivedNanos;
            }
            bestBidBeforeE8 = bestBidE8();
            bestAskBeforeE8 = bestAskE8();
            touchChangedNanos = receivedNanos;
        }
    }

    /// The same prices and quantities at the touch, told again, are no new quote.
    private void countQuote() {
        long bidQuantityE8 = bids.quantityE8(0);
        long askQuantityE8 = asks.quantityE8(0);
        if (bestBidE8() != bestBidBeforeE8
                || bestAskE8() != bestAskBeforeE8
                || bidQuantityE8 != bidQuantityBeforeE8
                || askQuantityE8 != askQuantityBeforeE8) {
            quoteChanges++;
            bidQuantityBeforeE8 = bidQuantityE8;
            askQuantityBeforeE8 = askQuantityE8;
        }
    }

    private static boolean isJump(long beforeE8, long nowE8) {
        return beforeE8 != FixedPoint.NO_PRICE
                && nowE8 != FixedPoint.NO_PRICE
                && Math.abs(nowE8 - beforeE8) >= beforeE8 / JUMP_DIVISOR;
    }

    private boolean isCrossed() {
        return bids.size() > 0 && asks.size() > 0 && bids.priceE8(0) >= asks.priceE8(0);
    }

    /// The book is void until the next snapshot, whatever the reason. A book that never was stays [BookState#EMPTY].
    public void onLost(BookLoss reason) {
        lossReason = reason;
        if (state != BookState.EMPTY) {
            lose();
        }
    }

    /// Why the book was last void.
    public Optional<BookLoss> lossReason() {
        return Optional.ofNullable(lossReason);
    }

    private void lose() {
        changing = false;
        bids.clear();
        asks.clear();
        bestBidBeforeE8 = FixedPoint.NO_PRICE;
        bestAskBeforeE8 = FixedPoint.NO_PRICE;
        state = BookState.STALE;
        losses++;
    }

    public BookState state() {
        return state;
    }

    private boolean isSynchronised() {
        return state == BookState.LIVE || state == BookState.CROSSED;
    }

    /// Whether a decision may rest on this book: live, both sides present, not in the middle of a change, and last
    /// confirmed
    /// by a frame at most `ageNanosMax` ago.
    public boolean isUsable(long nowNanos, long ageNanosMax) {
        return state == BookState.LIVE
                && !changing
                && bids.size() > 0
                && asks.size() > 0
                && nowNanos - receivedNanos <= ageNanosMax;
    }

    /// Best bid × 10⁸ or [FixedPoint#NO_PRICE].
    public long bestBidE8() {
        return bids.priceE8(0);
    }

    /// Best ask × 10⁸ or [FixedPoint#NO_PRICE].
    public long bestAskE8() {
        return asks.priceE8(0);
    }

    /// Halfway between the best prices × 10⁸, or [FixedPoint#NO_PRICE] when one is missing.
    public long middleE8() {
        long bidE8 = bestBidE8();
        long askE8 = bestAskE8();
        boolean known = bidE8 != FixedPoint.NO_PRICE && askE8 != FixedPoint.NO_PRICE;
        return known ? bidE8 + (askE8 - bidE8) / 2 : FixedPoint.NO_PRICE;
    }

    /// Levels on the side that holds bids (`BUY`) or asks (`SELL`).
    public int depth(Side side) {
        return side(side).size();
    }

    /// Price of a level counted from the best of a side, or [FixedPoint#NO_PRICE].
    public long priceE8(Side side, int level) {
        return side(side).priceE8(level);
    }

    /// Quantity of a level counted from the best of a side; 0 when there is none.
    public long quantityE8(Side side, int level) {
        return side(side).quantityE8(level);
    }

    /// What we would really pay or get, on average, for taking `quantityE8` now, × 10⁸ and rounded against us: up for a
    /// buy, down for a sell. [FixedPoint#NO_PRICE] when the book does not hold that much.
    public long executablePriceE8(Side takerSide, long quantityE8) {
        requirePositive(quantityE8);
        return side(takerSide.opposite()).executablePriceE8(quantityE8);
    }

    /// The worst single price that taking `quantityE8` now would touch: the tightest limit that still fills in full.
    /// [FixedPoint#NO_PRICE] when the book does not hold that much.
    public long worstPriceE8(Side takerSide, long quantityE8) {
        requirePositive(quantityE8);
        return side(takerSide.opposite()).worstPriceE8(quantityE8);
    }

    /// How much could be taken at `limitPriceE8` or better.
    public long quantityWithinE8(Side takerSide, long limitPriceE8) {
        return side(takerSide.opposite()).quantityWithinE8(limitPriceE8);
    }

    private BookSide side(Side side) {
        return side == Side.BUY ? bids : asks;
    }

    private static void requirePositive(long quantityE8) {
        if (quantityE8 <= 0) {
            throw new IllegalArgumentException("quantity must be positive, found " + FixedPoint.format(quantityE8));
        }
    }

    /// The exchange's number of the present state; 0 when it has none.
    public long sequence() {
        return sequence;
    }

    /// When the last frame of this book was read, monotonic.
    public long receivedNanos() {
        return receivedNanos;
    }

    /// When best bid or best ask last changed, monotonic: the age of what matters, where a frozen feed shows.
    public long touchChangedNanos() {
        return touchChangedNanos;
    }

    /// When best bid or best ask last moved by 2 % or more from one change to the next, monotonic; [#NEVER] before. A
    /// book that was lost and came back has nothing to jump from.
    public long jumpedNanos() {
        return jumpedNanos;
    }

    /// The exchange's own time of the last change; 0 when it tells none. A foreign clock.
    public long exchangeEpochMicros() {
        return exchangeEpochMicros;
    }

    /// By how much the last frame came later than frames of this book usually do; [Long#MAX_VALUE] when frames told a
    /// time before and the last one did not. Of no meaning when no frame ever told one: then it is 0.
    public long lagNanos() {
        return lag.lagNanos();
    }

    /// How often price or quantity at the touch became another.
    public long quoteChanges() {
        return quoteChanges;
    }

    /// Snapshots and deltas applied so far.
    public long changes() {
        return changes;
    }

    /// How often the book became void.
    public long losses() {
        return losses;
    }
}
