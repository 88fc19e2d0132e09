package io.parallax.app.cli;

import io.parallax.app.Application;
import io.parallax.app.RunControl;
import io.parallax.app.StopRequest;
import io.parallax.app.Wiring;
import java.util.concurrent.atomic.AtomicInteger;

/// What signals mean to a run. SIGINT and SIGTERM ask for an orderly stop; a second one cancels what rests, says what
/// is open and ends the process. SIGHUP kills: closing a terminal must not leave an engine behind that enters. Thread:
/// one of the JVM's for each signal.
final class Signals {
    private final AtomicInteger stops = new AtomicInteger();
    private final StopRequest stop;
    private final Wiring wiring;

    Signals(StopRequest stop, Wiring wiring) {
        this.stop = stop;
        this.wiring = wiring;
    }

    /// @param name without `SIG`
    void onSignal(String name) {
        if (name.equals("HUP")) {
            hangUp();
        } else if (stops.incrementAndGet() == 1) {
            stop.request();
        } else {
            endAtOnce(name);
        }
    }

    /// A run on exchanges of its own has nothing to look after once nobody watches: it ends.
    private void hangUp() {
        wiring.control().ifPresent(control -> control.kill("SIGHUP: the terminal was closed"));
        if (wiring.isEmbedded() || wiring.control().isEmpty()) {
            stop.request();
        }
    }

    private void endAtOnce(String name) {
        Application application = wiring.application();
        System.err.println("Second signal (SIG" + name + "): ending at once, cancelling what rests. Open: "
                + application.exposureNow());
        try {
            application.cancelOrders();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        int exitCode = application.exitCodeNow().number();
        wiring.control().ifPresent(RunControl::close);
        Runtime.getRuntime().halt(exitCode);
    }
}
