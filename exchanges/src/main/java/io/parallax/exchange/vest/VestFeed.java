package io.parallax.exchange.vest;

import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.BookEventSink.BookLoss;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.MarketEvent;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.exchange.vest.VestCounters.Counter;
import io.parallax.instrument.ExchangeId;
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
    private static final long FIRST_MESSAGE_MILLIS = 5_000;
    private static final long TICKERS_SILENT_MILLIS = 3_000;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final List<String> TICKERS = List.of(VestCodec.TICKERS);

    /// More old messages than these within a second, and it is our idea of the exchange's time that is wrong.
    private static final int OLDER_MAX = 20;

    private static final long OLDER_NANOS = 1_000_000_000L;

    /// Microseconds of the years 2020 and 2100: outside, the exchange's time is taken as not told.
    private static final long EPOCH_MICROS_MIN = 1_577_836_800_000_000L;

    private static final long EPOCH_MICROS_MAX = 4_102_444_800_000_000L;

    /// One wanted book.
    private static final class Book {
        final String symbol;
        final byte[] ascii;
        final int index;
        boolean live;
        /// When it was first asked for on this connection.
        long wantedNanos;
        /// The newest time that a frame told since the last subscription; 0 before.
        long toldEpochMicros;
        int olderFrames;
        long olderSinceNanos;
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
    private final VestProof proof = new VestProof();
    private final ExchangeEventSink events;
    private final long startNanos;
    private final long startEpochMicros;
    private final Map<String, Book> books = new LinkedHashMap<>();
    private Book[] bookList = {};
    private @Nullable VestSocket socket;
    private boolean running;
    private int epoch;
    private long openedNanos;
    private boolean heard;
    private long tickersNanos;
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
        this.events = events;
        this.startNanos = loop.nanoTime();
        this.startEpochMicros = loop.epochMillis() * 1_000;
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
            beginEpoch(book);
            requestTickers();
            reviewState("book of " + symbol + " is wanted");
        }
    }

    /// Voids the book and asks for it again.
    void resubscribe(String symbol) {
        Book book = books.get(symbol);
        if (book != null && isOpen()) {
            counters.count(Counter.RESUBSCRIPTIONS);
            lose(book, BookLoss.RESUBSCRIBED);
            book.toldEpochMicros = 0;
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
                this,
                false);
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
        openedNanos = loop.nanoTime();
        heard = false;
        proof.onOpen(openedNanos);
        for (Book book : bookList) {
            beginEpoch(book);
        }
        if (bookList.length > 0) {
            requestTickers();
        }
        watchLater();
        pingLater();
        reviewState("no book is wanted");
    }

    private void beginEpoch(Book book) {
        book.silentSinceNanos = loop.nanoTime();
        book.wantedNanos = book.silentSinceNanos;
        book.toldEpochMicros = 0;
        request(book);
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
            case OTHER -> onOther(json, offset, length, receivedNanos);
            case GARBAGE -> {
                return false;
            }
        }
        heard = true;
        return true;
    }

    private void onBook(long receivedNanos) {
        Book book = addressee();
        if (book == null) {
            counters.count(Counter.BOOKS_UNWANTED);
            return;
        }
        long epochMicros = epochMicros(book);
        if (isOlder(book, receivedNanos)) {
            return;
        }
        counters.count(Counter.BOOK_SNAPSHOTS);
        if (!scanner.bids.sorted || !scanner.asks.sorted) {
            counters.count(Counter.BOOKS_UNSORTED);
        }
        sink.beginSnapshot(book.index, 0, receivedNanos, epochMicros);
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

    /// The frame's own time; where it carries none, the moment from which on it is known to be, by our own clock.
    private long epochMicros(Book book) {
        long toldMicros = toldEpochMicros();
        if (toldMicros != 0 || config.proofPingMillis() == 0 || book.toldEpochMicros != 0) {
            return toldMicros;
        }
        return startEpochMicros + (proof.provenNanos(book.wantedNanos) - startNanos) / 1_000;
    }

    private long toldEpochMicros() {
        long micros = scanner.exchangeEpochMicros();
        return micros >= EPOCH_MICROS_MIN && micros <= EPOCH_MICROS_MAX ? micros : 0;
    }

    /// Whether the frame tells a book that was before the one we have: it says nothing any more. When hardly anything
    /// else comes, the exchange has put its clock back, and is asked anew.
    private boolean isOlder(Book book, long receivedNanos) {
        long toldMicros = toldEpochMicros();
        if (toldMicros == 0 || toldMicros >= book.toldEpochMicros) {
            book.toldEpochMicros = Math.max(book.toldEpochMicros, toldMicros);
            return false;
        }
        counters.count(Counter.BOOKS_OLDER);
        if (receivedNanos - book.olderSinceNanos > OLDER_NANOS) {
            book.olderSinceNanos = receivedNanos;
            book.olderFrames = 0;
        }
        book.olderFrames++;
        if (book.olderFrames > OLDER_MAX) {
            book.olderFrames = 0;
            LOG.warn("Vest sends books of {} that are older than those before; asking again", book.symbol);
            resubscribe(book.symbol);
        }
        return true;
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

    private void onOther(byte[] json, int offset, int length, long receivedNanos) {
        try {
            switch (VestCodec.message(json, offset, length)) {
                case VestMessage.Pong _ -> proof.onPong();
                case VestMessage.Tickers tickers -> onTickers(tickers, receivedNanos);
                case VestMessage.Unknown _ -> counters.count(Counter.FRAMES_UNKNOWN);
                case VestMessage.Subscribed _, VestMessage.OrderNews _, VestMessage.AccountNews _ -> {
                    // Of no interest here.
                }
            }
        } catch (VestFormatException unreadable) {
            counters.count(Counter.FRAMES_UNKNOWN);
        }
    }

    private void onTickers(VestMessage.Tickers tickers, long receivedNanos) {
        tickersNanos = receivedNanos;
        for (int i = 0; i < tickers.unreadable(); i++) {
            counters.count(Counter.MARKS_BAD);
        }
        for (VestMessage.Ticker row : tickers.rows()) {
            if (books.containsKey(row.symbol())) {
                counters.count(Counter.MARKS);
                events.onEvent(new MarketEvent.MarkReported(
                        ExchangeId.VEST, row.symbol(), row.markE8(), row.indexE8(), 0, receivedNanos));
                row.fundingE8()
                        .ifPresent(rateE8 -> events.onEvent(new MarketEvent.FundingRateReported(
                                ExchangeId.VEST, row.symbol(), rateE8, receivedNanos)));
            }
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

    private void requestTickers() {
        tickersNanos = loop.nanoTime();
        VestSocket open = openSocket();
        open.send(VestRequests.subscribe(TICKERS, open.nextRequestId()));
    }

    private void pingLater() {
        int expected = epoch;
        long keepAliveMillis = config.timings().ping();
        boolean proves = config.proofPingMillis() > 0 && bookList.length > 0;
        long intervalMillis = proves ? config.proofPingMillis() : keepAliveMillis;
        long waitMillis = config.proofPingMillis() > 0 ? config.proofPingMillis() : keepAliveMillis;
        var _ = loop.schedule(waitMillis * NANOS_PER_MILLI, () -> {
            if (!running || epoch != expected) {
                return;
            }
            long nowNanos = loop.nanoTime();
            if (proof.isDue(nowNanos, intervalMillis * NANOS_PER_MILLI, keepAliveMillis * NANOS_PER_MILLI)) {
                proof.onPing(nowNanos);
                openSocket().sendPing();
            }
            pingLater();
        });
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
        if (!heard && bookList.length > 0 && nowNanos - openedNanos >= FIRST_MESSAGE_MILLIS * NANOS_PER_MILLI) {
            openSocket()
                    .fail(VestSocket.VANISHED, "no message that can be read within " + FIRST_MESSAGE_MILLIS + " ms");
            return;
        }
        if (proof.isUnanswered(nowNanos, config.timings().bookReconnect() * NANOS_PER_MILLI)) {
            openSocket().fail(VestSocket.VANISHED, "a ping was not answered");
            return;
        }
        if (bookList.length > 0 && nowNanos - tickersNanos >= TICKERS_SILENT_MILLIS * NANOS_PER_MILLI) {
            counters.count(Counter.MARK_RESUBSCRIPTIONS);
            requestTickers();
        }
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
