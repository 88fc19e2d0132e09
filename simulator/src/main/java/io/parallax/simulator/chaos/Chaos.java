package io.parallax.simulator.chaos;

import io.parallax.engine.OperatorCommand;
import io.parallax.execution.EngineNotice;
import io.parallax.execution.PairState;
import io.parallax.execution.ShutdownPolicy;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import io.parallax.simulator.core.Account;
import io.parallax.simulator.core.EndReason;
import io.parallax.simulator.core.ExchangeListener;
import io.parallax.simulator.core.Fault;
import io.parallax.simulator.core.LedgerReport;
import io.parallax.simulator.core.NewOrder;
import io.parallax.simulator.core.OrderVerdict;
import io.parallax.simulator.core.ReadLags;
import io.parallax.simulator.core.SeededRandom;
import io.parallax.simulator.core.SimulatedBook;
import io.parallax.simulator.core.TradingMode;
import io.parallax.simulator.oracle.Oracle;
import io.parallax.simulator.server.ServerResponse;
import io.parallax.simulator.world.Channel;
import io.parallax.simulator.world.FaultPoints;
import io.parallax.simulator.world.Passage;
import io.parallax.simulator.world.RequestClass;
import io.parallax.simulator.world.SimulatedWorld;
import io.parallax.simulator.world.Taps;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Lets the faults of a schedule begin, work and end. Thread: the world's.
final class Chaos implements FaultPoints, Taps {
    private static final long MILLI = 1_000_000L;
    private static final long LATE_MILLIS_MAX = 4_000;
    private static final long SLOW_MILLIS_MAX = 400;
    private static final long PARTIAL_STEP_E8 = FixedPoint.parse("0.0001");
    private static final int PARTIAL_STEPS = 99;
    private static final long NOTIONAL_MIN_RAISED_E8 = 2_500 * FixedPoint.ONE;
    private static final long FLAP_MILLIS_MIN = 1_500;
    private static final long FLAP_MILLIS_SPAN = 4_000;
    /// What broke is not always back at once.
    private static final int FLAP_REFUSED_PERCENT = 60;

    private static final long OFF_PPM_MIN = 36_000;
    private static final long OFF_PPM_SPAN = 10_000;
    private static final long POSITION_LAG_MILLIS_MAX = 4_000;
    private static final long ORDER_LAG_MILLIS_MAX = 1_000;
    private static final long VEST_TAIL_MILLIS = 1_450;
    private static final long PARADEX_TAIL_MILLIS = 200;
    private static final long BUST_MILLIS_MAX = 8_000;
    private static final long FUNDING_E12_MAX = 100_000_000;
    private static final long FUNDING_INTERVAL_MILLIS = 1_000;
    private static final long SHARE_PPM_MIN = 200_000;
    private static final long SHARE_PPM_SPAN = 800_000;
    private static final long NUDGE_MILLIS_MAX = 1_000;
    private static final long STEP_MILLIS_MAX = 3_600_000;
    private static final int COMMANDS = 6;
    /// The position is worth about 900, of which a tenth is initial margin and a twentieth maintenance margin.
    private static final long LEFT_E8_MIN = 35 * FixedPoint.ONE;
    private static final long LEFT_E8_MAX = 600 * FixedPoint.ONE;
    private static final long PAID_IN_E8 = 100 * FixedPoint.ONE;
    private static final long MOVE_PPM_MAX = 30_000;
    private static final long MOVE_NANOS_MIN = 15_000 * MILLI;
    /// By then the bot has read that the collateral is back.
    private static final long SEEN_NANOS = 15_000 * MILLI;
    private static final long LATE_FILL_MILLIS_MIN = 20;
    private static final long LATE_FILL_MILLIS_SPAN = 6_000;
    private static final long RETRY_MILLIS = 200;
    /// A process that starts within the second of its predecessor would give orders the same names.
    private static final long DOWN_MILLIS_MIN = 1_100;
    private static final byte[] PAGE =
            "<html><body><h1>502 Bad Gateway</h1></body></html>".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ORDER = "\"order\":{".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ERROR = "\"error\":{".getBytes(StandardCharsets.US_ASCII);

