package io.parallax.exchange.paradex;

import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.paradex.ParadexCounters.Counter;
import io.parallax.exchange.paradex.ParadexErrors.ApiError;
import io.parallax.exchange.transport.HttpClient;
import io.parallax.exchange.transport.HttpRequest;
import io.parallax.exchange.transport.HttpResponse;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.exchange.transport.RateBudget;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// REST calls with their token, deadline, local rate budget and one way of telling failures. Never sends
/// anything twice. Thread: gateway loop only.
final class ParadexRest implements AutoCloseable {
    static final String USER_AGENT = "parallax";
    private static final int CONNECTIONS = 4;
    private static final int HTTP_UNAUTHORIZED = 401;
    private static final int HTTP_TOO_MANY_REQUESTS = 429;
    private static final int HTTP_BANNED = 418;
    private static final int MINUTE_MILLIS = 60_000;

    /// Paradex allows 600 private reads a minute for an account, 120 of them in one second.
    private static final int READS_PER_MINUTE = 600;

    private static final int READS_BURST = 120;

    /// What is kept back for reads that resolve doubt, in percent.
    private static final int RESERVED_SHARE = 30;

    private final IoLoop loop;
    private final HttpClient client;
    private final ParadexCounters counters;
    private final RateBudget reads;
    private Optional<String> token = Optional.empty();
    private Runnable onTokenRefused = () -> {};

    ParadexRest(IoLoop loop, ParadexConfig config, ParadexCounters counters) {
        this.loop = loop;
        this.client = loop.httpClient(config.restBase(), CONNECTIONS);
        this.counters = counters;
        this.reads = RateBudget.of(READS_PER_MINUTE, MINUTE_MILLIS, READS_BURST, RESERVED_SHARE, loop.nanoTime());
    }

    /// Hears one call. Exactly one of result and error follows. Thread: gateway loop.
    interface Answer {
        /// A successful answer; an empty body is an empty object.
        void onResult(JsonNode body, HttpResponse response) throws MalformedMessageException;

        /// @param api the structured error, when there was one
        void onError(ExchangeError error, Optional<ApiError> api);
    }

    /// Whether a read may use what is kept back.
    enum Urgency {
        ORDINARY,
        RESOLVES_DOUBT
    }

    void token(String newToken) {
        token = Optional.of(newToken);
    }

    /// What to do when the exchange does not accept the token.
    void onTokenRefused(Runnable action) {
        onTokenRefused = action;
    }

    void warm() {
        client.warm();
    }

    @Override
    public void close() {
        client.close();
    }

    void getPublic(String path, long timeoutMillis, Answer answer) {
        send(HttpRequest.get(path, headers(false), timeoutMillis), written -> {}, answer);
    }

    void getPrivate(String path, Urgency urgency, long timeoutMillis, Answer answer) {
        long now = loop.nanoTime();
        boolean free = switch (urgency) {
            case ORDINARY -> reads.tryTake(now);
            case RESOLVES_DOUBT -> reads.tryTakeReserved(now);
        };
        if (token.isEmpty()) {
            answer.onError(new ExchangeError.NotSent("not logged in to Paradex"), Optional.empty());
        } else if (!free) {
            counters.count(Counter.RATE_LIMITED);
            answer.onError(new ExchangeError.RateLimited(reads.nanosUntilFree(now) / 1_000_000), Optional.empty());
        } else {
            send(HttpRequest.get(path, headers(true), timeoutMillis), written -> {}, answer);
        }
    }

    /// @param onWritten told when the last byte left
    void sendPrivate(
            String method, String path, String body, long timeoutMillis, WrittenListener onWritten, Answer answer) {
        if (token.isEmpty()) {
            answer.onError(new ExchangeError.NotSent("not logged in to Paradex"), Optional.empty());
            return;
        }
        Map<String, String> headers = new HashMap<>(headers(true));
        if (!body.isEmpty()) {
            headers.put("Content-Type", "application/json");
        }
        send(new HttpRequest(method, path, headers, ParadexCodec.utf8(body), timeoutMillis), onWritten, answer);
    }

    /// A call that proves who we are by its own headers.
    void postSigned(String path, Map<String, String> signedHeaders, long timeoutMillis, Answer answer) {
        Map<String, String> headers = new HashMap<>(headers(false));
        headers.putAll(signedHeaders);
        send(HttpRequest.post(path, headers, new byte[0], timeoutMillis), written -> {}, answer);
    }

    private Map<String, String> headers(boolean authorised) {
        Map<String, String> headers = new HashMap<>();
        headers.put("User-Agent", USER_AGENT);
        headers.put("Accept", "application/json");
        if (authorised) {
            token.ifPresent(text -> headers.put("Authorization", "Bearer " + text));
        }
        return headers;
    }

    private void send(HttpRequest request, WrittenListener onWritten, Answer answer) {
        client.send(request, new HttpClient.HttpListener() {
            @Override
            public void onWritten(long writtenNanos) {
                onWritten.onWritten(writtenNanos);
            }

            @Override
            public void onResponse(HttpResponse response) {
                read(response, answer);
            }

            @Override
            public void onFailed(boolean mayHaveBeenSent, String reason) {
                counters.count(Counter.REQUESTS_FAILED);
                answer.onError(
                        mayHaveBeenSent ? new ExchangeError.OutcomeUnknown(reason) : new ExchangeError.NotSent(reason),
                        Optional.empty());
            }
        });
    }

    private void read(HttpResponse response, Answer answer) {
        Optional<ApiError> api = ParadexCodec.error(response.body());
        if (response.isSuccess() && api.isEmpty()) {
            try {
                byte[] body = response.body().length == 0 ? ParadexCodec.utf8("{}") : response.body();
                answer.onResult(ParadexCodec.parse(body), response);
            } catch (MalformedMessageException e) {
                counters.count(Counter.REQUESTS_FAILED);
                answer.onError(
                        new ExchangeError.OutcomeUnknown("unreadable answer: " + e.getMessage()), Optional.empty());
            }
            return;
        }
        counters.count(Counter.REQUESTS_FAILED);
        ExchangeError error = ParadexErrors.ofHttp(response.status(), api, response.header("retry-after"));
        if (response.status() == HTTP_TOO_MANY_REQUESTS || response.status() == HTTP_BANNED) {
            // Whatever the body says, and be it a page of something before the exchange.
            counters.count(Counter.RATE_LIMITED);
            long waitMillis = Math.max(1_000, ParadexErrors.retryAfterMillis(response.header("retry-after")));
            reads.closeFor(loop.nanoTime(), waitMillis * 1_000_000);
        }
        if (response.status() == HTTP_UNAUTHORIZED) {
            onTokenRefused.run();
        }
        answer.onError(error, api);
    }

    /// Hears that the last byte of a request left. Thread: gateway loop.
    @FunctionalInterface
    interface WrittenListener {
        void onWritten(long writtenNanos);
    }
}
