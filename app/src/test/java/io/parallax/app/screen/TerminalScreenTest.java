package io.parallax.app.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.app.control.ControlAnswer;
import io.parallax.app.control.ControlRequest;
import io.parallax.app.control.ControlRequest.Command;
import io.parallax.app.logging.LogTail;
import io.parallax.telemetry.EngineSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A terminal in memory: what is typed, and every byte that is drawn.
class TerminalScreenTest implements Watched {
    private static final long SECONDS = 10;

    private final PipedOutputStream typed = new PipedOutputStream();
    private final Drawn drawn = new Drawn();
    private final BlockingQueue<ControlRequest> asked = new LinkedBlockingQueue<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private TerminalScreen screen;
    private Terminal terminal;
    private Attributes before;

    /// What reached the terminal so far.
    private static final class Drawn extends ByteArrayOutputStream {
        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            notifyAll();
        }

        @Override
        public synchronized void write(int one) {
            super.write(one);
            notifyAll();
        }

        synchronized void await(String text) throws InterruptedException {
            long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            while (!toString(StandardCharsets.UTF_8).contains(text)) {
                assertThat(System.nanoTime())
                        .as("\"%s\" is drawn in time", text)
                        .isLessThan(endNanos);
                wait(100);
            }
        }
    }

    @BeforeEach
    void open() throws IOException {
        terminal = TerminalBuilder.builder()
                .system(false)
                .streams(new PipedInputStream(typed), drawn)
                .type("xterm-256color")
                .encoding(StandardCharsets.UTF_8)
                .size(Size.of(100, 30))
                .build();
        before = terminal.getAttributes();
        screen = TerminalScreen.open(terminal, new LogTail(), this);
    }

    @AfterEach
    void close() {
        screen.close();
    }

    private void type(String keys) throws IOException {
        typed.write(keys.getBytes(StandardCharsets.UTF_8));
        typed.flush();
    }

    @Override
    public String name() {
        return "the-run";
    }

    @Override
    public String mode() {
        return "simulated";
    }

    @Override
    public Optional<EngineSnapshot> snapshot() {
        return Optional.empty();
    }

    @Override
    public ControlAnswer operate(ControlRequest request) {
        asked.add(request);
        return new ControlAnswer(true, "carried out\nand more", "{}");
    }

    @Override
    public void stop() {
        stopped.countDown();
    }

    @Test
    void carriesOutAKeyAndShowsTheAnswer() throws Exception {
        drawn.await("SIMULATED   the-run");
        type("p");
        assertThat(asked.poll(SECONDS, TimeUnit.SECONDS))
                .extracting(ControlRequest::command)
                .isEqualTo(Command.PAUSE);
        drawn.await("carried out");
    }

    @Test
    void asksFirstAndTakesArrowsForNoKeys() throws Exception {
        drawn.await("the-run");
        type("\u001b[A\u001bOp\u001b[15~f");
        drawn.await("Close every pair now");
        type("\u001b[Ay");
        assertThat(asked.poll(SECONDS, TimeUnit.SECONDS))
                .extracting(ControlRequest::command)
                .isEqualTo(Command.FLATTEN);
    }

    @Test
    void stopsTheRunOnlyWhenThatIsMeant() throws Exception {
        drawn.await("the-run");
        type("q");
        drawn.await("Stop: resolve");
        assertThat(stopped.getCount()).isEqualTo(1);
        type("y");
        assertThat(stopped.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        drawn.await("stopping");
    }

    /// A stopped process would look after no position, and Ctrl-C has to work whatever the screen does.
    @Test
    void leavesCtrlCToTheProgramAndTakesCtrlZAway() throws Exception {
        drawn.await("the-run");
        assertThat(terminal.getAttributes().getLocalFlag(LocalFlag.ISIG)).isTrue();
        assertThat(terminal.getAttributes().getLocalFlag(LocalFlag.ICANON)).isFalse();
        assertThat(terminal.getAttributes().getControlChar(ControlChar.VSUSP)).isZero();
        Attributes shown = terminal.getAttributes();
        screen.close();
        assertThat(shown.getLocalFlag(LocalFlag.ICANON)).isNotEqualTo(before.getLocalFlag(LocalFlag.ICANON));
        assertThat(before.getControlChar(ControlChar.VSUSP)).isNotZero();
    }

    @Test
    void drawsAnewInAnotherSizeAndGivesTheTerminalBack() throws Exception {
        drawn.await("the-run");
        terminal.setSize(Size.of(60, 20));
        type("?");
        drawn.await("no entries; exits and repairs go on");
        // What is still on its way through a terminal in memory is lost when that is closed.
        screen.end();
        drawn.await("\u001b[?1049l");
        String enter = "\u001b[?1049h";
        String leave = "\u001b[?1049l";
        String all = drawn.toString(StandardCharsets.UTF_8);
        assertThat(all).contains(enter);
        assertThat(all.lastIndexOf(leave)).isGreaterThan(all.lastIndexOf(enter));
    }
}
