package io.parallax.app.cli;

import io.parallax.app.control.ControlClient;
import io.parallax.app.control.ControlRequest;
import io.parallax.app.control.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Which engine a command is for. Shared by the commands to running engines.
final class EngineOptions {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--engine",
            paramLabel = "NAME",
            description = "Which one, as run prints it at its start; needed only when there are several.")
    private @Nullable String name;

    @Mixin
    private RunDirectoryOption place = new RunDirectoryOption();

    Path base() {
        return place.base();
    }

    /// The engine that was named, or the only one there is; empty when there is none.
    ///
    /// @param stoppedToo whether an engine that does not run may be meant when none does
    Optional<RunDirectory> choose(boolean stoppedToo) throws IOException {
        List<RunDirectory> all = RunDirectory.all(place.base());
        if (name != null) {
            Optional<RunDirectory> named =
                    all.stream().filter(each -> each.name().equals(name)).findFirst();
            if (named.isEmpty()) {
                throw usage("no engine is called \"" + name + "\"" + choices(all));
            }
            return named;
        }
        List<RunDirectory> running = new ArrayList<>();
        for (RunDirectory each : all) {
            if (isThere(each)) {
                running.add(each);
            }
        }
        List<RunDirectory> lasting =
                all.stream().filter(each -> !each.isTemporary()).toList();
        List<RunDirectory> meant = running.isEmpty() && stoppedToo ? lasting : running;
        if (meant.size() > 1) {
            throw usage("several engines" + (running.isEmpty() ? "" : " run") + "; name one with --engine"
                    + choices(meant));
        }
        return meant.stream().findFirst();
    }

    /// One that does not answer is there all the same.
    private static boolean isThere(RunDirectory each) {
        ControlRequest status = new ControlRequest(ControlRequest.Command.STATUS, "");
        return !(ControlClient.ask(each.socket(), status, PATIENCE) instanceof ControlClient.Outcome.NobodyThere);
    }

    private static String choices(List<RunDirectory> all) {
        return all.isEmpty()
                ? "; there is none"
                : all.stream().map(RunDirectory::name).collect(Collectors.joining(", ", "; there are: ", ""));
    }

    CommandLine.ParameterException usage(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