    private final FaultSchedule schedule;
    private final SplittableRandom random;
    private final Oracle oracle;
    private long untilMillis;
    private final List<Active> active = new ArrayList<>();
    private final Map<Moment, Integer> moments = new EnumMap<>(Moment.class);
    private final Map<FaultKind, Long> begun = new EnumMap<>(FaultKind.class);
    private final Map<FaultKind, Long> hits = new EnumMap<>(FaultKind.class);
    private final Map<PairState, List<FaultKind>> struck = new EnumMap<>(PairState.class);
    private final Map<ExchangeId, ServerResponse> positionAnswers = new HashMap<>();
    private @Nullable SimulatedWorld world;
    private boolean firstSent = true;
    private int foreignOrders;

    /// @param untilMillis nothing begins or works after this time
    Chaos(FaultSchedule schedule, long seed, Oracle oracle, long untilMillis) {
        this.schedule = schedule;
        this.random = new SeededRandom(seed).split("chaos").generator();
        this.oracle = oracle;
        this.untilMillis = untilMillis;
    }

    /// A fault at work.
    private static final class Active {
        private final FaultLine line;
        private final long endNanos;
        private int left;

        Active(FaultLine line, long endNanos) {
            this.line = line;
            this.endNanos = endNanos;
            this.left = line.times() == 0 ? Integer.MAX_VALUE : line.times();
        }
    }

    void attach(SimulatedWorld to) {
        world = to;
        for (FaultLine line : schedule.lines()) {
            if (line.moment().isEmpty()) {
                to.after(line.atMillis() * MILLI, () -> begin(line));
            }
        }
        for (ExchangeId exchange : List.of(ExchangeId.VEST, ExchangeId.PARADEX)) {
            to.exchange(exchange).control().judge(order -> verdict(exchange));
            to.exchange(exchange).addListener(new ExchangeListener() {
                @Override
                public void onFill(io.parallax.simulator.core.Fill fill) {
                    moment(Moment.FILL);
                }
            });
        }
    }

    /// No fault begins any more, and those at work end soon.
    ///
    /// @param nanosMax how long they may still work
    /// @return how long any does
    long calm(long nanosMax) {
        SimulatedWorld in = world();
        untilMillis = Math.min(untilMillis, in.elapsedNanos() / MILLI);
        long longestNanos = 0;
        for (Active each : List.copyOf(active)) {
            long leftNanos = Math.min(nanosMax, leftNanos(each));
            longestNanos = Math.max(longestNanos, leftNanos);
            in.after(leftNanos, () -> end(each));
        }
        oracle.onCalm(in.time().nowNanos() + longestNanos);
        return longestNanos;
    }

    private SimulatedWorld world() {
        if (world == null) {
            throw new IllegalStateException("attach() comes first");
        }
        return world;
    }

    // ---- beginnings and ends

    private void moment(Moment moment) {
        int number = moments.merge(moment, 1, Integer::sum);
        for (FaultLine line : schedule.lines()) {
            if (line.number() == number && line.moment().filter(moment::equals).isPresent()) {
                begin(line);
            }
        }
    }

    private void begin(FaultLine line) {
        SimulatedWorld in = world();
        long leftNanos = untilMillis * MILLI - in.elapsedNanos();
        if (leftNanos <= 0) {
            return;
        }
        long lengthNanos = Math.min(leftNanos, line.lengthMillis() * MILLI);
        long endNanos = in.time().nowNanos() + lengthNanos;
        begun.merge(line.kind(), 1L, Long::sum);
        struck.computeIfAbsent(oracle.state(), _ -> new ArrayList<>()).add(line.kind());
        in.log().note("fault " + line);
        if (line.kind().breaksTheRules()) {
            oracle.onBrokenRules();
        }
        oracle.onFault(
                endNanos,
                line.kind().hinders(),
                line.kind().agesPrices(),
                line.kind().justifies());
        if (line.kind().changesTheExchange()) {
            in.after(0, () -> strike(line, lengthNanos));
        } else {
            strike(line, lengthNanos);
        }
        Active fault = new Active(line, endNanos);
        active.add(fault);
        in.after(lengthNanos, () -> end(fault));
    }

