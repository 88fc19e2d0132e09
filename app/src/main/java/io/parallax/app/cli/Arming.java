package io.parallax.app.cli;

import io.parallax.app.config.Configuration;
import io.parallax.app.config.Mode;
import java.io.PrintWriter;

/// Real money moves only when the configuration and the command line both say so. Thread: any; stateless.
final class Arming {
    private Arming() {}

    /// Whether both agree; prints what is missing when they do not.
    static boolean isRight(Configuration configuration, boolean live, PrintWriter err) {
        if (configuration.mode() == Mode.LIVE && !live) {
            err.println("The configuration says mode: live. Real money moves only with --live beside it.");
        } else if (configuration.mode() == Mode.SIMULATED && live) {
            err.println("--live was given, but the configuration does not say mode: live. Both are needed.");
        } else {
            return true;
        }
        err.flush();
        return false;
    }
}
