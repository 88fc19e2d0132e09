package io.parallax.marketdata;

import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;

/// The levels of one side, in arrays. Thread: engine only.
///
/// A level is kept under a key that grows with quality: the price of a bid, the negative price of an ask. The best
/// level is last, because most changes happen near it and then move the least memory.
final class BookSide {
    private final long keySign;
    private final long[] keys;
    private final long[] quantitiesE8;
    private int size;

    /// Levels with a smaller key than this were dropped for want of room, so nothing is known there.
    private long truncatedBelowKey;

    BookSide(boolean bids, int levelsMax) {
        this.keySign = bids ? 1 : -1;
        this.keys = new long[levelsMax];
        this.quantitiesE8 = new long[levelsMax];
        clear();
    }

    void clear() {
        size = 0;
        truncatedBelowKey = Long.MIN_VALUE;
    }

    /// Sets the quantity at a price; 0 removes it.
    void set(long priceE8, long quantityE8) {
        long key = priceE8 * keySign;
        if (key < truncatedBelowKey) {
            return;
        }
        int index = size - 1;
        while (index >= 0 && keys[index] > key) {
            index--;
        }
        if (index >= 0 && keys[index] == key) {
            if (quantityE8 == 0) {
                remove(index);
            } else {
                quantitiesE8[index] = quantityE8;
            }
        } else if (quantityE8 != 0) {
            insert(index + 1, key, quantityE8);
        }
    }

    private void remove(int index) {
        int behind = size - index - 1;
        System.arraycopy(keys, index + 1, keys, index, behind);
        System.arraycopy(quantitiesE8, index + 1, quantitiesE8, index, behind);
        size--;
    }

    private void insert(int index, long key, long quantityE8) {
        int at = index;
        if (size == keys.length) {
            if (at == 0) {
                truncatedBelowKey = key + 1;
                return;
            }
            truncatedBelowKey = keys[0] + 1;
            remove(0);
            at--;
        }
        int behind = size - at;
        System.arraycopy(keys, at, keys, at + 1, behind);
        System.arraycopy(quantitiesE8, at, quantitiesE8, at + 1, behind);
        keys[at] = key;
        quantitiesE8[at] = quantityE8;
        size++;
    }

    int size() {
        return size;
    }

    /// Price of a level counted from the best, which is 0; or [FixedPoint#NO_PRICE].
    long priceE8(int depth) {
        return depth < size ? keys[size - 1 - depth] * keySign : FixedPoint.NO_PRICE;
    }

    /// Quantity of a level counted from the best; 0 when there is none.
    long quantityE8(int depth) {
        return depth < size ? quantitiesE8[size - 1 - depth] : 0;
    }

    /// The price of the last level that taking `quantityE8` would reach, or [FixedPoint#NO_PRICE].
    long worstPriceE8(long quantityE8) {
        long rest = quantityE8;
        for (int index = size - 1; index >= 0; index--) {
            rest -= quantitiesE8[index];
            if (rest <= 0) {
                return keys[index] * keySign;
            }
        }
        return FixedPoint.NO_PRICE;
    }

    /// The average price of taking `quantityE8`, rounded against the taker, or [FixedPoint#NO_PRICE].
    long executablePriceE8(long quantityE8) {
        Rounding against = keySign < 0 ? Rounding.CEILING : Rounding.FLOOR;
        long rest = quantityE8;
        long notionalE8 = 0;
        for (int index = size - 1; index >= 0; index--) {
            long priceE8 = keys[index] * keySign;
            long taken = Math.min(rest, quantitiesE8[index]);
            if (taken == quantityE8) {
                return priceE8;
            }
            notionalE8 = Math.addExact(notionalE8, FixedPoint.multiply(priceE8, taken, against));
            rest -= taken;
            if (rest == 0) {
                return FixedPoint.divide(notionalE8, quantityE8, against);
            }
        }
        return FixedPoint.NO_PRICE;
    }

    /// Everything that stands at `limitPriceE8` or better.
    long quantityWithinE8(long limitPriceE8) {
        long limitKey = limitPriceE8 * keySign;
        long sum = 0;
        for (int index = size - 1; index >= 0 && keys[index] >= limitKey; index--) {
            sum = saturatedAdd(sum, quantitiesE8[index]);
        }
        return sum;
    }

    private static long saturatedAdd(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