    private void strike(FaultLine line, long lengthNanos) {
        SimulatedWorld in = world();
        switch (line.kind()) {
            case BOOK_RESET -> in.wire(line.exchange()).reset(Channel.BOOK);
            case BOOK_FLAPS -> flap(line.exchange(), in.time().nowNanos() + lengthNanos);
            case PRIVATE_RESET -> in.wire(line.exchange()).reset(Channel.PRIVATE);
            case HTTP_RESET -> in.wire(line.exchange()).reset(Channel.HTTP);
            case BOOK_DEAF -> in.wire(line.exchange()).deafen(Channel.BOOK);
            case PRIVATE_DEAF -> in.wire(line.exchange()).deafen(Channel.PRIVATE);
            case HTTP_DEAF -> in.wire(line.exchange()).deafen(Channel.HTTP);
            case DARK -> {
                for (Channel channel : Channel.values()) {
                    in.wire(line.exchange()).deafen(channel);
                }
            }
            case SILENT -> plan(line, new Fault.SilentSockets(lengthNanos), 1);
            case EVENTS_FIRST -> plan(line, new Fault.EventBeforeResponse(), line.times());
            case REFUSED_STALE -> plan(line, new Fault.RefusedOrder(EndReason.PRICE_STALE), line.times());
            case REFUSED_MARGIN -> plan(line, new Fault.RefusedOrder(EndReason.INSUFFICIENT_MARGIN), line.times());
            case REFUSED_HALTED -> plan(line, new Fault.RefusedOrder(EndReason.HALTED), line.times());
            case REFUSED_LIMIT -> plan(line, new Fault.RefusedOrder(EndReason.POSITION_LIMIT), line.times());
            case PARTIAL_FILL -> {
                for (int i = 0; i < line.times(); i++) {
                    plan(line, new Fault.PartialFill(PARTIAL_STEP_E8 * (1 + random.nextInt(PARTIAL_STEPS))), 1);
                }
            }
            case POSITIONS_LAG -> lags(line, ReadLags.NONE.withPositionsNanos(positionLagMillis() * MILLI));
            case ORDERS_LAG -> lags(line, ReadLags.NONE.withOrdersNanos(random.nextLong(ORDER_LAG_MILLIS_MAX) * MILLI));
            case FUNDING ->
                in.exchange(line.exchange())
                        .control()
                        .funding(
                                SimulatedWorld.symbol(line.exchange()),
                                random.nextLong(2 * FUNDING_E12_MAX) - FUNDING_E12_MAX,
                                FUNDING_INTERVAL_MILLIS);
            case LIQUIDATED ->
                account(line.exchange())
                        .ifPresent(account -> in.exchange(line.exchange())
                                .control()
                                .liquidate(
                                        account,
                                        SimulatedWorld.symbol(line.exchange()),
                                        SHARE_PPM_MIN + random.nextLong(SHARE_PPM_SPAN)));
            case DELEVERAGED ->
                account(line.exchange())
                        .ifPresent(account -> in.exchange(line.exchange())
                                .control()
                                .deleverage(
                                        account,
                                        SimulatedWorld.symbol(line.exchange()),
                                        SHARE_PPM_MIN + random.nextLong(SHARE_PPM_SPAN),
                                        markE8(line.exchange())));
            case FOREIGN_ORDER -> account(line.exchange()).ifPresent(account -> foreignOrder(line.exchange(), account));
            case PAID_IN ->
                account(line.exchange())
                        .ifPresent(account ->
                                in.exchange(line.exchange()).control().transfer(account, PAID_IN_E8));
            case SMALL_ACCOUNT -> takeOut(line, lengthNanos);
            case POST_ONLY -> mode(line, TradingMode.POST_ONLY);
            case CANCEL_ONLY -> mode(line, TradingMode.CANCEL_ONLY);
            case MAINTENANCE -> mode(line, TradingMode.MAINTENANCE);
            case INSTRUMENT_HALTED ->
                in.exchange(line.exchange()).control().mode(SimulatedWorld.symbol(line.exchange()), TradingMode.HALTED);
            case RULES_CHANGED -> notionalMin(line.exchange(), NOTIONAL_MIN_RAISED_E8);
            case PRICES_OFF -> in.shift(line.exchange(), offPpm());
            case OPERATOR_KILL -> tell(new OperatorCommand.Kill());
            case OPERATOR_PAUSE -> tell(new OperatorCommand.Pause());
            case OPERATOR_DRAIN -> tell(new OperatorCommand.Drain());
            case OPERATOR_FLATTEN -> tell(new OperatorCommand.Flatten());
            case OPERATOR_SERIES -> series(line.times(), lengthNanos);
            case OPERATOR_RESTART -> {
                tell(new OperatorCommand.Shutdown(random.nextBoolean() ? ShutdownPolicy.HOLD : ShutdownPolicy.FLATTEN));
                series(line.times(), lengthNanos);
                restartWhenStopped(in.lives(), lengthNanos);
            }
            case HOST_PAUSE, PAUSE_AT_SEND -> in.pause(lengthNanos);
            case EXCHANGE_PAUSE -> in.pauseExchange(line.exchange(), lengthNanos);
            case CRASH, CRASH_QUICK -> in.crash(lengthNanos);
            case CLOCK_NUDGE -> step(NUDGE_MILLIS_MAX, lengthNanos);
            case CLOCK_STEP -> step(STEP_MILLIS_MAX, lengthNanos);
            default -> {
                // Works on what travels.
            }
        }
    }

