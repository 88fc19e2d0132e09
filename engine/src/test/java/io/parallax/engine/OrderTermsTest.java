package io.parallax.engine;

import static io.parallax.engine.ScriptedExchange.fillsNothing;
import static io.parallax.engine.ScriptedExchange.fillsSlowly;
import static io.parallax.engine.ScriptedExchange.isLost;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.OrderRequest;
import io.parallax.execution.ExchangeSettings;
import io.parallax.execution.OrderTerms;
import io.parallax.execution.PairState;
import io.parallax.risk.Blocker;
import io.parallax.risk.OrderRates.Rate;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What an exchange asks for a lower fee: orders that wait, and not too many of them.
class OrderTermsTest extends TradingScenario {
    private static final OrderTerms RETAIL = OrderTerms.paradexRetail(300);

    private void terms(OrderTerms terms) {
        engineChange = settings -> settings.withExchange(ExchangeSettings.PARADEX.withTerms(terms));
    }

    private void cycleWithAnswersAfter(double millis) {
        paradex.next(fillsSlowly(millis)).next(fillsSlowly(millis));
        vestIsCheap();
        await(PairState.HEDGED, 3_000);
        paradexIsCheap();
        await(PairState.COOLDOWN, 5_000);
    }

    @Test
    void aLegThatWaitsBehindTheSpeedBumpIsNotTakenForLost() {
        terms(RETAIL);
        untilFlat();
        cycleWithAnswersAfter(560);
        assertThat(states()).doesNotContain(PairState.RESOLVING);
        assertThat(paradex.commands).noneMatch(ExchangeCommand.QueryOrder.class::isInstance);
    }

    @Test
    void withoutSuchTermsTheSameAnswerIsLate() {
        untilFlat();
        cycleWithAnswersAfter(560);
        assertThat(states()).contains(PairState.RESOLVING);
    }

    @Test
    void aLegThatIsLateEvenBehindTheBumpIsAskedFor() {
        terms(RETAIL);
        untilFlat();
        cycleWithAnswersAfter(760);
        assertThat(states()).contains(PairState.RESOLVING);
    }

    @Test
    void anAnswerThatNeverComesIsMissedAfterTheBump() {
        for (OrderTerms terms : List.of(OrderTerms.NONE, RETAIL)) {
            OrderTermsTest scenario = new OrderTermsTest();
            scenario.terms(terms);
            scenario.untilFlat();
            scenario.vest.next(fillsNothing());
            scenario.paradex.next(isLost());
            scenario.vestIsCheap();
            scenario.await(PairState.ENTERING, 1_000);
            scenario.run(970 + terms.speedBumpMillis());
            assertThat(scenario.view().state()).isEqualTo(PairState.ENTERING);
            scenario.run(80);
            assertThat(scenario.view().state()).isEqualTo(PairState.RESOLVING);
        }
    }

    @Test
    void theBumpIsNoSlownessOfTheExchange() {
        terms(RETAIL);
        untilFlat();
        cycleWithAnswersAfter(590);
        calm();
        run(3_000);
        assertThat(view().topBlocker()).isEqualTo(Blocker.SPREAD);
        vestIsCheap();
        await(PairState.HEDGED, 2_000);
    }

    @Test
    void entriesWaitWhereMoreOrdersWouldLoseTheFeeAndExitsDoNot() {
        terms(new OrderTerms(0, List.of(new Rate(2, 60_000))));
        untilFlat();
        vestIsCheap();
        await(PairState.HEDGED, 2_000);
        paradexIsCheap();
        await(PairState.FLAT, 10_000);
        assertThat(paradex.received).as("the exit is the second of two").hasSize(2);
        assertThat(paradex.received).extracting(OrderRequest::reduceOnly).containsExactly(false, true);
        vestIsCheap();
        run(50_000);
        assertThat(view().topBlocker()).isEqualTo(Blocker.ORDER_RATE);
        assertThat(vest.received).as("not one leg of it").hasSize(2);
        await(PairState.HEDGED, 15_000);
        paradexIsCheap();
        await(PairState.FLAT, 10_000);
        assertThat(paradex.received).hasSize(4);
    }
}
