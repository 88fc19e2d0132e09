package io.parallax.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.app.config.Configuration;
import io.parallax.app.config.ConfigurationLoader;
import io.parallax.app.config.Credentials;
import io.parallax.app.config.LoadedConfiguration;
import io.parallax.app.config.ThrowawayCredentials;
import io.parallax.engine.EngineSettings;
import io.parallax.execution.HaltReason;
import io.parallax.execution.PairState;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Side;
import io.parallax.simulator.SimulatedExchanges;
import io.parallax.simulator.SimulatorSettings;
import io.parallax.simulator.core.LedgerReport;
import io.parallax.telemetry.EngineSnapshot;
import io.parallax.telemetry.EngineSnapshot.BotView;
import io.parallax.units.FixedPoint;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a start does with what an earlier run left, for each `on_restart`, over real sockets. Thresholds are out of
/// reach, so that no order is of the market's making. Each case has an account of its own.
class RestartChoiceTest {
    private static final long SECONDS_MAX = 40;
    private static final long BTC_E8 = FixedPoint.parse("0.01");
    private static final long ETH_E8 = FixedPoint.parse("0.2");
    private static final String SOMEBODY_ELSE = "zzzz";

    private static SimulatedExchanges exchanges =
            SimulatedExchanges.start(SimulatorSettings.defaults(11).withSpeed(1));

    @BeforeAll
    static void startTheMarket() {
        exchanges.run(() -> exchanges.simulation().market().start());
    }

    @AfterAll
    static void close() {
        exchanges.close();
    }

