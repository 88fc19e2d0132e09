package io.parallax.app.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Asks a running engine. Thread: any; stateless.
public final class ControlClient {
    private ControlClient() {}

    /// What came of it.
    public sealed interface Outcome {
        /// The engine answered.
        ///
        /// @param line as it was sent
        record Answered(ControlAnswer answer, String line) implements Outcome {}

        /// No engine listens there.
        record NobodyThere() implements Outcome {}

        /// An engine may be there; whether it did what was asked is not known.
        record NoAnswer(String why) implements Outcome {}
    }

    /// Sends `request` and waits for the answer, at most `patience`.
    public static Outcome ask(Path socket, ControlRequest request, Duration patience) {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            return new Outcome.NobodyThere();
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            if (!connects(channel, socket)) {
                return new Outcome.NobodyThere();
            }
            SocketLine.write(channel, request.line(System.currentTimeMillis() + patience.toMillis()), deadlineNanos);
            String line = SocketLine.read(channel, ControlAnswer.BYTES_MAX, deadlineNanos);
            Optional<ControlAnswer> answer = ControlAnswer.parse(line);
            return answer.<Outcome>map(found -> new Outcome.Answered(found, line))
                    .orElseGet(() -> new Outcome.NoAnswer("it answered what was not understood"));
        } catch (IOException e) {
            return new Outcome.NoAnswer(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    /// A local socket connects at once or not at all: nobody listens, or too many wait already.
    private static boolean connects(SocketChannel channel, Path socket) throws IOException {
        try {
            return channel.connect(UnixDomainSocketAddress.of(socket)) || channel.finishConnect();
        } catch (java.net.ConnectException _) {
            return false;
        }
    }
}
