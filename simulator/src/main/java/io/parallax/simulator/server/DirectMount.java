package io.parallax.simulator.server;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.simulator.server.FrontEnd.ServerSocket;
import io.parallax.simulator.server.FrontEnd.ServerSocketHandler;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A front end without sockets: whole requests and whole messages go in and come out, and the caller decides what the
/// way between does to them. What [HttpMount] and [WebSocketMount] do with bytes, this does with messages. Thread:
/// the exchange's loop.
public final class DirectMount {
    private static final int GOING_ABNORMALLY = 1006;
    private static final int HANDLER_FAILED = 1011;
    private static final long CLOSE_NANOS_MAX = 2_000_000_000L;

    private final FrontEnd frontEnd;
    private final IoLoop loop;

    public DirectMount(FrontEnd frontEnd, IoLoop loop) {
        this.frontEnd = frontEnd;
        this.loop = loop;
    }

    /// A request arrived. `responder` is called at most once, now or later.
    ///
    /// @param target path and query as on the wire
    public void request(
            String method, String target, Map<String, String> headers, byte[] body, FrontEnd.Responder responder) {
        ServerRequest plain;
        try {
            plain = plain(method, target, headers, body);
        } catch (IllegalArgumentException e) {
            responder.respond(ServerResponse.empty(400));
            return;
        }
        frontEnd.onRequest(plain, responder);
    }

    /// An upgrade arrived: the server's end of the socket, or the refusal.
    ///
    /// @param client where the server's messages go
    public Upgraded upgrade(String target, Map<String, String> headers, ClientEnd client) {
        return switch (frontEnd.onUpgrade(plain("GET", target, headers, new byte[0]))) {
            case FrontEnd.Upgrade.Refused(ServerResponse response) ->
                new Upgraded(Optional.empty(), Optional.of(response));
            case FrontEnd.Upgrade.Accepted(ServerSocketHandler handler) ->
                new Upgraded(Optional.of(new ServerEnd(handler, client, loop)), Optional.empty());
        };
    }

    private static ServerRequest plain(String method, String target, Map<String, String> headers, byte[] body) {
        var uri = new QueryStringDecoder(target);
        Map<String, String> query = new HashMap<>();
        uri.parameters().forEach((name, values) -> query.put(name, values.getLast()));
        Map<String, String> lower = new HashMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return new ServerRequest(method, uri.path(), query, lower, body);
    }

    /// What became of an upgrade: one of both.
    public record Upgraded(Optional<ServerEnd> socket, Optional<ServerResponse> refusal) {}

    /// The way to the client. Thread: the exchange's loop.
    public interface ClientEnd {
        void text(byte[] utf8);

        void binary(byte[] bytes);

        void ping();

        void pong();

        void close(int code, String reason);

        /// The connection ends without a word.
        void reset();
    }

    /// The server's end of one WebSocket: what arrives is told by the `receive…` methods. Thread: the exchange's loop.
    public static final class ServerEnd implements ServerSocket {
        private final ServerSocketHandler handler;
        private final ClientEnd client;
        private final IoLoop loop;
        private boolean open;
        private boolean closeSent;
        private boolean ended;

        private ServerEnd(ServerSocketHandler handler, ClientEnd client, IoLoop loop) {
            this.handler = handler;
            this.client = client;
            this.loop = loop;
        }

        /// The upgrade is complete.
        public void opened() {
            open = true;
            guarded(() -> handler.onOpen(this));
        }

        public void receiveText(byte[] utf8) {
            if (open) {
                guarded(() -> handler.onText(this, utf8));
            }
        }

        public void receivePing() {
            if (open) {
                client.pong();
            }
        }

        public void receivePong() {
            if (open) {
                guarded(() -> handler.onPong(this));
            }
        }

        /// A closing frame came: the answer to ours, or the client's own.
        public void receiveClose(int code) {
            open = false;
            if (!closeSent && !ended) {
                closeSent = true;
                client.close(code, "");
            }
            end(code);
        }

        /// The connection is gone.
        public void lost() {
            end(GOING_ABNORMALLY);
        }

        private void end(int code) {
            open = false;
            if (!ended) {
                ended = true;
                guarded(() -> handler.onClosed(this, code));
            }
        }

        @Override
        public void sendText(String text) {
            if (open) {
                client.text(text.getBytes(StandardCharsets.UTF_8));
            }
        }

        @Override
        public void sendBinary(byte[] bytes) {
            if (open) {
                client.binary(bytes);
            }
        }

        @Override
        public void sendPing() {
            if (open) {
                client.ping();
            }
        }

        @Override
        public void close(int code, String reason) {
            if (open) {
                open = false;
                closeSent = true;
                client.close(code, reason);
                loop.schedule(CLOSE_NANOS_MAX, this::lost);
            }
        }

        @Override
        public void abort() {
            if (!ended) {
                client.reset();
                end(GOING_ABNORMALLY);
            }
        }

        /// Nothing waits here: what the way holds back is the way's.
        @Override
        public int pendingMessages() {
            return 0;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        private void guarded(Runnable call) {
            try {
                call.run();
            } catch (RuntimeException e) {
                close(HANDLER_FAILED, "internal error");
                throw e;
            }
        }
    }
}
