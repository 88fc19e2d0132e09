package io.parallax.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.AccountEvent.BalanceReported;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.instrument.ExchangeId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The balance is asked for until it is known as of after the last fill.
class CashWatchTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<ExchangeCommand> sent = new ArrayList<>();
    private final Outbox out = new Outbox("btc-1", sent::add, _ -> {}, new EngineCounters());
    private final CashWatch cash = new CashWatch(ExchangeId.VEST);

    private void reports(long cashE8, long askedNanos) {
        cash.onBalance(new BalanceReported(ExchangeId.VEST, cashE8, 0, askedNanos, askedNanos));
    }

    private int questionsAt(long nowNanos) {
        sent.clear();
        cash.askIfDue(out, nowNanos);
        return sent.size();
    }

    @Test
    void asksWhenWantedAndEverySecondUntilItIsAnswered() {
        assertThat(cash.exchange()).isEqualTo(ExchangeId.VEST);
        assertThat(questionsAt(7)).isZero();
        cash.want();
        assertThat(questionsAt(7)).isEqualTo(1);
        assertThat(sent).containsExactly(new ExchangeCommand.QueryBalance(ExchangeId.VEST));
        assertThat(questionsAt(7 + SECOND - 1)).isZero();
        assertThat(questionsAt(7 + SECOND)).isEqualTo(1);
        reports(5, 8);
        assertThat(questionsAt(7 + 5 * SECOND)).isZero();
    }

    @Test
    void ec05TheFirstBalanceBeforeAnyFillIsWhatProfitCountsFrom() {
        assertThat(cash.startE8()).isEmpty();
        assertThat(cash.isRead()).isFalse();
        assertThat(cash.isSettled()).isFalse();
        reports(100, 10);
        reports(90, 20);
        assertThat(cash.startE8()).contains(100L);
        assertThat(cash.nowE8()).contains(90L);
        assertThat(cash.isRead()).isTrue();
        assertThat(cash.isSettled()).isTrue();
        CashWatch late = new CashWatch(ExchangeId.VEST);
        late.onFill(5);
        late.onBalance(new BalanceReported(ExchangeId.VEST, 100, 0, 10, 10));
        assertThat(late.startE8()).as("a fill came first").isEmpty();
        assertThat(late.isRead())
                .as("which must not keep entries away for ever")
                .isTrue();
        assertThat(late.nowE8()).contains(100L);
    }

    @Test
    void aBalanceAskedForBeforeTheLastFillIsAskedForAgain() {
        cash.want();
        questionsAt(0);
        cash.onFill(10);
        reports(100, 10);
        assertThat(cash.isSettled()).isFalse();
        assertThat(questionsAt(SECOND)).isEqualTo(1);
        reports(101, 11);
        assertThat(cash.isSettled()).isTrue();
        assertThat(questionsAt(3 * SECOND)).isZero();
    }

    @Test
    void anAnswerThatWasOvertakenIsIgnored() {
        reports(100, 10);
        reports(7, 9);
        assertThat(cash.nowE8()).contains(100L);
        reports(8, 10);
        assertThat(cash.nowE8()).as("of the same moment, the later one").contains(8L);
    }
}
