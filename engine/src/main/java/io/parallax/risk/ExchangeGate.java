package io.parallax.risk;

import io.parallax.exchange.AccountEvent.Standing;
import io.parallax.exchange.ConnectionEvent.Stream;
import io.parallax.exchange.ConnectionEvent.StreamState;
import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.RejectionKind;
import io.parallax.instrument.ExchangeId;
import java.util.EnumMap;
import java.util.Map;

/// What may be sent to one exchange now, from the life of its streams and from what it refused. Thread: engine
/// only.
///
/// Which cause leads to which state is in [GateTable]. Once something closed the gate, it opens again only after every
/// cause has been absent for five seconds.
///
/// An exchange that refuses an order for its mode takes no order at all until something shows that it does
/// again: an order that it took, its order path coming up anew, or five minutes without another refusal. A leg
/// without its mate does not wait for that: its repair asks again every two seconds, which costs a refusal at
/// most. Whatever shows, nothing increases risk for five minutes after the last refusal: prices around such a
/// phase are not to be trusted.
public final class ExchangeGate {
    private static final long MILLI = 1_000_000L;
    private static final long REOPEN_NANOS = 5_000 * MILLI;
    private static final long DARK_NANOS = 10_000 * MILLI;
    private static final long MODE_NANOS = 300_000 * MILLI;
    private static final long MODE_PROBE_NANOS = 2_000 * MILLI;
    private static final long UNKNOWN_WINDOW_NANOS = 60_000 * MILLI;
    private static final long UNKNOWN_CLOSED_NANOS = 300_000 * MILLI;
    private static final long RATE_LIMIT_NANOS = 1_000 * MILLI;
    private static final long SKEW_MILLIS_MAX = 500;
    private static final long SKEW_MILLIS_WARNED = 250;
    private static final long SKEW_MILLIS_IMPOSSIBLE = 2_000;
    /// An answer may be an old one: what it says of the clock must last. Entries are off from the first on.
    private static final long SKEW_LASTING_NANOS = 10_000 * MILLI;
    private static final int UNKNOWN_MAX = 3;
    private static final long NEVER = Long.MIN_VALUE;
    private static final Stream[] STREAMS = Stream.values();

    private final ExchangeId exchange;
    private final StateCounts<GateState, GateCause> counts;
    private final Map<Stream, StreamState> streams = new EnumMap<>(Stream.class);
    private final long[] unknowns = new long[UNKNOWN_MAX];
    private int unknownCount;
    private long privateReadySinceNanos = Long.MAX_VALUE;
    private long allLostSinceNanos = Long.MAX_VALUE;
    private long bannedUntilNanos = Long.MIN_VALUE;
    private long modeRefusedNanos = NEVER;
    private GateCause refusedFor = GateCause.CANCEL_ONLY_REFUSED;
    private boolean modeSuspected;
    private boolean wasLoggedIn;
    private long degradedUntilNanos = Long.MIN_VALUE;
    private long clearSinceNanos = NEVER;
    private long skewMillis;
    private long skewImpossibleSinceNanos = NEVER;
    private boolean clockImpossible;
    private boolean skewWarned;
    private boolean skewWarning;
    /// It was ready, and is still usable, but perhaps not for long.
    private boolean orderPathEnding;
    private boolean wasOpen;
    private GateCause cause = GateCause.NOT_CONNECTED;
    private GateState state = GateState.CONNECTING;
    private String detail = "not connected yet";
    private String degradedReason = "";
    /// The account's status as long as it is not active; empty when it is.
    private String restriction = "";

    /// @param counts of the steps of all gates of one engine
    public ExchangeGate(ExchangeId exchange, StateCounts<GateState, GateCause> counts) {
        this.exchange = exchange;
        this.counts = counts;
    }

    public void onStream(Stream stream, StreamState changed, String reason, long nowNanos) {
        boolean wasPrivateReady = isReady(Stream.PRIVATE);
        boolean couldCarryOrders = mayCarryOrders();
        if (stream == Stream.ORDER_ENTRY) {
            orderPathEnding = changed == StreamState.SYNCING && couldCarryOrders;
        }
        streams.put(stream, changed);
        wasLoggedIn = wasLoggedIn || (changed == StreamState.READY && stream != Stream.MARKET_DATA);
        if (mayCarryOrders() && !couldCarryOrders) {
            modeSuspected = false;
        }
        if (!isReady(Stream.PRIVATE)) {
            privateReadySinceNanos = Long.MAX_VALUE;
        } else if (!wasPrivateReady) {
            privateReadySinceNanos = nowNanos;
        }
        boolean anyAlive = streams.values().stream().anyMatch(each -> each != StreamState.LOST);
        if (anyAlive) {
            allLostSinceNanos = Long.MAX_VALUE;
        } else if (allLostSinceNanos == Long.MAX_VALUE) {
            allLostSinceNanos = nowNanos;
        }
        if (changed == StreamState.LOST || (stream == Stream.ORDER_ENTRY && orderPathEnding)) {
            degradedReason = reason;
        }
        refresh(nowNanos);
    }

