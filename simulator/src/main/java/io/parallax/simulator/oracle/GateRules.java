package io.parallax.simulator.oracle;

import io.parallax.engine.OperatorCommand;
import io.parallax.execution.CycleResult;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.PairState;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.simulator.core.TradingMode;
import io.parallax.simulator.world.RequestClass;
import io.parallax.simulator.world.SimulatedWorld;
import io.parallax.simulator.world.Taps;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Judges whether an order may leave at all: the exchange's mode and rules as far as the host knows them, the
/// login, the keys, the receive window, the breaker (I9, I14, I18, I19). Thread: the world's.
final class GateRules implements Taps {
    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long GRACE_NANOS = 200 * MILLI;
    /// Longer than any absence is waited for.
    private static final long WINDOW_MILLIS_MAX = 2_000;

    private static final int UNAUTHORIZED = 401;
    /// A Paradex login lives for 300 s; without trouble it is renewed long before.
    private static final long LOGIN_TROUBLE_NANOS = 400 * SECOND;
    /// Specifications are read again so often, Paradex's every 300 s, Vest's every 600 s.
    private static final long RULES_KNOWN_NANOS_PARADEX = 330 * SECOND;

    private static final long RULES_KNOWN_NANOS_VEST = 630 * SECOND;

    private static final int FAILURES_MAX = 3;
    /// The breaker opens for 300 s; the result may be told a while after it opened.
    private static final long BREAKER_NANOS = 240 * SECOND;

    /// A command is read between two turns.
    private static final long KILL_NANOS_MAX = 100 * MILLI;

    private static final Pattern NONCE = Pattern.compile("\"nonce\":([0-9]+)");

    private final Oracle oracle;
    private final Evidence evidence;
    private final Map<ExchangeId, Long> closedSince = new HashMap<>();
    private final Map<ExchangeId, Instrument> rules = new HashMap<>();
    private final Map<ExchangeId, Long> rulesChanged = new HashMap<>();
    private long lastNonce;
    private long loginTroubleNanos;
    private int failures;
    private long breakerUntilNanos;
    private long killedNanos = SentOrder.NEVER;

    GateRules(Oracle oracle, Evidence evidence) {
        this.oracle = oracle;
        this.evidence = evidence;
    }

    @Override
    public void onTurn(long nowNanos) {
        for (ExchangeId exchange : Evidence.EXCHANGES) {
            look(exchange, nowNanos);
            boolean closed =
                    oracle.world().exchange(exchange).mode(SimulatedWorld.symbol(exchange)) != TradingMode.OPEN;
            if (!closed) {
                closedSince.remove(exchange);
            } else {
                closedSince.putIfAbsent(exchange, nowNanos);
            }
        }
    }

    @Override
    public void onSent(ExchangeId exchange, RequestClass kind, String target, byte[] body, long nowNanos) {
        boolean order = kind == RequestClass.ORDER;
        if (exchange.equals(ExchangeId.VEST) && (order || kind == RequestClass.CANCEL)) {
            judgeNonce(new String(body, StandardCharsets.US_ASCII));
        }
        if (!order) {
            return;
        }
        SentOrder sent = oracle.ordersOf(exchange).getLast();
        if (sent.recvWindowMillis > WINDOW_MILLIS_MAX) {
            oracle.violated("I5", sent + " may execute for " + sent.recvWindowMillis + " ms after it was signed");
        }
        judgeRules(sent, nowNanos);
        boolean killed = killedNanos != SentOrder.NEVER && nowNanos - killedNanos > KILL_NANOS_MAX;
        if (killed && !sent.reduceOnly && evidence.isAwakeFor(nowNanos - killedNanos, nowNanos)) {
            oracle.violated("I17", sent + " left " + (nowNanos - killedNanos) / MILLI + " ms after the kill");
        }
        PairState state = oracle.state();
        if (state == PairState.ENTERING || state == PairState.EXITING) {
            judgeModes(sent, nowNanos);
        }
    }

    /// The exchange's present rules; takes note of when they changed.
    private Instrument look(ExchangeId exchange, long nowNanos) {
        Instrument now = oracle.world()
                .exchange(exchange)
                .bookEverListed(SimulatedWorld.symbol(exchange))
                .orElseThrow()
                .instrument()
                .instrument();
        Instrument before = rules.put(exchange, now);
        if (before != null && !before.equals(now)) {
            rulesChanged.put(exchange, nowNanos);
        }
        return now;
    }

    /// One allocator for each signer, for orders and cancels, across lives and steps of the clock.
    private void judgeNonce(String body) {
        Matcher nonce = NONCE.matcher(body);
        if (nonce.find()) {
            long found = Long.parseLong(nonce.group(1));
            if (found <= lastNonce) {
                oracle.violated("I14", "vest nonce " + found + " follows " + lastNonce);
            }
            lastNonce = Math.max(lastNonce, found);
        }
    }

