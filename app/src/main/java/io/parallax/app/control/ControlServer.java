package io.parallax.app.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens on a Unix domain socket for commands of an operator; never on a network. One request and one answer for
/// each connection, bounded in length, time and number. Only the user whose engine it is may ask. Thread: any;
/// requests are answered on virtual threads.
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final int CONNECTIONS_MAX = 8;
    private static final long REQUEST_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Path socket;
    private final ServerSocketChannel listening;
    private final UserPrincipal owner;
    private final Function<ControlRequest, ControlAnswer> handler;
    private final Semaphore connections = new Semaphore(CONNECTIONS_MAX);

    private ControlServer(
            Path socket,
            ServerSocketChannel listening,
            UserPrincipal owner,
            Function<ControlRequest, ControlAnswer> handler) {
        this.socket = socket;
        this.listening = listening;
        this.owner = owner;
        this.handler = handler;
    }

    /// Begins to listen in a directory that the caller has locked, so that a socket that lies there is of a process
    /// that ended.
    ///
    /// @param handler carries a request out; called on several threads
    /// @throws IOException when that is not possible; the message is for the operator
    public static ControlServer start(RunDirectory directory, Function<ControlRequest, ControlAnswer> handler)
            throws IOException {
        Path socket = directory.socket();
        removeStale(socket);
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listening.bind(UnixDomainSocketAddress.of(socket), CONNECTIONS_MAX);
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            ControlServer server = new ControlServer(socket, listening, Files.getOwner(socket), handler);
            Thread thread = new Thread(server::accept, "control");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (IOException | RuntimeException e) {
            listening.close();
            throw new IOException(
                    "cannot listen on " + socket + " (" + e.getMessage() + "); a shorter path in "
                            + RunDirectory.VARIABLE + " helps when it is too long",
                    e);
        }
    }

    private static void removeStale(Path socket) throws IOException {
        if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            BasicFileAttributes found =
                    Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!found.isOther()) {
                throw new IOException(socket + " is no socket of an engine that ended; remove it by hand");
            }
            Files.delete(socket);
        }
    }

    private void accept() {
        while (listening.isOpen()) {
            try {
                SocketChannel channel = listening.accept();
                if (connections.tryAcquire()) {
                    Thread.ofVirtual().name("control-request").start(() -> serve(channel));
                } else {
                    channel.close();
                }
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException e) {
                LOG.warn("a connection to the control socket failed: {}", e.toString());
            }
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            channel.configureBlocking(false);
            String line = SocketLine.read(channel, ControlRequest.BYTES_MAX, System.nanoTime() + REQUEST_NANOS);
            ControlAnswer answer = isOwner(channel) ? answer(line) : refusal("only " + owner.getName() + " may ask");
            SocketLine.write(channel, answer.line(), System.nanoTime() + ANSWER_NANOS);
        } catch (IOException e) {
            LOG.debug("a request on the control socket came to nothing: {}", e.toString());
        } finally {
            connections.release();
        }
    }

    /// The directory's mode keeps others out already; this is for one whose mode was changed meanwhile.
    private boolean isOwner(SocketChannel channel) throws IOException {
        try {
            UnixDomainPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
            return peer.user().getName().equals(owner.getName());
        } catch (UnsupportedOperationException _) {
            return true;
        }
    }

    private ControlAnswer answer(String line) {
        Optional<ControlRequest> request = ControlRequest.parse(line);
        if (request.isEmpty()) {
            return refusal("not understood: one line such as {\"command\":\"status\"} was expected");
        }
        boolean late = ControlRequest.isLate(line, System.currentTimeMillis());
        if (late && request.get().command() != ControlRequest.Command.KILL) {
            return refusal("too late: whoever asked waits no longer");
        }
        try {
            return handler.apply(request.get());
        } catch (RuntimeException e) {
            LOG.error("{} could not be carried out", request.get().command(), e);
            return refusal("a bug: " + e);
        }
    }

    private static ControlAnswer refusal(String why) {
        return new ControlAnswer(false, why, "{}");
    }

    /// Stops listening and takes the socket away.
    @Override
    public void close() {
        try {
            listening.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.debug("{} stays: {}", socket, e.toString());
        }
    }
}
