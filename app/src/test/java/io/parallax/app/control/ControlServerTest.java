package io.parallax.app.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.app.control.ControlClient.Outcome;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The control socket with a handler that only remembers what it was asked.
class ControlServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<ControlRequest> asked = new CopyOnWriteArrayList<>();
    private final Path base;
    private final RunDirectory directory;

    ControlServerTest(@TempDir Path base) throws IOException {
        this.base = base;
        this.directory = RunDirectory.open(base, "test");
    }

    @AfterEach
    void giveItUp() {
        directory.close();
    }

    private ControlServer server() throws IOException {
        return ControlServer.start(directory, request -> {
            asked.add(request);
            if (request.reason().equals("fail")) {
                throw new IllegalStateException("broken");
            }
            return new ControlAnswer(true, "did " + request.command().word() + "\nline two", "{\"a\":[1]}");
        });
    }

    @Test
    void carriesARequestAndItsAnswer() throws IOException {
        try (ControlServer _ = server()) {
            Outcome outcome = ask(new ControlRequest(ControlRequest.Command.PAUSE, "lunch"));
            assertThat(outcome)
                    .isEqualTo(new Outcome.Answered(
                            new ControlAnswer(true, "did pause\nline two", "{\"a\":[1]}"),
                            "{\"ok\":true,\"text\":\"did pause\\nline two\",\"status\":{\"a\":[1]}}"));
        }
        assertThat(asked).containsExactly(new ControlRequest(ControlRequest.Command.PAUSE, "lunch"));
    }

    @Test
    void isOpenToItsOwnerAloneAndGoneAfterwards() throws IOException {
        try (ControlServer _ = server()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.socket())))
                    .isEqualTo("rw-------");
        }
        assertThat(directory.socket()).doesNotExist();
        assertThat(ask(new ControlRequest(ControlRequest.Command.STATUS, ""))).isEqualTo(new Outcome.NobodyThere());
    }

    @Test
    void replacesTheSocketOfAProcessThatDied() throws IOException {
        // A closed channel leaves its file behind, as a killed process does.
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(directory.socket()))
                .close();
        assertThat(directory.socket()).exists();
        assertThat(ask(new ControlRequest(ControlRequest.Command.STATUS, ""))).isEqualTo(new Outcome.NobodyThere());
        try (ControlServer _ = server()) {
            assertThat(ask(new ControlRequest(ControlRequest.Command.STATUS, "")))
                    .isInstanceOf(Outcome.Answered.class);
        }
    }

    @Test
    void doesNotRemoveAFileThatIsNoSocket() throws IOException {
        Files.writeString(directory.socket(), "precious");
        assertThatThrownBy(this::server).hasMessageContaining("is no socket");
        assertThat(directory.socket()).hasContent("precious");
    }

    @Test
    void saysThatAPathIsTooLong() throws IOException {
        try (RunDirectory deep = RunDirectory.open(base, "x".repeat(110))) {
            assertThatThrownBy(() -> ControlServer.start(deep, request -> new ControlAnswer(true, "", "{}")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("shorter path in PARALLAX_RUN_DIR");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "[]",
                "{}",
                "{\"command\":7}",
                "{\"command\":\"launch\"}",
                "{\"command\":\"STATUS\"}",
                "{\"command\":\"pause\"} {\"command\":\"kill\"}",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
            })
    void answersNonsenseWithoutDoingAnything(String line) throws IOException {
        try (ControlServer _ = server()) {
            assertThat(raw((line + "\n").getBytes(StandardCharsets.UTF_8))).startsWith("{\"ok\":false");
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void doesNothingButKillForSomebodyWhoWaitsNoLonger() throws IOException {
        try (ControlServer _ = server()) {
            for (String command : List.of("resume", "flatten", "pause", "kill")) {
                raw(("{\"command\":\"" + command + "\",\"until_ms\":1000}\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(asked).containsExactly(new ControlRequest(ControlRequest.Command.KILL, ""));
    }

    @Test
    void survivesAnyBytes() throws IOException {
        long seed = Long.getLong("parallax.seed", System.nanoTime());
        System.out.println("ControlServerTest seed " + seed);
        Random random = new Random(seed);
        try (ControlServer _ = server()) {
            for (int i = 0; i < 200; i++) {
                byte[] noise = new byte[1 + random.nextInt(600)];
                random.nextBytes(noise);
                noise[noise.length - 1] = '\n';
                assertThat(raw(noise)).startsWith("{\"ok\":false");
            }
            assertThat(ask(new ControlRequest(ControlRequest.Command.STATUS, "")))
                    .isInstanceOf(Outcome.Answered.class);
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void doesNotReadALineWithoutEnd() throws IOException {
        try (ControlServer _ = server()) {
            byte[] endless = "a".repeat(2 * ControlRequest.BYTES_MAX).getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> raw(endless)).isInstanceOf(IOException.class);
            assertThat(ask(new ControlRequest(ControlRequest.Command.STATUS, "")))
                    .isInstanceOf(Outcome.Answered.class);
        }
    }

    @Test
    void readsNoMoreThanTheLengthOfALine() throws IOException {
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(directory.socket()));
            try (SocketChannel writes = SocketChannel.open(UnixDomainSocketAddress.of(directory.socket()));
                    SocketChannel reads = silent.accept()) {
                writes.write(ByteBuffer.wrap(new byte[11]));
                reads.configureBlocking(false);
                assertThatThrownBy(() -> SocketLine.read(reads, 10, System.nanoTime() + PATIENCE.toNanos()))
                        .hasMessage("a line of more than 10 bytes");
            }
        }
    }

    @Test
    void survivesAHandlerThatFails() throws IOException {
        try (ControlServer _ = server()) {
            Outcome outcome = ask(new ControlRequest(ControlRequest.Command.DRAIN, "fail"));
            assertThat(outcome).isInstanceOfSatisfying(Outcome.Answered.class, answered -> {
                assertThat(answered.answer().ok()).isFalse();
                assertThat(answered.answer().text()).startsWith("a bug: ");
            });
        }
    }

    @Test
    void givesUpOnAnEngineThatDoesNotAnswer() throws IOException {
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(directory.socket()));
            assertThat(ControlClient.ask(
                            directory.socket(),
                            new ControlRequest(ControlRequest.Command.KILL, ""),
                            Duration.ofMillis(50)))
                    .isInstanceOf(Outcome.NoAnswer.class);
        }
    }

    @Test
    void makesAReasonFitForAFile() {
        String key = "0123456789abcdef".repeat(4);
        ControlRequest request =
                new ControlRequest(ControlRequest.Command.KILL, " two\nlines \u001b[31m and 0x" + key + " ");
        assertThat(request.reason()).isEqualTo("two lines  [31m and [hidden]");
        assertThat(new ControlRequest(ControlRequest.Command.KILL, "long ".repeat(1_000)).reason())
                .hasSizeLessThan(ControlRequest.REASON_MAX + 2);
    }

    private Outcome ask(ControlRequest request) {
        return ControlClient.ask(directory.socket(), request, PATIENCE);
    }

    private String raw(byte[] bytes) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(directory.socket()))) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.configureBlocking(false);
            return SocketLine.read(channel, ControlAnswer.BYTES_MAX, deadline);
        } catch (EOFException e) {
            throw new IOException("closed without an answer", e);
        }
    }
}