    /// Rather long than short: a lag that is over before anybody asks is none.
    private long positionLagMillis() {
        return Math.max(random.nextLong(POSITION_LAG_MILLIS_MAX), random.nextLong(POSITION_LAG_MILLIS_MAX));
    }

    private void flap(ExchangeId exchange, long untilNanos) {
        SimulatedWorld in = world();
        if (in.time().nowNanos() < untilNanos) {
            in.wire(exchange).reset(Channel.BOOK);
            long pauseNanos = (FLAP_MILLIS_MIN + random.nextLong(FLAP_MILLIS_SPAN)) * MILLI;
            in.after(pauseNanos, () -> flap(exchange, untilNanos));
        }
    }

    private void notionalMin(ExchangeId exchange, long notionalE8) {
        world().exchange(exchange)
                .control()
                .change(SimulatedWorld.symbol(exchange), rules -> rules.withNotionalMinE8(notionalE8));
    }

    private long offPpm() {
        long sizePpm = OFF_PPM_MIN + random.nextLong(OFF_PPM_SPAN);
        return random.nextBoolean() ? sizePpm : -sizePpm;
    }

    private void tell(OperatorCommand command) {
        if (world().isAlive()) {
            world().host().tell(command);
        }
    }

    /// Commands that the operator gives within this time.
    private void series(int times, long nanos) {
        for (int i = 0; i < times; i++) {
            OperatorCommand command = switch (random.nextInt(COMMANDS)) {
                case 0 -> new OperatorCommand.Pause();
                case 1 -> new OperatorCommand.Drain();
                case 2 -> new OperatorCommand.Flatten();
                case 3 -> new OperatorCommand.Kill();
                case 4 -> new OperatorCommand.CancelOrders();
                default -> new OperatorCommand.Resume("thought better of it");
            };
            world().after(random.nextLong(nanos), () -> tell(command));
        }
    }

    /// What was commanded ends, if need be as soon as there is a process again.
    private void resume() {
        if (world().isAlive()) {
            tell(new OperatorCommand.Resume("commanded in error"));
        } else {
            world().after(RETRY_MILLIS * MILLI, this::resume);
        }
    }

    /// A process that was asked to end does so, and is there again a while later.
    ///
    /// @param life of the process that was asked
    private void restartWhenStopped(int life, long downNanos) {
        SimulatedWorld in = world();
        if (!in.isAlive() || in.lives() != life) {
            return;
        }
        if (in.host().engine().isStopped()) {
            oracle.judgeStop();
            in.crash(Math.max(DOWN_MILLIS_MIN * MILLI, downNanos));
        } else {
            in.after(RETRY_MILLIS * MILLI, () -> restartWhenStopped(life, downNanos));
        }
    }

    private Optional<String> account(ExchangeId exchange) {
        return world().exchange(exchange).ledgers().stream()
                .map(LedgerReport::account)
                .findFirst();
    }

