package io.parallax.simulator.world;

import io.parallax.instrument.Instrument;
import io.parallax.instrument.Side;
import io.parallax.simulator.core.SeededRandom;
import io.parallax.simulator.core.SimulatedBook.Level;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A market from the seed: one price that diffuses and sometimes jumps, and between the two exchanges a basis that
/// wanders between being dear, being cheap and being nothing, so that positions open and close. Both exchanges quote
/// around it at their own rhythm. Values are chosen so that an episode of some minutes trades several cycles; they are
/// not fitted to a recording. Thread: the world's.
public final class SyntheticMarket {
    private static final double START_PRICE = 90_000;
    /// Sixty per cent a year.
    private static final double VOLATILITY_PER_SECOND = 1.07e-4;

    private static final double JUMPS_PER_SECOND = 1.0 / 400;
    private static final double JUMP_SIZE = 8e-4;
    private static final double BASIS_SIZE = 24e-4;
    private static final double BASIS_NOISE = 0.6e-4;
    private static final double BASIS_SECONDS = 3;
    private static final double DWELL_SECONDS_MIN = 6;
    private static final double DWELL_SECONDS_MEAN = 14;
    private static final double HALF_WIDTH = 0.6e-4;
    private static final double LEVEL_STEP = 0.4e-4;
    private static final int LEVELS = 6;
    /// Below the bot's size, so that it takes several levels at times.
    private static final long LEVEL_LOTS_MIN = 1;
    private static final double QUANTITY_UNIT = 0.004;
    private static final long STEP_NANOS = 50_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double PPM = 1e6;
    private static final double BOOK_MILLIS_MEAN = 280;
    private static final double CURVE_MILLIS_MEAN = 420;
    private static final double MILLIS_MAX = 1_100;

    private final SplittableRandom random;
    private final SimulatedExchange book;
    private final SimulatedExchange curve;
    private final Instrument bookInstrument;
    private final Instrument curveInstrument;
    private double price = START_PRICE;
    private double basis;
    private double target;
    private double dwellSeconds = DWELL_SECONDS_MIN;
    private long steppedNanos;
    private double driftPerStep;
    private long driftUntilNanos;
    private double bookOff;
    private double curveOff;

    /// @param book the exchange that is an order book
    /// @param curve the exchange that quotes itself
    SyntheticMarket(SeededRandom random, SimulatedExchange book, SimulatedExchange curve, String pair) {
        this.random = random.generator();
        this.book = book;
        this.curve = curve;
        this.bookInstrument = instrument(book, pair);
        this.curveInstrument = instrument(curve, pair);
        this.steppedNanos = book.loop().nanoTime();
        quote(book, bookInstrument, price);
        quote(curve, curveInstrument, price);
        for (SimulatedExchange exchange : List.of(book, curve)) {
            // Instruments that nobody trades here have a price too.
            exchange.books().stream()
                    .map(other -> other.instrument().instrument())
                    .filter(other -> !other.pair().equals(pair))
                    .forEach(other -> quote(exchange, other, price / 30));
        }
    }

    private static Instrument instrument(SimulatedExchange exchange, String pair) {
        return exchange.books().stream()
                .map(each -> each.instrument().instrument())
                .filter(each -> each.pair().equals(pair))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nobody lists " + pair));
    }

    void start() {
        again(book, bookInstrument, BOOK_MILLIS_MEAN, false);
        again(curve, curveInstrument, CURVE_MILLIS_MEAN, true);
    }

    /// Quotes of one exchange are off by so much from now on.
    void shift(SimulatedExchange exchange, long ppm) {
        if (exchange == book) {
            bookOff = ppm / PPM;
        } else {
            curveOff = ppm / PPM;
        }
    }

    /// The price drifts by so much within this time from now on.
    void move(long ppm, long nanos) {
        double steps = Math.max(1, nanos / STEP_NANOS);
        driftPerStep = ppm / PPM / steps;
        driftUntilNanos = steppedNanos + nanos;
    }

    private void again(SimulatedExchange exchange, Instrument instrument, double meanMillis, boolean dear) {
        double millis = Math.min(MILLIS_MAX, -StrictMath.log(1 - random.nextDouble()) * meanMillis + 40);
        exchange.loop().schedule((long) (millis * 1e6), () -> {
            stepTo(exchange.loop().nanoTime());
            double off = exchange == book ? bookOff : curveOff;
            quote(exchange, instrument, (dear ? price * (1 + basis) : price) * (1 + off));
            again(exchange, instrument, meanMillis, dear);
        });
    }

    private void stepTo(long nowNanos) {
        while (nowNanos - steppedNanos >= STEP_NANOS) {
            steppedNanos += STEP_NANOS;
            double seconds = STEP_NANOS / NANOS_PER_SECOND;
            double move = VOLATILITY_PER_SECOND * StrictMath.sqrt(seconds) * normal();
            if (random.nextDouble() < JUMPS_PER_SECOND * seconds) {
                move += JUMP_SIZE * normal();
            }
            if (steppedNanos <= driftUntilNanos) {
                move += driftPerStep;
            }
            price *= 1 + move;
            dwellSeconds -= seconds;
            if (dwellSeconds <= 0) {
                dwellSeconds = DWELL_SECONDS_MIN - StrictMath.log(1 - random.nextDouble()) * DWELL_SECONDS_MEAN;
                target = BASIS_SIZE * (random.nextInt(3) - 1);
            }
            basis += (target - basis) * seconds / BASIS_SECONDS + BASIS_NOISE * StrictMath.sqrt(seconds) * normal();
        }
    }

    /// Twelve uniform numbers: near enough to a normal one, and the same on every machine.
    private double normal() {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }

    private void quote(SimulatedExchange exchange, Instrument instrument, double middle) {
        exchange.refresh(instrument.symbol(), side(Side.BUY, instrument, middle), side(Side.SELL, instrument, middle));
    }

    private List<Level> side(Side side, Instrument instrument, double middle) {
        List<Level> levels = new ArrayList<>(LEVELS);
        double away = HALF_WIDTH;
        long lastE8 = 0;
        for (int level = 0; level < LEVELS; level++) {
            double wanted = middle * (1 - side.sign() * away);
            long priceE8 = FixedPoint.roundToMultiple(
                    (long) (wanted * FixedPoint.ONE),
                    instrument.tickE8(),
                    side == Side.BUY ? Rounding.FLOOR : Rounding.CEILING);
            long lots = LEVEL_LOTS_MIN + random.nextLong(6L * (level + 1));
            long quantityE8 =
                    instrument.roundDownToLotE8((long) (lots * QUANTITY_UNIT * START_PRICE / middle * FixedPoint.ONE));
            if (priceE8 != lastE8) {
                levels.add(new Level(priceE8, quantityE8));
            }
            lastE8 = priceE8;
            away += LEVEL_STEP;
        }
        return levels;
    }
}
