package io.parallax.exchange;

/// Where the engine puts its commands. Thread: called by the engine; must not block or throw.
@FunctionalInterface
public interface CommandSink {
    void onCommand(ExchangeCommand command);
}
