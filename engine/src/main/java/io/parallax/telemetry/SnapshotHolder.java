package io.parallax.telemetry;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The latest snapshot. Thread: the engine writes; any reads, never waiting.
public final class SnapshotHolder {
    private final AtomicReference<Optional<EngineSnapshot>> latest = new AtomicReference<>(Optional.empty());

    public void publish(EngineSnapshot snapshot) {
        latest.setRelease(Optional.of(snapshot));
    }

    /// Empty until the engine published for the first time.
    public Optional<EngineSnapshot> latest() {
        return latest.getAcquire();
    }
}
