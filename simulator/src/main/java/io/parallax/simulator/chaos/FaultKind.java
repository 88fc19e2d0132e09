package io.parallax.simulator.chaos;

import io.parallax.execution.HaltReason;
import io.parallax.instrument.ExchangeId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The menu. `times` in a line of a schedule is how many messages are hit, `length` how long the fault waits for them
/// or lasts.
public enum FaultKind {
    /// The order executes, its answer never comes.
    REPLY_LOST(Family.ORDER_PATH, 20_000, 3),
    /// The order never arrives; the connection lives.
    REQUEST_LOST(Family.ORDER_PATH, 20_000, 3),
    /// The order is taken, the answer is a gateway's error page.
    REPLY_ERROR_PAGE(Family.ORDER_PATH, 20_000, 3),
    /// The answer takes up to seconds.
    REPLY_LATE(Family.ORDER_PATH, 20_000, 3),
    /// The order itself takes up to seconds.
    REQUEST_LATE(Family.ORDER_PATH, 20_000, 3),
    /// The order arrives twice.
    REQUEST_TWICE(Family.ORDER_PATH, 20_000, 2),
    /// The connection breaks before the order arrives.
    REQUEST_RESET(Family.ORDER_PATH, 20_000, 2),
    /// The order arrives, then the connection breaks.
    TAKEN_THEN_RESET(Family.ORDER_PATH, 20_000, 2),
    /// Events come before the answer.
    EVENTS_FIRST(Family.ORDER_PATH, 30_000, 3),
    /// Refused: the price is too old.
    REFUSED_STALE(Family.ORDER_PATH, 30_000, 2),
    /// Refused: not enough margin.
    REFUSED_MARGIN(Family.ORDER_PATH, 30_000, 2),
    /// Refused: the instrument is halted.
    REFUSED_HALTED(Family.ORDER_PATH, 30_000, 2),
    /// Refused: the order would pass a position limit.
    REFUSED_LIMIT(Family.ORDER_PATH, 30_000, 2),
    /// Executed later than usual, within what the exchange's engine may take.
    EXECUTES_LATE(Family.ORDER_PATH, 30_000, 3),
    /// Every private report of the order comes twice.
    REPORTS_TWICE(Family.ORDER_PATH, 30_000, 3),
    /// The private reports of the order come newest first.
    REPORTS_REVERSED(Family.ORDER_PATH, 30_000, 3),
    /// What an immediate order does not get rests instead of being cancelled.
    RESTS(Family.ORDER_PATH, 30_000, 2),
    /// Only part executes, the rest is cancelled.
    PARTIAL_FILL(Family.ORDER_PATH, 60_000, 3),
    /// An execution is taken back seconds later.
    BUSTED(Family.ORDER_PATH, 30_000, 1),

    /// The feed's connections break.
    BOOK_RESET(Family.STREAM, 1, 0),
    /// The feed's connections break again and again.
    BOOK_FLAPS(Family.STREAM, 60_000, 0),
    /// The private connection breaks.
    PRIVATE_RESET(Family.STREAM, 1, 0),
    /// Connections for requests break.
    HTTP_RESET(Family.STREAM, 1, 0),
    /// The feed's connection stays open and carries nothing any more.
    BOOK_DEAF(Family.STREAM, 1, 0),
    /// The private connection stays open and carries nothing any more.
    PRIVATE_DEAF(Family.STREAM, 1, 0),
    /// The connections for requests stay open and carry nothing any more.
    HTTP_DEAF(Family.STREAM, 1, 0),
    /// Book frames are lost.
    BOOK_LOST(Family.STREAM, 10_000, 20),
    /// Nothing comes on the feed; the connection lives.
    BOOK_FROZEN(Family.STREAM, 30_000, 0),
    /// Book frames are late.
    BOOK_LATE(Family.STREAM, 30_000, 0),
    /// Private events are lost; nobody is told.
    PRIVATE_LOST(Family.STREAM, 20_000, 6),
    /// Private events come twice.
    PRIVATE_TWICE(Family.STREAM, 60_000, 12),
    /// Private events are late.
    PRIVATE_LATE(Family.STREAM, 20_000, 12),
    /// Private events overtake each other.
    PRIVATE_REORDERED(Family.STREAM, 60_000, 12),
    /// Everything waits on the way and comes in one heap.
    STALL(Family.NETWORK, 10_000, 0),
    /// Every message takes longer.
    SLOW(Family.NETWORK, 60_000, 0),
    /// Sockets stay open, the exchange says nothing on them.
    SILENT(Family.STREAM, 20_000, 0),