    private long markE8(ExchangeId exchange) {
        return world().exchange(exchange)
                .book(SimulatedWorld.symbol(exchange))
                .map(SimulatedBook::markE8)
                .orElse(0L);
    }

    /// Leaves little in an account, and lets the market move; both are undone later, and the operator, who knows of it,
    /// resumes.
    private void takeOut(FaultLine line, long lengthNanos) {
        SimulatedWorld in = world();
        double doublings = StrictMath.log((double) LEFT_E8_MAX / LEFT_E8_MIN) * random.nextDouble();
        long leftE8 = (long) (LEFT_E8_MIN * StrictMath.exp(doublings));
        long movePpm = random.nextLong(2 * MOVE_PPM_MAX) - MOVE_PPM_MAX;
        account(line.exchange()).ifPresent(account -> {
            long takenE8 = in.exchange(line.exchange())
                            .account(account)
                            .map(Account::cashE8)
                            .orElse(0L)
                    - leftE8;
            if (takenE8 > 0) {
                in.exchange(line.exchange()).control().transfer(account, -takenE8);
                in.after(lengthNanos, () -> {
                    in.exchange(line.exchange()).control().transfer(account, takenE8);
                    in.after(SEEN_NANOS, this::resume);
                });
            }
        });
        in.move(movePpm, Math.max(MOVE_NANOS_MIN, lengthNanos / 2));
    }

    private void foreignOrder(ExchangeId exchange, String account) {
        String id = "foreign-" + ++foreignOrders;
        world().exchange(exchange)
                .submit(
                        NewOrder.limit(
                                id,
                                id,
                                account,
                                SimulatedWorld.symbol(exchange),
                                random.nextBoolean() ? Side.BUY : Side.SELL,
                                NewOrder.Instruction.IOC,
                                PARTIAL_STEP_E8 * 10,
                                FixedPoint.roundToMultiple(markE8(exchange), FixedPoint.ONE, Rounding.DOWN),
                                false),
                        0);
    }

    private void lags(FaultLine line, ReadLags lags) {
        world().exchange(line.exchange()).control().lags(lags);
    }

    private OrderVerdict verdict(ExchangeId exchange) {
        OrderVerdict verdict = OrderVerdict.NONE;
        for (Active each : active) {
            if (works(each, exchange)) {
                verdict = worsen(verdict, each, exchange);
            }
        }
        return verdict;
    }

    private OrderVerdict worsen(OrderVerdict verdict, Active each, ExchangeId exchange) {
        OrderVerdict worse = switch (each.line.kind()) {
            case EXECUTES_LATE ->
                verdict.withLateNanos(
                        random.nextLong(exchange.equals(ExchangeId.VEST) ? VEST_TAIL_MILLIS : PARADEX_TAIL_MILLIS)
                                * MILLI);
            case REPORTS_TWICE -> verdict.withReports(OrderVerdict.Reports.TWICE);
            case REPORTS_REVERSED -> verdict.withReports(OrderVerdict.Reports.REVERSED);
            case OVERFILLED -> verdict.withOverfillE8(PARTIAL_STEP_E8 * (1 + random.nextInt(PARTIAL_STEPS)));
            case EXECUTES_TWICE -> verdict.withTwice();
            case RESTS -> verdict.withRests();
            case FILLED_AFTER_END -> filledAfterEnd(verdict);
            case BUSTED -> verdict.withBustAfterNanos((1 + random.nextLong(BUST_MILLIS_MAX)) * MILLI);
            default -> verdict;
        };
        if (!worse.equals(verdict)) {
            hit(each, Passage.ON);
        }
        return worse;
    }

    private OrderVerdict filledAfterEnd(OrderVerdict verdict) {
        OrderVerdict late =
                verdict.withFillsLateNanos((LATE_FILL_MILLIS_MIN + random.nextLong(LATE_FILL_MILLIS_SPAN)) * MILLI);
        return switch (random.nextInt(3)) {
            case 0 -> late.withFillMaxE8(PARTIAL_STEP_E8 * (1 + random.nextInt(PARTIAL_STEPS)));
            case 1 -> late.withRefusal(EndReason.PRICE_STALE);
            default -> late;
        };
    }

