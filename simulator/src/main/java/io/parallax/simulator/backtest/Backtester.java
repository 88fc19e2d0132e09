package io.parallax.simulator.backtest;

import io.parallax.engine.EngineSettings;
import io.parallax.engine.TradingEngine;
import io.parallax.exchange.BookEventSink;
import io.parallax.exchange.ExchangeCommand;
import io.parallax.exchange.ExchangeEvent;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.marketdata.SharedOrderbooks;
import io.parallax.simulator.core.SeededRandom;
import io.parallax.simulator.tape.MarketTape;
import io.parallax.telemetry.EngineSnapshot;

/// Runs the production engine over a tape, in virtual time: books, reports and the 25 ms tick come to it in the
/// order of time, reports before books before the tick at the same moment, as the engine's thread hands them
/// on. Every decision is the engine's, through all its gates. One instance is one run. Thread: one.
public final class Backtester {
    private static final long START_NANOS = 5_000_000_000L;
    private static final long TICK_NANOS = 25_000_000L;
    private static final long MARK_NANOS = 1_000_000_000L;
    private static final long RATE_NANOS = 10_000_000_000L;
    private static final long HOUR_MICROS = 3_600_000_000L;
    private static final long NANOS_PER_MICRO = 1_000L;
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long MICROS_PER_MILLI = 1_000L;
    private static final long NEVER = Long.MAX_VALUE;

    private final PairTape pair;
    private final MarketTape tape;
    private final BacktestSettings settings;
    private final Agenda agenda = new Agenda();
    private final RunLog log;
    private final TradingEngine engine;
    private final PaperExchange a;
    private final PaperExchange b;
    private final Feed feedA;
    private final Feed feedB;
    private final long startMicros;
    private long nowNanos = START_NANOS;
    private long events;

    private Backtester(PairTape pair, BacktestSettings settings) {
        this.pair = pair;
        this.tape = pair.tape();
        this.settings = settings;
        this.startMicros = pair.firstMicros();
        this.log = new RunLog(START_NANOS, startMicros);
        EngineSettings told = settings.engine(startMicros / MICROS_PER_SECOND);
        engine = new TradingEngine(told, this::onCommand, log, new SharedOrderbooks(), START_NANOS);
        SeededRandom random = new SeededRandom(settings.seed());
        a = exchange(Leg.A, random.split("a"));
        b = exchange(Leg.B, random.split("b"));
        feedA = new Feed(Leg.A);
        feedB = new Feed(Leg.B);
    }

    private PaperExchange exchange(Leg leg, SeededRandom random) {
        BacktestSettings.Exchange of = settings.exchange(leg);
        return new PaperExchange(
                TradingRules.instrument(tape, pair.exchange(leg), of.takerFeePpm()),
                new MarketReplay(pair, leg),
                of,
                settings.balanceE8(),
                random,
                agenda,
                this::deliver,
                START_NANOS,
                startMicros);
    }

    /// The events of one leg as they reach us.
    private final class Feed {
        private final int[] of;
        private final int book;
        private final long delayNanos;
        private int next;
        private long dueNanos;

        Feed(Leg leg) {
            this.of = pair.events(leg);
            this.book = EngineSettings.bookIndex(0, leg);
            this.delayNanos = settings.exchange(leg).latency().feedMillis() * MICROS_PER_MILLI * NANOS_PER_MICRO;
            plan();
        }

        private void plan() {
            dueNanos = next == of.length ? NEVER : nanos(tape.receivedMicros(of[next])) + delayNanos;
        }

        /// In the order of the tape, when both are due at once.
        boolean isBefore(Feed other) {
            return dueNanos != other.dueNanos ? dueNanos < other.dueNanos : index() < other.index();
        }

        private int index() {
            return next == of.length ? Integer.MAX_VALUE : of[next];
        }

        void hand() {
            int event = of[next++];
            events++;
            engine.advanceTo(dueNanos);
            if (tape.isLost(event)) {
                engine.onBookLost(book, BookEventSink.BookLoss.GAP, dueNanos);
            } else {
                engine.beginSnapshot(book, 0, dueNanos, tape.exchangeMicros(event));
                levels(event, Side.BUY);
                levels(event, Side.SELL);
                engine.end();
            }
            plan();
        }

