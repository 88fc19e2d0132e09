package io.parallax.app.cli;

import java.io.Console;
import java.util.Optional;

/// Whether somebody is watching. Thread: any; stateless.
final class Terminals {
    private Terminals() {}

    /// Whether input and output are a terminal.
    static boolean present() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }
}
