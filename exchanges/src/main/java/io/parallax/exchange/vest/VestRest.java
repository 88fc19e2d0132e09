package io.parallax.exchange.vest;

import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeError.NotSent;
import io.parallax.exchange.ExchangeError.OutcomeUnknown;
import io.parallax.exchange.ExchangeError.RateLimited;
import io.parallax.exchange.transport.HttpClient;
import io.parallax.exchange.transport.HttpClient.HttpListener;
import io.parallax.exchange.transport.HttpRequest;
import io.parallax.exchange.transport.HttpResponse;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.exchange.transport.RateBudget;
import io.parallax.exchange.vest.VestCounters.Counter;
import io.parallax.exchange.vest.VestMessage.Registration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// Requests and their answers. Orders and cancels have connections of their own, so that no question and no login
/// stands before them. Nothing is ever sent twice. Thread: the gateway loop.
final class VestRest implements AutoCloseable {
    private static final int CONNECTIONS = 2;
    private static final int REQUESTS_PER_SECOND = 40;
    private static final int BURST = 20;
    private static final int RESERVED_PERCENT = 30;
    private static final long RETRY_AFTER_MILLIS = 1_000;
    private static final long RETRY_AFTER_MILLIS_MAX = 60_000;

    /// Makes sense of a successful body.
    @FunctionalInterface
    interface Decoder<T> {
        T decode(byte[] body) throws VestFormatException;
    }

    /// What became of a request.
    sealed interface Answer<T> {
        record Value<T>(T value, long sentNanos, HttpResponse response) implements Answer<T> {}

        /// @param code Vest's code, 0 when there was none
        record Failure<T>(ExchangeError error, int code, long receivedNanos) implements Answer<T> {}
    }

    private final IoLoop loop;
    private final VestCounters counters;
    private final HttpClient orders;
    private final HttpClient questions;
    private final RateBudget budget;
    private Map<String, String> headers = headers(0);
    private boolean closed;

    VestRest(VestConfig config, IoLoop loop, VestCounters counters) {
        this.loop = loop;
        this.counters = counters;
        this.orders = loop.httpClient(config.restBase(), CONNECTIONS);
        this.questions = loop.httpClient(config.restBase(), CONNECTIONS);
        this.budget = RateBudget.of(REQUESTS_PER_SECOND, 1_000, BURST, RESERVED_PERCENT, loop.nanoTime());
    }

    /// From now on requests carry this login.
    void authorize(Registration registration) {
        Map<String, String> authorized = headers(registration.accountGroup());
        authorized.put("X-API-KEY", registration.apiKey());
        // Immutable, so that requests share it instead of copying it.
        headers = Map.copyOf(authorized);
    }

