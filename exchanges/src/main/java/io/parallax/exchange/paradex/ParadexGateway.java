package io.parallax.exchange.paradex;

import io.parallax.exchange.AccountEvent;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.ConnectionEvent.InstrumentsListed;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamChanged;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeEventSink;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.PositionInfo;
import io.parallax.exchange.RejectionKind;
import io.parallax.exchange.paradex.ParadexConfig.OrderPath;
import io.parallax.exchange.paradex.ParadexConfig.Timings;
import io.parallax.exchange.paradex.ParadexCounters.Counter;
import io.parallax.exchange.paradex.ParadexErrors.ApiError;
import io.parallax.exchange.transport.Backoff;
import io.parallax.exchange.transport.HttpResponse;
import io.parallax.exchange.transport.IoLoop;
import io.parallax.instrument.ExchangeId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The private side: brings the session up step by step (chain, clock, instruments, login, private socket),
/// keeps it up, and hands commands and private messages to where they belong. Thread: gateway loop only, except
/// the queries marked otherwise.
final class ParadexGateway implements ParadexSocket.Handler, ParadexOrders.Readiness {
    private static final Logger LOG = LoggerFactory.getLogger(ParadexGateway.class);
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long TICK_MILLIS = 1_000;
    private static final long TOKEN_LEFT_MILLIS_FOR_AUTH = 5_000;
    private static final int STATE_FAILURES_MAX = 3;
    /// A dead connection may be noticed that late.
    private static final long GAP_MARGIN_MILLIS = 60_000;
    private static final int CLOCK_MEASUREMENTS_AT_START = 3;
    private static final List<String> CHANNELS =
            List.of("orders.ALL", "fills.ALL", "positions", "account", "tradebusts");

    private final IoLoop loop;
    private final ParadexConfig config;
    private final Timings timings;
    private final ParadexCounters counters;
    private final ExchangeEventSink events;
    private final ParadexCodec codec;
    private final ParadexRest rest;
    private final ParadexClock clock;
    private final ParadexSocket socket;
    private final ParadexOrders orders;
    private final ParadexAccount account;
    private final Backoff backoff;
    private final ParadexSbe sbe = new ParadexSbe();
    private final SortedSet<String> symbols = new TreeSet<>();
    private volatile StreamState privateState = StreamState.LOST;
    private volatile StreamState orderState = StreamState.LOST;
    private @Nullable ParadexSigner signer;
    private @Nullable ParadexLogin login;
    private OptionalLong takerFeePpm = OptionalLong.empty();
    private boolean wanted;

    /// Grows with every connect and disconnect, so that steps of an earlier session end quietly.
    private long session;

    /// Grows with every private connection.
    private long privateEpoch;

    /// When the private stream was ready for the first time, by the exchange's clock; 0 before.
    private long startedEpochMillis;

    /// Since when the stream may have told nothing, by the exchange's clock; 0 while it is ready.
    private long gapFromEpochMillis;

    private boolean authenticating;
    private boolean authenticated;
    private int confirmationsMissing;

    private Optional<String> systemObstacle = Optional.of("the exchange's state is not known yet");
    private int stateFailures;

    ParadexGateway(IoLoop loop, ParadexConfig config, ParadexCounters counters, ExchangeEventSink events) {
        this.loop = loop;
        this.config = config;
        this.timings = config.timings();
        this.counters = counters;
        this.events = events;
        this.codec = new ParadexCodec(config.credentials()
                .map(ParadexConfig.Credentials::accountAddress)
                .orElse("0x0"));
        this.rest = new ParadexRest(loop, config, counters);
        this.clock = new ParadexClock(loop, rest, config, events);
        this.socket = new ParadexSocket(loop, "private", config, counters, this);
        this.orders = new ParadexOrders(loop, config, counters, events, clock, rest, socket, this);
        this.account = new ParadexAccount(loop, rest, codec, config, events);
        this.backoff = new Backoff(
                timings.backOffMin(), timings.backOffMax(), new SplittableRandom(loop.nanoTime() ^ loop.epochMillis()));
    }

