package io.parallax.exchange.vest;

import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.transport.HttpRequest;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.exchange.vest.VestCounters.Counter;
import io.parallax.exchange.vest.VestMessage.OrderRow;
import io.parallax.exchange.vest.VestRest.Answer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The private socket: listen key, subscription, order news. Vest replays nothing, so after every connection the orders
/// are read again before the stream counts as ready. Thread: the gateway loop.
final class VestPrivateStream implements VestSocket.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(VestPrivateStream.class);
    private static final byte[] NO_FIELDS = "{}".getBytes(StandardCharsets.UTF_8);
    private static final List<String> CHANNEL = List.of("account_private");
    private static final String LISTEN_KEY_PATH = "/account/listenKey";
    private static final long RENEW_RETRY_NANOS = 60_000_000_000L;
    private static final int RENEW_ATTEMPTS_MAX = 10;

    /// What the stream needs of the gateway.
    interface Host {
        /// News of an order, ours or not.
        void onOrderNews(OrderRow row, long receivedNanos);

        /// An order's news that could not be read.
        void onUnreadableOrderNews();

        void onAccountNews(VestMessage.AccountNews news, long receivedNanos);

        /// Reads again what may have been missed, and tells whether that succeeded.
        void catchUp(Consumer<Boolean> onDone);

        /// The account group or the key is not accepted any more.
        void onLoginRefused(String reason);
    }

    private final VestConfig config;
    private final IoLoop loop;
    private final VestCounters counters;
    private final VestSession session;
    private final Host host;
    private final VestStream stream;
    private @Nullable VestRest rest;
    private @Nullable VestSocket socket;
    private long subscribeRequestId;
    private int epoch;

    VestPrivateStream(
            VestConfig config,
            IoLoop loop,
            ExchangeEventSink events,
            VestCounters counters,
            VestSession session,
            Host host) {
        this.config = config;
        this.loop = loop;
        this.counters = counters;
        this.session = session;
        this.host = host;
        this.stream = new VestStream(Stream.PRIVATE, loop, events, config.timings());
    }

    boolean isReady() {
        return stream.isReady();
    }

    /// Opens the stream, or opens it anew.
    void start(VestRest fresh) {
        drop();
        rest = fresh;
        stream.become(StreamState.CONNECTING, "asking for a listen key");
        acquireKey();
    }

    void stop(String reason) {
        drop();
        rest = null;
        stream.become(StreamState.LOST, reason);
    }

    private void drop() {
        epoch++;
        VestSocket open = socket;
        socket = null;
        if (open != null) {
            open.close();
        }
    }

    /// A POST returns the present key with a fresh hour, or a new one: right in every case.
    private void acquireKey() {
        stream.become(StreamState.CONNECTING, "asking for a listen key");
        ask(rest -> rest.post(LISTEN_KEY_PATH, NO_FIELDS, config.timings().loginReply()), answer -> {
            switch (answer) {
                case Answer.Value<String> key -> open(key.value());
                case Answer.Failure<String> failure -> {
                    if (VestGateway.isAuthenticationRefused(failure.error())) {
                        host.onLoginRefused(failure.error().description());
                    }
                    again(stream.lost("listen key " + failure.error().description()));
                }
            }
        });
    }

    private void open(String listenKey) {
        socket = VestSocket.open(
                URI.create(config.webSocketBase() + "?version=1.0&xwebsocketserver=restserver" + session.accountGroup()
                        + "&listenKey=" + listenKey),
                loop,
                config.timings(),
                counters,
                this);
        later(config.timings().listenKeyRenew() * 1_000_000, () -> renewKey(1));
    }

    private void renewKey(int attempt) {
        ask(rest -> rest.put(LISTEN_KEY_PATH, config.timings().loginReply()), answer -> {
            switch (answer) {
                case Answer.Value<String> _ -> later(config.timings().listenKeyRenew() * 1_000_000, () -> renewKey(1));
                case Answer.Failure<String> failure -> {
                    LOG.warn("Vest listen key not renewed: {}", failure.error().description());
                    if (failure.code() == VestError.LISTEN_KEY_INVALID || attempt == RENEW_ATTEMPTS_MAX) {
                        fail("the listen key could not be renewed");
                    } else {
                        later(RENEW_RETRY_NANOS, () -> renewKey(attempt + 1));
                    }
                }
            }
        });
    }

    @Override
    public void onOpened() {
        stream.become(StreamState.SYNCING, "connected");
        VestSocket open = socket;
        if (open != null) {
            subscribeRequestId = open.nextRequestId();
            open.send(VestRequests.subscribe(CHANNEL, subscribeRequestId));
            later(config.timings().subscribeReply() * 1_000_000, () -> {
                if (subscribeRequestId != 0) {
                    fail("the subscription was not answered");
                }
            });
        }
    }

    @Override
    public boolean onMessage(byte[] json, int offset, int length, long receivedNanos) {
        try {
            switch (VestCodec.message(json, offset, length)) {
                case VestMessage.Subscribed answer -> onSubscribed(answer.requestId());
                case VestMessage.OrderNews news -> host.onOrderNews(news.row(), receivedNanos);
                case VestMessage.AccountNews news -> host.onAccountNews(news, receivedNanos);
                case VestMessage.Unknown _ -> counters.count(Counter.FRAMES_UNKNOWN);
                case VestMessage.Pong _, VestMessage.Tickers _ -> {}
            }
            return true;
        } catch (VestFormatException unreadable) {
            if (unreadable.isJson()) {
                LOG.warn("Vest private message: {}", unreadable.getMessage());
                counters.count(Counter.FRAMES_UNKNOWN);
                host.onUnreadableOrderNews();
            }
            return unreadable.isJson();
        }
    }

    private void onSubscribed(long requestId) {
        if (requestId == subscribeRequestId) {
            subscribeRequestId = 0;
            int expected = epoch;
            host.catchUp(done -> {
                if (epoch != expected) {
                    return;
                }
                if (done) {
                    stream.become(StreamState.READY, "subscribed and orders read");
                } else {
                    fail("the orders could not be read after connecting");
                }
            });
        }
    }

    @Override
    public void onDown(int code, String reason) {
        LOG.warn("Vest private socket ended with {}: {}", code, reason);
        counters.count(Counter.RECONNECTIONS);
        drop();
        boolean groupRefused = code == 4001 || code == 4002;
        long delayNanos = stream.lost(code + " " + closeName(code) + reason);
        if (groupRefused) {
            host.onLoginRefused("the socket does not know our account group");
        }
        again(delayNanos);
    }

    /// Names of the codes on the "Vest API" page, copy of November 2025.
    private static String closeName(int code) {
        return switch (code) {
            case 1012 -> "SERVICE_RESTART ";
            case 4000 -> "WRONG_VERSION ";
            case 4001 -> "ACCOUNT_GROUP_NOT_FOUND ";
            case 4002 -> "ACCOUNT_GROUP_INVALID ";
            case 4003 -> "LISTEN_KEY_REQUIRED ";
            case 4004 -> "LISTEN_KEY_NOT_FOUND ";
            case 4005 -> "LISTEN_KEY_EXPIRED ";
            default -> "";
        };
    }

    private void again(long delayNanos) {
        later(delayNanos, this::acquireKey);
    }

    private void fail(String reason) {
        VestSocket open = socket;
        if (open != null) {
            open.fail(VestSocket.VANISHED, reason);
        }
    }

    private void ask(Function<VestRest, HttpRequest> request, Consumer<Answer<String>> onAnswer) {
        VestRest open = rest;
        if (open == null) {
            return;
        }
        int expected = epoch;
        open.ask(VestRest.Urgency.REDUCES_RISK, request.apply(open), VestCodec::listenKey, answer -> {
            if (epoch == expected) {
                onAnswer.accept(answer);
            }
        });
    }

    private void later(long delayNanos, Runnable task) {
        int expected = epoch;
        var _ = loop.schedule(delayNanos, () -> {
            if (epoch == expected) {
                task.run();
            }
        });
    }
}
