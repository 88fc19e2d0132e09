package io.parallax.execution;

/// How long a pair may stay where it is, in milliseconds, in groups that change together. Thread: any; immutable.
public record CycleTimers(Legs legs, Reads reads, Cooldowns cooldowns, Waits waits) {
    public static final CycleTimers DEFAULTS = new CycleTimers(
            new Legs(300, 1_500, 3_000),
            new Reads(10_000, 2_000, 1_000, 5_000),
            new Cooldowns(2_000, 60_000, 300_000, 3_600_000),
            new Waits(86_400_000, 30_000, 10_000, 60_000));

    /// While orders of both legs are in flight.
    ///
    /// @param acceptMillis after one leg filled, until the other must be accepted
    /// @param stayMillis in ENTERING or EXITING, until fates are asked for
    /// @param imbalanceMillis of a known imbalance, until the alert
    public record Legs(long acceptMillis, long stayMillis, long imbalanceMillis) {}

    /// Of positions.
    ///
    /// @param idleMillis between position reads with no order alive
    /// @param busyMillis between position reads with an order alive or a position just changed
    /// @param confirmMillis between two reads that confirm each other
    /// @param lagMillis how long after a fill a position read may still show the time before it
    public record Reads(long idleMillis, long busyMillis, long confirmMillis, long lagMillis) {}

    /// Until the next entry.
    ///
    /// @param cycleMillis after a finished cycle
    /// @param absenceMillis after an order was proven absent
    /// @param breakerMillis first time the breaker stays open; doubles up to `breakerMillisMax`
    /// @param breakerMillisMax longest time the breaker stays open
    public record Cooldowns(long cycleMillis, long absenceMillis, long breakerMillis, long breakerMillisMax) {}

    /// The long ones.
    ///
    /// @param holdMaxMillis longest time a position is held
    /// @param slowDutyMillis between reducing orders while halted with a naked leg
    /// @param reconcileHorizonMillis after boot, until no order of a previous life can still execute
    /// @param alertRepeatMillis between two alerts of one lasting condition
    public record Waits(long holdMaxMillis, long slowDutyMillis, long reconcileHorizonMillis, long alertRepeatMillis) {}

    /// The same with another wait after boot; zero is right only where no previous life can exist, as on an
    /// exchange that was started with us.
    public CycleTimers withReconcileHorizonMillis(long millis) {
        return withWaits(new Waits(waits.holdMaxMillis, waits.slowDutyMillis, millis, waits.alertRepeatMillis));
    }

    /// The same with another longest time that a position is held.
    public CycleTimers withHoldMaxMillis(long millis) {
        return withWaits(
                new Waits(millis, waits.slowDutyMillis, waits.reconcileHorizonMillis, waits.alertRepeatMillis));
    }

    private CycleTimers withWaits(Waits other) {
        return new CycleTimers(legs, reads, cooldowns, other);
    }

    /// The same with another wait after a finished cycle.
    public CycleTimers withCooldownMillis(long millis) {
        return new CycleTimers(
                legs,
                reads,
                new Cooldowns(millis, cooldowns.absenceMillis, cooldowns.breakerMillis, cooldowns.breakerMillisMax),
                waits);
    }

    public long legAcceptMillis() {
        return legs.acceptMillis();
    }

    public long stayMillis() {
        return legs.stayMillis();
    }

    public long imbalanceMillis() {
        return legs.imbalanceMillis();
    }

    public long positionIdleMillis() {
        return reads.idleMillis();
    }

    public long positionBusyMillis() {
        return reads.busyMillis();
    }

    public long confirmMillis() {
        return reads.confirmMillis();
    }

    public long positionLagMillis() {
        return reads.lagMillis();
    }

    public long cooldownMillis() {
        return cooldowns.cycleMillis();
    }

    public long absenceCooldownMillis() {
        return cooldowns.absenceMillis();
    }

    public long breakerMillis() {
        return cooldowns.breakerMillis();
    }

    public long breakerMillisMax() {
        return cooldowns.breakerMillisMax();
    }

    public long holdMaxMillis() {
        return waits.holdMaxMillis();
    }

    public long slowDutyMillis() {
        return waits.slowDutyMillis();
    }

    public long reconcileHorizonMillis() {
        return waits.reconcileHorizonMillis();
    }

    public long alertRepeatMillis() {
        return waits.alertRepeatMillis();
    }
}
