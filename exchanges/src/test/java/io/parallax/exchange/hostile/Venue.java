package io.parallax.exchange.hostile;

import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.transport.HostileServer;
import io.parallax.exchange.transport.HostileServer.Connection;
import io.parallax.exchange.transport.HostileServer.Request;
import io.parallax.exchange.transport.IoLoop;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/// An exchange on a socket that answers as documented, except where a fault is set. Thread: any; the fault by the test.
abstract class Venue {
    /// Where a fault takes the place of what is proper.
    enum Place {
        /// Every answer to a request that is no order.
        ANSWER,
        /// The answer to every upgrade to WebSocket.
        UPGRADE,
        /// Every frame of the public connection.
        PUBLIC_FRAME,
        /// Every frame of the private connection that is not the answer to an order.
        PRIVATE_FRAME,
        /// The answer to an order, over whatever it goes.
        ORDER
    }

    static final JsonMapper JSON = new JsonMapper();
    private static final int PUSH_MILLIS = 15;

    private final Queue<String> orders = new ConcurrentLinkedQueue<>();
    private final Queue<String> targets = new ConcurrentLinkedQueue<>();
    private final AtomicInteger hits = new AtomicInteger();
    private volatile Place place = Place.ANSWER;
    private volatile Fault fault = Fault.NONE;

    /// Makes the adapter with short waits.
    abstract ExchangeAdapter adapter(
            HostileServer server, IoLoop feedLoop, IoLoop gatewayLoop, ExchangeEventSink events, BookEventSink books);

    abstract String symbol();

    /// A small order that may be sent, the n-th of this test.
    abstract OrderRequest order(int number);

    /// Status line and body.
    record Answer(String status, String body) {
        static Answer ok(String body) {
            return new Answer("200 OK", body);
        }
    }

    abstract Answer answer(Request request) throws IOException;

    abstract boolean isOrder(Request request);

    abstract boolean isPrivate(Request upgrade);

    /// Hears one text of the client.
    abstract void onText(Session session, String text) throws IOException;

    /// The next frame of the book; empty while this connection did not subscribe.
    abstract Optional<byte[]> nextBook(Session session);

    // ---- what a test sets and asks

    void misbehave(Place where, Fault how) {
        place = where;
        fault = how;
        hits.set(0);
    }

    void heal() {
        fault = Fault.NONE;
    }

    /// How often the fault has acted since it was set.
    int hits() {
        return hits.get();
    }

    /// The keys of all orders that came, in order.
    List<String> orders() {
        return List.copyOf(orders);
    }

    void came(String orderKey) {
        orders.add(orderKey);
    }

    /// The targets of all requests that came, in order.
    List<String> targets() {
        return List.copyOf(targets);
    }

    // ---- serving

    void serve(Connection connection) throws IOException {
        Wire wire = new Wire(connection);
        try {
            while (true) {
                Request request = wire.readRequest();
                targets.add(request.target());
                if (request.isUpgrade()) {
                    serveSocket(wire, request);
                    return;
                }
                Answer answer = answer(request);
                byte[] bytes = Faults.answer(answer.status(), "content-type: application/json", answer.body());
                wire.send(bytes, faultAt(isOrder(request) ? Place.ORDER : Place.ANSWER));
            }
        } finally {
            wire.end();
        }
    }

    private Fault faultAt(Place where) {
        Fault present = fault;
        if (place != where || present.isNone()) {
            return Fault.NONE;
        }
        hits.incrementAndGet();
        return present;
    }

    private void serveSocket(Wire wire, Request upgrade) throws IOException {
        wire.send(Connection.upgradeAnswer(upgrade), faultAt(Place.UPGRADE));
        Session session = new Session(wire, isPrivate(upgrade));
        Thread.ofVirtual().start(() -> push(session));
        while (true) {
            HostileServer.Frame frame = wire.readFrame();
            switch (frame.opcode()) {
                case 1 -> onText(session, frame.text());
                case 8 -> {
                    return;
                }
                case 9 -> session.send(Wire.frame(10, frame.payload()));
                default -> {
                    // Pongs say nothing.
                }
            }
        }
    }

    private void push(Session session) {
        try {
            while (!session.wire.isOver()) {
                Optional<byte[]> book = nextBook(session);
                if (book.isPresent()) {
                    session.send(book.get());
                }
                session.wire.pause(PUSH_MILLIS);
            }
        } catch (IOException e) {
            // The connection is over, as the reader of it notices too.
        }
    }

    /// One WebSocket. Thread: its reader and its pusher.
    final class Session {
        private final Wire wire;
        private volatile boolean isPrivate;
        volatile boolean subscribed;
        volatile boolean snapshotSent;
        long sequence = 100;

        private Session(Wire wire, boolean isPrivate) {
            this.wire = wire;
            this.isPrivate = isPrivate;
        }

        void text(String text) throws IOException {
            send(Wire.text(text));
        }

        void send(byte[] frame) throws IOException {
            wire.send(frame, faultAt(isPrivate() ? Place.PRIVATE_FRAME : Place.PUBLIC_FRAME));
        }

        /// The answer to an order.
        void answerOrder(String text) throws IOException {
            wire.send(Wire.text(text), faultAt(Place.ORDER));
        }

        void becomePrivate() {
            isPrivate = true;
        }

        boolean isPrivate() {
            return isPrivate;
        }
    }

    static String sample(String path) {
        try (InputStream in = Objects.requireNonNull(Venue.class.getResourceAsStream(path), path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static URI under(URI base, String path) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
    }
}
