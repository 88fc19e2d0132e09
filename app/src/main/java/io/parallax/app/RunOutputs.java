package io.parallax.app;

import io.parallax.execution.EngineListener;
import io.parallax.tape.TapeSink;
import java.util.List;
import java.util.Optional;

/// What a run writes beside its log. Thread: any; immutable.
///
/// @param tape where the run is recorded
/// @param listeners hear every notice on the engine thread: they must not block
public record RunOutputs(Optional<TapeSink> tape, List<EngineListener> listeners) {
    /// Nothing.
    public static final RunOutputs NONE = new RunOutputs(Optional.empty(), List.of());

    public RunOutputs {
        listeners = List.copyOf(listeners);
    }
}
