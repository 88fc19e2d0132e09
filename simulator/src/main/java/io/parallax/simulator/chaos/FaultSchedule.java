package io.parallax.simulator.chaos;

import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.core.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/// The faults of one episode. Its text is one line for each fault, can be read back, and is all that is needed, with
/// the seed, to live through the episode again. Thread: any; immutable.
public record FaultSchedule(List<FaultLine> lines) {
    private static final List<Moment> MOMENTS = List.of(Moment.values());
    private static final List<Moment> SENDS = List.of(Moment.DECISION, Moment.FIRST_SEND, Moment.SECOND_SEND);
    private static final int LINES_MIN = 4;
    private static final int LINES_SPAN = 9;
    private static final int FEW_LINES_MIN = 2;
    private static final int FEW_LINES_SPAN = 2;
    private static final int FEW_NUMBER_MAX = 3;
    /// Moments at which what belongs together meets.
    private static final List<Moment> MEETINGS = List.of(
            Moment.DECISION, Moment.FIRST_SEND, Moment.SECOND_SEND, Moment.FILL, Moment.HEDGED, Moment.REPAIRING);

    private static final int TARGETED_PERCENT = 60;
    private static final int THEME_PERCENT = 40;
    private static final int OF_THEME_PERCENT = 75;
    private static final int COMPANION_PERCENT = 30;
    private static final int NUMBER_MAX = 12;
    private static final int RARE_NUMBER_MAX = 2;
    /// What takes minutes to tell begins in the first fifth.
    private static final int SLOW_SHARE = 5;

    private static final long WAITING_MILLIS_MIN = 20_000;
    private static final long FIRST_MILLIS = 5_000;
    private static final long LENGTH_MILLIS_MIN = 200;
    private static final long DOWN_MILLIS_MIN = 3_800;
    /// Shorter than the lag itself it would be seen by nobody.
    private static final long LAGGING_MILLIS_MIN = 5_000;
    private static final long QUICK_DOWN_MILLIS_MIN = 100;
    /// At one moment of a theme so many more may meet a fault.
    private static final int COMPANIONS_MAX = 3;

    private static final int SAME_EXCHANGE_PERCENT = 50;

    public FaultSchedule {
        lines = List.copyOf(lines);
    }

    /// Draws one.
    ///
    /// @param menu what may be drawn
    /// @param untilMillis when the last one may begin
    static FaultSchedule draw(long seed, List<FaultKind> menu, long untilMillis) {
        List<FaultKind> usual = usual(menu);
        List<FaultLine> lines = new ArrayList<>(
                draw(seed, usual, theme(seed, usual), untilMillis, LINES_MIN, LINES_SPAN, NUMBER_MAX).lines);
        if (!usual.equals(menu)) {
            addSeldom(seed, menu, untilMillis, lines);
        }
        return new FaultSchedule(lines);
    }

    /// What is drawn like everything else; all of a menu that has nothing but seldom kinds.
    private static List<FaultKind> usual(List<FaultKind> menu) {
        List<FaultKind> usual =
                menu.stream().filter(kind -> kind.seldomPerMille() == 0).toList();
        return usual.isEmpty() ? menu : usual;
    }

    /// Each seldom kind has its own chance and its own numbers, so that it changes nothing about what else happens.
    private static void addSeldom(long seed, List<FaultKind> menu, long untilMillis, List<FaultLine> lines) {
        for (FaultKind kind : menu) {
            if (kind.seldomPerMille() > 0) {
                SplittableRandom random =
                        new SeededRandom(seed).split("seldom " + kind).generator();
                boolean comes = random.nextInt(1_000) < kind.seldomPerMille();
                FaultLine line = line(kind, false, random, untilMillis, NUMBER_MAX);
                if (comes && kind.fits(line.exchange(), line.moment())) {
                    lines.add(line);
                }
            }
        }
    }

    /// What an episode is mostly about; empty for most, which are about everything.
    private static List<FaultKind> theme(long seed, List<FaultKind> menu) {
        SplittableRandom random = new SeededRandom(seed).split("theme").generator();
        List<FaultKind> theme = FaultKind.THEMES.get(random.nextInt(FaultKind.THEMES.size()));
        return random.nextInt(100) < THEME_PERCENT
                ? theme.stream().filter(menu::contains).toList()
                : List.of();
    }

    /// Draws two or three faults, and perhaps companions, for an episode of about a minute.
    static FaultSchedule drawFew(long seed, List<FaultKind> menu, long untilMillis) {
        return draw(seed, usual(menu), List.of(), untilMillis, FEW_LINES_MIN, FEW_LINES_SPAN, FEW_NUMBER_MAX);
    }

