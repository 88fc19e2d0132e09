package io.parallax.exchange.paradex;

import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.paradex.ParadexCodec.LoginToken;
import io.parallax.exchange.paradex.ParadexConfig.Timings;
import io.parallax.exchange.paradex.ParadexCounters.Counter;
import io.parallax.exchange.paradex.ParadexErrors.ApiError;
import io.parallax.exchange.transport.Backoff;
import io.parallax.exchange.transport.HttpResponse;
import io.parallax.exchange.transport.IoLoop;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Keeps a valid login: renews it well before it ends, away from the order path, one attempt at a time. A
/// failed attempt leaves the old token in use until it ends. Thread: gateway loop only.
final class ParadexLogin {
    private static final Logger LOG = LoggerFactory.getLogger(ParadexLogin.class);
    private static final long NANOS_PER_MILLI = 1_000_000L;

    /// How long a signature may be used; Paradex allows a week.
    private static final long SIGNATURE_LIFE_SECONDS = 1_800;

    private static final long LIFE_SHARE_PERCENT = 60;

    private final IoLoop loop;
    private final ParadexRest rest;
    private final boolean namesKey;
    private final boolean interactive;
    private final Timings timings;
    private final ParadexCounters counters;
    private final ParadexSigner signer;
    private final LongSupplier exchangeEpochMillis;
    private final Listener listener;
    private final Backoff backoff;
    private Optional<LoginToken> token = Optional.empty();
    private IoLoop.@Nullable Cancellable next;
    private boolean asking;
    private boolean stopped;

    /// Hears of logins. Thread: gateway loop.
    interface Listener {
        void onToken(String token);

        void onLoginFailed(String reason);
    }

    ParadexLogin(
            IoLoop loop,
            ParadexRest rest,
            ParadexConfig config,
            ParadexCounters counters,
            ParadexSigner signer,
            LongSupplier exchangeEpochMillis,
            Listener listener) {
        this.loop = loop;
        this.rest = rest;
        this.namesKey = config.credentials().orElseThrow().loginNamesKey();
        this.interactive = config.feeProfile().interactive();
        this.timings = config.timings();
        this.counters = counters;
        this.signer = signer;
        this.exchangeEpochMillis = exchangeEpochMillis;
        this.listener = listener;
        this.backoff = new Backoff(
                timings.backOffMin(), timings.backOffMax(), new SplittableRandom(loop.nanoTime() ^ loop.epochMillis()));
    }

    /// A token that is valid now.
    Optional<String> token() {
        return token.filter(present -> present.leftMillis(loop.nanoTime()) > 0).map(LoginToken::text);
    }

    /// How long the token still lives; 0 without one.
    long leftMillis() {
        return token.map(present -> Math.max(0, present.leftMillis(loop.nanoTime())))
                .orElse(0L);
    }

    /// The exchange did not accept the token.
    void onRefused() {
        if (!asking && !stopped) {
            plan(backoff.nextDelayNanos());
        }
    }

    void stop() {
        stopped = true;
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    void start() {
        stopped = false;
        ask();
    }

    private void plan(long delayNanos) {
        if (stopped) {
            return;
        }
        if (next != null) {
            next.cancel();
        }
        next = loop.schedule(delayNanos, this::ask);
    }

    private void ask() {
        if (asking || stopped) {
            return;
        }
        asking = true;
        long now = exchangeEpochMillis.getAsLong() / 1_000;
        rest.postSigned(
                path(),
                signer.loginHeaders(now, now + SIGNATURE_LIFE_SECONDS),
                timings.requestReply(),
                new ParadexRest.Answer() {
                    @Override
                    public void onResult(JsonNode body, HttpResponse response) throws MalformedMessageException {
                        accept(ParadexCodec.loginToken(body, response.receivedNanos()));
                    }

                    @Override
                    public void onError(ExchangeError error, Optional<ApiError> api) {
                        fail(error.description());
                    }
                });
    }

    /// The query is no part of what is signed.
    private String path() {
        return (namesKey ? "/auth/" + signer.publicKey() : "/auth") + (interactive ? "?token_usage=interactive" : "");
    }

    private void accept(LoginToken fresh) {
        asking = false;
        if (stopped) {
            return;
        }
        counters.count(Counter.LOGINS);
        backoff.reset();
        token = Optional.of(fresh);
        long refreshMillis = Math.min(timings.loginRefresh(), fresh.lifeMillis() * LIFE_SHARE_PERCENT / 100);
        plan(Math.max(refreshMillis, 1) * NANOS_PER_MILLI);
        listener.onToken(fresh.text());
    }

    private void fail(String reason) {
        asking = false;
        counters.count(Counter.LOGINS_FAILED);
        LOG.warn("Paradex login failed: {}", reason);
        plan(backoff.nextDelayNanos());
        listener.onLoginFailed(reason);
    }
}
