package io.parallax.simulator.oracle;

import io.parallax.execution.EngineNotice;
import io.parallax.execution.PairState;
import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.world.Channel;
import io.parallax.simulator.world.RequestClass;
import io.parallax.simulator.world.Taps;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the host was told of its orders and positions, and when: what several rules go by. Thread: the world's.
final class Evidence implements Taps {
    static final List<ExchangeId> EXCHANGES = List.of(ExchangeId.VEST, ExchangeId.PARADEX);
    private static final long PAUSE_NANOS = 200_000_000L;
    private static final int POSITION_TEMPLATE = 22;
    private static final byte[] ERROR = ascii("\"error\":{");
    private static final byte[] POSITIONS = ascii("\"positions");
    private static final int RECENT = 4;
    /// How exchanges say that they do not take an order for their mode.
    private static final List<byte[]> MODE =
            List.of(ascii("SYSTEM_STATUS_"), ascii("MARKET_NOT_OPEN"), ascii("\"code\":1148"), ascii("\"code\":3024"));

    private final Oracle oracle;
    private final Map<ExchangeId, Long> positionAsked = new HashMap<>();
    private final Map<ExchangeId, Long> modeRefused = new HashMap<>();
    private final Map<ExchangeId, Long> lastOpened = new HashMap<>();
    private long turnNanos;
    private long pausedNanos = Long.MIN_VALUE;
    private PairState state = PairState.BOOT;
    private long stateSinceNanos;

    Evidence(Oracle oracle) {
        this.oracle = oracle;
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
        if (kind == RequestClass.READ_POSITION && status < 300) {
            positionAsked.merge(exchange, askedNanos, Math::max);
        }
        learn(exchange, body, request, kind == RequestClass.READ_ORDER, target, nowNanos);
        if (kind == RequestClass.ORDER && status >= 400 && status < 500) {
            recent(exchange).filter(order -> order.isNamedIn(request)).forEach(order -> order.inferred = false);
        }
        if (kind == RequestClass.LOGIN && status < 300) {
            lastOpened.put(exchange, nowNanos);
        }
    }

    @Override
    public void onNoReply(ExchangeId exchange, RequestClass kind, byte[] request, boolean mayHaveLeft, long nowNanos) {
        learn(exchange, request, request, false, "", nowNanos);
    }

    @Override
    public void onFrame(ExchangeId exchange, Channel channel, byte[] bytes, long sentNanos, long nowNanos) {
        if (channel != Channel.PRIVATE) {
            return;
        }
        if (tellsPosition(bytes)) {
            positionAsked.merge(exchange, nowNanos, Math::max);
        }
        learn(exchange, bytes, bytes, false, "", nowNanos);
    }

    private static boolean tellsPosition(byte[] bytes) {
        boolean binary = bytes.length > 4 && bytes[0] != '{';
        return binary
                ? ((bytes[2] & 0xFF) | ((bytes[3] & 0xFF) << 8)) == POSITION_TEMPLATE
                : RequestClass.contains(bytes, POSITIONS);
    }

    /// Takes note of orders whose end was just told, and of how.
    private void learn(ExchangeId exchange, byte[] told, byte[] about, boolean lookUp, String target, long nowNanos) {
        recent(exchange).forEach(order -> {
            boolean named = order.isNamedIn(about) || order.isNamedIn(told) || order.isNamedIn(target);
            if (order.endTold && order.toldNanos == SentOrder.NEVER) {
                order.toldNanos = nowNanos;
                order.inferred = lookUp && !order.taken;
            }
            boolean answers = order.callId >= 0 && isAnswer(told, order.callId);
            if (answers && RequestClass.contains(told, ERROR)) {
                // Said outright, if late.
                order.inferred = false;
            }
            if ((named || answers) && MODE.stream().anyMatch(code -> RequestClass.contains(told, code))) {
                order.modeRefused = true;
                modeRefused.put(exchange, nowNanos);
            }
        });
    }

    private Stream<SentOrder> recent(ExchangeId exchange) {
        List<SentOrder> all = oracle.ordersOf(exchange);
        return all.subList(Math.max(0, all.size() - RECENT), all.size()).stream();
    }

    private static boolean isAnswer(byte[] bytes, long callId) {
        return RequestClass.contains(bytes, ascii("\"id\":" + callId + ","));
    }

    @Override
    public void onConnection(ExchangeId exchange, Channel channel, boolean open, long nowNanos) {
        if (open && channel == Channel.PRIVATE) {
            lastOpened.put(exchange, nowNanos);
        }
    }

    @Override
    public void onNotice(EngineNotice notice, long nowNanos) {
        if (notice instanceof EngineNotice.StateChanged changed) {
            state = changed.to();
            stateSinceNanos = nowNanos;
        }
    }

    @Override
    public void onStart(int life, long nowNanos) {
        state = PairState.BOOT;
        stateSinceNanos = nowNanos;
        turnNanos = nowNanos;
    }

    @Override
    public void onTurn(long nowNanos) {
        if (nowNanos - turnNanos > PAUSE_NANOS) {
            pausedNanos = nowNanos;
        }
        turnNanos = nowNanos;
    }

    /// When the newest answer about a position was made that the host has; [Long#MIN_VALUE] before the first.
    long positionAskedNanos(ExchangeId exchange) {
        return positionAsked.getOrDefault(exchange, Long.MIN_VALUE);
    }

    /// When the host last heard that an order was not taken for the exchange's mode, unless its way to the exchange has
    /// come up anew since; [Long#MIN_VALUE] otherwise.
    long modeRefusedNanos(ExchangeId exchange) {
        long refused = modeRefused.getOrDefault(exchange, Long.MIN_VALUE);
        return refused > lastOpened.getOrDefault(exchange, Long.MIN_VALUE) ? refused : Long.MIN_VALUE;
    }

    /// Whether the engine has taken its turns without a break for so long.
    boolean isAwakeFor(long nanos, long nowNanos) {
        return nowNanos - turnNanos <= PAUSE_NANOS && (pausedNanos == Long.MIN_VALUE || nowNanos - pausedNanos > nanos);
    }

    PairState state() {
        return state;
    }

    long stateSinceNanos() {
        return stateSinceNanos;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
