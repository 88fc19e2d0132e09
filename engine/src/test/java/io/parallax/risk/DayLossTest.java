package io.parallax.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.units.FixedPoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DayLossTest {
    private static final long ONE = FixedPoint.ONE;

    private static DayLoss loss(Optional<Long> earlierE8) {
        return new DayLoss(new EngineLimits.DayLossLimit(50 * ONE, 2), earlierE8);
    }

    @Test
    void theSmallerOfAnAmountAndAShareOfTheEquity() {
        DayLoss loss = loss(Optional.of(0L));
        assertThat(loss.limitE8()).isEqualTo(50 * ONE);
        loss.onEquity(1_000 * ONE);
        assertThat(loss.limitE8()).isEqualTo(20 * ONE);
        loss.onEquity(10 * ONE);
        assertThat(loss.limitE8()).as("the equity that the day began with").isEqualTo(20 * ONE);
        assertThat(loss.update(-10 * ONE, -10 * ONE + 1)).isFalse();
        assertThat(loss.blocker()).isEqualTo(Blocker.NONE);
        assertThat(loss.update(-10 * ONE, -10 * ONE)).isTrue();
        assertThat(loss.update(-10 * ONE, -11 * ONE)).as("told once").isFalse();
        assertThat(loss.update(100 * ONE, 0)).isFalse();
        assertThat(loss.blocker()).as("what was lost was lost").isEqualTo(Blocker.DAY_LOSS);
    }

    @Test
    void aNewDayAloneIsNotEnough() {
        DayLoss loss = loss(Optional.of(0L));
        loss.update(-60 * ONE, 0);
        loss.onRearm();
        assertThat(loss.blocker()).isEqualTo(Blocker.DAY_LOSS);
        loss.onNewDay();
        assertThat(loss.blocker()).isEqualTo(Blocker.DAY_LOSS);
        loss.onRearm();
        assertThat(loss.blocker()).isEqualTo(Blocker.NONE);
        assertThat(loss.update(-60 * ONE, 0)).as("yesterday's").isFalse();
        assertThat(loss.resultE8()).isZero();
    }

    @Test
    void whatEarlierRunsLostCounts() {
        DayLoss loss = loss(Optional.of(-30 * ONE));
        loss.update(-5 * ONE, -1 * ONE);
        assertThat(loss.realisedTodayE8()).isEqualTo(-35 * ONE);
        assertThat(loss.resultE8()).isEqualTo(-36 * ONE);
        assertThat(loss.update(-20 * ONE, 0)).isTrue();
        loss.onNewDay();
        assertThat(loss.realisedTodayE8()).isZero();
    }

    @Test
    void anUnknownResultNeedsTheOperatorOrANewDay() {
        DayLoss loss = loss(Optional.empty());
        assertThat(loss.blocker()).isEqualTo(Blocker.DAY_RESULT);
        assertThat(loss.known()).isFalse();
        loss.onRearm();
        assertThat(loss.blocker()).isEqualTo(Blocker.NONE);
        DayLoss other = loss(Optional.empty());
        other.onNewDay();
        assertThat(other.blocker()).isEqualTo(Blocker.NONE);
    }
}
