package io.parallax.simulator.world;

import io.parallax.execution.EngineNotice;
import io.parallax.instrument.ExchangeId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;

/// Everything that happens in a world, in canonical form, as a rolling hash of 128 bits: two runs that differ anywhere
/// differ in it. On request it also keeps readable lines. Thread: the world's.
public final class EventLog {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long FIRST = 0x9E37_79B9_7F4A_7C15L;
    private static final long SECOND = 0xC2B2_AE3D_27D4_EB4FL;
    private static final int LINES_MAX = 20_000;
    private static final int TEXT_MAX = 360;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MICRO = 1_000L;

    private final VirtualTime time;
    private final long startNanos;
    private final boolean readable;
    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private long a = FIRST;
    private long b = SECOND;
    private long events;

    /// @param readable whether lines are kept
    EventLog(VirtualTime time, boolean readable) {
        this.time = time;
        this.startNanos = time.nowNanos();
        this.readable = readable;
    }

    private void begin(char kind) {
        events++;
        add(kind);
        add(time.nowNanos());
    }

    private void add(long value) {
        a = VirtualTime.mix(a ^ value) + SECOND;
        b = VirtualTime.mix(b + value * FIRST) ^ Long.rotateLeft(b, 23);
    }

    private void add(String text) {
        add(text.hashCode());
    }

    private void add(byte[] bytes) {
        long sum = bytes.length;
        int at = 0;
        for (; at + Long.BYTES <= bytes.length; at += Long.BYTES) {
            sum = (sum ^ (long) LONGS.get(bytes, at)) * FIRST;
            sum ^= sum >>> 29;
        }
        for (; at < bytes.length; at++) {
            sum = (sum ^ bytes[at]) * FIRST;
        }
        add(sum);
    }

    void request(ExchangeId exchange, RequestClass kind, String method, String target, byte[] body) {
        begin('>');
        add(exchange.name());
        add(method);
        add(target);
        add(body);
        if (readable) {
            line("→ " + exchange + " " + kind + " " + method + " " + target + " " + text(body));
        }
    }

    void reply(ExchangeId exchange, RequestClass kind, String target, int status, byte[] body) {
        begin('<');
        add(exchange.name());
        add(status);
        add(body);
        if (readable) {
            line("← " + exchange + " " + kind + " " + status + " to " + target + " " + text(body));
        }
    }

    void frame(ExchangeId exchange, Channel channel, byte[] bytes) {
        begin('f');
        add(exchange.name());
        add(channel.name());
        add(bytes);
        if (readable && channel == Channel.PRIVATE) {
            line("← " + exchange + " private " + text(bytes));
        }
    }

    void connection(ExchangeId exchange, Channel channel, boolean open, int code) {
        begin('c');
        add(exchange.name());
        add(channel.name());
        add(open ? 1 : 0);
        add(code);
        if (readable) {
            line("  " + exchange + " " + channel + (open ? " opened" : " closed with " + code));
        }
    }

    void notice(EngineNotice notice) {
        switch (notice) {
            case EngineNotice.StateChanged changed -> {
                begin('s');
                add(changed.to().name());
                add(changed.event().name());
                tell(changed.from() + " → " + changed.to() + " by " + changed.event() + " " + changed.detail());
            }
            case EngineNotice.OrderPlaced placed -> {
                begin('o');
                add(placed.order().id().text());
                add(placed.order().quantityE8());
                add(placed.order().limitPriceE8());
                tell("order " + placed.order().id());
            }
            case EngineNotice.OrderChanged changed -> {
                begin('u');
                add(changed.to().name());
                add(changed.filledE8());
                tell("order " + changed.id() + " " + changed.from() + " → " + changed.to() + " filled "
                        + changed.filledE8() + " " + changed.detail());
            }
            case EngineNotice.OrderFilled filled -> {
                begin('x');
                add(filled.priceE8());
                add(filled.quantityE8());
                add(filled.feeE8());
                tell("filled " + filled.id() + " " + filled.quantityE8() + " at " + filled.priceE8());
            }
            case EngineNotice.RepairDecided decided -> {
                begin('r');
                add(decided.chosen());
                tell("repair " + decided.attempt() + ": " + decided.chosen() + "; instead of " + decided.alternative());
            }
            case EngineNotice.CycleFinished finished -> {
                begin('y');
                add(finished.result().netE8());
                tell("cycle " + finished.result());
            }
            case EngineNotice.Alert alert -> {
                begin('a');
                add(alert.text());
                tell("ALERT " + alert.text());
            }
            case EngineNotice.OpportunityTaken taken -> {
                begin('t');
                add(taken.entrySpreadPpm());
                tell("entry decided at " + taken.entrySpreadPpm() + " ppm");
            }
            case EngineNotice.ExitDecided decided -> {
                begin('e');
                add(decided.exitSpreadPpm());
                tell("exit decided: " + decided.reason());
            }
            case EngineNotice.OpportunityDropped _,
                    EngineNotice.OrderWritten _,
                    EngineNotice.Exposed _,
                    EngineNotice.Summary _ -> {
                // Follow from the rest.
            }
        }
    }

    private void tell(String text) {
        if (readable) {
            line("  engine: " + text);
        }
    }

    /// Anything else: a fault, a restart, the verdict.
    public void note(String text) {
        begin('n');
        add(text);
        if (readable) {
            line("* " + text);
        }
    }

    private void line(String text) {
        if (lines.size() >= LINES_MAX) {
            lines.removeFirst();
        }
        lines.add(seconds(time.nowNanos() - startNanos) + " "
                + (text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) + "…" : text));
    }

    /// `412.318204`: seconds with microseconds, written by hand because formats follow the locale.
    public static String seconds(long nanos) {
        String micros = Long.toString(nanos % NANOS_PER_SECOND / NANOS_PER_MICRO);
        return nanos / NANOS_PER_SECOND + "." + "0".repeat(6 - micros.length()) + micros;
    }

    private static String text(byte[] bytes) {
        StringBuilder shown = new StringBuilder();
        for (byte each : bytes) {
            if (shown.length() > TEXT_MAX) {
                break;
            }
            shown.append(each >= ' ' && each < 127 ? (char) each : '·');
        }
        return shown.toString();
    }

    /// The hash so far: 32 hexadecimal digits.
    public String hash() {
        return hex(a) + hex(b);
    }

    private static String hex(long value) {
        String digits = Long.toHexString(value);
        return "0".repeat(16 - digits.length()) + digits;
    }

    /// How many events the hash covers.
    public long events() {
        return events;
    }

    /// The latest lines, oldest first; empty unless they are kept.
    public List<String> lines() {
        return List.copyOf(lines);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
