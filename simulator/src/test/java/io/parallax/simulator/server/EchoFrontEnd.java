package io.parallax.simulator.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Answers every request with what it saw and every message with itself; some paths and words behave differently.
/// Thread:
/// simulator loop, the counters any.
final class EchoFrontEnd implements FrontEnd {
    final AtomicInteger requests = new AtomicInteger();
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final ArrayDeque<Responder> parked = new ArrayDeque<>();

    @Override
    public void onRequest(ServerRequest request, Responder responder) {
        requests.incrementAndGet();
        switch (request.path()) {
            case "/park" -> {
                parked.add(responder);
                events.add("parked");
            }
            case "/silent" -> {}
            case "/throw" -> throw new IllegalStateException("as asked");
            case "/empty" -> responder.respond(ServerResponse.empty(204));
            default -> {
                String seen = request.method() + " " + request.path() + " " + new java.util.TreeMap<>(request.query())
                        + " " + request.header("x-test").orElse("-") + " "
                        + new String(request.body(), StandardCharsets.UTF_8);
                responder.respond(new ServerResponse(
                        200, Map.of("content-type", "text/plain"), seen.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    @Override
    public Upgrade onUpgrade(ServerRequest request) {
        if (request.path().equals("/refused")) {
            return new Upgrade.Refused(ServerResponse.json(400, "{\"code\":4003}"));
        }
        return new Upgrade.Accepted(new Echo(request));
    }

    private final class Echo implements ServerSocketHandler {
        private final ServerRequest request;

        Echo(ServerRequest request) {
            this.request = request;
        }

        @Override
        public void onOpen(ServerSocket socket) {
            if (request.path().equals("/greeting")) {
                socket.sendText("hello " + request.parameter("name").orElse("?"));
            }
        }

        @Override
        public void onText(ServerSocket socket, byte[] utf8) {
            String text = new String(utf8, StandardCharsets.UTF_8);
            switch (text) {
                case "close" -> socket.close(4005, "as asked");
                case "abort" -> socket.abort();
                case "ping" -> socket.sendPing();
                case "throw" -> throw new IllegalStateException("as asked");
                default -> socket.sendText(text);
            }
        }

        @Override
        public void onBinary(ServerSocket socket, byte[] bytes) {
            socket.sendBinary(bytes);
        }

        @Override
        public void onPong(ServerSocket socket) {
            events.add("pong");
        }

        @Override
        public void onClosed(ServerSocket socket, int code) {
            events.add("closed " + code + " open " + socket.isOpen());
        }
    }
}
