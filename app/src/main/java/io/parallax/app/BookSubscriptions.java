package io.parallax.app;

import io.parallax.engine.EngineSettings;
import io.parallax.exchange.ConnectionEvent;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.execution.PairSettings;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// Stands between the adapters and the engine: when an exchange has listed its instruments, the books of our
/// pairs are asked for, and pairs that it does not list are remembered. Thread: any.
final class BookSubscriptions implements ExchangeEventSink {
    private final List<PairSettings> pairs;
    private final ExchangeEventSink engine;
    private final Map<ExchangeId, ExchangeAdapter> adapters = new ConcurrentHashMap<>();
    private final Map<ExchangeId, List<Instrument>> listed = new ConcurrentHashMap<>();

    BookSubscriptions(List<PairSettings> pairs, ExchangeEventSink engine) {
        this.pairs = List.copyOf(pairs);
        this.engine = engine;
    }

    /// Before the adapters connect only.
    void connectTo(List<ExchangeAdapter> all) {
        all.forEach(adapter -> adapters.put(adapter.exchangeId(), adapter));
    }

    @Override
    public void onEvent(ExchangeEvent event) {
        engine.onEvent(event);
        if (event instanceof ConnectionEvent.InstrumentsListed list
                && listed.putIfAbsent(list.exchange(), list.instruments()) == null) {
            subscribe(list);
        }
    }

    private void subscribe(ConnectionEvent.InstrumentsListed list) {
        ExchangeAdapter adapter = adapters.get(list.exchange());
        for (int bot = 0; adapter != null && bot < pairs.size(); bot++) {
            for (Leg leg : Leg.values()) {
                if (pairs.get(bot).exchange(leg).equals(list.exchange())) {
                    int index = EngineSettings.bookIndex(bot, leg);
                    String pair = pairs.get(bot).pair();
                    list.instruments().stream()
                            .filter(instrument -> instrument.pair().equals(pair))
                            .findFirst()
                            .ifPresent(instrument -> adapter.subscribeOrderbook(instrument.symbol(), index));
                }
            }
        }
    }

    /// Whether every exchange has listed its instruments.
    boolean allListed() {
        return listed.keySet().containsAll(adapters.keySet());
    }

    /// `BTCX-PERP on vest`, for each pair that its exchange does not list.
    Set<String> missing() {
        Set<String> missing = new TreeSet<>();
        for (PairSettings pair : pairs) {
            for (Leg leg : Leg.values()) {
                List<Instrument> instruments = listed.get(pair.exchange(leg));
                if (instruments != null
                        && instruments.stream()
                                .noneMatch(instrument -> instrument.pair().equals(pair.pair()))) {
                    missing.add(pair.pair() + " on " + pair.exchange(leg));
                }
            }
        }
        return missing;
    }
}
