package io.parallax.simulator.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Sends the private reports of orders in the way their verdicts say. Thread: simulator loop.
public final class OrderReports {
    private static final long HELD_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

    private final SimulatedExchange exchange;
    /// By order id, newest first.
    private final Map<String, Deque<Runnable>> held = new LinkedHashMap<>();

    public OrderReports(SimulatedExchange exchange) {
        this.exchange = exchange;
    }

    /// Whether reports of this order may be sent later than now, so that what they say must be fixed now.
    public boolean holds(String orderId) {
        return exchange.verdict(orderId).reports() == OrderVerdict.Reports.REVERSED;
    }

    /// @param ended whether the order has ended by this report
    /// @param report sends it
    public void send(String orderId, boolean ended, Runnable report) {
        switch (exchange.verdict(orderId).reports()) {
            case IN_ORDER -> report.run();
            case TWICE -> {
                report.run();
                report.run();
            }
            case REVERSED -> hold(orderId, ended, report);
        }
    }

    private void hold(String orderId, boolean ended, Runnable report) {
        Deque<Runnable> reports = held.computeIfAbsent(orderId, id -> {
            exchange.loop().schedule(HELD_NANOS_MAX, () -> release(id));
            return new ArrayDeque<>();
        });
        reports.addFirst(report);
        if (ended) {
            release(orderId);
        }
    }

    private void release(String orderId) {
        Deque<Runnable> reports = held.remove(orderId);
        if (reports != null) {
            reports.forEach(Runnable::run);
        }
    }
}