    // ---- commands

    void connect() {
        if (!wanted) {
            wanted = true;
            session++;
            changeOrderEntry(StreamState.CONNECTING, "reading the exchange's configuration");
            rest.warm();
            readChain();
            readSystemState();
            every(timings.systemState(), this::readSystemState);
            every(TICK_MILLIS, () -> updateOrderEntry());
        }
    }

    void disconnect(String reason) {
        wanted = false;
        session++;
        if (login != null) {
            login.stop();
        }
        socket.stop(reason);
        changePrivate(StreamState.LOST, reason);
        changeOrderEntry(StreamState.LOST, reason);
    }

    void close() {
        disconnect("closed");
        rest.close();
    }

    void reconnect() {
        socket.replace("reconnection was asked for");
    }

    /// Makes the first orders of an instrument as fast as later ones.
    void prepare(String symbol) {
        symbols.add(symbol);
        ParadexSigner present = signer;
        if (present != null) {
            warm(present, symbol);
        }
    }

    private void warm(ParadexSigner signer, String symbol) {
        try {
            signer.warm(symbol, config.warmUpSignatures());
        } catch (IllegalArgumentException e) {
            LOG.warn("Paradex orders of {} cannot be signed: {}", symbol, e.getMessage());
        }
    }

    /// @param handedNanos when the engine handed it over, monotonic
    void place(OrderRequest order, long handedNanos) {
        orders.place(order, handedNanos);
    }

    void cancel(ClientOrderId id) {
        orders.cancel(id);
    }

    void queryOrder(ClientOrderId id) {
        new ParadexLookup(id, orders, rest, codec, events, loop, timings.queryReply()).start();
    }

    void queryOpenOrders() {
        account.queryOpenOrders();
    }

    void queryPosition(String symbol) {
        account.queryPosition(symbol);
    }

    void queryBalance() {
        account.queryBalance();
    }

    void setLeverage(String symbol, int leverage) {
        account.setLeverage(symbol, leverage);
    }

    void queryLeverage(String symbol) {
        account.queryLeverage(symbol);
    }

    /// Thread: any.
    boolean isReady() {
        return privateState == StreamState.READY && orderState == StreamState.READY;
    }

    // ---- bringing the session up

    private void readChain() {
        step("/system/config", body -> {
            String chainId = ParadexCodec.chainId(body);
            config.credentials().ifPresent(credentials -> {
                if (signer == null) {
                    signer = new ParadexSigner(credentials, chainId);
                    symbols.forEach(symbol -> warm(signer, symbol));
                }
            });
            measureClock(CLOCK_MEASUREMENTS_AT_START);
        });
    }

    private void measureClock(int times) {
        long present = session;
        clock.measure(error -> {
            if (present != session) {
                return;
            }
            if (error.isPresent()) {
                retry("the exchange's clock could not be read: " + error.get().description(), this::readChain);
            } else if (times > 1) {
                measureClock(times - 1);
            } else {
                readMarkets();
            }
        });
    }

    private void readMarkets() {
        step("/markets", body -> {
            list(body);
            backoff.reset();
            every(timings.clock(), () -> clock.measure(error -> {}));
            every(timings.rules(), this::refreshMarkets);
            startLogin();
        });
    }

    private void list(JsonNode markets) throws MalformedMessageException {
        events.onEvent(new InstrumentsListed(
                ExchangeId.PARADEX,
                ParadexCodec.instruments(
                        markets, takerFeePpm, config.feeProfile(), clock.exchangeEpochMillis(), (symbol, reason) -> {
                            counters.count(Counter.INSTRUMENTS_UNREADABLE);
                            LOG.warn("Paradex instrument {} is left out: {}", symbol, reason);
                        }),
                loop.nanoTime()));
    }