        private void levels(int event, Side side) {
            int depth = tape.depth(event, side);
            for (int level = 0; level < depth; level++) {
                engine.onLevel(side, tape.priceE8(event, side, level), tape.quantityE8(event, side, level));
            }
        }
    }

    private long nanos(long micros) {
        return START_NANOS + (micros - startMicros) * NANOS_PER_MICRO;
    }

    /// Runs the whole tape once.
    public static BacktestResult run(PairTape pair, BacktestSettings settings) {
        return new Backtester(pair, settings).run();
    }

    private BacktestResult run() {
        a.connect(nowNanos);
        b.connect(nowNanos);
        long endNanos = nanos(pair.lastMicros());
        Timers timers = new Timers();
        while (true) {
            Feed feed = feedA.isBefore(feedB) ? feedA : feedB;
            long bookNanos = feed.dueNanos;
            long agendaNanos = agenda.nextNanos();
            long first = Math.min(Math.min(agendaNanos, bookNanos), timers.nextNanos);
            if (first > endNanos) {
                break;
            }
            nowNanos = first;
            if (agendaNanos == first) {
                agenda.runNext();
            } else if (bookNanos == first) {
                feed.hand();
            } else {
                timers.fire();
            }
        }
        nowNanos = endNanos;
        return result();
    }

    /// What happens by the clock: the engine's tick, marks, the rate of the currency, funding, a point of the
    /// curve.
    private final class Timers {
        private final long pointNanos = Math.max(TICK_NANOS, (nanos(pair.lastMicros()) - START_NANOS) / RunLog.POINTS);
        private long nextNanos = START_NANOS;
        private long markNanos = START_NANOS;
        private long rateNanos = START_NANOS;
        private long curveNanos = START_NANOS;
        private long hour = Math.floorDiv(startMicros, HOUR_MICROS);

        void fire() {
            nextNanos += TICK_NANOS;
            if (nowNanos >= markNanos) {
                markNanos += MARK_NANOS;
                a.tellMark(nowNanos);
                b.tellMark(nowNanos);
            }
            if (nowNanos >= rateNanos) {
                rateNanos += RATE_NANOS;
                a.tellQuoteRate(nowNanos);
                b.tellQuoteRate(nowNanos);
            }
            long micros = startMicros + (nowNanos - START_NANOS) / NANOS_PER_MICRO;
            if (Math.floorDiv(micros, HOUR_MICROS) > hour) {
                hour = Math.floorDiv(micros, HOUR_MICROS);
                a.payFunding(nowNanos);
                b.payFunding(nowNanos);
            }
            if (nowNanos >= curveNanos) {
                curveNanos += pointNanos;
                point();
            }
            engine.advanceTo(nowNanos);
            engine.onWallClock(micros / MICROS_PER_MILLI);
            engine.onTick();
        }
    }

    private void point() {
        log.point(nowNanos, equityE8() - 2 * settings.balanceE8());
    }

    private long equityE8() {
        return a.equityE8(nowNanos) + b.equityE8(nowNanos);
    }

    private void deliver(ExchangeEvent event) {
        engine.advanceTo(nowNanos);
        engine.onEvent(event);
    }

    private void onCommand(ExchangeCommand command) {
        log.onCommand(command);
        (command.exchange().equals(pair.exchange(Leg.A)) ? a : b).onCommand(command, nowNanos);
    }

    private BacktestResult result() {
        point();
        EngineSnapshot.BotView bot = engine.snapshot().bots().getFirst();
        long ledgersE8 = 0;
        for (PaperExchange each : java.util.List.of(a, b)) {
            ledgersE8 += each.ledger().cashE8() - settings.balanceE8();
        }
        long openResultE8 = equityE8() - 2 * settings.balanceE8() - ledgersE8;
        return log.result(settings, bot, events, a.ledger().quantityE8(), openResultE8, ledgersE8);
    }
}
