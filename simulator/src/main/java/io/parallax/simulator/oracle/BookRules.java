package io.parallax.simulator.oracle;

import io.parallax.execution.PairState;
import io.parallax.instrument.ExchangeId;
import io.parallax.risk.RiskLimits;
import io.parallax.simulator.world.Channel;
import io.parallax.simulator.world.RequestClass;
import io.parallax.simulator.world.Taps;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Judges each order against the book frames that the host was given before that instant: an entry needs books of the
/// present connection without a gap (I16), and every limit is within its cap of a touch that was shown (I13).
/// Thread: the world's.
final class BookRules implements Taps {
    private static final long MILLI = 1_000_000L;
    private static final long GRACE_NANOS = 150 * MILLI;
    private static final long FRESH_NANOS = 1_200 * MILLI;
    private static final long AWAKE_NANOS = 2_000 * MILLI;
    private static final int BOOK_BYTES_MIN = 100;
    private static final long PPM = 1_000_000;
    /// No order may be priced further beyond its reference than this.
    private static final long CAP_PPM_MAX = 3_000;

    private static final long[] REPAIR_CAPS_PPM = {1_000, 1_500, 1_500};
    /// More than this between two exchanges is never believed.
    private static final long SPREAD_PPM_MAX = 30_000;

    // A binary book frame of Paradex: header of 8 bytes, time, sequence, kind, best bid and its size, best ask.
    private static final int BOOK_TEMPLATE = 3;
    private static final int TEMPLATE_AT = 2;
    private static final int SEQUENCE_AT = 16;
    private static final int KIND_AT = 24;
    private static final int BID_AT = 25;
    private static final int ASK_AT = 41;

    private static final String BIDS = "\"bids\":[[\"";
    private static final String ASKS = "\"asks\":[[\"";

    private final Oracle oracle;
    private final Evidence evidence;
    private final RepairRules repairs;
    private final Map<ExchangeId, Shown> shown = new HashMap<>();

    /// What the host was shown of one exchange's book.
    private static final class Shown {
        private final Deque<Frame> frames = new ArrayDeque<>();
        private int connections;
        private boolean whole;
        private long sequence;
        private long brokenNanos = Long.MIN_VALUE;

        void broken(long nowNanos) {
            if (whole) {
                brokenNanos = nowNanos;
            }
            whole = false;
        }
    }

    private record Frame(byte[] bytes, long atNanos) {}

    /// Best bid and best ask of one frame.
    record Touch(long bidE8, long askE8) {}

    BookRules(Oracle oracle, Evidence evidence, RepairRules repairs) {
        this.oracle = oracle;
        this.evidence = evidence;
        this.repairs = repairs;
    }

    private Shown of(ExchangeId exchange) {
        return shown.computeIfAbsent(exchange, each -> new Shown());
    }

    @Override
    public void onConnection(ExchangeId exchange, Channel channel, boolean open, long nowNanos) {
        if (channel == Channel.BOOK) {
            Shown book = of(exchange);
            book.connections += open ? 1 : -1;
            // One that was replaced may end after the one that replaced it began.
            if (open || book.connections <= 0) {
                book.broken(nowNanos);
            }
        }
    }

    @Override
    public void onStart(int life, long nowNanos) {
        shown.clear();
    }

