package io.parallax.exchange.vest;

import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.BookEventSink.BookLoss;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.exchange.vest.VestCounters.Counter;
import io.parallax.instrument.Side;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The public socket, turned into book events. Every depth message is a whole book, so nothing is merged: a message
/// replaces what was there, and a silent, lost or unbelievable book is void until its next message.
/// Thread: the feed loop; [#isStale] and [#isReady] any.
final class VestFeed implements VestSocket.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(VestFeed.class);
    private static final long WATCH_NANOS = 1_000_000_000L;
    private static final long RECONNECT_MILLIS_MAX = 300_000;

    /// One wanted book.
    private static final class Book {
        final String symbol;
        final byte[] ascii;
        final int index;
        boolean live;
        long silentSinceNanos;
        long subscribedNanos;
        long reconnectMillis;

        Book(String symbol, int index, long reconnectMillis) {
            this.symbol = symbol;
            this.ascii = symbol.getBytes(StandardCharsets.US_ASCII);
            this.index = index;
            this.reconnectMillis = reconnectMillis;
        }

        List<String> channel() {
            return List.of(symbol + "@depth");
        }
    }

    private final VestConfig config;
    private final IoLoop loop;
    private final BookEventSink sink;
    private final VestCounters counters;
    private final VestStream stream;
    private final IntSupplier accountGroup;
    private final VestDepthScanner scanner = new VestDepthScanner();
    private final Map<String, Book> books = new LinkedHashMap<>();
    private Book[] bookList = {};
    private @Nullable VestSocket socket;
    private boolean running;
    private int epoch;
    private volatile boolean anyBook;
    private volatile long lastBookNanos;

    VestFeed(
            VestConfig config,
            IoLoop loop,
            ExchangeEventSink events,
            BookEventSink sink,
            VestCounters counters,
            IntSupplier accountGroup) {
        this.config = config;
        this.loop = loop;
        this.sink = sink;
        this.counters = counters;
        this.accountGroup = accountGroup;
        this.stream = new VestStream(Stream.MARKET_DATA, loop, events, config.timings());
    }

    boolean isReady() {
        return stream.isReady();
    }

    boolean isStale() {
        return !anyBook || loop.nanoTime() - lastBookNanos > config.timings().staleAfter() * 1_000_000;
    }

    void start() {
        if (!running) {
            running = true;
            connect();
        }
    }

    void stop(String reason) {
        if (running) {
            running = false;
            drop();
            stream.become(StreamState.LOST, reason);
        }
    }

    void subscribe(String symbol, int index) {
        Book known = books.get(symbol);
        if (known != null && known.index == index) {
            return;
        }
        Book book = new Book(symbol, index, config.timings().bookReconnect());
        books.put(symbol, book);
        bookList = books.values().toArray(Book[]::new);
        if (isOpen()) {
            book.silentSinceNanos = loop.nanoTime();
            request(book);
            reviewState("book of " + symbol + " is wanted");
        }
    }

    /// Voids the book and asks for it again.
    void resubscribe(String symbol) {
        Book book = books.get(symbol);
        if (book != null && isOpen()) {
            counters.count(Counter.RESUBSCRIPTIONS);
            lose(book, BookLoss.RESUBSCRIBED);
            VestSocket open = openSocket();
            open.send(VestRequests.unsubscribe(book.channel(), open.nextRequestId()));
            request(book);
            reviewState("book of " + symbol + " is subscribed again");
        }
    }

    private void connect() {
        epoch++;
        stream.become(StreamState.CONNECTING, "opening the public socket");
        socket = VestSocket.open(
                URI.create(
                        config.webSocketBase() + "?version=1.0&xwebsocketserver=restserver" + accountGroup.getAsInt()),
                loop,
                config.timings(),
                counters,
                this);
    }

    private void drop() {
        VestSocket open = socket;
        socket = null;
        epoch++;
        if (open != null) {
            open.close();
        }
        for (Book book : bookList) {
            lose(book, BookLoss.DISCONNECTED);
        }
    }

    @Override
    public void onOpened() {
        stream.become(StreamState.SYNCING, "connected");
        for (Book book : bookList) {
            book.silentSinceNanos = loop.nanoTime();
            request(book);
        }
        watchLater();
        reviewState("no book is wanted");
    }

    @Override
    public void onDown(int code, String reason) {
        LOG.warn("Vest public socket ended with {}: {}", code, reason);
        counters.count(Counter.RECONNECTIONS);
        drop();
        int expected = epoch;
        var _ = loop.schedule(stream.lost(code + " " + reason), () -> {
            if (running && epoch == expected) {
                connect();
            }
        });
    }

    @Override
    public boolean onMessage(byte[] json, int offset, int length, long receivedNanos) {
        switch (scanner.scan(json, offset, length)) {
            case DEPTH -> onBook(receivedNanos);
            case BAD_LEVELS -> onBadBook();
            case OTHER -> onOther(json, offset, length);
            case GARBAGE -> {
                return false;
            }
        }
        return true;
    }

    private void onBook(long receivedNanos) {
        Book book = addressee();
        if (book == null) {
            counters.count(Counter.BOOKS_UNWANTED);
            return;
        }
        counters.count(Counter.BOOK_SNAPSHOTS);
        if (!scanner.bids.sorted || !scanner.asks.sorted) {
            counters.count(Counter.BOOKS_UNSORTED);
        }
        sink.beginSnapshot(book.index, 0, receivedNanos, scanner.exchangeEpochMicros());
        tell(Side.BUY, scanner.bids);
        tell(Side.SELL, scanner.asks);
        sink.end();
        book.silentSinceNanos = receivedNanos;
        lastBookNanos = receivedNanos;
        anyBook = true;
        if (!book.live) {
            book.live = true;
            book.reconnectMillis = config.timings().bookReconnect();
            reviewState("every wanted book has come");
        }
    }

    private void tell(Side side, VestDepthScanner.Levels levels) {
        for (int i = 0; i < levels.count; i++) {
            sink.onLevel(side, levels.pricesE8[i], levels.quantitiesE8[i]);
        }
    }

    private void onBadBook() {
        counters.count(Counter.BOOKS_BAD);
        Book book = addressee();
        if (book != null && book.live) {
            LOG.warn("Vest sent a book of {} whose levels cannot be believed", book.symbol);
            lose(book, BookLoss.BAD_DATA);
            reviewState("book of " + book.symbol + " is not believable");
        }
    }

    private void onOther(byte[] json, int offset, int length) {
        try {
            if (VestCodec.message(json, offset, length) instanceof VestMessage.Unknown) {
                counters.count(Counter.FRAMES_UNKNOWN);
            }
        } catch (VestFormatException unreadable) {
            counters.count(Counter.FRAMES_UNKNOWN);
        }
    }

    private @Nullable Book addressee() {
        for (Book book : bookList) {
            if (scanner.isAbout(book.ascii)) {
                return book;
            }
        }
        return null;
    }

    private void lose(Book book, BookLoss reason) {
        if (book.live) {
            book.live = false;
            sink.onBookLost(book.index, reason, loop.nanoTime());
        }
    }

    private void request(Book book) {
        book.subscribedNanos = loop.nanoTime();
        VestSocket open = openSocket();
        open.send(VestRequests.subscribe(book.channel(), open.nextRequestId()));
    }

    /// Ready means: connected, and every wanted book has come since.
    private void reviewState(String reason) {
        boolean complete = true;
        for (Book book : bookList) {
            complete &= book.live;
        }
        stream.become(complete ? StreamState.READY : StreamState.SYNCING, reason);
    }

    private void watchLater() {
        int expected = epoch;
        var _ = loop.schedule(WATCH_NANOS, () -> {
            if (running && epoch == expected) {
                watch();
            }
        });
    }

    /// Liveness is judged per book: neither pongs nor other books keep a book alive.
    private void watch() {
        long nowNanos = loop.nanoTime();
        for (Book book : bookList) {
            long silentMillis = (nowNanos - book.silentSinceNanos) / 1_000_000;
            if (silentMillis >= book.reconnectMillis) {
                book.reconnectMillis = Math.min(2 * book.reconnectMillis, RECONNECT_MILLIS_MAX);
                openSocket().fail(VestSocket.VANISHED, "no book of " + book.symbol + " for " + silentMillis + " ms");
                return;
            }
            long askedMillis = (nowNanos - book.subscribedNanos) / 1_000_000;
            if (Math.min(silentMillis, askedMillis) >= config.timings().bookResubscribe()) {
                resubscribe(book.symbol);
            }
        }
        watchLater();
    }

    private boolean isOpen() {
        return socket != null && (stream.state() == StreamState.SYNCING || stream.isReady());
    }

    private VestSocket openSocket() {
        VestSocket open = socket;
        if (open == null) {
            throw new IllegalStateException("the public socket is closed although the feed counts it as open");
        }
        return open;
    }
}