    private void refreshMarkets() {
        rest.getPublic("/markets", timings.requestReply(), quiet("instruments", this::list));
    }

    private void startLogin() {
        ParadexSigner present = signer;
        if (present == null) {
            changeOrderEntry(StreamState.LOST, "no Paradex credentials: books only");
            return;
        }
        if (login == null) {
            ParadexLogin fresh = new ParadexLogin(
                    loop, rest, config, counters, present, clock::exchangeEpochMillis, new ParadexLogin.Listener() {
                        @Override
                        public void onToken(String token) {
                            rest.token(token);
                            onLogin();
                        }

                        @Override
                        public void onLoginFailed(String reason) {
                            onLoginFailure(reason);
                        }
                    });
            login = fresh;
            rest.onTokenRefused(fresh::onRefused);
        }
        login.start();
    }

    private void onLogin() {
        if (!wanted) {
            return;
        }
        if (takerFeePpm.isEmpty() && !config.feeProfile().interactive()) {
            readFees();
        }
        socket.start();
        authenticateIfPossible();
        updateOrderEntry();
    }

    /// The old token, if it still lives, goes on; the reason is told where nothing works yet.
    private void onLoginFailure(String reason) {
        if (orderState == StreamState.CONNECTING) {
            changeOrderEntry(StreamState.LOST, "login failed: " + reason);
        }
        updateOrderEntry();
    }

    private void readFees() {
        rest.getPrivate("/account/info", ParadexRest.Urgency.ORDINARY, timings.requestReply(), quiet("fees", body -> {
            OptionalLong rate = codec.takerFeePpm(body);
            if (rate.isPresent()) {
                takerFeePpm = rate;
                refreshMarkets();
            }
        }));
    }

    private void readSystemState() {
        rest.getPublic("/system/state", timings.requestReply(), new ParadexRest.Answer() {
            @Override
            public void onResult(JsonNode body, HttpResponse response) throws MalformedMessageException {
                stateFailures = 0;
                String state = ParadexCodec.systemState(body);
                systemObstacle = state.equals("ok")
                        ? Optional.empty()
                        : Optional.of("the exchange's state is " + ParadexErrors.cut(state));
                updateOrderEntry();
            }

            @Override
            public void onError(ExchangeError error, Optional<ApiError> api) {
                stateFailures++;
                if (stateFailures >= STATE_FAILURES_MAX) {
                    systemObstacle = Optional.of("the exchange's state cannot be read: " + error.description());
                    updateOrderEntry();
                }
            }
        });
    }

    /// A call that the session cannot go on without: repeated with back-off until it succeeds.
    private void step(String path, Reader reader) {
        long present = session;
        rest.getPublic(path, timings.requestReply(), new ParadexRest.Answer() {
            @Override
            public void onResult(JsonNode body, HttpResponse response) throws MalformedMessageException {
                if (present == session) {
                    reader.read(body);
                }
            }

            @Override
            public void onError(ExchangeError error, Optional<ApiError> api) {
                if (present == session) {
                    retry(path + " failed: " + error.description(), () -> step(path, reader));
                }
            }
        });
    }

    private void retry(String reason, Runnable action) {
        long present = session;
        LOG.warn("Paradex {}", reason);
        changeOrderEntry(StreamState.LOST, reason);
        loop.schedule(backoff.nextDelayNanos(), () -> {
            if (present == session) {
                changeOrderEntry(StreamState.CONNECTING, "trying again");
                action.run();
            }
        });
    }

    /// An answer that is good to have; without it the next reading will do.
    private ParadexRest.Answer quiet(String what, Reader reader) {
        return new ParadexRest.Answer() {
            @Override
            public void onResult(JsonNode body, HttpResponse response) throws MalformedMessageException {
                reader.read(body);
            }

            @Override
            public void onError(ExchangeError error, Optional<ApiError> api) {
                LOG.warn("Paradex {} could not be read: {}", what, error.description());
            }
        };
    }