    private void mode(FaultLine line, TradingMode mode) {
        world().exchange(line.exchange()).control().mode(mode);
    }

    private void step(long millisMax, long lengthNanos) {
        long millis = random.nextLong(2 * millisMax) - millisMax;
        world().hostClock().step(millis);
        world().after(lengthNanos, () -> world().hostClock().step(-millis));
    }

    private void plan(FaultLine line, Fault fault, int times) {
        for (int i = 0; i < Math.max(1, times); i++) {
            world().exchange(line.exchange()).faults().add(fault);
        }
    }

    private void end(Active fault) {
        SimulatedWorld in = world();
        FaultLine line = fault.line;
        if (!active.remove(fault)) {
            return;
        }
        switch (line.kind()) {
            // A machine that comes back does not know the old connections.
            case DARK -> {
                for (Channel channel : Channel.values()) {
                    in.wire(line.exchange()).reset(channel);
                }
            }
            case POSITIONS_LAG, ORDERS_LAG -> lags(line, ReadLags.NONE);
            case FUNDING ->
                in.exchange(line.exchange())
                        .control()
                        .funding(SimulatedWorld.symbol(line.exchange()), 0, FUNDING_INTERVAL_MILLIS);
            case POST_ONLY, CANCEL_ONLY, MAINTENANCE -> mode(line, TradingMode.OPEN);
            case INSTRUMENT_HALTED ->
                in.exchange(line.exchange()).control().mode(SimulatedWorld.symbol(line.exchange()), TradingMode.OPEN);
            case RULES_CHANGED -> notionalMin(line.exchange(), in.notionalMinE8(line.exchange()));
            case PRICES_OFF -> in.shift(line.exchange(), 0);
            case OPERATOR_KILL, OPERATOR_PAUSE, OPERATOR_DRAIN, OPERATOR_FLATTEN, OPERATOR_SERIES -> resume();
            case EVENTS_FIRST, REFUSED_STALE, REFUSED_MARGIN, REFUSED_HALTED, REFUSED_LIMIT, PARTIAL_FILL ->
                in.exchange(line.exchange()).faults().clear();
            default -> {
                // Nothing is left of it.
            }
        }
    }

    // ---- moments

    @Override
    public void onNotice(EngineNotice notice, long nowNanos) {
        switch (notice) {
            case EngineNotice.OpportunityTaken _, EngineNotice.ExitDecided _ -> {
                firstSent = false;
                moment(Moment.DECISION);
            }
            case EngineNotice.StateChanged changed -> ofState(changed.to());
            default -> {
                // Not a moment.
            }
        }
    }

    private void ofState(PairState state) {
        switch (state) {
            case ENTERING -> moment(Moment.ENTERING);
            case RESOLVING -> moment(Moment.RESOLVING);
            case REPAIRING -> moment(Moment.REPAIRING);
            case HEDGED -> moment(Moment.HEDGED);
            case EXITING -> moment(Moment.EXITING);
            case COOLDOWN -> moment(Moment.COOLDOWN);
            case FROZEN -> moment(Moment.FROZEN);
            case RECONCILE -> moment(Moment.RECONCILE);
            case BOOT, FLAT, HALTED -> {
                // Not worth it.
            }
        }
    }

    @Override
    public void onSent(ExchangeId exchange, RequestClass kind, String target, byte[] body, long nowNanos) {
        if (kind == RequestClass.ORDER) {
            moment(firstSent ? Moment.SECOND_SEND : Moment.FIRST_SEND);
            firstSent = true;
        }
    }

    @Override
    public void onConnection(ExchangeId exchange, Channel channel, boolean open, long nowNanos) {
        if (open) {
            moment(Moment.CONNECTED);
        }
    }

    @Override
    public void onStart(int life, long nowNanos) {
        moment(Moment.STARTED);
    }

    // ---- what travels

    private Passage hit(Active each, Passage passage) {
        if (each.left != Integer.MAX_VALUE) {
            each.left--;
        }
        hits.merge(each.line.kind(), 1L, Long::sum);
        return passage;
    }

    private boolean works(Active each, ExchangeId exchange) {
        return each.left > 0
                && each.line.exchange().equals(exchange)
                && world().time().nowNanos() < each.endNanos;
    }

