package io.parallax.app.cli;

import io.parallax.app.StopRequest;
import io.parallax.app.Wiring;
import io.parallax.app.config.Mode;
import io.parallax.app.control.ControlAnswer;
import io.parallax.app.control.ControlRequest;
import io.parallax.app.screen.Watched;
import io.parallax.telemetry.EngineSnapshot;
import java.util.Locale;
import java.util.Optional;

/// The run of this process, for its screen. Thread: any; immutable.
record WatchedRun(Wiring wiring, Mode runMode, StopRequest stopRequest) implements Watched {
    @Override
    public String name() {
        return wiring.control().map(control -> control.name()).orElse("not commanded");
    }

    @Override
    public String mode() {
        return runMode.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<EngineSnapshot> snapshot() {
        return wiring.application().snapshot();
    }

    @Override
    public ControlAnswer operate(ControlRequest request) {
        return wiring.control()
                .map(control -> control.operate(request))
                .orElseGet(() -> new ControlAnswer(false, "nobody can command this run, only signals", "{}"));
    }

    @Override
    public void stop() {
        stopRequest.request();
    }
}
