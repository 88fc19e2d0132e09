package io.parallax.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.instrument.ExchangeId;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaintenanceWindowTest {
    private final MaintenanceWindow paradex = MaintenanceWindow.DEFAULTS.getFirst();

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T04:19:59.999Z, false",
        "2026-11-23T04:20:00Z, true",
        "2026-11-27T04:59:59.999Z, true",
        "2026-11-27T05:00:00Z, false",
        "2026-11-28T04:30:00Z, false",
        "2026-11-29T04:30:00Z, false",
        "1970-01-01T04:30:00Z, true",
        "1969-12-28T04:30:00Z, false",
        "1969-12-29T04:30:00Z, true"
    })
    void paradexOnWorkingDays(Instant when, boolean within) {
        assertThat(paradex.contains(when.toEpochMilli())).isEqualTo(within);
    }

    @Test
    void aWindowThatEndsBeforeItBegins() {
        assertThatThrownBy(
                        () -> new MaintenanceWindow(ExchangeId.VEST, Set.of(MaintenanceWindow.Weekday.MONDAY), 60, 60))
                .hasMessageContaining("fromMinute");
        assertThatThrownBy(() ->
                        new MaintenanceWindow(ExchangeId.VEST, Set.of(MaintenanceWindow.Weekday.MONDAY), 60, 1_441))
                .hasMessageContaining("toMinute");
    }
}