    private void judgeModes(SentOrder sent, long nowNanos) {
        for (ExchangeId exchange : Evidence.EXCHANGES) {
            Long closed = closedSince.get(exchange);
            long refused = evidence.modeRefusedNanos(exchange);
            if (closed != null && refused >= closed && nowNanos - refused > GRACE_NANOS) {
                oracle.violated(
                        "I18",
                        sent + " left in " + oracle.state() + " although " + exchange
                                + " had refused an order for its mode " + (nowNanos - refused) / MILLI
                                + " ms before, and still does");
            }
        }
    }

    /// Steps and minima, when they have been what they are for long enough to be known.
    private void judgeRules(SentOrder sent, long nowNanos) {
        Instrument now = look(sent.exchange, nowNanos);
        long knownNanos = sent.exchange.equals(ExchangeId.VEST) ? RULES_KNOWN_NANOS_VEST : RULES_KNOWN_NANOS_PARADEX;
        if (nowNanos - rulesChanged.getOrDefault(sent.exchange, -knownNanos) < knownNanos) {
            return;
        }
        if (sent.quantityE8 % now.lotE8() != 0 || sent.limitE8 % now.tickE8() != 0) {
            oracle.violated(
                    "I9",
                    sent + " at " + FixedPoint.format(sent.limitE8) + " is not in steps of "
                            + FixedPoint.format(now.lotE8()) + " at " + FixedPoint.format(now.tickE8()));
        }
        long worthE8 = FixedPoint.multiply(sent.limitE8, sent.quantityE8, Rounding.UP);
        if (!sent.reduceOnly && (sent.quantityE8 < now.quantityMinE8() || worthE8 < now.notionalMinE8())) {
            oracle.violated(
                    "I9",
                    sent + " is below the minimum of " + FixedPoint.format(now.quantityMinE8()) + ", worth "
                            + FixedPoint.format(now.notionalMinE8()));
        }
    }

    @Override
    public void onReply(
            ExchangeId exchange,
            RequestClass kind,
            String target,
            byte[] request,
            int status,
            byte[] body,
            long askedNanos,
            long nowNanos) {
        if (status >= 400) {
            unread(exchange, kind, nowNanos);
        }
        if (!exchange.equals(ExchangeId.PARADEX)) {
            return;
        }
        if (kind == RequestClass.LOGIN && status >= 400) {
            loginTroubleNanos = nowNanos;
        }
        boolean untroubled = loginTroubleNanos == 0 || nowNanos - loginTroubleNanos > LOGIN_TROUBLE_NANOS;
        if (kind != RequestClass.LOGIN && status == UNAUTHORIZED && untroubled) {
            oracle.violated("I18", "paradex was asked for " + target + " with a login that had ended");
        }
    }

    @Override
    public void onNoReply(ExchangeId exchange, RequestClass kind, byte[] request, boolean mayHaveLeft, long nowNanos) {
        unread(exchange, kind, nowNanos);
        if (exchange.equals(ExchangeId.PARADEX) && kind == RequestClass.LOGIN) {
            loginTroubleNanos = nowNanos;
        }
    }

    /// Rules that could not be read count as changed.
    private void unread(ExchangeId exchange, RequestClass kind, long nowNanos) {
        if (kind == RequestClass.OTHER && rulesChanged.containsKey(exchange)) {
            rulesChanged.put(exchange, nowNanos);
        }
    }

    @Override
    public void onOperator(OperatorCommand command, long nowNanos) {
        switch (command) {
            case OperatorCommand.Kill() -> killedNanos = Math.min(killedNanos, nowNanos);
            case OperatorCommand.Resume _ -> killedNanos = SentOrder.NEVER;
            default -> {
                // Says nothing of kills.
            }
        }
    }

    // ---- the breaker

    @Override
    public void onNotice(EngineNotice notice, long nowNanos) {
        switch (notice) {
            case EngineNotice.CycleFinished finished ->
                onCycle(finished.result().outcome(), nowNanos);
            case EngineNotice.OpportunityTaken taken -> {
                if (taken.entrySpreadPpm() < SimulatedWorld.ENTRY_PPM) {
                    oracle.violated(
                            "I9",
                            "an entry by a spread of " + taken.entrySpreadPpm() + " ppm, configured is "
                                    + SimulatedWorld.ENTRY_PPM);
                }
                if (nowNanos < breakerUntilNanos) {
                    oracle.violated(
                            "I19",
                            "an entry " + (breakerUntilNanos - nowNanos) / SECOND + " s before the breaker may close");
                }
            }
            case EngineNotice.StateChanged changed -> {
                if (changed.from() == PairState.HALTED) {
                    failures = 0;
                    breakerUntilNanos = 0;
                }
            }
            default -> {
                // Nothing that a gate goes by.
            }
        }
    }

    private void onCycle(CycleResult.Outcome outcome, long nowNanos) {
        switch (outcome) {
            case COMPLETED -> failures = 0;
            case FAILED -> {
                failures++;
                if (failures >= FAILURES_MAX) {
                    failures = 0;
                    breakerUntilNanos = nowNanos + BREAKER_NANOS;
                }
            }
            case NOTHING_FILLED -> {
                // Counts neither way.
            }
        }
    }

    @Override
    public void onStart(int life, long nowNanos) {
        failures = 0;
        breakerUntilNanos = 0;
        killedNanos = SentOrder.NEVER;
    }
}
