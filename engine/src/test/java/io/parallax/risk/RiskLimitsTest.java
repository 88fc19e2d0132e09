package io.parallax.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.testing.Records;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What each limit may be set to: the bound itself, and nothing beyond.
class RiskLimitsTest {
    private static void isBetween(
            Record group, String component, Number least, Number most, Number below, Number above) {
        isBetween(group, component, component, least, most, below, above);
    }

    private static void isBetween(
            Record group, String component, String name, Number least, Number most, Number below, Number above) {
        Records.with(group, component, least);
        Records.with(group, component, most);
        for (Number wrong : new Number[] {below, above}) {
            isRefused(group, component, name, wrong);
        }
    }

    private static void isRefused(Record group, String component, String name, Number wrong) {
        assertThatThrownBy(() -> Records.with(group, component, wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name + " must be ")
                .hasMessageContaining("found " + wrong);
    }

    private static void isAtLeast(Record group, String component, String name, Number least, Number below) {
        Records.with(group, component, least);
        isRefused(group, component, name, below);
    }

    @Test
    void nothingMayBeSetBeyondItsBounds() {
        RiskLimits limits = RiskLimits.DEFAULTS;
        isAtLeast(limits.caps(), "orderNotionalMaxE8", "orderNotionalMaxE8", 1L, 0L);
        isAtLeast(limits.caps(), "positionNotionalMaxE8", "positionNotionalMaxE8", 1L, 0L);
        isBetween(limits.caps(), "orderEquityTimesMax", 1, 10, 0, 11);
        isBetween(limits.slippage(), "entryCapPpm", 0L, 3_000L, -1L, 3_001L);
        isBetween(limits.slippage(), "exitCapPpm", 100L, 3_000L, 99L, 3_001L);
        isBetween(limits.slippage(), "repairCapMaxPpm", 1_000L, 3_000L, 999L, 3_001L);
        isBetween(limits.repair(), "ordersMax", "repairOrdersMax", 1, 8, 0, 9);
        isBetween(limits.repair(), "budgetPpm", "repairBudgetPpm", 1L, 3_000L, 0L, 3_001L);
        isBetween(limits.entry(), "depthPercent", 100, 1_000, 99, 1_001);
        isBetween(limits.entry(), "decisionAgeMillis", 5L, 250L, 4L, 251L);
        isBetween(limits.breaker(), "failuresMax", 1, 100, 0, 101);
        isBetween(limits.breaker(), "cycleLossPpmMax", 100L, 100_000L, 99L, 100_001L);
        isBetween(limits.holding(), "stopLossPpm", 1_000L, 100_000L, 999L, 100_001L);
        isBetween(limits.holding(), "stopLossMillis", 0L, 60_000L, -1L, 60_001L);
        isBetween(limits.margin(), "bufferPercent", 0, 50, -1, 51);
    }

    @Test
    void theStepsOfTheMarginFollowEachOther() {
        RiskLimits.Margin margin = RiskLimits.DEFAULTS.margin();
        isAtLeast(margin, "useBlockPercent", "useBlockPercent", 1, 0);
        isAtLeast(margin, "useHalvePercent", "useHalvePercent", 50, 49);
        isBetween(margin, "useClosePercent", 70, 95, 69, 96);
        isAtLeast(margin, "distanceClosePercent", "distanceClosePercent", 1, 0);
        isAtLeast(margin, "distanceHalvePercent", "distanceHalvePercent", 4, 3);
        isBetween(margin, "distanceEntryPercent", 7, 50, 6, 51);
    }

    @Test
    void whatAnEngineOrItsDataMayBeSetTo() {
        EngineLimits engine = EngineLimits.of(1);
        isAtLeast(engine, "totalNotionalMaxE8", "totalNotionalMaxE8", 0L, -1L);
        isAtLeast(engine.entries(), "perMinuteMax", "perMinuteMax", 1, 0);
        isAtLeast(engine.entries(), "perDayMax", "perDayMax", 1, 0);
        isAtLeast(engine.entries(), "replyMillisP99Max", "replyMillisP99Max", 1L, 0L);
        isAtLeast(engine.dayLoss(), "maxE8", "dayLossMaxE8", 1L, 0L);
        isBetween(engine.dayLoss(), "percent", "dayLossPercent", 1, 100, 0, 101);
        DataLimits data = DataLimits.of("BTC-PERP");
        isBetween(data, "lagMillis", 400L, 5_000L, 49L, 5_001L);
        isBetween(Records.with(data, "lagWarnMillis", 0L), "lagMillis", 50L, 5_000L, 49L, 5_001L);
        isBetween(data, "lagWarnMillis", 0L, 500L, -1L, 501L);
        isBetween(data, "markAgeMillis", 500L, 60_000L, 499L, 60_001L);
        isBetween(data, "bandPpm", 100L, 100_000L, 99L, 100_001L);
        isBetween(data, "edgePercent", 0, 100, -1, 101);
        assertThat(data.bandPpm()).isEqualTo(10_000);
        assertThat(DataLimits.of("ETH-PERP").bandPpm()).isEqualTo(10_000);
        assertThat(DataLimits.of("SOL-PERP").bandPpm()).isEqualTo(20_000);
    }

    @Test
    void otherCapsOnValueLeaveTheRestAsItIs() {
        RiskLimits changed = RiskLimits.DEFAULTS.withNotionalMaxE8(5, 6);
        assertThat(changed)
                .isEqualTo(Records.with(
                        RiskLimits.DEFAULTS,
                        "caps",
                        new RiskLimits.Caps(5, 6, RiskLimits.DEFAULTS.caps().orderEquityTimesMax())));
    }

    /// Whichever part a program touches first: the defaults are whole.
    @ParameterizedTest
    @ValueSource(strings = {"Caps", "Slippage", "Repair", "Entry", "Breaker", "Holding", "Margin"})
    void theDefaultsDoNotDependOnWhatIsLoadedFirst(String part) throws ReflectiveOperationException, IOException {
        URL classes = RiskLimits.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader fresh = new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
            Class.forName("io.parallax.risk.RiskLimits$" + part, true, fresh);
            Object defaults = Class.forName("io.parallax.risk.RiskLimits", true, fresh)
                    .getField("DEFAULTS")
                    .get(null);
            assertThat(defaults).hasNoNullFieldsOrProperties().hasToString(RiskLimits.DEFAULTS.toString());
        }
    }
}
