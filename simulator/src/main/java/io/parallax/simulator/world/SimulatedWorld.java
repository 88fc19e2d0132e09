package io.parallax.simulator.world;

import io.parallax.engine.EngineSettings;
import io.parallax.engine.OperatorCommand;
import io.parallax.exchange.paradex.ParadexConfig;
import io.parallax.exchange.paradex.ParadexConfig.FeeProfile;
import io.parallax.exchange.signing.Secret;
import io.parallax.exchange.vest.VestConfig;
import io.parallax.execution.ExchangeSettings;
import io.parallax.execution.OrderTerms;
import io.parallax.execution.PairSettings;
import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.ExchangeCatalogue;
import io.parallax.simulator.core.SeededRandom;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.paradex.ParadexFrontEnd;
import io.parallax.simulator.paradex.ParadexSimulatorSettings;
import io.parallax.simulator.server.DirectMount;
import io.parallax.simulator.server.FrontEnd;
import io.parallax.simulator.vest.VestFrontEnd;
import io.parallax.simulator.vest.VestSimulatorSettings;
import io.parallax.units.FixedPoint;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/// One bot, its process, the network, two exchanges and their market, all from one seed and on one clock. Thread: the
/// one that made it.
public final class SimulatedWorld {
    /// The pair that is traded.
    public static final String PAIR = "BTC-PERP";

    private static final long START_NANOS = 5_000_000_000L;
    private static final long MILLI = 1_000_000L;
    private static final long CLOCK_OFF_MILLIS_MAX = 40;
    /// Spread from which the bot enters, in millionths.
    public static final long ENTRY_PPM = 1_500;
    private static final long EXIT_PPM = 500;
    private static final int LEVERAGE = 10;
    private static final long QUANTITY_E8 = FixedPoint.parse("0.01");
    private static final long BALANCE_E8 = FixedPoint.parse("100000");
    private static final String VEST_HOST = "vest.simulated";
    private static final String PARADEX_HOST = "paradex.simulated";
    /// Throwaway keys: the tests' own, worth nothing anywhere.
    private static final VestConfig.Credentials VEST_KEYS =
            VestConfig.Credentials.of(Secret.fromHex("22".repeat(32)), Secret.fromHex("11".repeat(32)));

    private static final ParadexConfig.Credentials PARADEX_KEYS = ParadexConfig.Credentials.of(
            Secret.fromHex("0x543b6cf6c91817a87174aaea4fb370ac1c694e864d7740d728f8344d53e815"),
            "0x129c135ed63df9353885e292be4426b8ed6122b13c6c0e1bb787288a1f5adfa");

    private final VirtualTime time;
    private final EventLog log;
    private final FaultPoints faults;
    private final Taps taps;
    private final SimulatedExchange vest;
    private final SimulatedExchange paradex;
    private final HostLoop vestLoop;
    private final HostLoop paradexLoop;
    private final HostLoop worldLoop;
    private final Wire vestWire;
    private final Wire paradexWire;
    private final WallClock hostClock;
    private final SyntheticMarket market;
    private final SplittableRandom hosts;
    private final BotShape shape;
    private final FeeProfile feeProfile;
    private final long notionalMinE8;
    private final long commonLotE8;
    private final List<Throwable> formerFailures = new ArrayList<>();
    private EngineHost host;
    private boolean alive;
    private boolean killed;
    private long bootEpochSeconds;
    private int lives;

    /// @param readable whether the log keeps lines to read
    public SimulatedWorld(long seed, FaultPoints faults, Taps taps, boolean readable) {
        this(seed, faults, taps, readable, BotShape.PLAIN);
    }

    /// @param shape how the bot enters
    public SimulatedWorld(long seed, FaultPoints faults, Taps taps, boolean readable, BotShape shape) {
        this(seed, faults, taps, readable, shape, FeeProfile.PRO);
    }

