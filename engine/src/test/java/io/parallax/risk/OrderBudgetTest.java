package io.parallax.risk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrderBudgetTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void countsTheOrdersOfAnySixtySeconds() {
        OrderBudget budget = new OrderBudget(3, 100);
        budget.onSent(0);
        budget.onSent(10 * SECOND);
        assertThat(budget.allows(1, 20 * SECOND)).isTrue();
        assertThat(budget.allows(2, 20 * SECOND)).isFalse();
        budget.onSent(20 * SECOND);
        assertThat(budget.allows(1, 60 * SECOND - 1)).isFalse();
        assertThat(budget.allows(1, 60 * SECOND)).isTrue();
        assertThat(budget.allows(2, 60 * SECOND)).isFalse();
        assertThat(budget.allows(2, 70 * SECOND)).isTrue();
        assertThat(budget.allows(3, 80 * SECOND)).isTrue();
        assertThat(budget.allows(4, 800 * SECOND)).isFalse();
    }

    @Test
    void agreesWithAPlainCountOverManyOrders() {
        OrderBudget budget = new OrderBudget(7, 10_000);
        java.util.SplittableRandom random = new java.util.SplittableRandom(7);
        java.util.List<Long> sent = new java.util.ArrayList<>();
        long now = 0;
        for (int i = 0; i < 5_000; i++) {
            now += random.nextLong(15 * SECOND);
            long at = now;
            long recent = sent.stream().filter(each -> at - each < 60 * SECOND).count();
            for (int orders = 1; orders <= 7; orders++) {
                assertThat(budget.allows(orders, now))
                        .as("seed 7, step %d, %d orders", i, orders)
                        .isEqualTo(recent + orders <= 7);
            }
            if (recent < 7 && random.nextBoolean()) {
                budget.onSent(now);
                sent.add(now);
            }
        }
    }

    @Test
    void countsTheOrdersOfADay() {
        OrderBudget budget = new OrderBudget(30, 2);
        budget.onSent(0);
        budget.onSent(100 * SECOND);
        assertThat(budget.allows(1, 200 * SECOND)).isFalse();
        budget.onNewDay();
        assertThat(budget.allows(2, 200 * SECOND)).isTrue();
        budget.onSent(200 * SECOND);
        budget.onSent(200 * SECOND);
        assertThat(budget.allows(1, 200 * SECOND + 86_399 * SECOND)).isFalse();
        assertThat(budget.allows(2, 200 * SECOND + 86_400 * SECOND)).isTrue();
    }
}
