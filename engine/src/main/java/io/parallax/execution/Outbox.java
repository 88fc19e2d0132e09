package io.parallax.execution;

import io.parallax.exchange.CommandSink;
import io.parallax.exchange.ExchangeCommand;

/// The two ways out of a pair: commands to exchanges and notices to whoever listens. Thread: engine only.
final class Outbox {
    private final String bot;
    private final CommandSink commands;
    private final EngineListener listener;
    private final EngineCounters counters;

    Outbox(String bot, CommandSink commands, EngineListener listener, EngineCounters counters) {
        this.bot = bot;
        this.commands = commands;
        this.listener = listener;
        this.counters = counters;
    }

    void send(ExchangeCommand command) {
        commands.onCommand(command);
    }

    void tell(EngineNotice notice) {
        listener.onNotice(notice);
    }

    void alert(String text, long nowNanos) {
        counters.alerts++;
        listener.onNotice(new EngineNotice.Alert(bot, text, nowNanos));
    }

    String bot() {
        return bot;
    }

    EngineCounters counters() {
        return counters;
    }
}