    /// @param feeProfile what the bot's orders are on Paradex
    public SimulatedWorld(
            long seed, FaultPoints faults, Taps taps, boolean readable, BotShape shape, FeeProfile feeProfile) {
        this.shape = shape;
        this.feeProfile = feeProfile;
        SeededRandom random = new SeededRandom(seed);
        this.time = new VirtualTime(random.split("ties").seed(), START_NANOS);
        this.log = new EventLog(time, readable);
        this.faults = faults;
        this.taps = taps;
        SplittableRandom clocks = random.split("clocks").generator();
        vestLoop = new HostLoop("vest", time, clock(clocks), HostLoop.Network.NONE);
        paradexLoop = new HostLoop("paradex", time, clock(clocks), HostLoop.Network.NONE);
        hostClock = clock(clocks);
        worldLoop = new HostLoop("world", time, hostClock, HostLoop.Network.NONE);
        vest = ExchangeCatalogue.vest(vestLoop, BALANCE_E8, false);
        paradex = ExchangeCatalogue.paradex(paradexLoop, BALANCE_E8);
        Rules rules = Rules.draw(random.split("rules").generator());
        rules.apply(paradex);
        notionalMinE8 = rules.paradexNotionalMinE8();
        commonLotE8 = rules.commonLotE8();
        market = new SyntheticMarket(random.split("market"), paradex, vest, PAIR);
        FrontEnd vestFront = new VestFrontEnd(VestSimulatorSettings.defaults(), vest, random.split("vest"));
        FrontEnd paradexFront = new ParadexFrontEnd(paradexSettings(), paradex, random.split("paradex"));
        vestWire = wire(ExchangeId.VEST, vestFront, vestLoop, random.split("vest wire"));
        paradexWire = wire(ExchangeId.PARADEX, paradexFront, paradexLoop, random.split("paradex wire"));
        hosts = random.split("hosts").generator();
        host = newHost();
    }

    /// How the bot enters.
    public BotShape shape() {
        return shape;
    }

    /// Where nobody sends retail orders, the list of instruments says of them what it said before they had a fee of
    /// their own: what goes over the wire there is in the hashes of known episodes.
    private ParadexSimulatorSettings paradexSettings() {
        ParadexSimulatorSettings settings = ParadexSimulatorSettings.defaults();
        return feeProfile.interactive()
                ? settings
                : settings.withOrders(settings.orders().withRetailFeePpm(OptionalLong.empty()));
    }

    /// As the program makes them of its configuration.
    private ExchangeSettings paradexTiming() {
        return feeProfile.interactive()
                ? ExchangeSettings.PARADEX.withTerms(OrderTerms.paradexRetail(feeProfile.speedBumpMillis()))
                : ExchangeSettings.PARADEX;
    }

    private WallClock clock(SplittableRandom clocks) {
        return new WallClock(
                time.nowNanos(),
                clocks.nextLong(2 * CLOCK_OFF_MILLIS_MAX + 1) - CLOCK_OFF_MILLIS_MAX,
                clocks.nextLong(21) - 10);
    }

    private Wire wire(ExchangeId exchange, FrontEnd frontEnd, HostLoop loop, SeededRandom random) {
        return new Wire(exchange, new DirectMount(frontEnd, loop), loop, time, random.generator(), faults, taps, log);
    }

    private EngineHost newHost() {
        // As the program does: the second of the start, above that of every start before.
        bootEpochSeconds = Math.max(bootEpochSeconds + 1, hostClock.epochMillis(time.nowNanos()) / 1_000);
        PairSettings pair = shape.apply(PairSettings.of(
                "btc", PAIR, ExchangeId.VEST, ExchangeId.PARADEX, ENTRY_PPM, EXIT_PPM, LEVERAGE, QUANTITY_E8));
        return new EngineHost(
                EngineSettings.of("wrld", bootEpochSeconds, List.of(pair)).withExchange(paradexTiming()),
                VestConfig.production()
                        .withHosts(
                                URI.create("http://" + VEST_HOST + "/v2"), URI.create("ws://" + VEST_HOST + "/ws-api"))
                        .withCredentials(VEST_KEYS)
                        .withWarmUpSignatures(0),
                ParadexConfig.testnet()
                        .withHosts(
                                URI.create("http://" + PARADEX_HOST + "/v1"),
                                URI.create("ws://" + PARADEX_HOST + "/v1"))
                        .withCredentials(PARADEX_KEYS)
                        .withFeeProfile(feeProfile)
                        .withWarmUpSignatures(0),
                time,
                hostClock,
                name -> name.equals(VEST_HOST) ? vestWire : paradexWire,
                hosts.split(),
                faults,
                taps,
                log);
    }