    /// Questions about orders and positions stay unanswered.
    READ_LOST(Family.READS, 20_000, 12),
    /// Such questions are answered with an error.
    READ_ERROR(Family.READS, 20_000, 12),
    /// Such answers are late.
    READ_LATE(Family.READS, 20_000, 12),
    /// Positions are answered as they were before.
    POSITION_OLD(Family.READS, 4_000, 0),
    /// Answers about positions lie some seconds behind.
    POSITIONS_LAG(Family.READS, 60_000, 0),
    /// Answers about orders lie up to a second behind.
    ORDERS_LAG(Family.READS, 60_000, 0),
    /// Questions are refused for their number; orders are not.
    READS_LIMITED(Family.READS, 20_000, 40),
    /// Requests of every kind are refused for their number.
    RATE_LIMITED(Family.READS, 10_000, 20),
    /// Logins fail.
    LOGIN_FAILS(Family.AUTHENTICATION, 240_000, 0),

    /// Nothing comes from the exchange, nothing gets there.
    DARK(Family.EXCHANGE, 90_000, 0),
    /// The exchange takes only orders that rest, as before and after maintenance.
    POST_ONLY(Family.EXCHANGE, 90_000, 0),
    /// The exchange takes cancels alone.
    CANCEL_ONLY(Family.EXCHANGE, 90_000, 0),
    /// The instrument is halted.
    INSTRUMENT_HALTED(Family.EXCHANGE, 90_000, 0),
    /// The exchange is in maintenance.
    MAINTENANCE(Family.EXCHANGE, 90_000, 0),
    /// The exchange stands still, its engine and its answers alike; what it took before executes afterwards.
    EXCHANGE_PAUSE(Family.EXCHANGE, 4_000, 0),

    /// The smallest order of the exchange is worth more than the bot's from now on.
    RULES_CHANGED(Family.EXCHANGE, 600_000, 0),
    /// The exchange's prices are far from everybody else's.
    PRICES_OFF(Family.EXCHANGE, 30_000, 0),
    /// The operator kills the bot, and resumes later.
    OPERATOR_KILL(Family.HUMAN, 60_000, 0),

    /// The process stands still.
    HOST_PAUSE(Family.HOST, 15_000, 0),
    /// The process dies and comes back with an empty memory.
    CRASH(Family.HOST, 60_000, 0),
    /// The machine's calendar jumps by up to a second, and back.
    CLOCK_NUDGE(Family.HOST, 60_000, 0),

    /// The process dies and is back before its last order must have ended.
    CRASH_QUICK(Family.HOST, 3_800, 0),
    /// The calendar jumps by up to an hour, and back.
    CLOCK_STEP(Family.HOST, 60_000, 0),
    /// Filled for more than was asked.
    OVERFILLED(Family.UNSURVIVED, 30_000, 1),
    /// Executed twice.
    EXECUTES_TWICE(Family.UNSURVIVED, 30_000, 1),
    /// Part of a leg is liquidated.
    LIQUIDATED(Family.EXCHANGE, 1, 0),
    /// Part of a leg is deleveraged.
    DELEVERAGED(Family.EXCHANGE, 1, 0),
    /// Funding accrues and is paid.
    FUNDING(Family.EXCHANGE, 240_000, 0),
    /// Somebody else trades on the account.
    FOREIGN_ORDER(Family.UNSURVIVED, 1, 0),
    /// The process stands still with orders handed over and not sent.
    PAUSE_AT_SEND(Family.HOST, 15_000, 0),

