package io.parallax.exchange.paradex;

import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.BookEventSink.BookLoss;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamChanged;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.paradex.ParadexConfig.Timings;
import io.parallax.exchange.paradex.ParadexCounters.Counter;
import io.parallax.exchange.paradex.SbeTemplate.Book;
import io.parallax.exchange.paradex.SbeTemplate.Summary;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The public socket: binary book frames to book events. A book is live from its snapshot to the first frame
/// that does not continue it; then it is void and subscribed again on the same connection. Thread: feed loop
/// only, except the queries marked otherwise.
final class ParadexFeed implements ParadexSocket.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(ParadexFeed.class);
    private static final int BIDS = 0;
    private static final int ASKS = 1;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    /// No instrument trades above 100 million a unit, and no level holds 10 billion units.
    static final long PRICE_E8_MAX = 10_000_000_000_000_000L;

    private static final long QUANTITY_E8_MAX = 1_000_000_000_000_000_000L;

    /// Microseconds of the years 2020 and 2100: outside, the exchange's time is taken as not told.
    private static final long EPOCH_MICROS_MIN = 1_577_836_800_000_000L;

    private static final long EPOCH_MICROS_MAX = 4_102_444_800_000_000L;
    private static final long NEVER = Long.MIN_VALUE;

    private final IoLoop loop;
    private final Timings timings;
    private final ParadexCounters counters;
    private final ExchangeEventSink events;
    private final BookEventSink books;
    private final ParadexSocket socket;
    private final ParadexMarks marks;
    private final ParadexSbe sbe = new ParadexSbe();
    private final List<BookSubscription> subscriptions = new ArrayList<>();
    private final AtomicLong lastBookNanos = new AtomicLong(NEVER);
    private volatile StreamState state = StreamState.LOST;

    ParadexFeed(
            IoLoop loop,
            ParadexConfig config,
            ParadexCounters counters,
            ExchangeEventSink events,
            BookEventSink books) {
        this.loop = loop;
        this.timings = config.timings();
        this.counters = counters;
        this.events = events;
        this.books = books;
        this.socket = new ParadexSocket(loop, "market data", config, counters, this);
        this.marks = new ParadexMarks(loop, timings, counters, events, socket, config.quoteRateSymbol());
    }

    void start() {
        socket.start();
    }

    void stop(String reason) {
        socket.stop(reason);
    }

    void reconnect() {
        socket.replace("reconnection was asked for");
    }

    void subscribe(String symbol, int bookIndex) {
        if (subscription(symbol) == null) {
            BookSubscription book = new BookSubscription(symbol, bookIndex);
            subscriptions.add(book);
            if (socket.isOpen()) {
                ask(book);
            }
            marks.want(symbol);
        }
    }

    void resubscribe(String symbol) {
        BookSubscription book = subscription(symbol);
        if (book != null) {
            lose(book, BookLoss.RESUBSCRIBED, loop.nanoTime());
            askAgain(book);
        }
    }

    private @Nullable BookSubscription subscription(String symbol) {
        for (BookSubscription book : subscriptions) {
            if (book.symbol.equals(symbol)) {
                return book;
            }
        }
        return null;
    }

    /// Thread: any.
    boolean isReady() {
        return state == StreamState.READY;
    }

    /// Whether no book frame came for longer than the limit, or none ever. Thread: any.
    boolean isStale() {
        long last = lastBookNanos.get();
        return last == NEVER || loop.nanoTime() - last > timings.staleAfter() * NANOS_PER_MILLI;
    }

    @Override
    public void onConnecting() {
        change(StreamState.CONNECTING, "opening");
    }

    @Override
    public void onOpen() {
        change(StreamState.SYNCING, "open");
        for (BookSubscription book : subscriptions) {
            book.beginEpoch();
            ask(book);
        }
        marks.onOpen();
        changeToReadyIfAllLive();
    }

    @Override
    public void onDown(String reason, long atNanos) {
        for (BookSubscription book : subscriptions) {
            lose(book, BookLoss.DISCONNECTED, atNanos);
            book.phase = Phase.IDLE;
        }
        change(StreamState.LOST, reason);
    }

    @Override
    public void onMessage(JsonNode message, long receivedNanos) {
        // Books come as binary frames only; channels that stay JSON are not ours.
        counters.count(Counter.FRAMES_UNWANTED);
    }

    @Override
    public void onBinary(byte[] buffer, int offset, int length, long receivedNanos) throws MalformedMessageException {
        switch (sbe.wrap(buffer, offset, length)) {
            case KNOWN -> {
                switch (sbe.template().id()) {
                    case Book.ID -> onBook(receivedNanos);
                    case Summary.ID -> marks.onSummary(sbe, exchangeEpochMicros(), receivedNanos);
                    case SbeTemplate.HEARTBEAT_ID -> {}
                    default -> counters.count(Counter.FRAMES_UNWANTED);
                }
            }
            case UNKNOWN -> counters.count(Counter.FRAMES_UNKNOWN);
            case MALFORMED -> {
                for (BookSubscription book : subscriptions) {
                    lose(book, BookLoss.BAD_DATA, receivedNanos);
                }
                throw new MalformedMessageException("not a binary frame: " + length + " bytes");
            }
        }
    }

    private void onBook(long receivedNanos) {
        BookSubscription book = null;
        for (int i = 0; i < subscriptions.size() && book == null; i++) {
            BookSubscription candidate = subscriptions.get(i);
            book = sbe.stringIs(Book.MARKET, candidate.symbolBytes) ? candidate : null;
        }
        if (book == null) {
            counters.count(Counter.FRAMES_UNWANTED);
            return;
        }
        switch (sbe.uint8(Book.PACKAGE)) {
            case Book.SNAPSHOT -> onSnapshot(book, receivedNanos);
            case Book.DELTA -> onDelta(book, receivedNanos);
            default -> counters.count(Counter.VALUES_UNKNOWN);
        }
    }

    private void onSnapshot(BookSubscription book, long receivedNanos) {
        long sequence = sbe.int64(SbeTemplate.SEQUENCE);
        if (book.phase != Phase.SUBSCRIBING && book.phase != Phase.SUBSCRIBED) {
            return;
        }
        if (!book.live && sequence < book.sequence) {
            counters.count(Counter.BOOK_GAPS);
            socket.replace("the new snapshot of " + book.symbol + " is older than the frames before it");
            return;
        }
        if (book.live && sequence <= book.sequence) {
            breakOff(book, receivedNanos);
            return;
        }
        if (!levelsAreSane(true)) {
            rejectData(book, receivedNanos);
            return;
        }
        counters.count(Counter.BOOK_SNAPSHOTS);
        books.beginSnapshot(book.index, sequence, receivedNanos, exchangeEpochMicros());
        emitLevels(book, sequence, receivedNanos);
        book.live = true;
        changeToReadyIfAllLive();
    }

    private void onDelta(BookSubscription book, long receivedNanos) {
        if (!book.live) {
            return;
        }
        long sequence = sbe.int64(SbeTemplate.SEQUENCE);
        if (sequence != book.sequence + 1) {
            breakOff(book, receivedNanos);
            return;
        }
        if (!levelsAreSane(false)) {
            rejectData(book, receivedNanos);
            return;
        }
        counters.count(Counter.BOOK_DELTAS);
        books.beginDelta(book.index, sequence, receivedNanos, exchangeEpochMicros());
        emitLevels(book, sequence, receivedNanos);
    }

    private void emitLevels(BookSubscription book, long sequence, long receivedNanos) {
        for (int i = 0; i < sbe.levels(BIDS); i++) {
            books.onLevel(Side.BUY, sbe.levelPriceE8(BIDS, i), sbe.levelQuantityE8(BIDS, i));
        }
        for (int i = 0; i < sbe.levels(ASKS); i++) {
            books.onLevel(Side.SELL, sbe.levelPriceE8(ASKS, i), sbe.levelQuantityE8(ASKS, i));
        }
        books.end();
        book.sequence = sequence;
        book.lastFrameNanos = receivedNanos;
        lastBookNanos.lazySet(receivedNanos);
    }

    private boolean levelsAreSane(boolean snapshot) {
        long quantityMin = snapshot ? 1 : 0;
        for (int group = BIDS; group <= ASKS; group++) {
            for (int i = 0; i < sbe.levels(group); i++) {
                long priceE8 = sbe.levelPriceE8(group, i);
                long quantityE8 = sbe.levelQuantityE8(group, i);
                if (priceE8 <= 0
                        || priceE8 > PRICE_E8_MAX
                        || quantityE8 < quantityMin
                        || quantityE8 > QUANTITY_E8_MAX) {
                    return false;
                }
            }
        }
        return true;
    }

    private long exchangeEpochMicros() {
        long micros = sbe.int64(SbeTemplate.TIMESTAMP);
        return micros >= EPOCH_MICROS_MIN && micros <= EPOCH_MICROS_MAX ? micros : 0;
    }

    /// A gap, a repetition or a step back: the frames no longer tell the book.
    private void breakOff(BookSubscription book, long atNanos) {
        counters.count(Counter.BOOK_GAPS);
        lose(book, BookLoss.GAP, atNanos);
        askAgain(book);
    }

    private void rejectData(BookSubscription book, long atNanos) {
        counters.count(Counter.BOOK_BAD_DATA);
        lose(book, BookLoss.BAD_DATA, atNanos);
        askAgain(book);
    }

    private void lose(BookSubscription book, BookLoss reason, long atNanos) {
        if (book.live) {
            book.live = false;
            books.onBookLost(book.index, reason, atNanos);
        }
    }

    private void ask(BookSubscription book) {
        long epoch = book.epoch;
        book.phase = Phase.SUBSCRIBING;
        socket.request(
                "subscribe",
                ParadexRequests.channel(book.channel),
                timings.subscribeReply(),
                new SubscriptionReply(book, epoch) {
                    @Override
                    void onAnswer(boolean accepted, String words) {
                        if (accepted) {
                            book.phase = Phase.SUBSCRIBED;
                            book.acknowledgedNanos = loop.nanoTime();
                        } else {
                            LOG.warn("Paradex refused the subscription of {}: {}", book.channel, words);
                            askLater(book);
                        }
                    }
                });
    }

    /// Unsubscribes and subscribes: the answer brings a new snapshot. The first time at once, then with a
    /// pause.
    private void askAgain(BookSubscription book) {
        if (!socket.isOpen() || book.phase == Phase.UNSUBSCRIBING) {
            return;
        }
        counters.count(Counter.BOOK_RESUBSCRIPTIONS);
        long now = loop.nanoTime();
        boolean calm = now - book.askedAgainNanos > timings.firstBook() * NANOS_PER_MILLI;
        book.askedAgainNanos = now;
        book.phase = Phase.UNSUBSCRIBING;
        if (calm) {
            unsubscribeAndAsk(book);
        } else {
            afterPause(book, () -> unsubscribeAndAsk(book));
        }
    }

    /// A refused subscription is tried again: perhaps the exchange still has the old one.
    private void askLater(BookSubscription book) {
        book.phase = Phase.UNSUBSCRIBING;
        afterPause(book, () -> unsubscribeAndAsk(book));
    }

    private void afterPause(BookSubscription book, Runnable action) {
        long epoch = book.epoch;
        loop.schedule(TimeUnit.SECONDS.toNanos(1), () -> {
            if (book.epoch == epoch && socket.isOpen()) {
                action.run();
            }
        });
    }

    private void unsubscribeAndAsk(BookSubscription book) {
        socket.request(
                "unsubscribe",
                ParadexRequests.channel(book.channel),
                timings.subscribeReply(),
                new SubscriptionReply(book, book.epoch) {
                    @Override
                    void onAnswer(boolean accepted, String words) {
                        // Refused means that there was none; either way there is none now.
                        ask(book);
                    }
                });
    }

    @Override
    public void onWatch(long nowNanos) {
        marks.onWatch(nowNanos);
        for (BookSubscription book : subscriptions) {
            if (book.live && nowNanos - book.lastFrameNanos >= timings.bookResubscribe() * NANOS_PER_MILLI) {
                LOG.info("Paradex book {}: no frame for {} ms, asking again", book.symbol, timings.bookResubscribe());
                lose(book, BookLoss.RESUBSCRIBED, nowNanos);
                askAgain(book);
            } else if (!book.live
                    && book.phase == Phase.SUBSCRIBED
                    && nowNanos - book.acknowledgedNanos >= timings.firstBook() * NANOS_PER_MILLI) {
                socket.replace("subscription of " + book.channel + " was acknowledged and stayed silent");
                return;
            }
        }
    }

    private void changeToReadyIfAllLive() {
        for (BookSubscription book : subscriptions) {
            if (!book.live) {
                return;
            }
        }
        if (state != StreamState.READY) {
            change(StreamState.READY, subscriptions.size() + " books live");
        }
    }

    private void change(StreamState to, String reason) {
        if (state != to || to == StreamState.CONNECTING) {
            state = to;
            events.onEvent(new StreamChanged(ExchangeId.PARADEX, Stream.MARKET_DATA, to, reason, loop.nanoTime()));
        }
    }

    /// Where the subscription of a book stands on the present connection.
    private enum Phase {
        IDLE,
        /// Frames that still come belong to the old subscription.
        UNSUBSCRIBING,
        /// Asked; the snapshot may overtake the answer.
        SUBSCRIBING,
        SUBSCRIBED
    }

    /// One book that is wanted.
    private static final class BookSubscription {
        private final String symbol;
        private final byte[] symbolBytes;
        private final String channel;
        private final int index;
        private Phase phase = Phase.IDLE;
        private boolean live;

        /// Grows with every connection, so that what was meant for an earlier one is not taken for this.
        private long epoch;

        /// Of the last frame taken on this connection; a snapshot below it is an old one.
        private long sequence;

        private long lastFrameNanos;
        private long acknowledgedNanos;
        private long askedAgainNanos;

        private BookSubscription(String symbol, int index) {
            this.symbol = symbol;
            this.symbolBytes = ParadexCodec.utf8(symbol);
            this.channel = "order_book." + symbol + ".deltas";
            this.index = index;
            beginEpoch();
        }

        private void beginEpoch() {
            epoch++;
            sequence = NEVER;
            askedAgainNanos = NEVER / 2;
            phase = Phase.IDLE;
        }
    }

    /// The answer to a subscription or its end. Silence replaces the connection.
    private abstract class SubscriptionReply implements ParadexSocket.ReplyHandler {
        private final BookSubscription book;
        private final long epoch;

        private SubscriptionReply(BookSubscription book, long epoch) {
            this.book = book;
            this.epoch = epoch;
        }

        abstract void onAnswer(boolean accepted, String words);

        @Override
        public void onResult(JsonNode result, long receivedNanos) {
            if (book.epoch == epoch) {
                onAnswer(true, "");
            }
        }

        @Override
        public void onError(long code, String message, String data, long receivedNanos) {
            if (book.epoch == epoch) {
                onAnswer(false, code + " " + message + (data.isEmpty() ? "" : ": " + data));
            }
        }

        @Override
        public void onDeadline() {
            if (book.epoch == epoch) {
                socket.replace("no answer to the subscription of " + book.channel);
            }
        }

        @Override
        public void onLost(boolean mayHaveLeft, String reason) {
            // The next connection subscribes anew.
        }
    }
}
