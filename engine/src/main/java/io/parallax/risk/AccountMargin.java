package io.parallax.risk;

import io.parallax.exchange.AccountEvent.BalanceReported;
import io.parallax.exchange.AccountEvent.Margin;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.HashMap;
import java.util.Map;

/// What an exchange says our account there is worth, needs, and has free. Thread: engine only. Money is quote currency
/// × 10⁸.
public final class AccountMargin {
    /// A value that cannot be told.
    public static final long UNKNOWN = Long.MIN_VALUE;

    private static final long NEVER = Long.MIN_VALUE;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long AGE_NANOS_MAX = 60 * SECOND_NANOS;
    private static final long PHANTOM_WITHIN_NANOS = 10 * SECOND_NANOS;
    private static final long PHANTOM_PERCENT = 5;
    /// How long before a read was asked for an execution may still be missing in it.
    private static final long LAG_NANOS = 5 * SECOND_NANOS;

    private long askedNanos = NEVER;
    private long equityE8;
    private long maintenanceE8;
    private long freeE8;
    private long exposureE8 = UNKNOWN;
    private boolean marginTold;
    private boolean frozen;
    /// What entries will need that the last answer may not know of yet, by pair.
    private final Map<Integer, Reservation> reservations = new HashMap<>();

    private record Reservation(long amountE8, long sinceNanos) {}

    /// The exchange answered.
    ///
    /// @param exposureE8 signed value of everything held there at the books' middle, or [#UNKNOWN]
    /// @param changedNanos when a position there last changed by what we know
    /// @return what of the change in equity since the last answer neither prices nor fills explain, when it is
    ///     5 % or more within 10 s; 0 otherwise
    public long onBalance(BalanceReported reported, long exposureE8, long changedNanos) {
        if (askedNanos != NEVER && reported.askedNanos() <= askedNanos) {
            return 0;
        }
        long unexplainedE8 = unexplainedE8(reported, exposureE8, changedNanos);
        askedNanos = reported.askedNanos();
        equityE8 = reported.equityE8();
        this.exposureE8 = exposureE8;
        marginTold = reported.margin().isPresent();
        maintenanceE8 = reported.margin().map(Margin::maintenanceE8).orElse(0L);
        freeE8 = reported.margin().map(Margin::freeE8).orElse(0L);
        if (unexplainedE8 != 0) {
            frozen = true;
        }
        reservations.values().removeIf(each -> each.sinceNanos < reported.askedNanos() - LAG_NANOS);
        return unexplainedE8;
    }

    /// A pair sends an entry: until an answer must know of it, nobody else may count with what it needs. The allocator
    /// of margin between the bots of one account.
    public void reserve(int pair, long amountE8, long nowNanos) {
        reservations.put(pair, new Reservation(amountE8, nowNanos));
    }

    private long unexplainedE8(BalanceReported reported, long exposureNowE8, long changedNanos) {
        boolean comparable = askedNanos != NEVER
                && reported.askedNanos() - askedNanos <= PHANTOM_WITHIN_NANOS
                && exposureE8 != UNKNOWN
                && exposureNowE8 != UNKNOWN
                && (changedNanos == NEVER || changedNanos < askedNanos - LAG_NANOS);
        if (!comparable) {
            return 0;
        }
        long changeE8 = reported.equityE8() - equityE8 - (exposureNowE8 - exposureE8);
        long allowedE8 = FixedPoint.multiplyDivide(Math.abs(equityE8), PHANTOM_PERCENT, 100, Rounding.FLOOR);
        return Math.abs(changeE8) >= Math.max(1, allowedE8) ? changeE8 : 0;
    }

    /// Whether equity and margin were read within the last minute.
    public boolean isKnown(long nowNanos) {
        return marginTold && nowNanos - askedNanos <= AGE_NANOS_MAX;
    }

    /// Whether a read is due that is to be made every `spacingNanos`.
    public boolean isDue(long spacingNanos, long nowNanos) {
        return askedNanos == NEVER || nowNanos - askedNanos >= spacingNanos;
    }

    /// When the last answer was asked for, or [Long#MIN_VALUE].
    public long askedNanos() {
        return askedNanos;
    }

    /// Whether something about this account cannot be explained and nobody has looked yet.
    public boolean isFrozen() {
        return frozen;
    }

    /// The operator has looked.
    public void thaw() {
        frozen = false;
    }

    public long equityE8() {
        return equityE8;
    }

    public long maintenanceE8() {
        return maintenanceE8;
    }

    /// What a pair may count with: what is free less what the others have just sent entries for.
    public long freeE8(int pair) {
        long othersE8 = 0;
        for (Map.Entry<Integer, Reservation> each : reservations.entrySet()) {
            if (each.getKey() != pair) {
                othersE8 = Math.addExact(othersE8, each.getValue().amountE8);
            }
        }
        return freeE8 - othersE8;
    }

    /// Maintenance requirement over equity in percent, rounded up.
    public long usePercent() {
        return equityE8 <= 0 ? 100 : FixedPoint.multiplyDivide(maintenanceE8, 100, equityE8, Rounding.CEILING);
    }
}
