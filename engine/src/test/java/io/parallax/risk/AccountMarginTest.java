package io.parallax.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.AccountEvent.BalanceReported;
import io.parallax.exchange.AccountEvent.Margin;
import io.parallax.instrument.ExchangeId;
import io.parallax.units.FixedPoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccountMarginTest {
    private static final long ONE = FixedPoint.ONE;
    private static final long SECOND = 1_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE;

    private final AccountMargin account = new AccountMargin();

    private long tell(long seconds, long equity, long exposure) {
        return tell(seconds, equity, exposure, NEVER);
    }

    private long tell(long seconds, long equity, long exposure, long changedNanos) {
        return account.onBalance(
                new BalanceReported(
                        ExchangeId.VEST,
                        equity * ONE,
                        equity * ONE,
                        Optional.of(new Margin(50 * ONE, 900 * ONE)),
                        seconds * SECOND,
                        seconds * SECOND),
                exposure == AccountMargin.UNKNOWN ? exposure : exposure * ONE,
                changedNanos);
    }

    @Test
    void isKnownForAMinuteAndOnlyWithMargin() {
        assertThat(account.isKnown(0)).isFalse();
        assertThat(account.isDue(5 * SECOND, 0)).isTrue();
        tell(1, 1_000, 0);
        assertThat(account.isKnown(61 * SECOND)).isTrue();
        assertThat(account.isKnown(61 * SECOND + 1)).isFalse();
        assertThat(account.isDue(5 * SECOND, 6 * SECOND - 1)).isFalse();
        assertThat(account.isDue(5 * SECOND, 6 * SECOND)).isTrue();
        assertThat(account.usePercent()).isEqualTo(5);
        account.onBalance(new BalanceReported(ExchangeId.VEST, ONE, ONE, 70 * SECOND, 70 * SECOND), 0, NEVER);
        assertThat(account.isKnown(70 * SECOND)).as("without margin").isFalse();
    }

    @Test
    void whatOneReservesTheOthersDoNotCountWithUntilAnAnswerMustKnowOfIt() {
        tell(10, 1_000, 0);
        account.reserve(0, 300 * ONE, 11 * SECOND);
        account.reserve(1, 100 * ONE, 12 * SECOND);
        assertThat(account.freeE8(0)).isEqualTo(800 * ONE);
        assertThat(account.freeE8(1)).isEqualTo(600 * ONE);
        assertThat(account.freeE8(2)).isEqualTo(500 * ONE);
        account.reserve(0, 200 * ONE, 13 * SECOND);
        assertThat(account.freeE8(2)).as("the newest of each").isEqualTo(600 * ONE);
        tell(18, 1_000, 0);
        assertThat(account.freeE8(2))
                .as("asked for 5 s after the one of pair 0")
                .isEqualTo(700 * ONE);
        tell(19, 1_000, 0);
        assertThat(account.freeE8(2)).isEqualTo(900 * ONE);
    }

    @Test
    void anAnswerThatWasAskedForEarlierChangesNothing() {
        tell(10, 1_000, 0);
        assertThat(tell(9, 1, 0)).isZero();
        assertThat(account.equityE8()).isEqualTo(1_000 * ONE);
    }

    @Test
    void withoutEquityEverythingIsInUse() {
        tell(1, 0, 0);
        assertThat(account.usePercent()).isEqualTo(100);
    }

    @Test
    void aChangeOfFivePercentWithinTenSecondsIsUnexplained() {
        tell(1, 1_000, 0);
        assertThat(tell(11, 951, 0)).isZero();
        assertThat(account.isFrozen()).isFalse();
        assertThat(tell(21, 903, 0)).isEqualTo(-48 * ONE);
        assertThat(account.isFrozen()).isTrue();
        account.thaw();
        assertThat(account.isFrozen()).isFalse();
    }

    @Test
    void aPriceAFillOrALongGapExplainIt() {
        tell(1, 1_000, 5_000);
        assertThat(tell(6, 900, 4_900)).as("the price").isZero();
        assertThat(tell(11, 800, 0, 2 * SECOND)).as("a fill").isZero();
        assertThat(tell(22, 700, 0)).as("eleven seconds").isZero();
        assertThat(tell(23, 600, AccountMargin.UNKNOWN)).as("no price").isZero();
        assertThat(tell(24, 500, 0)).as("no price before").isZero();
        assertThat(tell(25, 400, 0)).isEqualTo(-100 * ONE);
    }
}
