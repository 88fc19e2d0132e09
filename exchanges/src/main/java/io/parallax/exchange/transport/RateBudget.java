package io.parallax.exchange.transport;

/// Mirrors an exchange's request limit on our side. A token bucket whose burst and refill together never exceed
/// the limit in any window of the stated length, wherever the exchange lets its window begin. A share is kept back
/// for what reduces risk: cancels, status reads, repair. Pure: time is given. Thread: one owner.
public final class RateBudget {
    private final long tokenNanos;
    private final long fullNanos;
    private final long reserveNanos;
    private long balanceNanos;
    private long updatedNanos;
    private long closedUntilNanos;
    private boolean closed;

    private RateBudget(long tokenNanos, long burst, long reserve, long nowNanos) {
        this.tokenNanos = tokenNanos;
        this.fullNanos = Math.multiplyExact(burst, tokenNanos);
        this.reserveNanos = reserve * tokenNanos;
        this.balanceNanos = fullNanos;
        this.updatedNanos = nowNanos;
    }

    /// @param limit requests the exchange allows per window
    /// @param windowMillis length of its window
    /// @param burst how many may leave at once, below `limit`; the rest of the limit is the steady refill
    /// @param reservedShare percent of the burst kept back for [#tryTakeReserved]
    public static RateBudget of(int limit, long windowMillis, int burst, int reservedShare, long nowNanos) {
        if (burst <= 0 || limit <= burst || windowMillis <= 0 || reservedShare < 0 || reservedShare > 100) {
            throw new IllegalArgumentException("a rate budget needs 0 < burst < limit, a window above 0 ms and a share"
                    + " of 0 to 100 percent; found burst " + burst + ", limit " + limit + ", window " + windowMillis
                    + " ms, share " + reservedShare);
        }
        long tokenNanos = Math.ceilDiv(Math.multiplyExact(windowMillis, 1_000_000L), (long) limit - burst);
        return new RateBudget(tokenNanos, burst, Math.ceilDiv((long) burst * reservedShare, 100L), nowNanos);
    }

    /// Takes one request for an ordinary purpose, if that leaves the reserve untouched.
    public boolean tryTake(long nowNanos) {
        return take(nowNanos, reserveNanos);
    }

    /// Takes one request that reduces risk or resolves doubt; may use everything.
    public boolean tryTakeReserved(long nowNanos) {
        return take(nowNanos, 0);
    }

    /// How long until an ordinary request is free; 0 when it is now.
    public long nanosUntilFree(long nowNanos) {
        refill(nowNanos);
        long missingNanos = Math.max(0, tokenNanos + reserveNanos - balanceNanos);
        return Math.max(missingNanos, closed ? closedUntilNanos - nowNanos : 0);
    }

    /// The exchange said to wait: nothing passes until then.
    public void closeFor(long nowNanos, long durationNanos) {
        refill(nowNanos);
        long until = nowNanos + Math.max(0, durationNanos);
        closedUntilNanos = closed ? Math.max(closedUntilNanos, until) : until;
        closed = true;
    }

    /// Requests that could leave now, the reserve included.
    public int available(long nowNanos) {
        refill(nowNanos);
        return closed ? 0 : (int) (balanceNanos / tokenNanos);
    }

    private boolean take(long nowNanos, long keepNanos) {
        refill(nowNanos);
        if (closed || balanceNanos - tokenNanos < keepNanos) {
            return false;
        }
        balanceNanos -= tokenNanos;
        return true;
    }

    private void refill(long nowNanos) {
        long elapsedNanos = nowNanos - updatedNanos;
        if (elapsedNanos > 0) {
            balanceNanos = elapsedNanos >= fullNanos - balanceNanos ? fullNanos : balanceNanos + elapsedNanos;
            updatedNanos = nowNanos;
        }
        if (closed && nowNanos - closedUntilNanos >= 0) {
            closed = false;
        }
    }
}
