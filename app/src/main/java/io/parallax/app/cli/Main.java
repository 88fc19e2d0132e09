package io.parallax.app.cli;

/// Where the program begins and ends.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(ParallaxCommand.commandLine().execute(arguments));
    }
}