    /// Again and again as long as this session lasts.
    private void every(long periodMillis, Runnable action) {
        long present = session;
        loop.schedule(periodMillis * NANOS_PER_MILLI, () -> {
            if (present == session) {
                action.run();
                every(periodMillis, action);
            }
        });
    }

    // ---- the private socket

    @Override
    public void onConnecting() {
        changePrivate(StreamState.CONNECTING, "opening");
    }

    @Override
    public void onOpen() {
        privateEpoch++;
        authenticating = false;
        authenticated = false;
        changePrivate(StreamState.SYNCING, "open");
        authenticateIfPossible();
    }

    @Override
    public void onDown(String reason, long atNanos) {
        privateEpoch++;
        if (startedEpochMillis != 0 && gapFromEpochMillis == 0) {
            gapFromEpochMillis = Math.max(startedEpochMillis, clock.exchangeEpochMillis() - GAP_MARGIN_MILLIS);
        }
        authenticating = false;
        authenticated = false;
        changePrivate(StreamState.LOST, reason);
        updateOrderEntry();
    }

    private void authenticateIfPossible() {
        ParadexLogin present = login;
        if (present == null || authenticating || authenticated || !socket.isOpen()) {
            return;
        }
        Optional<String> token = present.token();
        if (token.isEmpty() || present.leftMillis() < TOKEN_LEFT_MILLIS_FOR_AUTH) {
            return;
        }
        authenticating = true;
        socket.request("auth", ParadexRequests.auth(token.get()), timings.requestReply(), new Confirmation("login") {
            @Override
            void onConfirmed(JsonNode result) {
                authenticating = false;
                subscribe();
            }

            @Override
            void onRefused() {
                present.onRefused();
            }
        });
    }

    private void subscribe() {
        boolean arm = config.cancelOnDisconnect() && config.orderPath() == OrderPath.WEBSOCKET;
        confirmationsMissing = CHANNELS.size() + (arm ? 1 : 0);
        for (String channel : CHANNELS) {
            socket.request(
                    "subscribe",
                    ParadexRequests.channel(channel),
                    timings.subscribeReply(),
                    new Confirmation("subscription of " + channel) {
                        @Override
                        void onConfirmed(JsonNode result) {
                            countConfirmation();
                        }
                    });
        }
        if (arm) {
            socket.request(
                    "order.cancel_on_disconnect",
                    ParadexRequests.cancelOnDisconnect(),
                    timings.subscribeReply(),
                    new Confirmation("cancel-on-disconnect") {
                        @Override
                        void onConfirmed(JsonNode result) {
                            if (result.path("enabled").asBoolean(false)) {
                                countConfirmation();
                            } else {
                                socket.replace("the exchange did not arm cancel-on-disconnect");
                            }
                        }
                    });
        }
    }

    private void countConfirmation() {
        confirmationsMissing--;
        if (confirmationsMissing == 0) {
            readAccount();
        }
    }

    /// What happened while no stream was up is in the lists: they are read before the stream counts as ready.
    private void readAccount() {
        long epoch = privateEpoch;
        Consumer<Optional<ExchangeError>> whenDone = error -> onAccountRead(epoch, error);
        Runnable readAll = () -> account.readAll(new TreeSet<>(symbols), whenDone);
        if (gapFromEpochMillis == 0) {
            readAll.run();
        } else {
            Consumer<ExchangeError> failed = error -> whenDone.accept(Optional.of(error));
            Runnable readBusts = () -> account.readBusts(orders, failed, readAll);
            account.readFills(gapFromEpochMillis, orders, failed, readBusts);
        }
    }