    private static FaultSchedule draw(
            long seed,
            List<FaultKind> menu,
            List<FaultKind> theme,
            long untilMillis,
            int linesMin,
            int linesSpan,
            int numberMax) {
        SplittableRandom random = new SeededRandom(seed).split("faults").generator();
        List<FaultLine> lines = new ArrayList<>();
        int count = menu.isEmpty() ? 0 : linesMin + random.nextInt(linesSpan);
        while (lines.size() < count) {
            boolean ofTheme = !theme.isEmpty() && random.nextInt(100) < OF_THEME_PERCENT;
            List<FaultKind> from = ofTheme ? theme : menu;
            FaultLine line = line(from.get(random.nextInt(from.size())), ofTheme, random, untilMillis, numberMax);
            if (line.kind().fits(line.exchange(), line.moment())) {
                lines.add(line);
                int companionPercent = ofTheme ? OF_THEME_PERCENT : COMPANION_PERCENT;
                int companionsMax = line.moment().isEmpty() ? 0 : ofTheme ? COMPANIONS_MAX : 1;
                for (int i = 0; i < companionsMax && random.nextInt(100) < companionPercent; i++) {
                    companion(line, from, ofTheme, random).ifPresent(lines::add);
                }
            }
        }
        return new FaultSchedule(lines);
    }

    private static FaultLine line(
            FaultKind kind, boolean ofTheme, SplittableRandom random, long untilMillis, int usualNumberMax) {
        ExchangeId exchange = random.nextBoolean() ? ExchangeId.VEST : ExchangeId.PARADEX;
        boolean targeted = random.nextInt(100) < TARGETED_PERCENT && !kind.isSlow();
        boolean atSend = kind.hitsOrders() || (ofTheme && kind == FaultKind.CRASH_QUICK);
        List<Moment> moments = atSend ? SENDS : ofTheme ? MEETINGS : MOMENTS;
        Moment moment = moments.get(random.nextInt(moments.size()));
        int numberMax = moment.isRare() ? RARE_NUMBER_MAX : usualNumberMax;
        long lastMillis = kind.isSlow() ? untilMillis / SLOW_SHARE : untilMillis;
        long atMillis = FIRST_MILLIS + random.nextLong(Math.max(1, lastMillis - FIRST_MILLIS));
        return new FaultLine(
                kind,
                exchange,
                targeted ? Optional.of(moment) : Optional.empty(),
                targeted ? 1 + random.nextInt(numberMax) : 0,
                targeted ? 0 : atMillis,
                lengthMillis(kind, random),
                kind.timesMax() == 0 ? 0 : 1 + random.nextInt(kind.timesMax()));
    }

    /// Another fault at the same moment; what belongs together rather on the same exchange.
    private static Optional<FaultLine> companion(
            FaultLine line, List<FaultKind> menu, boolean ofTheme, SplittableRandom random) {
        FaultKind kind = menu.get(random.nextInt(menu.size()));
        boolean same = ofTheme && random.nextInt(100) < SAME_EXCHANGE_PERCENT;
        ExchangeId exchange = same ? line.exchange() : random.nextBoolean() ? ExchangeId.VEST : ExchangeId.PARADEX;
        return Optional.of(new FaultLine(
                        kind,
                        exchange,
                        line.moment(),
                        line.number(),
                        0,
                        lengthMillis(kind, random),
                        kind.timesMax() == 0 ? 0 : 1 + random.nextInt(kind.timesMax())))
                .filter(each -> kind.fits(exchange, each.moment()));
    }

    /// Short ones are as likely as long ones on a scale of doublings.
    private static long lengthMillis(FaultKind kind, SplittableRandom random) {
        if (kind.hitsOrders()) {
            return WAITING_MILLIS_MIN + random.nextLong(kind.millisMax());
        }
        long min = switch (kind) {
            case CRASH -> DOWN_MILLIS_MIN;
            case CRASH_QUICK -> QUICK_DOWN_MILLIS_MIN;
            case POSITIONS_LAG -> LAGGING_MILLIS_MIN;
            default -> LENGTH_MILLIS_MIN;
        };
        if (kind.millisMax() <= min || kind.isSlow()) {
            return kind.millisMax();
        }
        double doublings = StrictMath.log((double) kind.millisMax() / min) * random.nextDouble();
        return (long) (min * StrictMath.exp(doublings));
    }

    /// Reads lines; empty ones and those that begin with `#` are left out.
    public static FaultSchedule parse(String text) {
        return new FaultSchedule(text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(FaultLine::parse)
                .toList());
    }

    @Override
    public String toString() {
        return lines.stream().map(FaultLine::toString).collect(Collectors.joining("\n"));
    }
}