    /// The clocks were compared.
    ///
    /// @param uncertaintyMillis by how much the measurement may be wrong
    public void onClock(long measuredSkewMillis, long uncertaintyMillis, long nowNanos) {
        skewMillis = measuredSkewMillis;
        if (Math.abs(measuredSkewMillis) - uncertaintyMillis < SKEW_MILLIS_IMPOSSIBLE) {
            skewImpossibleSinceNanos = NEVER;
        } else if (skewImpossibleSinceNanos == NEVER) {
            skewImpossibleSinceNanos = nowNanos;
        }
        clockImpossible =
                skewImpossibleSinceNanos != NEVER && nowNanos - skewImpossibleSinceNanos >= SKEW_LASTING_NANOS;
        boolean off = Math.abs(measuredSkewMillis) >= SKEW_MILLIS_WARNED;
        skewWarning = off && !skewWarned;
        skewWarned = off;
        refresh(nowNanos);
    }

    /// An order was refused; some refusals say something about the exchange.
    public void onError(ExchangeError error, long nowNanos) {
        switch (error) {
            case ExchangeError.Rejected(String code, String _, RejectionKind kind) -> {
                if (kind == RejectionKind.MODE) {
                    onModeRefused(code, nowNanos);
                } else if (kind == RejectionKind.AUTHENTICATION) {
                    degrade("authentication refused with " + code, nowNanos + REOPEN_NANOS);
                }
            }
            case ExchangeError.RateLimited(long retryAfterMillis) ->
                bannedUntilNanos =
                        Math.max(bannedUntilNanos, nowNanos + Math.max(RATE_LIMIT_NANOS, retryAfterMillis * MILLI));
            case ExchangeError.NotSent _, ExchangeError.OutcomeUnknown _ -> {}
        }
        refresh(nowNanos);
    }

    /// A question was refused. Exchanges count questions and orders apart, so this holds back what increases risk,
    /// which rests on answers, and never an order that reduces it.
    public void onReadError(ExchangeError error, long nowNanos) {
        switch (error) {
            case ExchangeError.Rejected(String code, String _, RejectionKind kind) -> {
                if (kind == RejectionKind.AUTHENTICATION) {
                    degrade("authentication refused with " + code, nowNanos + REOPEN_NANOS);
                }
            }
            case ExchangeError.RateLimited(long retryAfterMillis) ->
                degrade("asked too many questions", nowNanos + Math.max(RATE_LIMIT_NANOS, retryAfterMillis * MILLI));
            case ExchangeError.NotSent _, ExchangeError.OutcomeUnknown _ -> {}
        }
        refresh(nowNanos);
    }

    /// Exchanges name the mode in the code of the refusal. What names none, as a market that is not open does, is
    /// taken for the stricter one.
    private void onModeRefused(String code, long nowNanos) {
        modeRefusedNanos = nowNanos;
        modeSuspected = true;
        refusedFor = code.contains("POST_ONLY") ? GateCause.POST_ONLY_REFUSED : GateCause.CANCEL_ONLY_REFUSED;
    }

    /// The exchange worked on an order that was sent at `sentNanos`.
    public void onOrderTaken(long sentNanos, long nowNanos) {
        if (modeSuspected && sentNanos > modeRefusedNanos) {
            modeSuspected = false;
            refresh(nowNanos);
        }
    }

    /// How the account stands. It is free again when the exchange says so.
    public void onAccount(Standing standing, String status, long nowNanos) {
        restriction = standing == Standing.ACTIVE ? "" : status.isEmpty() ? "not told" : status;
        refresh(nowNanos);
    }

    /// An order there became unknown; three within a minute close the gate for five.
    public void onUnknownOrder(long nowNanos) {
        unknowns[unknownCount % UNKNOWN_MAX] = nowNanos;
        unknownCount++;
        if (unknownCount >= UNKNOWN_MAX && nowNanos - unknowns[unknownCount % UNKNOWN_MAX] <= UNKNOWN_WINDOW_NANOS) {
            degrade(UNKNOWN_MAX + " orders of unknown fate within a minute", nowNanos + UNKNOWN_CLOSED_NANOS);
        }
        refresh(nowNanos);
    }

    private void degrade(String reason, long untilNanos) {
        degradedReason = reason;
        degradedUntilNanos = Math.max(degradedUntilNanos, untilNanos);
    }

    /// Brings the state up to date; timers pass without events.
    public void refresh(long nowNanos) {
        GateCause found = settled(gravest(nowNanos), nowNanos);
        if (found != cause) {
            cause = found;
            state = counts.take(state, found);
        }
    }

