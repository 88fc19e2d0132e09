package io.parallax.risk;

import static io.parallax.risk.Bounds.require;

import io.parallax.units.FixedPoint;

/// What one pair may risk, in groups that are set and explained together. Thread: any; immutable. Prices of orders are
/// bounded by the caps here, always.
public record RiskLimits(
        Caps caps, Slippage slippage, Repair repair, Entry entry, Breaker breaker, Holding holding, Margin margin) {
    /// No order may be priced further beyond its reference than this.
    public static final long CAP_PPM_MAX = 3_000;

    /// The defaults: 2 000 of quote currency per order, 10 and 15 bps of slippage, 8 repair orders and 30 bps.
    public static final RiskLimits DEFAULTS = new RiskLimits(
            Caps.DEFAULTS,
            Slippage.DEFAULTS,
            Repair.DEFAULTS,
            Entry.DEFAULTS,
            Breaker.DEFAULTS,
            Holding.DEFAULTS,
            Margin.DEFAULTS);

    /// How large orders and positions may be.
    ///
    /// @param orderNotionalMaxE8 largest value of one order, quote currency × 10⁸
    /// @param positionNotionalMaxE8 largest value of one leg at worst, quote currency × 10⁸
    /// @param orderEquityTimesMax largest value of an entry's order, as a multiple of the smaller equity of both
    ///     accounts
    public record Caps(long orderNotionalMaxE8, long positionNotionalMaxE8, int orderEquityTimesMax) {
        /// No position may be worth more than this many times the equity of its account.
        public static final int POSITION_EQUITY_TIMES_MAX = 10;

        static final Caps DEFAULTS = new Caps(2_000 * FixedPoint.ONE, 2_000 * FixedPoint.ONE, 3);

        public Caps {
            require(
                    orderEquityTimesMax >= 1 && orderEquityTimesMax <= POSITION_EQUITY_TIMES_MAX,
                    "orderEquityTimesMax",
                    orderEquityTimesMax,
                    "1 to 10");
            require(orderNotionalMaxE8 > 0, "orderNotionalMaxE8", orderNotionalMaxE8, "positive");
            require(positionNotionalMaxE8 > 0, "positionNotionalMaxE8", positionNotionalMaxE8, "positive");
        }
    }

    /// How far from its reference an order may be filled.
    ///
    /// @param entryCapPpm how far beyond the price of the decision an entry may be filled
    /// @param exitCapPpm how far beyond the touch an exit may be filled
    /// @param repairCapMaxPpm how far beyond its reference any repair order may be filled
    public record Slippage(long entryCapPpm, long exitCapPpm, long repairCapMaxPpm) {
        static final Slippage DEFAULTS = new Slippage(1_000, 1_500, CAP_PPM_MAX);

        public Slippage {
            require(entryCapPpm >= 0 && entryCapPpm <= CAP_PPM_MAX, "entryCapPpm", entryCapPpm, "0 to 3000");
            require(exitCapPpm >= 100 && exitCapPpm <= CAP_PPM_MAX, "exitCapPpm", exitCapPpm, "100 to 3000");
            require(
                    repairCapMaxPpm >= 1_000 && repairCapMaxPpm <= CAP_PPM_MAX,
                    "repairCapMaxPpm",
                    repairCapMaxPpm,
                    "1000 to 3000");
        }
    }

    /// What one incident of unequal legs may cost.
    ///
    /// @param ordersMax active repair orders in one incident
    /// @param budgetPpm what the repairs of one incident may cost, in ppm of the imbalance's value
    public record Repair(int ordersMax, long budgetPpm) {
        static final Repair DEFAULTS = new Repair(8, 3_000);

        public Repair {
            require(ordersMax >= 1 && ordersMax <= 8, "repairOrdersMax", ordersMax, "1 to 8");
            require(budgetPpm > 0 && budgetPpm <= 3_000, "repairBudgetPpm", budgetPpm, "1 to 3000");
        }
    }

    /// What an entry must find.
    ///
    /// @param depthPercent how much the book must hold within the cap, in percent of the order
    /// @param decisionAgeMillis a decision older than this is dropped
    /// @param netEdgePpm what must be left of an entry after everything that it will cost
    public record Entry(int depthPercent, long decisionAgeMillis, long netEdgePpm) {
        static final Entry DEFAULTS = new Entry(200, 50, 200);

        public Entry {
            require(depthPercent >= 100 && depthPercent <= 1_000, "depthPercent", depthPercent, "100 to 1000");
            require(
                    decisionAgeMillis >= 5 && decisionAgeMillis <= 250,
                    "decisionAgeMillis",
                    decisionAgeMillis,
                    "5 to 250");
        }
    }

    /// What opens the breaker.
    ///
    /// @param failuresMax failed cycles in a row that open the breaker
    /// @param cycleLossPpmMax a cycle that loses more, in ppm of its value, is told and counts as failed
    public record Breaker(int failuresMax, long cycleLossPpmMax) {
        static final Breaker DEFAULTS = new Breaker(3, 5_000);

        public Breaker {
            require(failuresMax >= 1 && failuresMax <= 100, "failuresMax", failuresMax, "1 to 100");
            require(
                    cycleLossPpmMax >= 100 && cycleLossPpmMax <= 100_000,
                    "cycleLossPpmMax",
                    cycleLossPpmMax,
                    "100 to 100000");
        }
    }

    /// What a held pair may lose.
    ///
    /// @param stopLossPpm of the value of a leg, at prices that both books would pay
    /// @param stopLossMillis for how long it must be lost
    public record Holding(long stopLossPpm, long stopLossMillis) {
        static final Holding DEFAULTS = new Holding(10_000, 10_000);

        public Holding {
            require(stopLossPpm >= 1_000 && stopLossPpm <= 100_000, "stopLossPpm", stopLossPpm, "1000 to 100000");
            require(stopLossMillis >= 0 && stopLossMillis <= 60_000, "stopLossMillis", stopLossMillis, "0 to 60000");
        }
    }

    /// What both accounts must keep. Use is maintenance requirement over equity; distance is how far the price may go
    /// against a leg until it is liquidated; all in percent.
    ///
    /// @param bufferPercent adverse move that free margin must cover beside an entry
    /// @param useBlockPercent no entry from here on
    /// @param useHalvePercent both legs are halved
    /// @param useClosePercent both legs are closed
    /// @param distanceEntryPercent an entry needs it, a held leg below it is told
    /// @param distanceHalvePercent below it both legs are halved
    /// @param distanceClosePercent below it both legs are closed
    public record Margin(
            int bufferPercent,
            int useBlockPercent,
            int useHalvePercent,
            int useClosePercent,
            int distanceEntryPercent,
            int distanceHalvePercent,
            int distanceClosePercent) {
        static final Margin DEFAULTS = new Margin(3, 50, 70, 85, 10, 7, 4);

        public Margin {
            require(bufferPercent >= 0 && bufferPercent <= 50, "bufferPercent", bufferPercent, "0 to 50");
            require(useBlockPercent >= 1, "useBlockPercent", useBlockPercent, "1 or more");
            require(useHalvePercent >= useBlockPercent, "useHalvePercent", useHalvePercent, "useBlockPercent or more");
            require(
                    useClosePercent >= useHalvePercent && useClosePercent <= 95,
                    "useClosePercent",
                    useClosePercent,
                    "useHalvePercent to 95");
            require(distanceClosePercent >= 1, "distanceClosePercent", distanceClosePercent, "1 or more");
            require(
                    distanceHalvePercent >= distanceClosePercent,
                    "distanceHalvePercent",
                    distanceHalvePercent,
                    "distanceClosePercent or more");
            require(
                    distanceEntryPercent >= distanceHalvePercent && distanceEntryPercent <= 50,
                    "distanceEntryPercent",
                    distanceEntryPercent,
                    "distanceHalvePercent to 50");
        }
    }

    /// The same with other caps on value.
    public RiskLimits withNotionalMaxE8(long orderE8, long positionE8) {
        return withCaps(new Caps(orderE8, positionE8, caps.orderEquityTimesMax()));
    }

    public RiskLimits withCaps(Caps other) {
        return new RiskLimits(other, slippage, repair, entry, breaker, holding, margin);
    }

    public RiskLimits withBreaker(Breaker other) {
        return new RiskLimits(caps, slippage, repair, entry, other, holding, margin);
    }

    public RiskLimits withHolding(Holding other) {
        return new RiskLimits(caps, slippage, repair, entry, breaker, other, margin);
    }

    public RiskLimits withMargin(Margin other) {
        return new RiskLimits(caps, slippage, repair, entry, breaker, holding, other);
    }

    public long orderNotionalMaxE8() {
        return caps.orderNotionalMaxE8();
    }

    public long positionNotionalMaxE8() {
        return caps.positionNotionalMaxE8();
    }

    public long entryCapPpm() {
        return slippage.entryCapPpm();
    }

    public long exitCapPpm() {
        return slippage.exitCapPpm();
    }

    public long repairCapMaxPpm() {
        return slippage.repairCapMaxPpm();
    }

    public int repairOrdersMax() {
        return repair.ordersMax();
    }

    public long repairBudgetPpm() {
        return repair.budgetPpm();
    }

    public int depthPercent() {
        return entry.depthPercent();
    }

    public long decisionAgeMillis() {
        return entry.decisionAgeMillis();
    }

    public long netEdgePpm() {
        return entry.netEdgePpm();
    }

    public int failuresMax() {
        return breaker.failuresMax();
    }
}
