package io.parallax.app.screen;

import io.parallax.app.control.ControlAnswer;
import io.parallax.app.control.ControlRequest;
import io.parallax.telemetry.EngineSnapshot;
import java.util.Optional;

/// The run that a screen shows. Thread: any.
public interface Watched {
    String name();

    /// `simulated` or `live`.
    String mode();

    /// The newest one; empty before the first.
    Optional<EngineSnapshot> snapshot();

    /// Carries a command out; may take two seconds.
    ControlAnswer operate(ControlRequest request);

    /// As Ctrl-C does.
    void stop();
}
