package io.parallax.execution;

/// Where notices go. Thread: called by the engine; must not block or throw.
@FunctionalInterface
public interface EngineListener {
    void onNotice(EngineNotice notice);
}
