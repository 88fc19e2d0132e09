package io.parallax.simulator.core;

import java.util.Arrays;

/// The prices that changed since the book was last published, without boxes. Thread: simulator loop.
final class PriceList {
    private long[] prices = new long[64];
    private int size;

    void add(long priceE8) {
        if (size == prices.length) {
            prices = Arrays.copyOf(prices, 2 * size);
        }
        prices[size++] = priceE8;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// Sorts the prices and drops repetitions; returns how many there are.
    int sort() {
        Arrays.sort(prices, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || prices[i] != prices[i - 1]) {
                prices[kept++] = prices[i];
            }
        }
        size = kept;
        return kept;
    }

    /// The n-th lowest, after [#sort].
    long get(int index) {
        return prices[index];
    }

    void clear() {
        size = 0;
    }
}
