package io.parallax.exchange.vest;

import io.parallax.exchange.ConnectionEvent.InstrumentsListed;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.signing.EthereumSigner;
import io.parallax.exchange.transport.HttpRequest;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.exchange.vest.VestCounters.Counter;
import io.parallax.exchange.vest.VestMessage.Account;
import io.parallax.exchange.vest.VestMessage.Registration;
import io.parallax.exchange.vest.VestRest.Answer;
import io.parallax.exchange.vest.VestRest.Urgency;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The login and what keeps it alive: instruments, delegation of the signing key and its daily renewal, the check that
/// the account is the expected one, the last nonce, the clock, and warm order connections. A renewal runs beside the
/// orders and never holds one up. Thread: the gateway loop; [#isReady] and [#accountGroup] any.
final class VestSession {
    private static final Logger LOG = LoggerFactory.getLogger(VestSession.class);
    private static final long DAY_MILLIS = 86_400_000;
    private static final long WARM_UP_NANOS_MAX = 100_000_000;

    private final VestConfig config;
    private final IoLoop loop;
    private final ExchangeEventSink events;
    private final VestCounters counters;
    private final VestOrders orders;
    private final VestClock clock;
    private final VestStream stream;
    private final Optional<VestSigner> signer;
    private final Runnable onLogin;
    private @Nullable VestRest rest;
    private volatile @Nullable Registration registration;
    private long delegationExpiryEpochMillis;
    private boolean loggingIn;
    private boolean keptAlive;
    private int epoch;

    /// @param onLogin told after each login that changed the account group, the first one included
    VestSession(
            VestConfig config,
            IoLoop loop,
            ExchangeEventSink events,
            VestCounters counters,
            VestOrders orders,
            VestClock clock,
            Optional<VestSigner> signer,
            Runnable onLogin) {
        this.config = config;
        this.loop = loop;
        this.events = events;
        this.counters = counters;
        this.orders = orders;
        this.clock = clock;
        this.signer = signer;
        this.onLogin = onLogin;
        this.stream = new VestStream(Stream.ORDER_ENTRY, loop, events, config.timings());
    }

    boolean isReady() {
        return stream.isReady();
    }

    /// Why no order can leave now; empty when one can.
    Optional<String> obstacle() {
        if (registration == null) {
            return Optional.of(config.credentials().isEmpty() ? "no credentials are configured" : "not logged in");
        }
        return clock.epochMillis() >= delegationExpiryEpochMillis
                ? Optional.of("the delegation of the signing key has expired")
                : Optional.empty();
    }

    int accountGroup() {
        Registration present = registration;
        return present == null ? 0 : present.accountGroup();
    }

    void start(VestRest fresh) {
        epoch++;
        rest = fresh;
        loadInstruments();
        stream.become(StreamState.CONNECTING, "logging in");
        if (config.credentials().isPresent()) {
            login();
        } else {
            stream.become(StreamState.LOST, "no credentials are configured: market data only");
        }
    }

    void stop(String reason) {
        epoch++;
        rest = null;
        registration = null;
        loggingIn = false;
        keptAlive = false;
        stream.become(StreamState.LOST, reason);
    }

    /// The exchange refused our key: log in again, once at a time.
    void refused(String reason) {
        if (rest != null && !loggingIn) {
            LOG.warn("Vest refused our login: {}", reason);
            registration = null;
            loginLater(reason);
        }
    }

    private void loadInstruments() {
        HttpRequest request = present().get("/exchangeInfo", config.timings().loginReply());
        VestRest.Decoder<List<Instrument>> decoder =
                body -> VestCodec.instruments(body, () -> counters.count(Counter.VALUES_UNKNOWN));
        ask(Urgency.ORDINARY, request, decoder, answer -> {
            switch (answer) {
                case Answer.Value<List<Instrument>> listed -> {
                    events.onEvent(new InstrumentsListed(
                            ExchangeId.VEST, listed.value(), listed.response().receivedNanos()));
                    later(config.timings().instrumentsRefresh() * 1_000_000, this::loadInstruments);
                }
                case Answer.Failure<List<Instrument>> failure -> {
                    LOG.warn("Vest instruments: {}", failure.error().description());
                    later(config.timings().loginReply() * 1_000_000, this::loadInstruments);
                }
            }
        });
    }

    private void login() {
        loggingIn = true;
        stream.become(StreamState.CONNECTING, "registering the signing key");
        register(this::checkAccount, this::loginLater);
    }

    private void loginLater(String reason) {
        LOG.warn("Vest login: {}", reason);
        loggingIn = true;
        later(stream.lost(reason), this::login);
    }

    private void register(Runnable onRegistered, Consumer<String> onFailed) {
        VestConfig.Credentials credentials = config.credentials().orElseThrow();
        VestSigner delegate = signer.orElseThrow();
        long expiry = clock.epochMillis() + credentials.delegationDays() * DAY_MILLIS;
        byte[] body;
        try (EthereumSigner primary = new EthereumSigner(credentials.primaryKey())) {
            String signature = delegate.signDelegation(primary, config.verifyingContract(), expiry);
            body = VestRequests.registration(
                    delegate.address(), primary.address(), signature, expiry, config.networkType());
        }
        ask(present().post("/register", body, config.timings().loginReply()), VestCodec::registration, answer -> {
            switch (answer) {
                case Answer.Value<Registration> registered -> {
                    counters.count(Counter.REGISTRATIONS);
                    registration = registered.value();
                    delegationExpiryEpochMillis = expiry;
                    present().authorize(registered.value());
                    onRegistered.run();
                }
                case Answer.Failure<Registration> failure ->
                    onFailed.accept("registration " + failure.error().description());
            }
        });
    }