    private static Map<String, String> headers(int accountGroup) {
        Map<String, String> headers = new HashMap<>();
        headers.put("xrestservermm", "restserver" + accountGroup);
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "application/json");
        headers.put("User-Agent", "parallax");
        return headers;
    }

    /// Opens the order connections ahead of the first order.
    void warm() {
        orders.warm();
    }

    /// An order or a cancel: sent at once, whatever the budget says.
    void order(
            String path, byte[] body, long timeoutMillis, LongConsumer onWritten, Consumer<Answer<String>> onAnswer) {
        budget.tryTakeReserved(loop.nanoTime());
        HttpRequest request = HttpRequest.post(path, headers, body, timeoutMillis);
        orders.send(request, new Listener<>(VestCodec::orderId, onWritten, onAnswer));
    }

    /// A question on an order connection, which keeps it open and warm.
    <T> void keepWarm(HttpRequest request, Decoder<T> decoder, Consumer<Answer<T>> onAnswer) {
        if (budget.tryTake(loop.nanoTime())) {
            orders.send(request, new Listener<>(decoder, written -> {}, onAnswer));
        }
    }

    /// Any other request. Past the budget it fails at once as rate-limited.
    <T> void ask(HttpRequest request, Decoder<T> decoder, Consumer<Answer<T>> onAnswer) {
        long nowNanos = loop.nanoTime();
        if (closed) {
            onAnswer.accept(new Answer.Failure<>(new NotSent("the gateway is closed"), 0, nowNanos));
        } else if (!budget.tryTakeReserved(nowNanos)) {
            counters.count(Counter.RATE_LIMITED);
            long waitMillis = 1 + budget.nanosUntilFree(nowNanos) / 1_000_000;
            onAnswer.accept(new Answer.Failure<>(new RateLimited(waitMillis), 0, nowNanos));
        } else {
            questions.send(request, new Listener<>(decoder, written -> {}, onAnswer));
        }
    }

    HttpRequest get(String path, long timeoutMillis) {
        return HttpRequest.get(path, headers, timeoutMillis);
    }

    HttpRequest post(String path, byte[] body, long timeoutMillis) {
        return HttpRequest.post(path, headers, body, timeoutMillis);
    }

    HttpRequest put(String path, long timeoutMillis) {
        return new HttpRequest("PUT", path, headers, new byte[0], timeoutMillis);
    }

    @Override
    public void close() {
        closed = true;
        orders.close();
        questions.close();
    }

    /// The body decides, not the status: an error can come with any status, and a success only with 2xx.
    private <T> Answer<T> answer(HttpResponse response, long sentNanos, Decoder<T> decoder) {
        Optional<VestError> told = VestCodec.error(response.status(), response.body());
        if (told.isPresent()) {
            ExchangeError error = told.get().toExchangeError(retryAfterMillis(response));
            return new Answer.Failure<>(error, told.get().code(), response.receivedNanos());
        }
        if (!response.isSuccess()) {
            String reason = "HTTP " + response.status() + " and " + response.body().length + " bytes without a code";
            return new Answer.Failure<>(new OutcomeUnknown(reason), 0, response.receivedNanos());
        }
        try {
            return new Answer.Value<>(decoder.decode(response.body()), sentNanos, response);
        } catch (VestFormatException unreadable) {
            String reason = "HTTP " + response.status() + " but " + unreadable.getMessage();
            return new Answer.Failure<>(new OutcomeUnknown(reason), 0, response.receivedNanos());
        }
    }

    private static long retryAfterMillis(HttpResponse response) {
        String seconds = response.header("retry-after").orElse("");
        return seconds.matches("[0-9]{1,4}") ? Math.min(Long.parseLong(seconds) * 1_000, RETRY_AFTER_MILLIS_MAX) : 0;
    }

    private final class Listener<T> implements HttpListener {
        private final Decoder<T> decoder;
        private final LongConsumer onWritten;
        private final Consumer<Answer<T>> onAnswer;
        private final long sentNanos = loop.nanoTime();

        Listener(Decoder<T> decoder, LongConsumer onWritten, Consumer<Answer<T>> onAnswer) {
            this.decoder = decoder;
            this.onWritten = onWritten;
            this.onAnswer = onAnswer;
        }

        @Override
        public void onWritten(long writtenNanos) {
            onWritten.accept(writtenNanos);
        }

        @Override
        public void onResponse(HttpResponse response) {
            deliver(answer(response, sentNanos, decoder));
        }

        @Override
        public void onFailed(boolean mayHaveBeenSent, String reason) {
            ExchangeError error = mayHaveBeenSent ? new OutcomeUnknown(reason) : new NotSent(reason);
            deliver(new Answer.Failure<>(error, 0, loop.nanoTime()));
        }

        private void deliver(Answer<T> answer) {
            if (answer instanceof Answer.Failure<T> failure) {
                counters.count(Counter.REQUESTS_FAILED);
                if (failure.error() instanceof RateLimited limited) {
                    counters.count(Counter.RATE_LIMITED);
                    long waitMillis = Math.max(RETRY_AFTER_MILLIS, limited.retryAfterMillis());
                    budget.closeFor(loop.nanoTime(), waitMillis * 1_000_000);
                }
            }
            onAnswer.accept(answer);
        }
    }
}
