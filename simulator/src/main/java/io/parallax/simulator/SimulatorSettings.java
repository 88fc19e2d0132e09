package io.parallax.simulator;

import io.parallax.simulator.market.Tape;
import io.parallax.simulator.paradex.ParadexSimulatorSettings;
import io.parallax.simulator.vest.VestSimulatorSettings;
import io.parallax.units.FixedPoint;

/// What a simulation is started with. Thread: any; immutable.
///
/// @param seed decides sizes, the rhythm of Vest's snapshots, and every delay; the same seed gives the same
/// market
/// @param speed market seconds per second; delays of the exchanges do not follow it
/// @param delayFactor multiplies the delays of both exchanges; 0 switches them off
/// @param startingBalanceE8 cash of a new account on either exchange
/// @param startsAtOnce the market runs from the start; otherwise from the first WebSocket on, so that a run
/// sees the tape from its beginning
/// @param vestPort 0 for any free one
/// @param paradexPort 0 for any free one
public record SimulatorSettings(
        long seed,
        double speed,
        double delayFactor,
        long startingBalanceE8,
        boolean startsAtOnce,
        int vestPort,
        int paradexPort,
        Tape tape,
        VestSimulatorSettings vest,
        ParadexSimulatorSettings paradex) {
    public static final double SPEED_DEFAULT = 8;

    public SimulatorSettings {
        if (!(speed > 0 && speed <= 1_000)) {
            throw new IllegalArgumentException("the speed must be above 0 and at most 1000, found " + speed);
        }
        if (!(delayFactor >= 0 && delayFactor <= 100)) {
            throw new IllegalArgumentException("the delay factor must be 0 to 100, found " + delayFactor);
        }
        if (startingBalanceE8 < 0) {
            throw new IllegalArgumentException(
                    "the starting balance must not be negative, found " + FixedPoint.format(startingBalanceE8));
        }
    }

    /// Speed 8, real delays, 100 000 of cash, any free ports, the shipped tape.
    public static SimulatorSettings defaults(long seed) {
        return new SimulatorSettings(
                seed,
                SPEED_DEFAULT,
                1,
                FixedPoint.parse("100000"),
                false,
                0,
                0,
                Tape.shipped(),
                VestSimulatorSettings.defaults(),
                ParadexSimulatorSettings.defaults());
    }

    public SimulatorSettings withSpeed(double changed) {
        return new SimulatorSettings(
                seed,
                changed,
                delayFactor,
                startingBalanceE8,
                startsAtOnce,
                vestPort,
                paradexPort,
                tape,
                vest,
                paradex);
    }

    public SimulatorSettings withDelayFactor(double changed) {
        return new SimulatorSettings(
                seed, speed, changed, startingBalanceE8, startsAtOnce, vestPort, paradexPort, tape, vest, paradex);
    }

    public SimulatorSettings withStartingBalanceE8(long changed) {
        return new SimulatorSettings(
                seed, speed, delayFactor, changed, startsAtOnce, vestPort, paradexPort, tape, vest, paradex);
    }

    public SimulatorSettings withStartsAtOnce(boolean changed) {
        return new SimulatorSettings(
                seed, speed, delayFactor, startingBalanceE8, changed, vestPort, paradexPort, tape, vest, paradex);
    }

    public SimulatorSettings withPorts(int changedVest, int changedParadex) {
        return new SimulatorSettings(
                seed,
                speed,
                delayFactor,
                startingBalanceE8,
                startsAtOnce,
                changedVest,
                changedParadex,
                tape,
                vest,
                paradex);
    }

    public SimulatorSettings withTape(Tape changed) {
        return new SimulatorSettings(
                seed,
                speed,
                delayFactor,
                startingBalanceE8,
                startsAtOnce,
                vestPort,
                paradexPort,
                changed,
                vest,
                paradex);
    }

    public SimulatorSettings withVest(VestSimulatorSettings changed) {
        return new SimulatorSettings(
                seed,
                speed,
                delayFactor,
                startingBalanceE8,
                startsAtOnce,
                vestPort,
                paradexPort,
                tape,
                changed,
                paradex);
    }

    public SimulatorSettings withParadex(ParadexSimulatorSettings changed) {
        return new SimulatorSettings(
                seed, speed, delayFactor, startingBalanceE8, startsAtOnce, vestPort, paradexPort, tape, vest, changed);
    }
}