    @Override
    public void onFrame(ExchangeId exchange, Channel channel, byte[] bytes, long sentNanos, long nowNanos) {
        if (channel != Channel.BOOK || bytes.length < BOOK_BYTES_MIN) {
            return;
        }
        Shown book = of(exchange);
        if (exchange.equals(ExchangeId.VEST)) {
            book.whole = true;
        } else if (!follow(book, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), nowNanos)) {
            return;
        }
        book.frames.addLast(new Frame(bytes, nowNanos));
        while (book.frames.size() > 1 && second(book.frames).atNanos() < nowNanos - GRACE_NANOS) {
            book.frames.removeFirst();
        }
    }

    private static Frame second(Deque<Frame> frames) {
        var each = frames.iterator();
        each.next();
        return each.next();
    }

    private static boolean follow(Shown book, ByteBuffer frame, long nowNanos) {
        if (frame.getShort(TEMPLATE_AT) != BOOK_TEMPLATE) {
            return false;
        }
        long sequence = frame.getLong(SEQUENCE_AT);
        if (frame.get(KIND_AT) == 0) {
            book.whole = true;
        } else if (sequence != book.sequence + 1) {
            book.broken(nowNanos);
        }
        book.sequence = sequence;
        return true;
    }

    @Override
    public void onSent(ExchangeId exchange, RequestClass kind, String target, byte[] body, long nowNanos) {
        if (kind != RequestClass.ORDER || !evidence.isAwakeFor(AWAKE_NANOS, nowNanos)) {
            return;
        }
        SentOrder order = oracle.ordersOf(exchange).getLast();
        PairState state = oracle.state();
        if (state == PairState.ENTERING || state == PairState.EXITING) {
            Evidence.EXCHANGES.forEach(each -> judgeWhole(order, each, nowNanos));
        } else if (repairs.presentAttempt() <= REPAIR_CAPS_PPM.length) {
            judgeWhole(order, exchange, nowNanos);
        }
        if (state == PairState.ENTERING) {
            judgeSpread(order);
        }
        judgeCap(order);
    }

    /// The newest touch that was shown, of a whole book that is not old; empty otherwise.
    Optional<Touch> touch(ExchangeId exchange, long nowNanos) {
        Shown book = of(exchange);
        boolean fresh =
                !book.frames.isEmpty() && nowNanos - book.frames.getLast().atNanos() < FRESH_NANOS;
        return book.whole && fresh ? touch(exchange, book.frames.getLast().bytes()) : Optional.empty();
    }

    private void judgeWhole(SentOrder order, ExchangeId exchange, long nowNanos) {
        Shown book = of(exchange);
        boolean since = book.brokenNanos != Long.MIN_VALUE && nowNanos - book.brokenNanos > GRACE_NANOS;
        if (!book.whole && since) {
            oracle.violated(
                    "I16",
                    order + " goes by a book of " + exchange + " that "
                            + (book.connections > 0 ? "lacks a change" : "is of a connection that ended") + " since "
                            + (nowNanos - book.brokenNanos) / MILLI + " ms");
        }
    }

    private void judgeSpread(SentOrder order) {
        ExchangeId other = order.exchange.equals(ExchangeId.VEST) ? ExchangeId.PARADEX : ExchangeId.VEST;
        long least = Long.MAX_VALUE;
        for (Frame here : of(order.exchange).frames) {
            for (Frame there : of(other).frames) {
                Optional<Touch> a = touch(order.exchange, here.bytes());
                Optional<Touch> b = touch(other, there.bytes());
                if (a.isPresent() && b.isPresent()) {
                    Touch bought = order.buy ? a.get() : b.get();
                    Touch sold = order.buy ? b.get() : a.get();
                    long gainE8 = sold.bidE8() - bought.askE8();
                    least = Math.min(least, FixedPoint.multiplyDivide(gainE8, PPM, bought.askE8(), Rounding.DOWN));
                }
            }
        }
        if (least != Long.MAX_VALUE && least > SPREAD_PPM_MAX) {
            oracle.violated("I16", order + " believes a spread of " + least + " ppm");
        }
    }

    /// The limit lies within the cap of some touch that was shown a moment ago.
    private void judgeCap(SentOrder order) {
        long capPpm = capPpm();
        long boundE8 = order.buy ? Long.MIN_VALUE : Long.MAX_VALUE;
        for (Frame frame : of(order.exchange).frames) {
            Optional<Touch> touch = touch(order.exchange, frame.bytes());
            if (touch.isEmpty()) {
                return;
            }
            boundE8 = order.buy
                    ? Math.max(
                            boundE8, FixedPoint.multiplyDivide(touch.get().askE8(), PPM + capPpm, PPM, Rounding.FLOOR))
                    : Math.min(
                            boundE8,
                            FixedPoint.multiplyDivide(touch.get().bidE8(), PPM - capPpm, PPM, Rounding.CEILING));
        }
        boolean none = boundE8 == Long.MIN_VALUE || boundE8 == Long.MAX_VALUE;
        if (!none && (order.buy ? order.limitE8 > boundE8 : order.limitE8 < boundE8)) {
            oracle.violated(
                    "I13",
                    order + " has the limit " + FixedPoint.format(order.limitE8) + ", its cap of " + capPpm
                            + " ppm beyond the touch shown is " + FixedPoint.format(boundE8) + ", state "
                            + oracle.state());
        }
    }

    private long capPpm() {
        return switch (oracle.state()) {
            case ENTERING -> RiskLimits.DEFAULTS.entryCapPpm();
            case EXITING -> RiskLimits.DEFAULTS.exitCapPpm();
            case REPAIRING ->
                repairs.presentAttempt() <= REPAIR_CAPS_PPM.length ? REPAIR_CAPS_PPM[repairCap()] : CAP_PPM_MAX;
            case BOOT, RECONCILE, FLAT, RESOLVING, HEDGED, COOLDOWN, FROZEN, HALTED -> CAP_PPM_MAX;
        };
    }

    /// The order at hand is counted by [RepairRules] already.
    private int repairCap() {
        return Math.clamp(repairs.presentAttempt() - 1L, 0, REPAIR_CAPS_PPM.length - 1);
    }

    private static Optional<Touch> touch(ExchangeId exchange, byte[] bytes) {
        if (exchange.equals(ExchangeId.VEST)) {
            Optional<Long> bid = price(bytes, BIDS);
            Optional<Long> ask = price(bytes, ASKS);
            return bid.isPresent() && ask.isPresent() ? Optional.of(new Touch(bid.get(), ask.get())) : Optional.empty();
        }
        ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long bidE8 = frame.getLong(BID_AT);
        long askE8 = frame.getLong(ASK_AT);
        return bidE8 > 0 && askE8 > 0 ? Optional.of(new Touch(bidE8, askE8)) : Optional.empty();
    }

    private static Optional<Long> price(byte[] json, String before) {
        String text = new String(json, StandardCharsets.US_ASCII);
        int at = text.indexOf(before);
        if (at < 0) {
            return Optional.empty();
        }
        int start = at + before.length();
        return Optional.of(FixedPoint.parse(text.substring(start, text.indexOf('"', start))));
    }
}