    /// The end of an order is told with less than it gets, or as a refusal; the rest executes up to seconds later.
    FILLED_AFTER_END(Family.ORDER_PATH, 30_000, 1, 40),
    /// Orders are refused for their number.
    ORDERS_LIMITED(Family.ORDER_PATH, 30_000, 2, 30),
    /// An account has little more than its position needs, and the market moves.
    SMALL_ACCOUNT(Family.HUMAN, 90_000, 0, 80),
    /// Somebody pays into the account.
    PAID_IN(Family.HUMAN, 1, 0, 8),

    /// The operator pauses entries, and resumes later.
    OPERATOR_PAUSE(Family.HUMAN, 90_000, 0, 40),
    /// The operator lets the bot end with its next exit, and resumes later.
    OPERATOR_DRAIN(Family.HUMAN, 180_000, 0, 40),
    /// The operator has everything closed, and resumes later.
    OPERATOR_FLATTEN(Family.HUMAN, 120_000, 0, 40),
    /// The operator gives several commands in any order, and resumes in the end.
    OPERATOR_SERIES(Family.HUMAN, 60_000, 8, 40),
    /// The operator ends the process in good order, with more commands while it ends, and starts it again.
    OPERATOR_RESTART(Family.HUMAN, 20_000, 3, 40),
    /// A byte of a book frame is another. Off by default: plausible but wrong prices need bands that the engine does
    /// not have yet.
    BOOK_GARBLED(Family.UNSURVIVED, 10_000, 5);

    /// What belongs together: each is dangerous where another has been, and drawn from everything they would seldom
    /// meet.
    static final List<List<FaultKind>> THEMES = List.of(
            List.of(CRASH_QUICK, CRASH_QUICK, POSITIONS_LAG, POSITIONS_LAG, EXECUTES_LATE, REQUEST_LATE),
            List.of(OPERATOR_KILL, REFUSED_STALE, REFUSED_MARGIN, REQUEST_LOST, REQUEST_LATE),
            List.of(RULES_CHANGED, REFUSED_STALE, REFUSED_MARGIN),
            List.of(PRICES_OFF, CLOCK_NUDGE, CLOCK_STEP, BOOK_FROZEN),
            List.of(BOOK_FLAPS, BOOK_FLAPS, BOOK_FLAPS, BOOK_RESET, BOOK_LOST, BOOK_DEAF),
            List.of(LIQUIDATED, DELEVERAGED),
            List.of(
                    READS_LIMITED,
                    READS_LIMITED,
                    REFUSED_STALE,
                    PARTIAL_FILL,
                    REQUEST_LATE,
                    REQUEST_LOST,
                    RATE_LIMITED),
            List.of(REQUEST_LOST, REQUEST_RESET, PRIVATE_LOST, PRIVATE_LOST, PRIVATE_RESET, DELEVERAGED, DELEVERAGED),
            List.of(REQUEST_LOST, PRIVATE_LOST, DELEVERAGED));

    private final Family family;
    private final long millisMax;
    private final int timesMax;
    private final int seldomPerMille;

    FaultKind(Family family, long millisMax, int timesMax) {
        this(family, millisMax, timesMax, 0);
    }

    /// @param seldomPerMille in how many of a thousand episodes it comes on top of what is drawn; 0 for a kind that is
    ///     drawn like all others
    FaultKind(Family family, long millisMax, int timesMax, int seldomPerMille) {
        this.family = family;
        this.millisMax = millisMax;
        this.timesMax = timesMax;
        this.seldomPerMille = seldomPerMille;
    }

    /// Where a fault strikes.
    public enum Family {
        NETWORK,
        STREAM,
        ORDER_PATH,
        READS,
        AUTHENTICATION,
        EXCHANGE,
        HOST,
        HUMAN,
        /// What the engine is known not to survive yet; see docs/reliability.md.
        UNSURVIVED
    }

    public Family family() {
        return family;
    }

    /// The classes of the catalogue of failures.
    enum Strikes {
        NETWORK,
        STREAM,
        ORDER_PATH,
        READS,
        EXCHANGE,
        AUTHENTICATION,
        HOST,
        HUMAN
    }

