package io.parallax.execution;

/// How long a pair may stay where it is, in milliseconds. Thread: any; immutable.
///
/// @param legAcceptMillis after one leg filled, until the other must be accepted
/// @param stayMillis in ENTERING or EXITING, until fates are asked for
/// @param imbalanceMillis of a known imbalance, until the alert
/// @param positionIdleMillis between position reads with no order alive
/// @param positionBusyMillis between position reads with an order alive or a position just changed
/// @param confirmMillis between two reads that confirm each other
/// @param positionLagMillis how long after a fill a position read may still show the time before it
/// @param cooldownMillis after a finished cycle
/// @param absenceCooldownMillis after an order was proven absent
/// @param breakerMillis first time the breaker stays open; doubles up to [#breakerMillisMax]
/// @param breakerMillisMax longest time the breaker stays open
/// @param holdMaxMillis longest time a position is held
/// @param slowDutyMillis between reducing orders while halted with a naked leg
/// @param reconcileHorizonMillis after boot, until no order of a previous life can still execute
/// @param alertRepeatMillis between two alerts of one lasting condition
public record CycleTimers(
        long legAcceptMillis,
        long stayMillis,
        long imbalanceMillis,
        long positionIdleMillis,
        long positionBusyMillis,
        long confirmMillis,
        long positionLagMillis,
        long cooldownMillis,
        long absenceCooldownMillis,
        long breakerMillis,
        long breakerMillisMax,
        long holdMaxMillis,
        long slowDutyMillis,
        long reconcileHorizonMillis,
        long alertRepeatMillis) {

    public static final CycleTimers DEFAULTS = new CycleTimers(
            300,
            1_500,
            3_000,
            10_000,
            2_000,
            1_000,
            5_000,
            2_000,
            60_000,
            300_000,
            3_600_000,
            86_400_000,
            30_000,
            10_000,
            60_000);

    /// The same with another wait after boot; zero is right only where no previous life can exist, as on an
    /// exchange that was started with us.
    public CycleTimers withReconcileHorizonMillis(long millis) {
        return new CycleTimers(
                legAcceptMillis,
                stayMillis,
                imbalanceMillis,
                positionIdleMillis,
                positionBusyMillis,
                confirmMillis,
                positionLagMillis,
                cooldownMillis,
                absenceCooldownMillis,
                breakerMillis,
                breakerMillisMax,
                holdMaxMillis,
                slowDutyMillis,
                millis,
                alertRepeatMillis);
    }

    /// The same with another wait after a finished cycle.
    public CycleTimers withCooldownMillis(long millis) {
        return new CycleTimers(
                legAcceptMillis,
                stayMillis,
                imbalanceMillis,
                positionIdleMillis,
                positionBusyMillis,
                confirmMillis,
                positionLagMillis,
                millis,
                absenceCooldownMillis,
                breakerMillis,
                breakerMillisMax,
                holdMaxMillis,
                slowDutyMillis,
                reconcileHorizonMillis,
                alertRepeatMillis);
    }
}
