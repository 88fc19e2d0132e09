package io.parallax.app.cli;

import io.parallax.app.ExitCode;
import io.parallax.app.control.ControlClient;
import io.parallax.app.control.ControlClient.Outcome;
import io.parallax.app.control.ControlRequest;
import io.parallax.app.control.RunDirectory;
import io.parallax.app.logging.JsonText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// One command of an operator to a running engine. Exit code 0: done; 40: refused, or no engine runs; 30: it is not
/// known whether it was done; 2: several engines run and none was named.
@Command(mixinStandardHelpOptions = true, sortOptions = false)
final class OperateCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ControlRequest.Command command;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private EngineOptions engines = new EngineOptions();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "Why, one line; written to the log and the journal. resume needs one.")
    private String reason = "";

    @Option(names = "--yes", description = "Do not ask before flatten or kill.")
    private boolean yes;

    @Option(names = "--json", description = "The engine's answer as it came: one line of JSON.")
    private boolean json;

    OperateCommand(ControlRequest.Command command) {
        this.command = command;
    }

    /// What the help says of each.
    static String description(ControlRequest.Command command) {
        return switch (command) {
            case STATUS -> "How a running engine stands.";
            case PAUSE -> "No entries; exits and repairs go on.";
            case DRAIN -> "No entries; pairs exit at their own signal and stay flat.";
            case FLATTEN -> "Closes both legs of every pair now; no entries.";
            case KILL -> "No entries, also after a restart, until resume; exits and repairs go on.";
            case EXPLAIN -> "Why it does or does not trade.";
            case RESUME -> "Ends pause, drain, flatten, kill and halts; the halt latch is taken away.";
        };
    }

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        if (command == ControlRequest.Command.RESUME && reason.isBlank()) {
            throw engines.usage("resume needs --reason \"...\": what was wrong, and why it is not any more");
        }
        try {
            Optional<RunDirectory> chosen = engines.choose(isForTheStopped());
            if (chosen.isEmpty()) {
                err.println("No engine runs. Looked in " + engines.base() + ".");
                err.flush();
                return ExitCode.REFUSED.number();
            }
            if (!confirmed(chosen.get())) {
                err.println("Not confirmed; nothing was sent.");
                err.flush();
                return ExitCode.REFUSED.number();
            }
            return operate(chosen.get(), err).number();
        } catch (IOException e) {
            err.println("Cannot reach the run directories: " + e);
            err.flush();
            return ExitCode.REFUSED.number();
        }
    }

    /// A kill also keeps an engine from trading that starts later, and a resume allows it to.
    private boolean isForTheStopped() {
        return command == ControlRequest.Command.KILL || command == ControlRequest.Command.RESUME;
    }

    private boolean confirmed(RunDirectory engine) {
        boolean asks = command == ControlRequest.Command.FLATTEN || command == ControlRequest.Command.KILL;
        return !asks || yes || Terminals.agrees(command.word() + " " + engine.name() + "?");
    }

    private ExitCode operate(RunDirectory engine, PrintWriter err) throws IOException {
        boolean killFile = command == ControlRequest.Command.KILL && makeKillFile(engine, err);
        Outcome outcome = ControlClient.ask(engine.socket(), new ControlRequest(command, reason), PATIENCE);
        return switch (outcome) {
            case Outcome.Answered answered -> {
                print(json ? answered.line() : answered.answer().text());
                yield answered.answer().ok() ? ExitCode.FLAT : ExitCode.REFUSED;
            }
            case Outcome.NobodyThere() -> withoutEngine(engine, killFile, err);
            case Outcome.NoAnswer(String why) -> {
                err.println(engine.name() + " did not answer within " + PATIENCE.toSeconds() + " s (" + why
                        + "): whether it did it is not known."
                        + (killFile ? " The file KILL is made; a living engine honours it by itself." : ""));
                err.flush();
                yield ExitCode.UNKNOWN;
            }
        };
    }

    /// Two ways, in case one does not work.
    private static boolean makeKillFile(RunDirectory engine, PrintWriter err) {
        Path file = engine.killFile();
        try {
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
            return true;
        } catch (IOException e) {
            err.println("The file " + file + " cannot be made: " + e);
            err.flush();
            return false;
        }
    }

    private ExitCode withoutEngine(RunDirectory engine, boolean killFile, PrintWriter err) throws IOException {
        if (command == ControlRequest.Command.KILL && killFile) {
            tell(engine, "no engine runs; its next start enters nothing until resume");
            return ExitCode.FLAT;
        }
        if (command == ControlRequest.Command.RESUME) {
            Files.deleteIfExists(engine.killFile());
            engine.latch().clear();
            engine.starts().calm();
            tell(engine, "no engine runs; its next start may trade again");
            return ExitCode.FLAT;
        }
        err.println("No engine runs as " + engine.name() + ".");
        err.flush();
        return ExitCode.REFUSED;
    }

    private void tell(RunDirectory engine, String text) {
        print(
                json
                        ? new JsonText()
                                .flag("ok", true)
                                .text("text", engine.name() + ": " + text)
                                .raw("status", "{}")
                                .toString()
                        : engine.name() + ": " + text);
    }

    private void print(String text) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }
}
