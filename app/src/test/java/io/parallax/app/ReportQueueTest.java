package io.parallax.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.exchange.AccountEvent;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.instrument.ExchangeId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportQueueTest {
    private final List<ExchangeEvent> heard = new ArrayList<>();
    private final ReportQueue queue = new ReportQueue(4, () -> {}, heard::add);

    @Test
    void handsNewsOnInOrder() {
        queue.onEvent(news(1));
        queue.onEvent(news(2));
        assertThat(queue.drain()).isTrue();
        assertThat(heard).containsExactly(news(1), news(2));
        assertThat(queue.drain()).isFalse();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void countsWhatDoesNotFitForEver() {
        for (int i = 0; i < 6; i++) {
            queue.onEvent(news(i));
        }
        assertThat(queue.lost()).isEqualTo(2);
        queue.drain();
        assertThat(heard).hasSize(4);
        assertThat(queue.lost()).isEqualTo(2);
    }

    @Test
    void handsAnEventOnOnceEvenWhenItsHandlingFails() {
        List<ExchangeEvent> handled = new ArrayList<>();
        ReportQueue failing = new ReportQueue(4, () -> {}, event -> {
            handled.add(event);
            if (event.equals(news(1))) {
                throw new IllegalStateException("broken");
            }
        });
        failing.onEvent(news(1));
        failing.onEvent(news(2));
        assertThatThrownBy(failing::drain).hasMessage("broken");
        failing.drain();
        assertThat(handled).containsExactly(news(1), news(2));
    }

    private static ExchangeEvent news(long number) {
        return new AccountEvent.ForeignActivity(ExchangeId.VEST, "news " + number, number);
    }
}