    @ParameterizedTest
    @CsvSource({"adopt, 101", "close, 102", "ask, 103"})
    void treatsAHedgedPairAndANakedLegAsConfigured(String choice, long account) throws Exception {
        Configuration configuration = configuration(choice);
        Credentials credentials = ThrowawayCredentials.of(account);
        String instance = EngineSetup.instance(credentials);
        try (Connections connections = Connections.withKeys(configuration, credentials, endpoints())) {
            try (EarlierLife vest = new EarlierLife(connections, ExchangeId.VEST, "BTC-PERP", instance);
                    EarlierLife paradex = new EarlierLife(connections, ExchangeId.PARADEX, "BTC-PERP", instance);
                    EarlierLife naked = new EarlierLife(connections, ExchangeId.PARADEX, "ETH-PERP", instance)) {
                vest.trades(Side.BUY, BTC_E8);
                paradex.trades(Side.SELL, BTC_E8);
                naked.trades(Side.BUY, ETH_E8);
            }
            EngineSnapshot end = restart(configuration, credentials, connections, last -> switch (choice) {
                case "adopt" -> is(last, PairState.HEDGED, PairState.HALTED);
                case "close" -> is(last, PairState.FLAT, PairState.HALTED);
                default -> is(last, PairState.HALTED, PairState.HALTED);
            });
            BotView btc = end.bots().getFirst();
            BotView eth = end.bots().getLast();
            long leftE8 = choice.equals("close") ? 0 : BTC_E8;
            assertThat(btc.a().positionE8()).isEqualTo(leftE8);
            assertThat(btc.b().positionE8()).isEqualTo(-leftE8);
            assertThat(eth.b().positionE8()).isEqualTo(choice.equals("ask") ? ETH_E8 : 0);
            assertThat(eth.haltReason()).contains(HaltReason.OPERATOR);
            // What the exchanges themselves say.
            assertThat(heldOnParadex(credentials, "BTC")).isEqualTo(-leftE8);
            assertThat(heldOnParadex(credentials, "ETH")).isEqualTo(choice.equals("ask") ? ETH_E8 : 0);
            if (choice.equals("ask")) {
                assertThat(end.counters().orders()).isZero();
                assertThat(btc.haltReason()).contains(HaltReason.OPERATOR);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"adopt, 111", "close, 112", "ask, 113"})
    void haltsAndSendsNothingWhereSomebodyElsesOrderRests(String choice, long account) throws Exception {
        Configuration configuration = configuration(choice);
        Credentials credentials = ThrowawayCredentials.of(account);
        try (Connections connections = Connections.withKeys(configuration, credentials, endpoints())) {
            // Stays connected: Paradex cancels what a closed connection leaves.
            try (EarlierLife foreign = new EarlierLife(connections, ExchangeId.PARADEX, "BTC-PERP", SOMEBODY_ELSE)) {
                foreign.rests(BTC_E8);
                EngineSnapshot end = restart(
                        configuration, credentials, connections, last -> is(last, PairState.HALTED, PairState.HALTED));
                assertThat(end.bots())
                        .allSatisfy(bot -> assertThat(bot.haltReason()).contains(HaltReason.FOREIGN_ACTIVITY));
                assertThat(end.counters().orders()).isZero();
                assertThat(paradexLedger(credentials).openOrders()).isEqualTo(1);
            }
        }
    }

    private static boolean is(EngineSnapshot last, PairState btc, PairState eth) {
        return last.bots().getFirst().state() == btc && last.bots().getLast().state() == eth;
    }

    /// Starts an engine on the account and runs it until `done`.
    private static EngineSnapshot restart(
            Configuration configuration,
            Credentials credentials,
            Connections connections,
            Predicate<EngineSnapshot> done)
            throws InterruptedException {
        long boot = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
        // Everything of the earlier life has ended: nothing has to be waited for.
        EngineSettings settings = EngineSetup.of(configuration, credentials, boot, true);
        try (Application application = new Application(settings, connections)) {
            application.start();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
            Optional<EngineSnapshot> last = Optional.empty();
            while (System.nanoTime() < deadline && last.isEmpty()) {
                application.awaitChange(20);
                last = application.snapshot().filter(done);
            }
            assertThat(last)
                    .as(() -> "states: "
                            + application.snapshot().stream()
                                    .flatMap(now -> now.bots().stream())
                                    .map(bot -> bot.id() + " " + bot.state() + " " + bot.detail())
                                    .toList())
                    .isPresent();
            return last.orElseThrow();
        }
    }

    private static long heldOnParadex(Credentials credentials, String base) {
        return paradexLedger(credentials).positions().stream()
                .filter(position -> position.symbol().startsWith(base + "-"))
                .mapToLong(LedgerReport.PositionReport::quantityE8)
                .sum();
    }

    private static LedgerReport paradexLedger(Credentials credentials) {
        String account = credentials.paradexAccountAddress();
        return exchanges.ledgers().stream()
                .filter(each -> each.exchange().equals(ExchangeId.PARADEX.name()))
                .filter(each -> new BigInteger(each.account().substring(2), 16)
                        .equals(new BigInteger(account.substring(2), 16)))
                .findFirst()
                .orElseThrow();
    }

    private static Map<ExchangeId, ExchangeEndpoint> endpoints() {
        return Map.of(
                ExchangeId.VEST,
                new ExchangeEndpoint(exchanges.vestRest(), exchanges.vestWebSocket()),
                ExchangeId.PARADEX,
                new ExchangeEndpoint(exchanges.paradexRest(), exchanges.paradexWebSocket()));
    }

    private static Configuration configuration(String choice) {
        String document = """
                bots:
                  - {id: btc, pair: BTC-PERP, dex_a: vest, dex_b: paradex, spread_entry: 3, spread_exit: 3, position_size: 0.01}
                  - {id: eth, pair: ETH-PERP, dex_a: vest, dex_b: paradex, spread_entry: 3, spread_exit: 3, position_size: 0.2}
                risk: {cooldown_ms: 100, on_restart: %s}
                """.formatted(choice);
        LoadedConfiguration loaded = ConfigurationLoader.load(document.getBytes(StandardCharsets.UTF_8), "test");
        assertThat(loaded).isInstanceOf(LoadedConfiguration.Accepted.class);
        return ((LoadedConfiguration.Accepted) loaded).configuration();
    }
}