    /// Once it was open, nothing being wrong must last before it opens again.
    private GateCause settled(GateCause found, long nowNanos) {
        if (found != GateCause.ALL_WELL) {
            clearSinceNanos = NEVER;
            return found;
        }
        if (!wasOpen) {
            wasOpen = true;
            clearSinceNanos = nowNanos - REOPEN_NANOS;
        } else if (clearSinceNanos == NEVER) {
            clearSinceNanos = nowNanos;
        }
        boolean lasting = nowNanos - clearSinceNanos >= REOPEN_NANOS;
        detail = lasting ? "" : "recovered, waiting 5 s to be sure";
        return lasting ? GateCause.ALL_WELL : GateCause.RECOVERING;
    }

    private GateCause gravest(long nowNanos) {
        if (nowNanos < bannedUntilNanos) {
            detail = "sent too many orders";
            return GateCause.RATE_LIMITED;
        }
        boolean modeRefused = modeRefusedNanos != NEVER && nowNanos - modeRefusedNanos < MODE_NANOS;
        if (modeRefused && modeSuspected) {
            detail = "the exchange refused orders for its mode";
            return refusedFor;
        }
        if (allLostSinceNanos != Long.MAX_VALUE && nowNanos - allLostSinceNanos >= DARK_NANOS) {
            detail = "no sign of life for 10 s";
            return GateCause.SILENT;
        }
        if (!restriction.isEmpty()) {
            detail = "the account is " + restriction;
            return GateCause.ACCOUNT_RESTRICTED;
        }
        for (Stream stream : STREAMS) {
            if (!isReady(stream)) {
                detail = stream + " " + streams.getOrDefault(stream, StreamState.CONNECTING)
                        + (degradedReason.isEmpty() ? "" : ": " + degradedReason);
                return missing(stream);
            }
        }
        if (nowNanos < degradedUntilNanos) {
            detail = degradedReason;
            return GateCause.IMPAIRED;
        }
        if (modeRefused) {
            detail = "the exchange refused orders for its mode less than 5 min ago";
            return GateCause.MODE_DOUBTED;
        }
        if (Math.abs(skewMillis) > SKEW_MILLIS_MAX) {
            detail = "clocks differ by " + skewMillis + " ms";
            return GateCause.SKEWED;
        }
        return GateCause.ALL_WELL;
    }

    private GateCause missing(Stream stream) {
        if (!wasOpen) {
            return GateCause.NOT_CONNECTED;
        }
        if (stream != Stream.ORDER_ENTRY) {
            return GateCause.STREAM_DOWN;
        }
        return mayCarryOrders() ? GateCause.ORDER_PATH_ENDING : GateCause.ORDER_PATH_DOWN;
    }

    /// Whether orders that increase risk may be sent.
    public boolean allowsIncrease() {
        return state.increase();
    }

    /// Whether orders that only reduce risk may be sent.
    public boolean allowsReduce() {
        return state.reduce() && mayCarryOrders();
    }

    /// Whether an order may be sent that gets rid of a leg without its mate. Unlike the exit of a pair it loses
    /// nothing by a refusal, so it asks an exchange that refused orders for its mode again from time to time.
    public boolean allowsRepair(long nowNanos) {
        boolean probe = state.refusesForMode() && mayCarryOrders() && nowNanos - modeRefusedNanos >= MODE_PROBE_NANOS;
        return probe || (state.mayTakeRepairs() && mayCarryOrders()) || allowsReduce();
    }

    /// Whether orders can be sent there, if perhaps not for long.
    private boolean mayCarryOrders() {
        return isReady(Stream.ORDER_ENTRY) || orderPathEnding;
    }

    public boolean isReady(Stream stream) {
        return streams.get(stream) == StreamState.READY;
    }

    /// Whether the exchange let us in before, so that questions may be answered though no stream is up.
    public boolean wasLoggedIn() {
        return wasLoggedIn;
    }

    public boolean allReady() {
        return isReady(Stream.MARKET_DATA) && isReady(Stream.PRIVATE) && isReady(Stream.ORDER_ENTRY);
    }

    /// Since when the private stream has been up without a break; [Long#MAX_VALUE] while it is down.
    public long privateReadySinceNanos() {
        return privateReadySinceNanos;
    }

    public GateState state() {
        return state;
    }

    /// Why the gate is not open, in plain words; empty when it is.
    public String detail() {
        return detail;
    }

    /// Whether the clocks began to differ by a quarter of a second; reading resets it.
    public boolean takeSkewWarning() {
        boolean was = skewWarning;
        skewWarning = false;
        return was;
    }

    /// Whether the clocks differ by two seconds or more in every measurement of ten seconds or longer.
    public boolean isClockImpossible() {
        return clockImpossible;
    }

    public long skewMillis() {
        return skewMillis;
    }

    public ExchangeId exchange() {
        return exchange;
    }
}
