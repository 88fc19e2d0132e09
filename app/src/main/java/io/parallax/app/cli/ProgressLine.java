package io.parallax.app.cli;

import java.io.PrintWriter;

/// Shows how far something long has come: a bar with the time that is left on a terminal, a line every five seconds
/// otherwise. Thread: one at a time.
final class ProgressLine {
    private static final long BAR_NANOS = 200_000_000L;
    private static final long LINE_NANOS = 5_000_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int WIDTH = 30;
    private static final int SECONDS_PER_MINUTE = 60;
    private static final String CLEAR_LINE = "\u001b[K";

    private final PrintWriter out;
    private final boolean terminal;
    private final long startNanos;
    private long toldNanos;

    ProgressLine(PrintWriter out, boolean terminal, long startNanos) {
        this.out = out;
        this.terminal = terminal;
        this.startNanos = startNanos;
        this.toldNanos = startNanos;
    }

    /// @param share done so far, 0 to 1
    /// @param detail what to say beside it
    void show(double share, String detail, long nowNanos) {
        if (nowNanos - toldNanos < (terminal ? BAR_NANOS : LINE_NANOS)) {
            return;
        }
        toldNanos = nowNanos;
        double seconds = (nowNanos - startNanos) / NANOS_PER_SECOND;
        String left = share <= 0 ? "" : ", " + duration(seconds * (1 - share) / share) + " left";
        if (terminal) {
            int filled = (int) Math.round(WIDTH * Math.min(1, share));
            out.print("\r[" + "#".repeat(filled) + "·".repeat(WIDTH - filled) + "] " + Math.round(100 * share) + " %"
                    + left + "  " + detail + CLEAR_LINE);
        } else {
            out.println(Math.round(100 * share) + " %" + left + ", " + detail);
        }
        out.flush();
    }

    /// Makes room for what follows.
    void end() {
        if (terminal) {
            out.print("\r" + CLEAR_LINE);
            out.flush();
        }
    }

    private static String duration(double seconds) {
        long whole = Math.round(seconds);
        return whole < SECONDS_PER_MINUTE
                ? whole + " s"
                : whole / SECONDS_PER_MINUTE + " min " + whole % SECONDS_PER_MINUTE + " s";
    }
}