    /// Lets the market and the process begin.
    public void start() {
        market.start();
        boot();
    }

    private void boot() {
        lives++;
        alive = true;
        log.note("the process starts, life " + lives);
        taps.onStart(lives, time.nowNanos());
        if (killed) {
            // As the program does: a kill lasts beyond the process.
            host.tell(new OperatorCommand.Kill());
        }
        host.start();
    }

    /// Kills the process, which forgets everything, and starts it again later.
    ///
    /// @param downNanos how long it is down
    public void crash(long downNanos) {
        if (!alive) {
            return;
        }
        alive = false;
        killed = host.isKilled();
        log.note("the process dies");
        taps.onCrash(time.nowNanos());
        formerFailures.addAll(host.failures());
        host.die();
        vestWire.hostDied();
        paradexWire.hostDied();
        after(downNanos, () -> {
            host = newHost();
            boot();
        });
    }

    /// Lets the process stand still.
    public void pause(long nanos) {
        if (alive) {
            log.note("the process stands still for " + nanos / MILLI + " ms");
            host.pause(time.nowNanos() + nanos);
        }
    }

    /// Lets an exchange stand still.
    public void pauseExchange(ExchangeId exchange, long nanos) {
        (exchange.equals(ExchangeId.VEST) ? vestLoop : paradexLoop).pause(time.nowNanos() + nanos);
    }

    /// Quotes of one exchange are off by so much, in millionths; 0 ends it.
    public void shift(ExchangeId exchange, long ppm) {
        market.shift(exchange(exchange), ppm);
    }

    /// The price, on both exchanges alike, drifts by so much in all, in millionths, beside what it does anyway.
    ///
    /// @param nanos within which it does so
    public void move(long ppm, long nanos) {
        market.move(ppm, nanos);
    }

    /// The smallest quantity that both exchanges trade.
    public long commonLotE8() {
        return commonLotE8;
    }

    /// The smallest order of the traded instrument by value, as it is when nobody changes it.
    public long notionalMinE8(ExchangeId exchange) {
        return exchange.equals(ExchangeId.PARADEX) ? notionalMinE8 : 0;
    }

    /// Lets something happen, told by nobody in the world.
    public void after(long delayNanos, Runnable task) {
        worldLoop.schedule(delayNanos, task);
    }

    /// Lets time pass. [ProcessKilled] comes through, with time where it was thrown; then it can be called again.
    ///
    /// @param ended looked at after each step; ends it early
    public void runUntil(long nanosSinceStart, BooleanSupplier ended) {
        time.runUntil(START_NANOS + nanosSinceStart, ended);
    }

    /// Time since the start of the world.
    public long elapsedNanos() {
        return time.nowNanos() - START_NANOS;
    }

    public VirtualTime time() {
        return time;
    }

    public EventLog log() {
        return log;
    }

    /// The present process; meaningless while [#isAlive] is false.
    public EngineHost host() {
        return host;
    }

    public boolean isAlive() {
        return alive;
    }

    /// How many processes there have been.
    public int lives() {
        return lives;
    }

    public WallClock hostClock() {
        return hostClock;
    }

    public SimulatedExchange exchange(ExchangeId exchange) {
        return exchange.equals(ExchangeId.VEST) ? vest : paradex;
    }

    public Wire wire(ExchangeId exchange) {
        return exchange.equals(ExchangeId.VEST) ? vestWire : paradexWire;
    }

    /// The exchange's own name of the traded instrument.
    public static String symbol(ExchangeId exchange) {
        return exchange.equals(ExchangeId.VEST) ? "BTC-PERP" : "BTC-USD-PERP";
    }

    /// What anything in this world threw: bugs of ours, on either side of the wire.
    public List<Throwable> failures() {
        List<Throwable> all = new ArrayList<>(formerFailures);
        all.addAll(host.failures());
        all.addAll(vestLoop.failures());
        all.addAll(paradexLoop.failures());
        all.addAll(worldLoop.failures());
        return all;
    }
}
