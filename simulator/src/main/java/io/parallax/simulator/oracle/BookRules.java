package io.parallax.simulator.oracle;

import io.parallax.execution.EngineNotice;
import io.parallax.execution.PairState;
import io.parallax.instrument.ExchangeId;
import io.parallax.risk.RiskLimits;
import io.parallax.simulator.world.Channel;
import io.parallax.simulator.world.RequestClass;
import io.parallax.simulator.world.SimulatedWorld;
import io.parallax.simulator.world.Taps;
import io.parallax.strategy.SpreadCalculator;
import io.parallax.telemetry.EngineSnapshot.BotView;
import io.parallax.telemetry.EngineSnapshot.LegView;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Judges each order against the book frames that the host was given before that instant: an entry needs books of the
/// present connection without a gap (I16), and every limit is within its cap of a touch that was shown (I13).
/// Thread: the world's.
final class BookRules implements Taps {
    private static final long MILLI = 1_000_000L;
    private static final long GRACE_NANOS = 150 * MILLI;
    /// As long as an order that only reduces may wait for its turn.
    private static final long KEPT_NANOS = 2_000 * MILLI;
    /// After this a missing answer is given up, and whoever waited behind it goes.
    private static final long ANSWER_NANOS_MAX = 1_000 * MILLI;

    /// Until whoever feeds the engine has told it of a connection that ended.
    private static final long GONE_NANOS_MAX = 200 * MILLI;

    private static final long FRESH_NANOS = 1_200 * MILLI;
    private static final long AWAKE_NANOS = 2_000 * MILLI;
    private static final long LOOK_NANOS = 500 * MILLI;
    private static final long AGE_OFF_NANOS_MAX = 300 * MILLI;
    private static final int BOOK_BYTES_MIN = 100;
    private static final long PPM = 1_000_000;
    /// No order may be priced further beyond its reference than this.
    private static final long CAP_PPM_MAX = 3_000;

    private static final long[] REPAIR_CAPS_PPM = {1_000, 1_500, 1_500};
    /// More than this between two exchanges is never believed.
    private static final long SPREAD_PPM_MAX = 30_000;

    // A binary book frame of Paradex: header of 8 bytes that begins with the length of the block, the block with time,
    // sequence and kind, then bids and asks, each a length of an entry, a count, and price and size of the entries.
    private static final int BOOK_TEMPLATE = 3;
    private static final int TEMPLATE_AT = 2;
    private static final int SEQUENCE_AT = 16;
    private static final int KIND_AT = 24;
    private static final int HEADER_BYTES = 8;

    private static final byte[] BIDS = Evidence.ascii("\"bids\":[[\"");
    private static final byte[] ASKS = Evidence.ascii("\"asks\":[[\"");

    private final Oracle oracle;
    private final Evidence evidence;
    private final RepairRules repairs;
    private final Map<ExchangeId, Shown> shown = new HashMap<>();

    /// What the host was shown of one exchange's book.
    private static final class Shown {
        private final Deque<Frame> frames = new ArrayDeque<>();
        private final TreeMap<Long, Long> bids = new TreeMap<>();
        private final TreeMap<Long, Long> asks = new TreeMap<>();
        private int connections;
        private boolean whole;
        private long sequence;
        private long heardNanos;
        private long brokenNanos = Long.MIN_VALUE;

        void broken(long nowNanos) {
            if (whole) {
                brokenNanos = nowNanos;
            }
            whole = false;
        }
    }

    /// What was quoted since the spread opened; empty while it is closed.
    private final Set<ExchangeId> quoted = new HashSet<>();

    private long lookedNanos;

