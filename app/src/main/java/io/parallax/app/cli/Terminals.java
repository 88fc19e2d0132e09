package io.parallax.app.cli;

import java.io.Console;
import java.util.Optional;

/// Whether somebody is watching. Thread: any; stateless.
final class Terminals {
    private Terminals() {}

    /// Whether input and output are a terminal.
    static boolean present() {
        return terminal().isPresent();
    }

    private static Optional<Console> terminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal);
    }

    /// Whether whoever is watching types yes; true when nobody is, so that scripts are not held up.
    static boolean agrees(String question) {
        return terminal()
                .map(console -> console.readLine("%s Type yes: ", question))
                .map(answer -> answer.strip().equalsIgnoreCase("yes"))
                .orElseGet(() -> !present());
    }
}
