package io.parallax.exchange.transport;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/// An [IoLoop] without threads or sockets: time stands until a test moves it, tasks run in order of due time and
/// then of submission, and the test plays the server. What a task or listener throws reaches the test. Thread: the
/// test's.
///
/// ```
/// var loop = new VirtualIoLoop();
/// loop.onWebSocket(VirtualWebSocket::accept);
/// loop.onRequest(exchange -> exchange.answer(200, "{}"));
/// gateway.start();
/// loop.advanceMillis(10);
/// assertThat(loop.lastSocket().takeTexts()).containsExactly(...);
/// ```
public final class VirtualIoLoop implements IoLoop {
    /// 2026-01-01T00:00:00Z.
    public static final long START_EPOCH_MILLIS = 1_767_225_600_000L;

    private static final long START_NANOS = 5_000_000_000L;
    private static final int TASKS_MAX = 1_000_000;

    private record Task(long dueNanos, long sequence, Runnable action) {}

    private final long ownerId = Thread.currentThread().threadId();
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::dueNanos).thenComparingLong(Task::sequence));
    private final List<VirtualWebSocket> sockets = new ArrayList<>();
    private final List<VirtualExchange> exchanges = new ArrayList<>();
    private final List<VirtualHttpClient> clients = new ArrayList<>();
    private Consumer<VirtualWebSocket> socketScript = socket -> {};
    private Consumer<VirtualExchange> requestScript = exchange -> {};
    private long nowNanos = START_NANOS;
    private long steppedMillis;
    private long sequence;
    private int exchangesTaken;

    /// What the server does with each connection that is opened from now on; it runs as a task of its own.
    public void onWebSocket(Consumer<VirtualWebSocket> script) {
        socketScript = script;
    }

    /// What the server does with each request sent from now on; it runs as a task of its own.
    public void onRequest(Consumer<VirtualExchange> script) {
        requestScript = script;
    }

    /// Runs what is due now, including what that adds for now.
    public void runReady() {
        advanceNanos(0);
    }

    public void advanceMillis(long millis) {
        advanceNanos(Math.multiplyExact(millis, 1_000_000L));
    }

    /// Moves time, running each task at its due time.
    public void advanceNanos(long nanos) {
        long endNanos = Math.addExact(nowNanos, nanos);
        int ran = 0;
        for (Task next = tasks.peek(); next != null && next.dueNanos() <= endNanos; next = tasks.peek()) {
            if (++ran > TASKS_MAX) {
                throw new IllegalStateException(TASKS_MAX + " tasks without reaching the end: a loop of tasks?");
            }
            tasks.remove();
            nowNanos = Math.max(nowNanos, next.dueNanos());
            next.action().run();
        }
        nowNanos = endNanos;
    }

    /// Moves time while nothing runs, as when the process stands still.
    public void standStillMillis(long millis) {
        nowNanos = Math.addExact(nowNanos, Math.multiplyExact(millis, 1_000_000L));
    }

    /// Sets the wall clock forward, or back.
    public void stepWallClock(long millis) {
        steppedMillis = Math.addExact(steppedMillis, millis);
    }

    /// Every socket asked for so far, in order, open or not.
    public List<VirtualWebSocket> sockets() {
        return List.copyOf(sockets);
    }

    public VirtualWebSocket lastSocket() {
        return sockets.getLast();
    }

    /// Every request sent so far, in order, answered or not.
    public List<VirtualExchange> exchanges() {
        return List.copyOf(exchanges);
    }

    public VirtualExchange lastExchange() {
        return exchanges.getLast();
    }

    /// The requests since the last call.
    public List<VirtualExchange> takeExchanges() {
        List<VirtualExchange> fresh = List.copyOf(exchanges.subList(exchangesTaken, exchanges.size()));
        exchangesTaken = exchanges.size();
        return fresh;
    }

    public List<VirtualHttpClient> clients() {
        return List.copyOf(clients);
    }

    /// Tasks and timers that have not run yet.
    public int pendingTasks() {
        return tasks.size();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(new Task(nowNanos, sequence++, task));
    }

    @Override
    public Cancellable schedule(long delayNanos, Runnable action) {
        Task task = new Task(nowNanos + Math.max(0, delayNanos), sequence++, action);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    @Override
    public long nanoTime() {
        return nowNanos;
    }

    @Override
    public long epochMillis() {
        return steppedMillis + START_EPOCH_MILLIS + (nowNanos - START_NANOS) / 1_000_000;
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread().threadId() == ownerId;
    }

    @Override
    public void openWebSocket(WebSocketRequest request, WebSocketListener listener) {
        var socket = new VirtualWebSocket(this, request, listener);
        sockets.add(socket);
        execute(() -> socketScript.accept(socket));
    }

    @Override
    public HttpClient httpClient(URI base, int connections) {
        var client = new VirtualHttpClient(this, base, connections);
        clients.add(client);
        return client;
    }

    void accept(VirtualExchange exchange) {
        exchanges.add(exchange);
        execute(() -> requestScript.accept(exchange));
    }
}