    /// Where this strikes, survived or not.
    Strikes strikes() {
        return switch (family) {
            case NETWORK -> Strikes.NETWORK;
            case STREAM -> Strikes.STREAM;
            case ORDER_PATH -> Strikes.ORDER_PATH;
            case READS -> Strikes.READS;
            case AUTHENTICATION -> Strikes.AUTHENTICATION;
            case EXCHANGE -> Strikes.EXCHANGE;
            case HOST -> Strikes.HOST;
            case HUMAN -> Strikes.HUMAN;
            case UNSURVIVED ->
                switch (this) {
                    case FOREIGN_ORDER -> Strikes.HUMAN;
                    case BOOK_GARBLED -> Strikes.STREAM;
                    default -> Strikes.ORDER_PATH;
                };
        };
    }

    /// Longest length drawn.
    long millisMax() {
        return millisMax;
    }

    /// Most messages hit; 0 for all within the length.
    int timesMax() {
        return timesMax;
    }

    /// In how many of a thousand episodes this comes on top of what is drawn; 0 for a kind that is drawn like all
    /// others.
    int seldomPerMille() {
        return seldomPerMille;
    }

    /// Whether it takes minutes until it can be known, so that it must begin early and last.
    boolean isSlow() {
        return this == RULES_CHANGED;
    }

    /// Whether it belongs to the host rather than to an exchange.
    boolean ofHost() {
        return family == Family.HOST;
    }

    boolean fits(ExchangeId exchange, Optional<Moment> moment) {
        boolean atSend = moment.filter(each -> each == Moment.DECISION
                        || each == Moment.FIRST_SEND
                        || each == Moment.SECOND_SEND
                        || each == Moment.ENTERING
                        || each == Moment.EXITING
                        || each == Moment.REPAIRING)
                .isPresent();
        return switch (this) {
            // The simulated Paradex refuses a second order of a client id only while the first is open.
            case REQUEST_TWICE -> exchange.equals(ExchangeId.VEST);
            // Vest tells no such rule.
            case RULES_CHANGED -> exchange.equals(ExchangeId.PARADEX);
            // Vest documents no way in which an execution is taken back.
            case BUSTED -> exchange.equals(ExchangeId.PARADEX);
            // Paradex takes orders on its socket, where no sample shows such a refusal.
            case ORDERS_LIMITED -> exchange.equals(ExchangeId.VEST);
            // Vest tells of transfers, for which the bot halts, as for everything on its account that is not its own.
            case SMALL_ACCOUNT -> exchange.equals(ExchangeId.PARADEX);
            case PAID_IN -> exchange.equals(ExchangeId.VEST);
            case HOST_PAUSE -> !atSend;
            case PAUSE_AT_SEND -> atSend;
            default -> true;
        };
    }

    /// Whether it waits for orders; then it is best at a moment in which one leaves.
    boolean hitsOrders() {
        return switch (this) {
            case OVERFILLED, EXECUTES_TWICE, BUSTED -> true;
            default -> family == Family.ORDER_PATH;
        };
    }

    /// Whether an imbalance may last while this works; otherwise nothing excuses it.
    boolean hinders() {
        return switch (this) {
            case OPERATOR_KILL,
                    OPERATOR_PAUSE,
                    OPERATOR_DRAIN,
                    OPERATOR_FLATTEN,
                    OPERATOR_SERIES,
                    PAID_IN,
                    PRICES_OFF,
                    READS_LIMITED,
                    PRIVATE_TWICE,
                    EVENTS_FIRST,
                    REPORTS_TWICE,
                    FUNDING -> false;
            default -> true;
        };
    }

    /// Whether the exchange breaks its own word, so that a position may be what no order asked for.
    boolean breaksTheRules() {
        return switch (this) {
            case OVERFILLED,
                    EXECUTES_TWICE,
                    FILLED_AFTER_END,
                    BUSTED,
                    LIQUIDATED,
                    DELEVERAGED,
                    SMALL_ACCOUNT,
                    FOREIGN_ORDER -> true;
            default -> false;
        };
    }

    /// Whether it is done to an exchange, which must not be asked in the middle of its own work.
    boolean changesTheExchange() {
        return family == Family.EXCHANGE || this == SMALL_ACCOUNT || this == PAID_IN || this == FOREIGN_ORDER;
    }