    /// @param touch what the book was after this frame; empty when it had no two sides
    private record Frame(Optional<Touch> touch, long atNanos) {}

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
        quoted.clear();
    }

    @Override
    public void onFrame(ExchangeId exchange, Channel channel, byte[] bytes, long sentNanos, long nowNanos) {
        if (channel != Channel.BOOK) {
            return;
        }
        Shown book = of(exchange);
        book.heardNanos = nowNanos;
        if (bytes.length < BOOK_BYTES_MIN) {
            return;
        }
        Optional<Touch> touch;
        if (exchange.equals(ExchangeId.VEST)) {
            touch = vestTouch(bytes);
            if (touch.isEmpty()) {
                // Of another channel of the same connection.
                return;
            }
            book.whole = true;
        } else if (bytes[0] != '{' && follow(book, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), nowNanos)) {
            touch = paradexTouch(book);
        } else {
            return;
        }
        book.frames.addLast(new Frame(touch, nowNanos));
        while (book.frames.size() > 1 && second(book.frames).atNanos() < nowNanos - KEPT_NANOS) {
            book.frames.removeFirst();
        }
        takeNote(exchange, nowNanos);
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
            book.bids.clear();
            book.asks.clear();
        } else if (sequence != book.sequence + 1) {
            book.broken(nowNanos);
        }
        book.sequence = sequence;
        frame.position(HEADER_BYTES + frame.getShort(0));
        apply(book.bids, frame);
        apply(book.asks, frame);
        return true;
    }

    /// Sizes by prices; none removes a price.
    private static void apply(Map<Long, Long> side, ByteBuffer frame) {
        int entryBytes = frame.getShort();
        int count = frame.getShort();
        for (int entry = 0; entry < count; entry++) {
            int at = frame.position();
            long priceE8 = frame.getLong();
            long sizeE8 = frame.getLong();
            if (sizeE8 > 0) {
                side.put(priceE8, sizeE8);
            } else {
                side.remove(priceE8);
            }
            frame.position(at + entryBytes);
        }
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
        return book.whole && fresh ? book.frames.getLast().touch() : Optional.empty();
    }

    /// The newest quotes as the engine may see them, whatever else it thinks of the books.
    private boolean isOpen() {
        Optional<Touch> vest = newest(ExchangeId.VEST);
        Optional<Touch> paradex = newest(ExchangeId.PARADEX);
        if (vest.isEmpty() || paradex.isEmpty()) {
            return false;
        }
        long betterPpm = Math.max(
                SpreadCalculator.spreadPpm(paradex.get().bidE8(), vest.get().askE8()),
                SpreadCalculator.spreadPpm(vest.get().bidE8(), paradex.get().askE8()));
        return betterPpm >= SimulatedWorld.ENTRY_PPM;
    }

    private Optional<Touch> newest(ExchangeId exchange) {
        Shown book = of(exchange);
        return book.frames.isEmpty() ? Optional.empty() : book.frames.getLast().touch();
    }

    /// Which exchanges have spoken since the spread opened; one that spoke right before counts too, for the engine may
    /// have read the two in the other order.
    private void takeNote(ExchangeId exchange, long nowNanos) {
        if (!isOpen()) {
            quoted.clear();
            return;
        }
        if (quoted.isEmpty()) {
            Evidence.EXCHANGES.stream()
                    .filter(each -> !of(each).frames.isEmpty())
                    .filter(each -> nowNanos - of(each).frames.getLast().atNanos() <= GRACE_NANOS)
                    .forEach(quoted::add);
        }
        quoted.add(exchange);
    }

    @Override
    public void onNotice(EngineNotice notice, long nowNanos) {
        boolean alone = quoted.size() == 1 && evidence.isAwakeFor(AWAKE_NANOS, nowNanos);
        if (notice instanceof EngineNotice.OpportunityTaken && alone) {
            oracle.violated("I16", "a spread was believed on the word of " + quoted + " alone");
        }
    }

    /// No book may look younger than the newest frame of its exchange is.
    @Override
    public void onTurn(long nowNanos) {
        if (nowNanos - lookedNanos < LOOK_NANOS || !evidence.isAwakeFor(AWAKE_NANOS, nowNanos)) {
            return;
        }
        lookedNanos = nowNanos;
        BotView bot = oracle.world().host().snapshot().bots().getFirst();
        judgeAge(bot.a(), nowNanos);
        judgeAge(bot.b(), nowNanos);
        judgeGone(bot.a(), nowNanos);
        judgeGone(bot.b(), nowNanos);
    }

    /// Nothing may be shown of a connection that ended.
    private void judgeGone(LegView leg, long nowNanos) {
        Shown book = of(leg.exchange());
        boolean gone = book.connections <= 0
                && book.brokenNanos != Long.MIN_VALUE
                && nowNanos - book.brokenNanos > GONE_NANOS_MAX;
        if (gone && !book.whole && (leg.bidE8() != FixedPoint.NO_PRICE || leg.askE8() != FixedPoint.NO_PRICE)) {
            oracle.violated(
                    "I16",
                    "the book of " + leg.exchange() + " is shown " + (nowNanos - book.brokenNanos) / MILLI
                            + " ms after its connection ended");
        }
    }

    private void judgeAge(LegView leg, long nowNanos) {
        long ageNanos = nowNanos - of(leg.exchange()).heardNanos;
        if (leg.bookAgeNanos() != -1 && leg.bookAgeNanos() < ageNanos - AGE_OFF_NANOS_MAX) {
            oracle.violated(
                    "I16",
                    "the book of " + leg.exchange() + " is shown as " + leg.bookAgeNanos() / MILLI
                            + " ms old, nothing came for " + ageNanos / MILLI + " ms");
        }
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
        for (Frame here : shownSince(order.exchange, order.sentNanos - GRACE_NANOS)) {
            for (Frame there : shownSince(other, order.sentNanos - GRACE_NANOS)) {
                Optional<Touch> a = here.touch();
                Optional<Touch> b = there.touch();
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
        for (Frame frame : shownSince(order.exchange, decidedFromNanos(order))) {
            Optional<Touch> touch = frame.touch();
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

    /// The earliest moment that an order may have been decided at. Vest gets one request after the other: what only
    /// reduces may have waited for the answer to the order before it.
    private long decidedFromNanos(SentOrder order) {
        List<SentOrder> all = oracle.ordersOf(order.exchange);
        long fromNanos = order.sentNanos - GRACE_NANOS;
        if (!order.exchange.equals(ExchangeId.VEST) || !order.reduceOnly || all.size() < 2) {
            return fromNanos;
        }
        long formerNanos = all.get(all.size() - 2).sentNanos;
        return order.sentNanos - formerNanos <= ANSWER_NANOS_MAX + GRACE_NANOS
                ? Math.min(fromNanos, formerNanos)
                : fromNanos;
    }

    /// The frames that were the newest one at some time since then.
    private List<Frame> shownSince(ExchangeId exchange, long fromNanos) {
        List<Frame> frames = new ArrayList<>(of(exchange).frames);
        int first = frames.size() - 1;
        while (first > 0 && frames.get(first).atNanos() >= fromNanos) {
            first--;
        }
        return frames.isEmpty() ? frames : frames.subList(first, frames.size());
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

    private static Optional<Touch> paradexTouch(Shown book) {
        return book.bids.isEmpty() || book.asks.isEmpty()
                ? Optional.empty()
                : Optional.of(new Touch(book.bids.lastKey(), book.asks.firstKey()));
    }

    private static Optional<Touch> vestTouch(byte[] json) {
        int bidAt = after(json, BIDS);
        int askAt = after(json, ASKS);
        return bidAt < 0 || askAt < 0
                ? Optional.empty()
                : Optional.of(new Touch(priceE8(json, bidAt), priceE8(json, askAt)));
    }

    private static int after(byte[] json, byte[] words) {
        for (int at = 0; at <= json.length - words.length; at++) {
            if (Arrays.equals(json, at, at + words.length, words, 0, words.length)) {
                return at + words.length;
            }
        }
        return -1;
    }

    private static long priceE8(byte[] json, int at) {
        int end = at;
        while (json[end] != '"') {
            end++;
        }
        return FixedPoint.parse(new String(json, at, end - at, StandardCharsets.US_ASCII));
    }
}
