package io.parallax.app.screen;

import io.parallax.app.control.ControlAnswer;
import io.parallax.app.control.ControlRequest;
import io.parallax.app.logging.LogTail;
import io.parallax.telemetry.EngineSnapshot;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import org.jspecify.annotations.Nullable;

/// Shows a run on the terminal four times a second, from snapshots that the engine publishes anyway, and hands keys on
/// as commands. Signals stay the program's. Thread: one of its own; [#open] and [#close] from any.
public final class TerminalScreen implements AutoCloseable {
    private static final long FRAME_MILLIS = 250;
    /// The rest of a key that is sent as several characters comes at once.
    private static final long SEQUENCE_MILLIS = 5;

    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(8);
    private static final long END_MILLIS = 2_000;
    private static final int COLUMNS_MIN = 40;
    private static final int ROWS_MIN = 10;
    private static final int ESCAPE = 27;
    private static final int LOG_LINES = 200;

    private final Terminal terminal;
    private final Paint paint;
    private final LogTail log;
    private final Watched run;
    private final ScreenKeys keys = new ScreenKeys();
    private final SpreadHistory history = new SpreadHistory();
    private final long startNanos = System.nanoTime();
    private final Thread thread = new Thread(this::show, "screen");
    private volatile boolean closing;
    private volatile String answer = "";
    private volatile long answerNanos;

    private TerminalScreen(Terminal terminal, LogTail log, Watched run) {
        this.terminal = terminal;
        this.log = log;
        this.run = run;
        Integer colours = terminal.getNumericCapability(Capability.max_colors);
        this.paint = Paint.of(
                Optional.ofNullable(System.getenv("NO_COLOR")).orElse(""),
                colours == null ? 0 : colours,
                terminal.encoding());
        thread.setDaemon(true);
    }

    /// The terminal that this process has, if a screen can be drawn on it.
    public static Optional<Terminal> terminal() {
        try {
            Terminal found = TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .nativeSignals(false)
                    .build();
            Size size = found.getSize();
            boolean usable = !found.getType().startsWith(Terminal.TYPE_DUMB)
                    && size.getColumns() >= COLUMNS_MIN
                    && size.getRows() >= ROWS_MIN;
            if (!usable) {
                found.close();
            }
            return usable ? Optional.of(found) : Optional.empty();
        } catch (IOException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    /// Gives back a terminal that no screen was opened on, or again one that was.
    public static void release(Terminal terminal) {
        try {
            terminal.close();
        } catch (IOException e) {
            // It is gone already.
        }
    }

    /// Takes the terminal over until closed.
    public static TerminalScreen open(Terminal terminal, LogTail log, Watched run) {
        TerminalScreen screen = new TerminalScreen(terminal, log, run);
        screen.thread.start();
        return screen;
    }

    private void show() {
        Attributes before = terminal.enterRawMode();
        keepSignals();
        terminal.puts(Capability.enter_ca_mode);
        terminal.puts(Capability.cursor_invisible);
        try {
            Display display = new Display(terminal, true);
            @Nullable Size drawn = null;
            while (!closing) {
                Size size = terminal.getSize();
                if (!size.equals(drawn)) {
                    drawn = size;
                    display.clear();
                    display.resize(size);
                }
                display.update(
                        ScreenView.draw(state(), paint, Math.max(1, size.getColumns()), Math.max(1, size.getRows())),
                        0);
                listen();
            }
        } finally {
            terminal.puts(Capability.cursor_visible);
            terminal.puts(Capability.exit_ca_mode);
            terminal.flush();
            terminal.setAttributes(before);
        }
    }

    /// Ctrl-C must stop the run whatever the screen does. Ctrl-Z must not: a stopped process looks after no position.
    private void keepSignals() {
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(LocalFlag.ISIG, true);
        raw.setControlChar(ControlChar.VSUSP, 0);
        terminal.setAttributes(raw);
    }

    private void listen() {
        try {
            NonBlockingReader reader = terminal.reader();
            int key = reader.read(FRAME_MILLIS);
            if (key == NonBlockingReader.EOF) {
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(FRAME_MILLIS));
            } else if (key == ESCAPE) {
                skipSequence(reader);
            } else if (key >= 0) {
                onKey(key);
            }
        } catch (IOException e) {
            // Nobody types any more; what is shown is shown.
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(FRAME_MILLIS));
        }
    }

    /// An arrow or a function key, which mean nothing here: `ESC O` and one letter, or `ESC [` and all up to the first
    /// of `@` to `~` (ECMA-48, control sequences).
    private static void skipSequence(NonBlockingReader reader) throws IOException {
        int kind = reader.read(SEQUENCE_MILLIS);
        int next = kind == 'O' || kind == '[' ? reader.read(SEQUENCE_MILLIS) : NonBlockingReader.READ_EXPIRED;
        while (kind == '[' && next >= 0 && (next < '@' || next > '~')) {
            next = reader.read(SEQUENCE_MILLIS);
        }
    }

    private void onKey(int key) {
        int bots = run.snapshot().map(now -> now.bots().size()).orElse(0);
        keys.onKey(key, bots).ifPresent(this::operate);
        if (keys.stopWanted()) {
            tell("stopping: no entries, resolving what is in flight");
            run.stop();
        }
    }

    /// Not on this thread: the engine may take two seconds, and the screen goes on.
    private void operate(ControlRequest request) {
        tell(request.command().word() + " …");
        Thread.ofVirtual().name("screen-command").start(() -> {
            ControlAnswer told = run.operate(request);
            tell(told.text().lines().findFirst().orElse(""));
        });
    }

    private void tell(String text) {
        answerNanos = System.nanoTime();
        answer = text;
    }

    private ScreenState state() {
        Optional<EngineSnapshot> snapshot = run.snapshot();
        snapshot.ifPresent(history::add);
        if (!answer.isEmpty() && System.nanoTime() - answerNanos > ANSWER_NANOS) {
            answer = "";
        }
        return new ScreenState(
                run.name(),
                run.mode(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos),
                snapshot,
                keys.selected(),
                history,
                log.newest(LOG_LINES, keys.least()),
                keys.filter(),
                answer,
                keys.question(),
                keys.help());
    }

    /// Stops drawing and leaves the terminal as it was found, also when this thread was interrupted.
    void end() {
        closing = true;
        boolean interrupted = false;
        long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS);
        while (thread.isAlive() && System.nanoTime() - endNanos < 0) {
            try {
                thread.join(FRAME_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Gives the terminal back.
    @Override
    public void close() {
        end();
        release(terminal);
    }
}
