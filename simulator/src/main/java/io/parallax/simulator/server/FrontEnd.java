package io.parallax.simulator.server;

/// One simulated exchange as seen from the wire: answers HTTP and accepts WebSockets. Thread: simulator loop only.
public interface FrontEnd {
    /// Answers a request, now or later, exactly once. Never answering leaves the client waiting, as a dead server
    /// would.
    void onRequest(ServerRequest request, Responder responder);

    /// Decides on an upgrade.
    Upgrade onUpgrade(ServerRequest request);

    /// Where the answer goes. Thread: simulator loop.
    @FunctionalInterface
    interface Responder {
        void respond(ServerResponse response);
    }

    /// The decision on an upgrade.
    sealed interface Upgrade {
        record Accepted(ServerSocketHandler handler) implements Upgrade {}

        record Refused(ServerResponse response) implements Upgrade {}
    }

    /// Hears one WebSocket. Thread: simulator loop.
    interface ServerSocketHandler {
        void onOpen(ServerSocket socket);

        void onText(ServerSocket socket, byte[] utf8);

        void onBinary(ServerSocket socket, byte[] bytes);

        /// The client answered a ping.
        default void onPong(ServerSocket socket) {}

        /// The end, once, whoever caused it. 1006 when there was no closing frame.
        void onClosed(ServerSocket socket, int code);
    }

    /// One WebSocket. Thread: simulator loop.
    interface ServerSocket {
        void sendText(String text);

        void sendBinary(byte[] bytes);

        void sendPing();

        void close(int code, String reason);

        /// Ends the connection at once and without a closing frame, as a crash or a cut cable would.
        void abort();

        /// Messages accepted but not yet written to the network: a slow reader.
        int pendingMessages();

        boolean isOpen();
    }
}
