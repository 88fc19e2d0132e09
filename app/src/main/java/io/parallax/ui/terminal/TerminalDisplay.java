package io.parallax.ui.terminal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Shows a screen in place with the control sequences that every terminal knows, on the alternate screen, so that
/// what was there before comes back at the end. Thread: one.
public final class TerminalDisplay {
    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[2J";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintStream out;
    private boolean open = true;

    /// Takes over the terminal.
    public TerminalDisplay(PrintStream out) {
        this.out = out;
        write(ENTER);
    }

    /// Replaces what is shown. One write, so that nothing flickers.
    public void show(List<String> lines) {
        StringBuilder screen = new StringBuilder(2_048).append(HOME);
        for (int i = 0; i < lines.size(); i++) {
            // No line break after the last line: at the lower edge it would scroll.
            screen.append(i == 0 ? "" : "\r\n").append(lines.get(i)).append(CLEAR_LINE);
        }
        write(screen.append(CLEAR_BELOW).toString());
    }

    /// Gives the terminal back. Safe to call again.
    public void leave() {
        if (open) {
            open = false;
            write(LEAVE);
        }
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }
}
