package io.parallax.app.cli;

import io.parallax.app.ExitCode;
import io.parallax.app.control.RunDirectory;
import io.parallax.app.journal.JournalFiles;
import io.parallax.app.journal.JournalText;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Prints the journal of an engine, running or not. Exit code 0, also when parts of it cannot be read; 40 when there is
/// none.
@Command(
        name = "journal",
        description = "Prints what an engine meant and did: orders, reports, states, halts, commands.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class JournalCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EngineOptions engines = new EngineOptions();

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Optional<RunDirectory> engine = engines.choose(true);
            List<JournalFiles.Found> found = engine.isEmpty()
                    ? List.of()
                    : JournalFiles.read(
                            engine.get().journal(),
                            entry -> out.println(json ? JournalText.json(entry) : JournalText.plain(entry)));
            out.flush();
            for (JournalFiles.Found each : found) {
                if (!each.reading().isWhole()) {
                    err.println(each.file() + ": " + each.reading().problems());
                }
            }
            if (found.isEmpty()) {
                err.println("No journal. Looked in " + engines.base() + ".");
            }
            err.flush();
            return found.isEmpty() ? ExitCode.REFUSED.number() : ExitCode.FLAT.number();
        } catch (IOException e) {
            err.println("The journal cannot be read: " + e);
            err.flush();
            return ExitCode.REFUSED.number();
        }
    }
}