    private Passage late(Active each) {
        return hit(each, Passage.late((1 + random.nextLong(LATE_MILLIS_MAX)) * MILLI));
    }

    private long leftNanos(Active each) {
        return Math.max(0, each.endNanos - world().time().nowNanos());
    }

    @Override
    public Passage onRequest(ExchangeId exchange, RequestClass kind, boolean http, byte[] body) {
        for (Active each : active) {
            if (works(each, exchange)) {
                Passage passage = onRequest(each, kind, http);
                if (!passage.isPlain()) {
                    return passage;
                }
            }
        }
        return Passage.ON;
    }

    private Passage onRequest(Active each, RequestClass kind, boolean http) {
        boolean order = kind == RequestClass.ORDER;
        boolean read = kind == RequestClass.READ_ORDER || kind == RequestClass.READ_POSITION;
        return switch (each.line.kind()) {
            case REQUEST_LOST -> order ? hit(each, Passage.LOST) : Passage.ON;
            case REQUEST_LATE -> order ? late(each) : Passage.ON;
            case REQUEST_TWICE -> order ? hit(each, Passage.twice()) : Passage.ON;
            case REQUEST_RESET -> order ? hit(each, Passage.LOST_WITH_RESET) : Passage.ON;
            case TAKEN_THEN_RESET -> order ? hit(each, Passage.ARRIVES_THEN_RESET) : Passage.ON;
            case READ_LOST -> read ? hit(each, Passage.LOST) : Passage.ON;
            case READS_LIMITED -> read && http ? hit(each, Passage.as(tooMany())) : Passage.ON;
            case ORDERS_LIMITED -> http && order ? hit(each, Passage.as(tooManyOrders())) : Passage.ON;
            case RATE_LIMITED -> http && kind != RequestClass.LOGIN ? hit(each, Passage.as(tooMany())) : Passage.ON;
            case LOGIN_FAILS -> http && kind == RequestClass.LOGIN ? hit(each, Passage.as(unavailable())) : Passage.ON;
            case STALL -> hit(each, Passage.late(leftNanos(each)));
            case SLOW -> hit(each, Passage.late(random.nextLong(SLOW_MILLIS_MAX) * MILLI));
            case DARK -> hit(each, Passage.LOST);
            default -> Passage.ON;
        };
    }

    private static ServerResponse tooMany() {
        return new ServerResponse(
                429,
                Map.of("content-type", "text/plain", "retry-after", "1"),
                "slow down".getBytes(StandardCharsets.US_ASCII));
    }

    /// Structured, so that it proves that the order was not taken.
    private static ServerResponse tooManyOrders() {
        return new ServerResponse(
                429,
                Map.of("content-type", "application/json", "retry-after", "2"),
                "{\"detail\":{\"code\":1003,\"msg\":\"Too many requests.\"}}".getBytes(StandardCharsets.US_ASCII));
    }

    private static ServerResponse unavailable() {
        return new ServerResponse(503, Map.of("content-type", "text/html"), PAGE);
    }

    @Override
    public Passage onReply(ExchangeId exchange, RequestClass kind, ServerResponse response) {
        for (Active each : active) {
            if (works(each, exchange)) {
                Passage passage = onReply(each, exchange, kind);
                if (!passage.isPlain()) {
                    return passage;
                }
            }
        }
        if (kind == RequestClass.READ_POSITION) {
            positionAnswers.put(exchange, response);
        }
        return Passage.ON;
    }

    private Passage onReply(Active each, ExchangeId exchange, RequestClass kind) {
        boolean order = kind == RequestClass.ORDER;
        boolean read = kind == RequestClass.READ_ORDER || kind == RequestClass.READ_POSITION;
        return switch (each.line.kind()) {
            case REPLY_LOST -> order ? hit(each, Passage.LOST) : Passage.ON;
            case REPLY_ERROR_PAGE ->
                order
                        ? hit(each, Passage.as(new ServerResponse(502, Map.of("content-type", "text/html"), PAGE)))
                        : Passage.ON;
            case REPLY_LATE -> order ? late(each) : Passage.ON;
            case READ_ERROR -> read ? hit(each, Passage.as(unavailable())) : Passage.ON;
            case READ_LATE -> read ? late(each) : Passage.ON;
            case POSITION_OLD -> {
                ServerResponse old = positionAnswers.get(exchange);
                yield kind == RequestClass.READ_POSITION && old != null ? hit(each, Passage.as(old)) : Passage.ON;
            }
            case STALL -> hit(each, Passage.late(leftNanos(each)));
            case SLOW -> hit(each, Passage.late(random.nextLong(SLOW_MILLIS_MAX) * MILLI));
            case DARK -> hit(each, Passage.LOST);
            default -> Passage.ON;
        };
    }

