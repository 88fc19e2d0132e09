package io.parallax.app.cli;

import io.parallax.app.ExitCode;
import io.parallax.app.control.ControlRequest;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The commands, their help and their version.
@Command(
        name = "parallax",
        description = "Trades one perpetual future on two exchanges at once, delta-neutral.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            MonitorCommand.class,
            OrderTestCommand.class,
            SimulateCommand.class,
            SimulateFaultsCommand.class,
            JournalCommand.class,
            ExplainCommand.class,
            ReplayCommand.class,
            BacktestCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 flat, 10 hedged position left, 20 naked exposure left, 30 unknown exposure,",
            "40 refused to start, 1 crash, 2 command line not understood."
        })
final class ParallaxCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// Everything wired up, ready for `execute`.
    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new ParallaxCommand());
        for (ControlRequest.Command command : ControlRequest.Command.values()) {
            if (command == ControlRequest.Command.EXPLAIN) {
                // Asks with a word of its own.
                continue;
            }
            CommandLine operate = new CommandLine(new OperateCommand(command));
            operate.getCommandSpec().usageMessage().description(OperateCommand.description(command));
            commandLine.addSubcommand(command.word(), operate);
        }
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setParameterExceptionHandler((exception, _) -> {
            // The library's own leaves the usage out when it has a suggestion.
            PrintWriter err = exception.getCommandLine().getErr();
            err.println(exception.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(exception, err);
            exception.getCommandLine().usage(err);
            return ExitCode.USAGE.number();
        });
        commandLine.setExecutionExceptionHandler((exception, command, _) -> {
            // A bug of ours: the trace is what helps.
            PrintWriter err = command.getErr();
            err.println("Parallax stopped because of a bug: " + exception);
            exception.printStackTrace(err);
            err.flush();
            return ExitCode.CRASH.number();
        });
        return commandLine;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name a command, for example: parallax run");
    }
}