    private void checkAccount() {
        stream.become(StreamState.SYNCING, "registered");
        ask(accountRequest(), VestCodec::account, answer -> {
            switch (answer) {
                case Answer.Value<Account> account -> {
                    measureClock(account);
                    if (isOurs(account.value())) {
                        readNonce();
                    } else {
                        registration = null;
                        loginLater("account " + account.value().address() + " answered, expected " + primaryAddress());
                    }
                }
                case Answer.Failure<Account> failure -> {
                    registration = null;
                    loginLater("account " + failure.error().description());
                }
            }
        });
    }

    private void readNonce() {
        HttpRequest request = present()
                .get("/account/nonce" + timeQuery("?"), config.timings().loginReply());
        ask(request, VestCodec::lastNonce, answer -> {
            switch (answer) {
                case Answer.Value<Long> nonce -> {
                    orders.raiseNonce(nonce.value());
                    loggedIn();
                }
                case Answer.Failure<Long> failure -> {
                    registration = null;
                    loginLater("nonce " + failure.error().description());
                }
            }
        });
    }

    private void loggedIn() {
        loggingIn = false;
        present().warm();
        if (!keptAlive) {
            warmSigner();
        }
        stream.become(StreamState.READY, "logged in, account group " + accountGroup());
        if (!keptAlive) {
            keptAlive = true;
            later(config.timings().keepWarm() * 1_000_000, this::keepWarm);
            later(config.timings().delegationRenew() * 1_000_000, this::renewDelegation);
        }
        onLogin.run();
    }

    /// The first order of a process takes 0.7 to 6 ms, the hundredth some 34 µs, the five hundredth 23 µs: the first
    /// real one should not be the first.
    private void warmSigner() {
        VestOrderTemplate nothing = VestOrderTemplate.ofNothing(config.recvWindowMillis());
        long startNanos = loop.nanoTime();
        for (int i = 0; i < config.warmUpSignatures() && loop.nanoTime() - startNanos < WARM_UP_NANOS_MAX; i++) {
            nothing.write(i, i, i, 8, i, 8, signer.orElseThrow());
        }
    }

    /// Runs beside the orders, which keep the present key until the new one has come.
    private void renewDelegation() {
        if (loggingIn) {
            later(config.timings().backOffMax() * 1_000_000, this::renewDelegation);
            return;
        }
        int groupBefore = accountGroup();
        register(
                () -> {
                    later(config.timings().delegationRenew() * 1_000_000, this::renewDelegation);
                    if (accountGroup() != groupBefore) {
                        onLogin.run();
                    }
                },
                reason -> {
                    LOG.warn("Vest delegation not renewed: {}", reason);
                    later(config.timings().backOffMax() * 1_000_000, this::renewDelegation);
                });
    }

    private void keepWarm() {
        later(config.timings().keepWarm() * 1_000_000, this::keepWarm);
        if (registration == null) {
            return;
        }
        int expected = epoch;
        present().warm();
        present().keepWarm(accountRequest(), VestCodec::account, answer -> {
            if (epoch != expected) {
                return;
            }
            switch (answer) {
                case Answer.Value<Account> account -> measureClock(account);
                case Answer.Failure<Account> failure ->
                    LOG.debug("keep-warm: {}", failure.error().description());
            }
        });
    }

    void measureClock(Answer.Value<Account> account) {
        clock.sample(account.value().exchangeEpochMillis(), account.sentNanos(), account.response())
                .ifPresent(events::onEvent);
    }

    HttpRequest accountRequest() {
        return present().get("/account" + timeQuery("?"), config.timings().queryReply());
    }

    /// Vest wants its time in every private question.
    String timeQuery(String separator) {
        return separator + "time=" + clock.epochMillis();
    }

    private boolean isOurs(Account account) {
        return account.address().toLowerCase(Locale.ROOT).equals(primaryAddress());
    }

    private String primaryAddress() {
        return config.credentials().orElseThrow().primaryAddress().toString();
    }

    /// A step of the login.
    private <T> void ask(HttpRequest request, VestRest.Decoder<T> decoder, Consumer<Answer<T>> onAnswer) {
        ask(Urgency.REDUCES_RISK, request, decoder, onAnswer);
    }

    private <T> void ask(
            Urgency urgency, HttpRequest request, VestRest.Decoder<T> decoder, Consumer<Answer<T>> onAnswer) {
        int expected = epoch;
        present().ask(urgency, request, decoder, answer -> {
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

    private VestRest present() {
        VestRest open = rest;
        if (open == null) {
            throw new IllegalStateException("the session is stopped, so nothing of it may run");
        }
        return open;
    }
}
