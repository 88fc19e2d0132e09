package io.parallax.engine;

import static io.parallax.engine.ScriptedExchange.*;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.RejectionKind;
import io.parallax.execution.PairState;
import io.parallax.execution.TransitionTable;
import io.parallax.strategy.LayerSettings;
import io.parallax.strategy.LayerSettings.Weights;
import io.parallax.units.FixedPoint;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Minutes of bad luck from a seed. The scenario checks its invariants at every order; at the end, when the
/// bad luck has stopped, both exchanges and the engine agree, nothing is naked unless halted, and every order
/// has ended.
class RandomTradingTest extends TradingScenario {
    private static final Map<TransitionTable.Row, Long> REACHED = new HashMap<>();

    static LongStream seeds() {
        long first = Long.getLong("parallax.seed", 1);
        return LongStream.range(first, first + Long.getLong("parallax.seeds", 48));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void staysConsistentWhateverTheExchangesDo(long seed) {
        Random random = new Random(seed);
        if (seed % 4 == 0) {
            // 30 bps, which are offered, are the last of the steps.
            bot(settings -> settings.withLayers(new LayerSettings(
                    2 + random.nextInt(3), 3_000, random.nextBoolean() ? Weights.EQUAL : Weights.QUADRATIC)));
        }
        calm();
        start();
        run(2_000);
        for (int minute = 0; minute < 240; minute++) {
            misfortune(random, vest);
            misfortune(random, paradex);
            switch (random.nextInt(4)) {
                case 0 -> calm();
                case 1 -> vestIsCheap();
                case 2 -> paradexIsCheap();
                default -> drift(random);
            }
            run(random.nextInt(1_500));
            if (view().state() == PairState.HALTED && random.nextInt(8) == 0) {
                operator(new OperatorCommand.Resume("random"));
            }
        }
        heal();
        run(60_000);
        isConsistent(seed);
        REACHED.putAll(reachedWith(REACHED));
    }

    private Map<TransitionTable.Row, Long> reachedWith(Map<TransitionTable.Row, Long> before) {
        Map<TransitionTable.Row, Long> sums = new HashMap<>();
        for (TransitionTable.Row row : TransitionTable.rows()) {
            sums.put(row, before.getOrDefault(row, 0L) + engine().transitions().of(row));
        }
        return sums;
    }

    @AfterAll
    static void printsWhatWasReached() {
        REACHED.forEach((row, count) -> {
            if (count == 0) {
                System.out.println("not reached: " + row.from() + " " + row.event());
            }
        });
    }

    private void misfortune(Random random, ScriptedExchange exchange) {
        switch (random.nextInt(24)) {
            case 0 -> exchange.next(rejects(RejectionKind.STRUCTURAL));
            case 1 -> exchange.next(rejects(RejectionKind.RETRYABLE));
            case 2 -> exchange.next(isLost());
            case 3 -> exchange.next(executesUnheard(random.nextInt(1_500)));
            case 4 -> exchange.next(fillsOnly("0.00" + (1 + random.nextInt(9))));
            case 5 -> exchange.next(fillsNothing());
            case 6 -> exchange.next(fillsBeforeAck());
            case 7 -> exchange.next(fillsTwiceTold());
            case 8 -> exchange.next(fillsSlowly(100 + random.nextInt(3_000)));
            case 9 -> exchange.next(failsUnknown(random.nextBoolean()));
            case 10 -> exchange.next(rejectsAfterAccepting());
            case 11 -> exchange.next(restsOpen("0.00" + (1 + random.nextInt(9))));
            case 12 -> exchange.next(cancelsThenFills(50 + random.nextInt(3_000)));
            case 13 -> {
                exchange.stream(Stream.PRIVATE, StreamState.LOST);
                time.in(random.nextInt(2_000), () -> exchange.stream(Stream.PRIVATE, StreamState.READY));
            }
            case 14 -> {
                exchange.deaf = true;
                time.in(random.nextInt(1_500), () -> exchange.deaf = false);
            }
            case 15 -> {
                exchange.bookSilent = true;
                time.in(random.nextInt(4_000), () -> exchange.bookSilent = false);
            }
            case 16 -> {
                exchange.queriesFail = true;
                exchange.lookupsFail = true;
                time.in(random.nextInt(3_000), () -> {
                    exchange.queriesFail = false;
                    exchange.lookupsFail = false;
                });
            }
            case 17 -> {
                for (int refusals = 1 + random.nextInt(5); refusals > 0; refusals--) {
                    exchange.next(rejects(RejectionKind.MODE));
                }
            }
            case 18 -> {
                exchange.queriesFail = true;
                exchange.queryError = new ExchangeError.RateLimited(random.nextInt(5_000));
                time.in(random.nextInt(3_000), () -> exchange.queriesFail = false);
            }
            case 19 -> exchange.writeMillis = random.nextInt(4) == 0 ? random.nextInt(3_000) : 0.05;
            default -> {}
        }
    }

    private void drift(Random random) {
        int price = 100_000 + random.nextInt(400) - 200;
        quotes(vest, String.valueOf(price), String.valueOf(price + 10));
        quotes(paradex, String.valueOf(price - 5), String.valueOf(price + 5));
    }

    private void heal() {
        vest.forgetScript();
        paradex.forgetScript();
        for (ScriptedExchange exchange : List.of(vest, paradex)) {
            exchange.deaf = false;
            exchange.bookSilent = false;
            exchange.queriesFail = false;
            exchange.lookupsFail = false;
            exchange.writeMillis = 0.05;
            for (Stream stream : Stream.values()) {
                exchange.stream(stream, StreamState.READY);
            }
        }
        calm();
    }

    private void isConsistent(long seed) {
        String told = "seed " + seed + "\n" + story();
        assertThat(view().a().positionE8()).as("I10 vest, %s", told).isEqualTo(vest.anyPositionE8());
        assertThat(view().b().positionE8()).as("I10 paradex, %s", told).isEqualTo(paradex.anyPositionE8());
        assertThat(view().a().order()).as("I10 ended, %s", told).isEmpty();
        assertThat(view().b().order()).as("I10 ended, %s", told).isEmpty();
        EnumSet<PairState> rest = EnumSet.of(PairState.FLAT, PairState.HEDGED, PairState.HALTED);
        assertThat(view().state()).as("I1 %s", told).isIn(rest);
        if (view().state() != PairState.HALTED) {
            long netE8 = vest.anyPositionE8() + paradex.anyPositionE8();
            assertThat(Math.abs(netE8)).as("I1 %s", told).isLessThan(LOT_E8);
        } else {
            assertThat(alerts()).as(told).isNotEmpty();
        }
        assertThat(engine().transitions().unexpected()).as(told).isEmpty();
        long verdicts = view().candidates().verdicts().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(view().candidates().count()).as("a verdict each, %s", told).isEqualTo(verdicts);
        assertThat(engine().counters().orderSteps.unexpected()).as(told).isEmpty();
        assertThat(engine().counters().gateSteps.unexpected()).as(told).isEmpty();
        if (vest.anyPositionE8() == 0 && paradex.anyPositionE8() == 0 && isExact()) {
            long earnedE8 = vest.cashE8 + paradex.cashE8 - 20_000 * FixedPoint.ONE;
            assertThat(view().netE8()).as("I11, I12 %s", told).isEqualTo(earnedE8);
        }
    }

    /// Whether all of the profit comes from our own fills.
    private boolean isExact() {
        return alerts().stream().noneMatch(text -> text.contains("differs") || text.contains("found unequal"));
    }
}
