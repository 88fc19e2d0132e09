package io.parallax.risk;

import io.parallax.units.FixedPoint;

/// What one pair may risk. Thread: any; immutable. Prices of orders are bounded by the caps here, always.
///
/// @param orderNotionalMaxE8 largest value of one order, quote currency × 10⁸
/// @param positionNotionalMaxE8 largest value of one leg at worst, quote currency × 10⁸
/// @param entryCapPpm how far beyond the price of the decision an entry may be filled
/// @param exitCapPpm how far beyond the touch an exit may be filled
/// @param repairCapMaxPpm how far beyond its reference any repair order may be filled
/// @param repairOrdersMax active repair orders in one incident
/// @param repairBudgetPpm what the repairs of one incident may cost, in ppm of the imbalance's value
/// @param depthPercent how much the book must hold within the cap, in percent of the order
/// @param decisionAgeMillis a decision older than this is dropped
/// @param netEdgePpm by how much both thresholds together must exceed the fees of a round trip
/// @param failuresMax failed cycles in a row that open the breaker
public record RiskLimits(
        long orderNotionalMaxE8,
        long positionNotionalMaxE8,
        long entryCapPpm,
        long exitCapPpm,
        long repairCapMaxPpm,
        int repairOrdersMax,
        long repairBudgetPpm,
        int depthPercent,
        long decisionAgeMillis,
        long netEdgePpm,
        int failuresMax) {

    /// No order may be priced further beyond its reference than this.
    public static final long CAP_PPM_MAX = 3_000;

    /// The defaults: 2 000 of quote currency per order, 10 and 15 bps of slippage, 8 repair orders and 30 bps.
    public static final RiskLimits DEFAULTS = new RiskLimits(
            2_000 * FixedPoint.ONE, 2_000 * FixedPoint.ONE, 1_000, 1_500, CAP_PPM_MAX, 8, 3_000, 200, 50, 200, 3);

    public RiskLimits {
        require(orderNotionalMaxE8 > 0, "orderNotionalMaxE8", orderNotionalMaxE8, "positive");
        require(positionNotionalMaxE8 > 0, "positionNotionalMaxE8", positionNotionalMaxE8, "positive");
        require(entryCapPpm >= 0 && entryCapPpm <= CAP_PPM_MAX, "entryCapPpm", entryCapPpm, "0 to 3000");
        require(exitCapPpm >= 100 && exitCapPpm <= CAP_PPM_MAX, "exitCapPpm", exitCapPpm, "100 to 3000");
        require(
                repairCapMaxPpm >= 1_000 && repairCapMaxPpm <= CAP_PPM_MAX,
                "repairCapMaxPpm",
                repairCapMaxPpm,
                "1000 to 3000");
        require(repairOrdersMax >= 1 && repairOrdersMax <= 8, "repairOrdersMax", repairOrdersMax, "1 to 8");
        require(repairBudgetPpm > 0 && repairBudgetPpm <= 3_000, "repairBudgetPpm", repairBudgetPpm, "1 to 3000");
        require(depthPercent >= 100 && depthPercent <= 1_000, "depthPercent", depthPercent, "100 to 1000");
        require(decisionAgeMillis >= 5 && decisionAgeMillis <= 250, "decisionAgeMillis", decisionAgeMillis, "5 to 250");
        require(failuresMax >= 1 && failuresMax <= 100, "failuresMax", failuresMax, "1 to 100");
    }

    private static void require(boolean holds, String name, long found, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be " + allowed + ", found " + found);
        }
    }

    /// The same with other caps on value.
    public RiskLimits withNotionalMaxE8(long orderE8, long positionE8) {
        return new RiskLimits(
                orderE8,
                positionE8,
                entryCapPpm,
                exitCapPpm,
                repairCapMaxPpm,
                repairOrdersMax,
                repairBudgetPpm,
                depthPercent,
                decisionAgeMillis,
                netEdgePpm,
                failuresMax);
    }
}