    private void onAccountRead(long epoch, Optional<ExchangeError> error) {
        if (epoch != privateEpoch) {
            return;
        }
        if (error.isPresent()) {
            LOG.warn("Paradex account could not be read: {}", error.get().description());
            loop.schedule(TICK_MILLIS * NANOS_PER_MILLI, () -> {
                if (epoch == privateEpoch) {
                    readAccount();
                }
            });
        } else {
            authenticated = true;
            gapFromEpochMillis = 0;
            startedEpochMillis = startedEpochMillis == 0 ? clock.exchangeEpochMillis() : startedEpochMillis;
            changePrivate(StreamState.READY, "subscribed, open orders and positions read");
            updateOrderEntry();
        }
    }

    @Override
    public void onMessage(JsonNode message, long receivedNanos) throws MalformedMessageException {
        String channel = ParadexCodec.textOrEmpty(message.path("params"), "channel");
        JsonNode data = message.path("params").path("data");
        if (!message.path("method").asString("").equals("subscription") || !data.isObject()) {
            counters.count(Counter.FRAMES_UNKNOWN);
            return;
        }
        if (!codec.belongsToUs(data)) {
            counters.count(Counter.FRAMES_UNWANTED);
            return;
        }
        int dot = channel.indexOf('.');
        switch (dot < 0 ? channel : channel.substring(0, dot)) {
            case "orders" -> onOrder(ParadexCodec.order(data), receivedNanos);
            case "fills" -> orders.onFill(ParadexCodec.fill(data), receivedNanos);
            case "positions" -> onPosition(ParadexCodec.position(data), receivedNanos);
            case "account" -> onAccountStatus(ParadexCodec.textOrEmpty(data, "status"), receivedNanos);
            case "tradebusts" -> onBust(ParadexCodec.bustedFill(data), receivedNanos);
            default -> counters.count(Counter.FRAMES_UNKNOWN);
        }
    }

    @Override
    public void onBinary(byte[] buffer, int offset, int length, long receivedNanos) throws MalformedMessageException {
        switch (sbe.wrap(buffer, offset, length)) {
            case UNKNOWN -> counters.count(Counter.FRAMES_UNKNOWN);
            case MALFORMED -> throw new MalformedMessageException("not a binary frame: " + length + " bytes");
            case KNOWN -> onFrame(receivedNanos);
        }
    }

    private void onFrame(long receivedNanos) throws MalformedMessageException {
        int template = sbe.template().id();
        if (template == SbeTemplate.HEARTBEAT_ID) {
            return;
        }
        if (template == SbeTemplate.Order.ID && isOurs(SbeTemplate.Order.ACCOUNT)) {
            onOrder(ParadexCodec.order(sbe), receivedNanos);
        } else if (template == SbeTemplate.Fill.ID && isOurs(SbeTemplate.Fill.ACCOUNT)) {
            orders.onFill(ParadexCodec.fill(sbe), receivedNanos);
        } else if (template == SbeTemplate.Position.ID && isOurs(SbeTemplate.Position.ACCOUNT)) {
            onPosition(ParadexCodec.position(sbe), receivedNanos);
        } else if (template == SbeTemplate.Account.ID && isOurs(SbeTemplate.Account.ACCOUNT)) {
            onAccountStatus(sbe.name(SbeTemplate.Account.STATUS), receivedNanos);
        } else {
            counters.count(Counter.FRAMES_UNWANTED);
        }
    }

    private boolean isOurs(SbeField accountField) {
        return codec.belongsToUs(sbe, accountField);
    }

    private void onOrder(Optional<OwnOrder> order, long receivedNanos) {
        if (order.isPresent()) {
            orders.onOrder(order.get(), receivedNanos);
        } else {
            counters.count(Counter.VALUES_UNKNOWN);
            orders.foreign("an order update with a status that is not known", receivedNanos);
        }
    }

    private void onPosition(PositionInfo position, long receivedNanos) {
        events.onEvent(new AccountEvent.PositionReported(ExchangeId.PARADEX, position, receivedNanos, receivedNanos));
    }

    private void onBust(String fillId, long receivedNanos) {
        if (orders.onBust(fillId, receivedNanos)) {
            symbols.forEach(account::queryPosition);
        }
    }

