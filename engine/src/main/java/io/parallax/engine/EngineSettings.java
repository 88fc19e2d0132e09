package io.parallax.engine;

import io.parallax.execution.ExchangeSettings;
import io.parallax.execution.PairSettings;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.risk.EngineLimits;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Everything an engine is told at its start. Thread: any; immutable.
///
/// @param instance four lower-case letters or digits, the same for every run of one configured account
/// @param bootEpochSeconds when this run began, Unix seconds; part of every client order id
/// @param pairs the bots, side by side
/// @param exchanges one for each exchange that a bot names
/// @param limits what all bots together may risk
/// @param dayResultSoFarE8 what earlier runs of this UTC day realised, less fees, quote currency × 10⁸; empty when that
///     is not known, which keeps entries off until an operator accepts it
public record EngineSettings(
        String instance,
        long bootEpochSeconds,
        List<PairSettings> pairs,
        List<ExchangeSettings> exchanges,
        EngineLimits limits,
        Optional<Long> dayResultSoFarE8) {

    public EngineSettings {
        pairs = List.copyOf(pairs);
        exchanges = List.copyOf(exchanges);
        Set<String> ids = new HashSet<>();
        Set<String> instruments = new HashSet<>();
        for (PairSettings pair : pairs) {
            if (!ids.add(pair.id())) {
                throw new IllegalArgumentException("two bots are called " + pair.id());
            }
            for (Leg leg : Leg.values()) {
                if (!instruments.add(pair.exchange(leg) + " " + pair.pair())) {
                    throw new IllegalArgumentException("bot " + pair.id() + ": another bot trades " + pair.pair()
                            + " on " + pair.exchange(leg) + " already; one position cannot have two owners");
                }
            }
        }
    }

    /// Defaults: known timing of the exchanges that the bots name, twice the largest pair (two legs each) in
    /// total.
    public static EngineSettings of(String instance, long bootEpochSeconds, List<PairSettings> pairs) {
        List<ExchangeSettings> exchanges = pairs.stream()
                .flatMap(pair -> Stream.of(pair.exchangeA(), pair.exchangeB()))
                .distinct()
                .map(ExchangeSettings::defaultsOf)
                .toList();
        long positionMaxE8 = pairs.stream()
                .mapToLong(pair -> pair.limits().positionNotionalMaxE8())
                .max()
                .orElse(0);
        return new EngineSettings(
                instance,
                bootEpochSeconds,
                pairs,
                exchanges,
                EngineLimits.of(Math.multiplyExact(4, positionMaxE8)),
                Optional.of(0L));
    }

    /// The same with other assumptions about one exchange.
    public EngineSettings withExchange(ExchangeSettings changed) {
        List<ExchangeSettings> all = exchanges.stream()
                .map(each -> each.exchange().equals(changed.exchange()) ? changed : each)
                .toList();
        return new EngineSettings(instance, bootEpochSeconds, pairs, all, limits, dayResultSoFarE8);
    }

    /// The same with other limits for all bots together.
    public EngineSettings withLimits(EngineLimits other) {
        return new EngineSettings(instance, bootEpochSeconds, pairs, exchanges, other, dayResultSoFarE8);
    }

    /// The same after earlier runs on the same UTC day.
    ///
    /// @param resultE8 what they realised, less fees; empty when that is not known
    public EngineSettings withDayResultSoFarE8(Optional<Long> resultE8) {
        return new EngineSettings(instance, bootEpochSeconds, pairs, exchanges, limits, resultE8);
    }

    /// Largest value of all positions together, quote currency × 10⁸.
    public long totalNotionalMaxE8() {
        return limits.totalNotionalMaxE8();
    }

    /// Under which index the feed of a bot's leg reports its book.
    public static int bookIndex(int bot, Leg leg) {
        return 2 * bot + (leg == Leg.A ? 0 : 1);
    }

    ExchangeSettings exchange(ExchangeId id) {
        return exchanges.stream()
                .filter(each -> each.exchange().equals(id))
                .findFirst()
                .orElseGet(() -> ExchangeSettings.defaultsOf(id));
    }
}
