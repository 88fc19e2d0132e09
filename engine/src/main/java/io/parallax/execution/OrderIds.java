package io.parallax.execution;

import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.OrderIntent;
import io.parallax.instrument.Leg;

/// Makes the ids of one run: every order of every pair counts on. Thread: engine only.
public final class OrderIds {
    private final String instance;
    private final long bootEpochSeconds;
    private long counter;

    public OrderIds(String instance, long bootEpochSeconds) {
        this.instance = instance;
        this.bootEpochSeconds = bootEpochSeconds;
    }

    ClientOrderId next(Leg leg, OrderIntent intent) {
        counter++;
        return new ClientOrderId(instance, bootEpochSeconds, counter, leg, intent);
    }

    /// Whether this run made the id.
    public boolean isOfThisRun(ClientOrderId id) {
        return isOurs(id) && id.bootEpochSeconds() == bootEpochSeconds;
    }

    /// Whether this run or an earlier one of the same account made the id.
    public boolean isOurs(ClientOrderId id) {
        return id.instance().equals(instance);
    }

    /// Orders made so far.
    public long count() {
        return counter;
    }
}