    /// Whether prices may be older than they look because of this.
    boolean agesPrices() {
        return switch (this) {
            case BOOK_LATE, STALL, HOST_PAUSE, PAUSE_AT_SEND, EXCHANGE_PAUSE -> true;
            default -> false;
        };
    }

    /// For which reasons a pair may stop because of this.
    Set<HaltReason> justifies() {
        return switch (this) {
            case CRASH, CRASH_QUICK, HOST_PAUSE, PAUSE_AT_SEND, OPERATOR_RESTART ->
                EnumSet.of(HaltReason.OPERATOR, HaltReason.REPAIR_BUDGET, HaltReason.BREAKER_DAY);
            case CLOCK_STEP -> EnumSet.of(HaltReason.CLOCK);
            case REFUSED_STALE, REFUSED_MARGIN, REFUSED_HALTED, REFUSED_LIMIT ->
                EnumSet.of(HaltReason.REPAIR_BUDGET, HaltReason.BREAKER_DAY);
            case REPLY_LOST,
                    REQUEST_LOST,
                    REPLY_ERROR_PAGE,
                    REPLY_LATE,
                    REQUEST_LATE,
                    REQUEST_RESET,
                    ORDERS_LIMITED,
                    TAKEN_THEN_RESET -> EnumSet.of(HaltReason.BREAKER_DAY, HaltReason.REPAIR_BUDGET);
            case PRICES_OFF ->
                EnumSet.of(HaltReason.REPAIR_BUDGET, HaltReason.BREAKER_DAY, HaltReason.DAY_LOSS, HaltReason.OPERATOR);
            case POST_ONLY,
                    RULES_CHANGED,
                    CANCEL_ONLY,
                    INSTRUMENT_HALTED,
                    MAINTENANCE,
                    DARK,
                    STALL,
                    SLOW,
                    HTTP_DEAF,
                    RATE_LIMITED,
                    EXCHANGE_PAUSE -> EnumSet.of(HaltReason.REPAIR_BUDGET, HaltReason.BREAKER_DAY);
            // What is taken back, or executed, after its cycle may meet one leg of the next.
            case BUSTED ->
                EnumSet.of(
                        HaltReason.BUST_CASCADE,
                        HaltReason.SAME_SIDE,
                        HaltReason.REPAIR_BUDGET,
                        HaltReason.BREAKER_DAY,
                        HaltReason.OPERATOR);
            case FILLED_AFTER_END -> EnumSet.of(HaltReason.SAME_SIDE, HaltReason.REPAIR_BUDGET, HaltReason.BREAKER_DAY);
            case SMALL_ACCOUNT ->
                EnumSet.of(
                        HaltReason.LIQUIDATED,
                        HaltReason.LEDGER_MISMATCH,
                        HaltReason.ACCOUNT_RESTRICTED,
                        HaltReason.REPAIR_BUDGET,
                        HaltReason.OPERATOR,
                        HaltReason.BREAKER_DAY);
            case LIQUIDATED, DELEVERAGED ->
                EnumSet.of(
                        HaltReason.LIQUIDATED,
                        HaltReason.DELEVERAGED,
                        HaltReason.LEDGER_MISMATCH,
                        HaltReason.ACCOUNT_RESTRICTED,
                        HaltReason.BREAKER_DAY);
            case PAID_IN -> EnumSet.of(HaltReason.FOREIGN_ACTIVITY);
            // A resume of a pair that is halted with unequal legs removes the excess, then halts for a human again.
            case OPERATOR_KILL, OPERATOR_PAUSE, OPERATOR_DRAIN, OPERATOR_FLATTEN, OPERATOR_SERIES ->
                EnumSet.of(HaltReason.OPERATOR, HaltReason.BREAKER_DAY);
            case FOREIGN_ORDER -> EnumSet.of(HaltReason.FOREIGN_ACTIVITY, HaltReason.LEDGER_MISMATCH);
            case OVERFILLED, EXECUTES_TWICE ->
                EnumSet.of(HaltReason.LEDGER_MISMATCH, HaltReason.REPAIR_BUDGET, HaltReason.BREAKER_DAY);
            default -> EnumSet.of(HaltReason.BREAKER_DAY);
        };
    }
}