    @Override
    public Passage onFrame(ExchangeId exchange, Channel channel, boolean reply, boolean text, byte[] bytes) {
        for (Active each : active) {
            if (works(each, exchange)) {
                Passage passage = channel == Channel.BOOK ? onBook(each, bytes) : onPrivate(each, reply, bytes);
                if (!passage.isPlain()) {
                    return passage;
                }
            }
        }
        return Passage.ON;
    }

    private Passage onBook(Active each, byte[] bytes) {
        return switch (each.line.kind()) {
            case BOOK_LOST, BOOK_FROZEN, DARK -> hit(each, Passage.LOST);
            case BOOK_LATE -> hit(each, Passage.late(random.nextLong(LATE_MILLIS_MAX) * MILLI));
            case BOOK_GARBLED -> {
                byte[] other = bytes.clone();
                other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
                yield hit(each, Passage.as(other));
            }
            case STALL -> hit(each, Passage.late(leftNanos(each)));
            case SLOW -> hit(each, Passage.late(random.nextLong(SLOW_MILLIS_MAX) * MILLI));
            default -> Passage.ON;
        };
    }

    private Passage onPrivate(Active each, boolean reply, byte[] bytes) {
        boolean ofOrder = reply && (RequestClass.contains(bytes, ORDER) || RequestClass.contains(bytes, ERROR));
        return switch (each.line.kind()) {
            case REPLY_LOST -> ofOrder ? hit(each, Passage.LOST) : Passage.ON;
            case REPLY_ERROR_PAGE -> ofOrder ? hit(each, Passage.as(PAGE)) : Passage.ON;
            case REPLY_LATE -> ofOrder ? late(each).unordered() : Passage.ON;
            case PRIVATE_LOST -> reply ? Passage.ON : hit(each, Passage.LOST);
            case PRIVATE_TWICE -> reply ? Passage.ON : hit(each, Passage.twice());
            case PRIVATE_LATE -> reply ? Passage.ON : late(each);
            case PRIVATE_REORDERED ->
                reply
                        ? Passage.ON
                        : hit(
                                each,
                                Passage.late(random.nextLong(SLOW_MILLIS_MAX) * MILLI)
                                        .unordered());
            case STALL -> hit(each, Passage.late(leftNanos(each)));
            case SLOW -> hit(each, Passage.late(random.nextLong(SLOW_MILLIS_MAX) * MILLI));
            case DARK -> hit(each, Passage.LOST);
            default -> Passage.ON;
        };
    }

    @Override
    public Dialling onDial(ExchangeId exchange, Channel channel) {
        for (Active each : active) {
            if (works(each, exchange) && each.line.kind() == FaultKind.DARK) {
                return random.nextBoolean() ? Dialling.UNANSWERED : Dialling.REFUSED;
            }
            boolean flaps = works(each, exchange) && each.line.kind() == FaultKind.BOOK_FLAPS;
            if (flaps && channel == Channel.BOOK && random.nextInt(100) < FLAP_REFUSED_PERCENT) {
                hit(each, Passage.ON);
                return Dialling.REFUSED;
            }
        }
        return Dialling.CONNECTS;
    }

    long nowNanos() {
        return world().time().nowNanos();
    }

    /// The kinds that work now.
    List<FaultKind> atWork() {
        return active.stream().map(each -> each.line.kind()).toList();
    }

    /// What began in each state.
    Map<PairState, List<FaultKind>> struck() {
        return struck;
    }

    /// How often each kind began.
    Map<FaultKind, Long> begun() {
        return begun;
    }

    /// How many messages each kind hit.
    Map<FaultKind, Long> hits() {
        return hits;
    }
}
