package io.parallax.exchange.hostile;

import com.sun.management.ThreadMXBean;
import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.ConnectionEvent.StreamChanged;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeAdapter;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.OrderEvent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.paradex.ParadexAdapter;
import io.parallax.exchange.transport.HostileServer;
import io.parallax.exchange.transport.NettyIoLoop;
import io.parallax.exchange.transport.TestCertificate;
import io.parallax.exchange.vest.VestAdapter;
import io.parallax.instrument.Side;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.bouncycastle.asn1.x509.GeneralName;

/// A venue on a socket, a real adapter on two real loops, and what it told. Thread: the test's; the sinks are the
/// loops'.
final class Rig implements AutoCloseable, ExchangeEventSink, BookEventSink {
    private static final int BOOK = 3;
    private static final TestCertificate AUTHORITY = TestCertificate.authority();
    private static final TestCertificate CERTIFICATE =
            AUTHORITY.issue(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));

    private final Venue venue;
    private final HostileServer server;
    private final NettyIoLoop feedLoop;
    private final NettyIoLoop gatewayLoop;
    private final ExchangeAdapter adapter;
    private final List<ExchangeEvent> events = new ArrayList<>();
    private boolean bookLive;
    private int booksLost;

    private Rig(Venue venue, boolean tls) {
        this.venue = venue;
        if (tls) {
            server = HostileServer.startTls(CERTIFICATE.serverContext(), venue::serve);
            feedLoop = NettyIoLoop.start("feed", List.of(AUTHORITY.certificate()));
            gatewayLoop = NettyIoLoop.start("gateway", List.of(AUTHORITY.certificate()));
        } else {
            server = HostileServer.start(venue::serve);
            feedLoop = NettyIoLoop.start("feed");
            gatewayLoop = NettyIoLoop.start("gateway");
        }
        adapter = venue.adapter(server, feedLoop, gatewayLoop, this, this);
    }

    /// Connecting, with whatever fault is set already.
    static Rig connecting(Venue venue, boolean tls) {
        var rig = new Rig(venue, tls);
        rig.adapter.subscribeOrderbook(venue.symbol(), BOOK);
        rig.adapter.connect();
        return rig;
    }

    static Rig ready(Venue venue, boolean tls) {
        Rig rig = connecting(venue, tls);
        rig.awaitReady();
        return rig;
    }

    Venue venue() {
        return venue;
    }

    int connections() {
        return server.accepted();
    }

    void awaitReady() {
        await("the adapter is connected and its book live", 15_000, () -> adapter.isConnected() && bookLive);
    }

    boolean isConnected() {
        return adapter.isConnected();
    }

    synchronized int booksLost() {
        return booksLost;
    }

    synchronized boolean isBookLive() {
        return bookLive;
    }

    /// Places an order and returns what became of its submission.
    String placeAndAwait(int number) {
        OrderRequest order = venue.order(number);
        adapter.placeOrder(order);
        await("order " + number + " is answered", 5_000, () -> !ends(order).isEmpty());
        return ends(order).getFirst();
    }

    /// Every end of a submission that was told of an order.
    synchronized List<String> ends(OrderRequest order) {
        List<String> ends = new ArrayList<>();
        for (ExchangeEvent event : events) {
            if (event instanceof OrderEvent.Failed failed && failed.id().equals(order.id())) {
                ends.add(failed.error().getClass().getSimpleName() + " "
                        + failed.error().description());
            } else if (event instanceof OrderEvent.Acknowledged ack && ack.id().equals(order.id())) {
                ends.add("Acknowledged");
            }
        }
        return ends;
    }

    /// The reasons of all losses so far.
    synchronized List<String> losses() {
        return events.stream()
                .filter(StreamChanged.class::isInstance)
                .map(StreamChanged.class::cast)
                .filter(change -> change.state() == StreamState.LOST)
                .map(StreamChanged::reason)
                .toList();
    }

    /// Waits until something holds, woken by every event; fails with everything that was told.
    void await(String what, long millisMax, BooleanSupplier holds) {
        if (!awaits(millisMax, holds)) {
            throw new AssertionError(
                    "not within " + millisMax + " ms: " + what + "; losses " + losses() + ", counted " + counters());
        }
    }

    /// Whether something came to hold.
    boolean awaits(long millisMax, BooleanSupplier holds) {
        long endNanos = System.nanoTime() + millisMax * 1_000_000;
        try {
            synchronized (this) {
                while (!holds.getAsBoolean()) {
                    if (System.nanoTime() - endNanos >= 0) {
                        return false;
                    }
                    wait(5);
                }
                return true;
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String counters() {
        return switch (adapter) {
            case VestAdapter vest -> vest.counters().toString();
            case ParadexAdapter paradex -> paradex.counters().toString();
            default -> "nothing";
        };
    }

    /// Garbage that both loops have made so far, in bytes; proves that both loops still run.
    long allocatedBytes() {
        return allocatedBytes(feedLoop) + allocatedBytes(gatewayLoop);
    }

    private static long allocatedBytes(NettyIoLoop loop) {
        var answer = new CompletableFuture<Long>();
        loop.execute(() ->
                answer.complete(((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes()));
        try {
            return answer.get(5, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("a loop does not run any more", e);
        }
    }

    long callbackFailures() {
        return feedLoop.callbackFailures() + gatewayLoop.callbackFailures();
    }

    @Override
    public void close() {
        adapter.close();
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        gatewayLoop.close();
        feedLoop.close();
    }

    // ---- what the adapter tells

    @Override
    public synchronized void onEvent(ExchangeEvent event) {
        events.add(event);
        notifyAll();
    }

    @Override
    public void beginSnapshot(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {}

    @Override
    public synchronized void beginDelta(int bookIndex, long sequence, long receivedNanos, long exchangeEpochMicros) {
        if (!bookLive) {
            throw new IllegalStateException("a change of a book that is void");
        }
    }

    @Override
    public void onLevel(Side side, long priceE8, long quantityE8) {
        if (priceE8 <= 0 || quantityE8 < 0) {
            throw new IllegalStateException("a level of " + quantityE8 + " at " + priceE8);
        }
    }

    @Override
    public synchronized void end() {
        bookLive = true;
        notifyAll();
    }

    @Override
    public synchronized void onBookLost(int bookIndex, BookLoss reason, long atNanos) {
        bookLive = false;
        booksLost++;
        notifyAll();
    }
}
