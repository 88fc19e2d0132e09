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
    private static final int HTTP_TOO_MANY_REQUESTS = 429;
    private static final int HTTP_BANNED = 418;
    private static final long RETRY_AFTER_MILLIS = 1_000;
    private static final long RETRY_AFTER_MILLIS_MAX = 60_000;

    /// Makes sense of a successful body.
    @FunctionalInterface
    interface Decoder<T> {
        T decode(byte[] body) throws VestFormatException;
    }

    /// Whether a request may use the share of the budget that is kept back.
    enum Urgency {
        ORDINARY,
        /// It shrinks a position, cancels, logs in, or finds out what an order or a position is.
        REDUCES_RISK
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
    private final Pause orderPause = new Pause();
    private final Pause questionPause = new Pause();
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

    /// Takes an order's or a cancel's place in the budget, before anything is signed. When there is none the answer
    /// says
    /// why it must not be sent.
    Optional<RateLimited> takeForOrder(Urgency urgency) {
        return take(orderPause, urgency, loop.nanoTime());
    }

    private Optional<RateLimited> take(Pause pause, Urgency urgency, long nowNanos) {
        long pausedNanos = pause.leftNanos(nowNanos);
        boolean free = pausedNanos <= 0
                && switch (urgency) {
                    case ORDINARY -> budget.tryTake(nowNanos);
                    case REDUCES_RISK -> budget.tryTakeReserved(nowNanos);
                };
        if (free) {
            return Optional.empty();
        }
        counters.count(Counter.RATE_LIMITED);
        long waitNanos = Math.max(pausedNanos, budget.nanosUntilFree(nowNanos));
        return Optional.of(new RateLimited(1 + waitNanos / 1_000_000));
    }

    /// An order or a cancel that has its place in the budget.
    void order(
            String path, byte[] body, long timeoutMillis, LongConsumer onWritten, Consumer<Answer<String>> onAnswer) {
        HttpRequest request = HttpRequest.post(path, headers, body, timeoutMillis);
        orders.send(request, new Listener<>(true, VestCodec::orderId, onWritten, onAnswer));
    }

    /// A question on an order connection, which keeps it open and warm.
    <T> void keepWarm(HttpRequest request, Decoder<T> decoder, Consumer<Answer<T>> onAnswer) {
        if (take(questionPause, Urgency.ORDINARY, loop.nanoTime()).isEmpty()) {
            orders.send(request, new Listener<>(false, decoder, written -> {}, onAnswer));
        }
    }

    /// Any other request. Past the budget it fails at once as rate-limited.
    <T> void ask(Urgency urgency, HttpRequest request, Decoder<T> decoder, Consumer<Answer<T>> onAnswer) {
        long nowNanos = loop.nanoTime();
        if (closed) {
            onAnswer.accept(new Answer.Failure<>(new NotSent("the gateway is closed"), 0, nowNanos));
            return;
        }
        Optional<RateLimited> limited = take(questionPause, urgency, nowNanos);
        if (limited.isPresent()) {
            onAnswer.accept(new Answer.Failure<>(limited.get(), 0, nowNanos));
        } else {
            questions.send(request, new Listener<>(false, decoder, written -> {}, onAnswer));
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

    /// Too many questions leave orders alone, because an exit must not wait for a question; everything else does not.
    private void pause(boolean ordersToo, long millis) {
        long untilNanos = loop.nanoTime() + Math.max(RETRY_AFTER_MILLIS, millis) * 1_000_000;
        questionPause.extend(untilNanos);
        if (ordersToo) {
            orderPause.extend(untilNanos);
        }
    }

    /// How long one kind of request waits because the exchange said so.
    private static final class Pause {
        private boolean set;
        private long untilNanos;

        private void extend(long newUntilNanos) {
            untilNanos = set && untilNanos - newUntilNanos > 0 ? untilNanos : newUntilNanos;
            set = true;
        }

        private long leftNanos(long nowNanos) {
            set = set && untilNanos - nowNanos > 0;
            return set ? untilNanos - nowNanos : 0;
        }
    }

    private final class Listener<T> implements HttpListener {
        private final boolean isOrder;
        private final Decoder<T> decoder;
        private final LongConsumer onWritten;
        private final Consumer<Answer<T>> onAnswer;
        private final long sentNanos = loop.nanoTime();

        Listener(boolean isOrder, Decoder<T> decoder, LongConsumer onWritten, Consumer<Answer<T>> onAnswer) {
            this.isOrder = isOrder;
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
            // Whatever the body says, and be it a page of something before the exchange.
            if (response.status() == HTTP_TOO_MANY_REQUESTS || response.status() == HTTP_BANNED) {
                pause(isOrder || response.status() == HTTP_BANNED, retryAfterMillis(response));
            }
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
                    pause(isOrder, limited.retryAfterMillis());
                }
            }
            onAnswer.accept(answer);
        }
    }
}
