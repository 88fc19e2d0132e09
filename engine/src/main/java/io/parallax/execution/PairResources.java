package io.parallax.execution;

import io.parallax.exchange.CommandSink;
import io.parallax.exchange.OrderEvent;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Leg;
import io.parallax.marketdata.OrderBook;
import io.parallax.risk.ExchangeGate;
import io.parallax.risk.TotalExposure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What all pairs of one engine share: exchanges, books, ids, orders, limits, ways out. Thread: engine only.
public final class PairResources {
    private final CommandSink commands;
    private final EngineListener listener;
    private final EngineCounters counters = new EngineCounters();
    private final TransitionCounts transitions = new TransitionCounts();
    private final OrderRegistry registry = new OrderRegistry();
    private final OrderIds ids;
    private final TotalExposure total;
    private final EngineRisk risk;
    private final List<OrderBook> books;
    private final Map<ExchangeId, ExchangeSettings> exchanges = new HashMap<>();
    private final Map<ExchangeId, ExchangeGate> gates = new HashMap<>();
    private final Map<ExchangeId, CashWatch> cash = new HashMap<>();

    /// @param books two for each pair, leg A first
    public PairResources(
            CommandSink commands,
            EngineListener listener,
            OrderIds ids,
            TotalExposure total,
            EngineRisk risk,
            List<OrderBook> books,
            List<ExchangeSettings> exchanges) {
        this.commands = commands;
        this.listener = listener;
        this.ids = ids;
        this.total = total;
        this.risk = risk;
        this.books = List.copyOf(books);
        for (ExchangeSettings each : exchanges) {
            this.exchanges.put(each.exchange(), each);
            gates.put(each.exchange(), new ExchangeGate(each.exchange(), counters.gateSteps));
            cash.put(each.exchange(), new CashWatch(each.exchange()));
        }
    }

    /// Hands news of an order to the pair that owns it.
    ///
    /// @return false when no order of this run has that id
    public boolean route(OrderEvent event, List<ExecutionTask> tasks, long nowNanos) {
        OrderRegistry.Entry entry = registry.find(event.id());
        if (entry == null) {
            return false;
        }
        for (ExecutionTask task : tasks) {
            if (task.owns(entry)) {
                task.onOrderEvent(entry, event, nowNanos);
            }
        }
        return true;
    }

    CommandSink commands() {
        return commands;
    }

    EngineListener listener() {
        return listener;
    }

    public EngineCounters counters() {
        return counters;
    }

    public TransitionCounts transitions() {
        return transitions;
    }

    OrderRegistry registry() {
        return registry;
    }

    public OrderIds ids() {
        return ids;
    }

    /// What limits all pairs together.
    public EngineRisk risk() {
        return risk;
    }

    TotalExposure total() {
        return total;
    }

    OrderBook book(int pair, Leg leg) {
        return books.get(2 * pair + (leg == Leg.A ? 0 : 1));
    }

    ExchangeSettings exchange(ExchangeId id) {
        return known(exchanges.get(id), id);
    }

    public ExchangeGate gate(ExchangeId id) {
        return known(gates.get(id), id);
    }

    public CashWatch cash(ExchangeId id) {
        return known(cash.get(id), id);
    }

    /// Asks every exchange for its balance.
    public void wantBalances() {
        cash.values().forEach(CashWatch::want);
    }

    /// Whether every balance was read after the last fill.
    public boolean balancesSettled() {
        return cash.values().stream().allMatch(CashWatch::isSettled);
    }

    /// Whether any pair trades there.
    public boolean knows(ExchangeId id) {
        return gates.containsKey(id);
    }

    private static <T> T known(@Nullable T found, ExchangeId id) {
        if (found == null) {
            throw new IllegalArgumentException("no settings for exchange " + id);
        }
        return found;
    }
}
