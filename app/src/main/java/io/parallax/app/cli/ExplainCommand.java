package io.parallax.app.cli;

import io.parallax.app.ExitCode;
import io.parallax.app.control.ControlClient;
import io.parallax.app.control.ControlClient.Outcome;
import io.parallax.app.control.ControlRequest;
import io.parallax.app.control.RunDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Asks a running engine why it does or does not trade. Exit code 0: answered; 40: no engine runs, or it does not know
/// the question; 30: it did not answer; 2: several engines run and none was named.
@Command(
        name = "explain",
        description = "Why a running engine does or does not trade.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ExplainCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "WHAT",
            defaultValue = "now",
            description = "now: both directions, from what the screens show to what would be earned. last: the last "
                    + "spread at or above the entry threshold, and the rule that decided it. A number: that one.")
    private String what = "now";

    @Mixin
    private EngineOptions engines = new EngineOptions();

    @Option(names = "--json", description = "The engine's answer as it came: one line of JSON.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            Optional<RunDirectory> chosen = engines.choose(false);
            if (chosen.isEmpty()) {
                err.println("No engine runs. Looked in " + engines.base() + ".");
                err.flush();
                return ExitCode.REFUSED.number();
            }
            return ask(chosen.get(), err).number();
        } catch (IOException e) {
            err.println("Cannot reach the run directories: " + e);
            err.flush();
            return ExitCode.REFUSED.number();
        }
    }

    private ExitCode ask(RunDirectory engine, PrintWriter err) {
        Outcome outcome =
                ControlClient.ask(engine.socket(), new ControlRequest(ControlRequest.Command.EXPLAIN, what), PATIENCE);
        return switch (outcome) {
            case Outcome.Answered answered -> {
                PrintWriter out = spec.commandLine().getOut();
                out.println(json ? answered.line() : answered.answer().text());
                out.flush();
                yield answered.answer().ok() ? ExitCode.FLAT : ExitCode.REFUSED;
            }
            case Outcome.NobodyThere() -> {
                err.println("No engine runs as " + engine.name() + ".");
                err.flush();
                yield ExitCode.REFUSED;
            }
            case Outcome.NoAnswer(String why) -> {
                err.println(engine.name() + " did not answer within " + PATIENCE.toSeconds() + " s (" + why + ").");
                err.flush();
                yield ExitCode.UNKNOWN;
            }
        };
    }
}