    private void onAccountStatus(String status, long receivedNanos) {
        events.onEvent(ParadexAccount.state(status, receivedNanos));
    }

    // ---- whether orders can leave

    @Override
    public Optional<ParadexSigner> signer() {
        return Optional.ofNullable(signer);
    }

    @Override
    public Optional<String> obstacle() {
        ParadexLogin present = login;
        if (!wanted || present == null) {
            return Optional.of("not connected to Paradex");
        }
        if (config.orderPath() == OrderPath.WEBSOCKET && !(authenticated && socket.isOpen())) {
            return Optional.of("the private connection is not ready");
        }
        if (config.orderPath() == OrderPath.REST && present.token().isEmpty()) {
            return Optional.of("not logged in to Paradex");
        }
        return Optional.empty();
    }

    @Override
    public void onRefusal(ExchangeError.Rejected refusal) {
        if (refusal.kind() == RejectionKind.MODE && !refusal.code().equals("MARKET_NOT_OPEN")) {
            systemObstacle = Optional.of("an order was refused with " + refusal.code());
            updateOrderEntry();
        }
        if (refusal.kind() == RejectionKind.AUTHENTICATION) {
            if (login != null) {
                login.onRefused();
            }
            if (config.orderPath() == OrderPath.WEBSOCKET) {
                socket.replace("an order was refused for its login");
            }
        }
    }

    /// Tells the engine when the answer to "can orders leave" changed. Orders that shrink a position are still
    /// sent while only the system's state or the age of the login speaks against it: the exchange decides.
    private void updateOrderEntry() {
        ParadexLogin present = login;
        if (!wanted || present == null) {
            return;
        }
        Optional<String> obstacle = obstacle().or(() -> systemObstacle);
        if (obstacle.isEmpty() && present.leftMillis() < timings.loginLeft()) {
            changeOrderEntry(
                    StreamState.SYNCING, "the login ends in " + present.leftMillis() + " ms and could not be renewed");
        } else if (obstacle.isEmpty()) {
            changeOrderEntry(StreamState.READY, "logged in and warm");
        } else if (orderState != StreamState.CONNECTING) {
            changeOrderEntry(StreamState.LOST, obstacle.get());
        }
    }

    private void changePrivate(StreamState to, String reason) {
        if (privateState != to) {
            privateState = to;
            events.onEvent(new StreamChanged(ExchangeId.PARADEX, Stream.PRIVATE, to, reason, loop.nanoTime()));
        }
    }

    private void changeOrderEntry(StreamState to, String reason) {
        if (orderState != to) {
            orderState = to;
            events.onEvent(new StreamChanged(ExchangeId.PARADEX, Stream.ORDER_ENTRY, to, reason, loop.nanoTime()));
        }
    }

    /// Reads one answer.
    @FunctionalInterface
    private interface Reader {
        void read(JsonNode body) throws MalformedMessageException;
    }

    /// The answer to a request without which the private connection is useless: anything but a result replaces
    /// it.
    private abstract class Confirmation implements ParadexSocket.ReplyHandler {
        private final String what;
        private final long epoch = privateEpoch;

        private Confirmation(String what) {
            this.what = what;
        }

        abstract void onConfirmed(JsonNode result);

        void onRefused() {}

        @Override
        public void onResult(JsonNode result, long receivedNanos) {
            if (epoch == privateEpoch) {
                onConfirmed(result);
            }
        }

        @Override
        public void onError(long code, String message, String data, long receivedNanos) {
            if (epoch == privateEpoch) {
                onRefused();
                socket.replace(what + " refused with " + code + " " + message + (data.isEmpty() ? "" : ": " + data));
            }
        }

        @Override
        public void onDeadline() {
            if (epoch == privateEpoch) {
                socket.replace("no answer to the " + what);
            }
        }

        @Override
        public void onLost(boolean mayHaveLeft, String reason) {
            // The next connection starts anew.
        }
    }
}
