package io.parallax.app.config;

import io.parallax.exchange.paradex.ParadexConfig.FeeProfile;
import io.parallax.execution.LegOrder;
import io.parallax.instrument.ExchangeId;
import io.parallax.units.FixedPoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads the YAML configuration; the reference is `docs/configuration.md`. Never throws for what stands in the
/// file. Thread: any; stateless.
public final class ConfigurationLoader {
    private static final Map<String, ExchangeId> EXCHANGES =
            new TreeMap<>(Map.of("vest", ExchangeId.VEST, "paradex", ExchangeId.PARADEX));
    private static final Map<String, Mode> MODES = Map.of("simulated", Mode.SIMULATED, "live", Mode.LIVE);
    private static final Map<String, LoggingSettings.Level> LEVELS = Map.of(
            "error", LoggingSettings.Level.ERROR,
            "warn", LoggingSettings.Level.WARN,
            "info", LoggingSettings.Level.INFO,
            "debug", LoggingSettings.Level.DEBUG,
            "trace", LoggingSettings.Level.TRACE);
    private static final Map<String, LoggingSettings.Format> FORMATS =
            Map.of("text", LoggingSettings.Format.TEXT, "json", LoggingSettings.Format.JSON);

    private static final List<String> ROOT_KEYS =
            List.of("bots", "mode", "exchanges", "simulator", "risk", "live", "logging");
    private static final String ABOVE_0 = "above 0 and at most 10";
    private static final String LEG_ORDER = "leg_order";
    private static final Map<String, LegOrder> LEG_ORDERS =
            Map.of("concurrent", LegOrder.CONCURRENT, "pilot", LegOrder.PILOT);
    private static final List<String> BOT_KEYS = Stream.of(
                    List.of("id", "pair", "dex_a", "dex_b", "spread_entry", "spread_exit", "leverage", "position_size"),
                    ThresholdSection.KEYS,
                    List.of(LEG_ORDER),
                    LayerSection.KEYS)
            .flatMap(List::stream)
            .toList();
    private static final Map<ExchangeId, List<String>> EXCHANGE_KEYS = Map.of(
            ExchangeId.VEST, List.of("rest_url", "websocket_url", "proof_ping_ms"),
            ExchangeId.PARADEX,
                    List.of("rest_url", "websocket_url", "quote_rate_symbol", "fee_profile", "speed_bump_ms"));
    private static final List<String> SIMULATOR_KEYS = List.of("seed", "speed");
    private static final List<String> LIVE_KEYS = List.of("network", "account_suffix");
    private static final Map<String, LiveSettings.Network> NETWORKS =
            Map.of("mainnet", LiveSettings.Network.MAINNET, "testnet", LiveSettings.Network.TESTNET);
    private static final List<String> LOGGING_KEYS = List.of("level", "format");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,31}");
    private static final Pattern PAIR = Pattern.compile("[A-Za-z0-9]{1,20}(-USD)?-PERP");
    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
    private static final Pattern SUFFIX = Pattern.compile("[0-9A-Fa-f]{4}");
    private static final String PROOF_PING = "proof_ping_ms";
    private static final long PROOF_PING_MILLIS_MIN = 100;
    private static final long PROOF_PING_MILLIS_MAX = 60_000;
    private static final String QUOTE_RATE_SYMBOL = "quote_rate_symbol";
    private static final String FEE_PROFILE = "fee_profile";
    private static final Map<String, FeeProfile> FEE_PROFILES =
            Map.of("pro", FeeProfile.PRO, "retail", FeeProfile.RETAIL);
    private static final String SPEED_BUMP = "speed_bump_ms";
    private static final int BOTS_MAX = 64;
    private static final int LEVERAGE_DEFAULT = 3;
    private static final int LEVERAGE_MAX = 10;
    private static final int PERCENT_DECIMALS = 4;
    /// One millionth is 0.0001 percent, which is 10 000 in the scale of fixed-point numbers.
    private static final long E8_PERCENT_PER_PPM = 10_000;

    private static final long PERCENT_MAX_E8 = 10 * FixedPoint.ONE;
    private static final long POSITION_SIZE_MAX_E8 = 1_000_000 * FixedPoint.ONE;

    private ConfigurationLoader() {}

    /// Reads the file at `path`.
    public static LoadedConfiguration load(Path path) {
        Problems problems = new Problems(path.toString());
        try (InputStream input = Files.newInputStream(path)) {
            return load(input.readNBytes(YamlDocument.BYTES_MAX + 1), path.toString());
        } catch (IOException | RuntimeException e) {
            problems.error(0, 0, "", unreadable(path, e), "a readable file");
            return new LoadedConfiguration.Refused(problems.sorted());
        }
    }

    private static String unreadable(Path path, Exception e) {
        if (Files.isDirectory(path)) {
            return "a directory";
        }
        return Files.exists(path)
                ? "a file that cannot be read (" + e.getClass().getSimpleName() + ")"
                : "no such file";
    }

    /// Reads a document that is already in memory.
    ///
    /// @param file what messages call it
    public static LoadedConfiguration load(byte[] document, String file) {
        Problems problems = new Problems(file);
        Optional<Configuration> configuration =
                YamlDocument.read(document, file, problems).map(root -> readRoot(root, problems));
        if (configuration.isEmpty() || problems.hasErrors()) {
            return new LoadedConfiguration.Refused(problems.sorted());
        }
        return new LoadedConfiguration.Accepted(configuration.get(), problems.sorted());
    }

    private static Configuration readRoot(Node node, Problems problems) {
        YamlSection root = YamlSection.of(node, "", ROOT_KEYS, problems);
        YamlSection exchanges = root.section("exchanges", List.copyOf(EXCHANGES.keySet()));
        Map<ExchangeId, ExchangeSettings> settings = new HashMap<>();
        EXCHANGES.forEach((name, id) -> settings.put(id, readExchange(exchanges, name, id, problems)));
        List<BotConfiguration> bots = readBots(root, settings, problems);
        YamlSection simulator = root.section("simulator", SIMULATOR_KEYS);
        YamlSection logging = root.section("logging", LOGGING_KEYS);
        YamlSection risk = root.section("risk", RiskSection.KEYS);
        RiskSettings risks = RiskSection.read(risk, EXCHANGES, problems);
        checkQuoteRate(risk, risks, settings, problems);
        return new Configuration(
                root.choice("mode", MODES).orElse(Mode.SIMULATED),
                bots,
                settings,
                new SimulatorSettings(
                        simulator.integer("seed", SimulatorSettings.SEED_DEFAULT, 0, Long.MAX_VALUE),
                        Math.toIntExact(simulator.integer(
                                "speed", SimulatorSettings.SPEED_DEFAULT, 1, SimulatorSettings.SPEED_MAX))),
                risks,
                readLive(root.section("live", LIVE_KEYS)),
                new LoggingSettings(
                        logging.choice("level", LEVELS).orElse(LoggingSettings.Level.INFO),
                        logging.choice("format", FORMATS).orElse(LoggingSettings.Format.TEXT)));
    }

    private static LiveSettings readLive(YamlSection section) {
        YamlSection accounts = section.section("account_suffix", List.copyOf(EXCHANGES.keySet()));
        Map<ExchangeId, String> suffixes = new HashMap<>();
        EXCHANGES.forEach((name, id) -> {
            if (accounts.has(name)) {
                String suffix = accounts.text(name, SUFFIX, "the last four characters of the account, such as 7f3a");
                suffixes.put(id, suffix.toLowerCase(Locale.ROOT));
            }
        });
        return new LiveSettings(section.choice("network", NETWORKS), suffixes);
    }

    private static ExchangeSettings readExchange(
            YamlSection exchanges, String name, ExchangeId exchange, Problems problems) {
        List<String> keys = EXCHANGE_KEYS.getOrDefault(exchange, List.of());
        YamlSection section = exchanges.section(name, keys);
        return new ExchangeSettings(
                section.address("rest_url", "https", "http"),
                section.address("websocket_url", "wss", "ws"),
                section.has(PROOF_PING) ? proofPingMillis(section, problems) : OptionalLong.empty(),
                section.has(QUOTE_RATE_SYMBOL)
                        ? Optional.of(section.text(
                                QUOTE_RATE_SYMBOL, SYMBOL, "the name of an instrument on Paradex, up to 64 characters"))
                        : Optional.empty(),
                feeProfile(section, problems));
    }

    private static FeeProfile feeProfile(YamlSection section, Problems problems) {
        Optional<FeeProfile> chosen = section.choice(FEE_PROFILE, FEE_PROFILES);
        FeeProfile profile = chosen.orElse(FeeProfile.PRO);
        boolean isUnknown = section.has(FEE_PROFILE) && chosen.isEmpty();
        if (!section.has(SPEED_BUMP) || isUnknown) {
            return profile;
        }
        long millis = section.integer(SPEED_BUMP, profile.speedBumpMillis(), 0, FeeProfile.SPEED_BUMP_MILLIS_MAX);
        if (!profile.interactive()) {
            problems.error(
                    section.node(SPEED_BUMP),
                    section.path(SPEED_BUMP),
                    Problems.quoted(Long.toString(millis)) + ", while orders are pro orders, which have none",
                    "a speed bump only together with fee_profile: retail");
            return profile;
        }
        return profile.withSpeedBumpMillis(millis);
    }

    /// Zero switches the pings off; so few milliseconds that they would be a flood are refused.
    private static OptionalLong proofPingMillis(YamlSection section, Problems problems) {
        long millis = section.integer(PROOF_PING, 0, 0, PROOF_PING_MILLIS_MAX);
        if (millis != 0 && millis < PROOF_PING_MILLIS_MIN) {
            problems.error(
                    section.node(PROOF_PING),
                    section.path(PROOF_PING),
                    Problems.quoted(Long.toString(millis)),
                    "0 for none, or a whole number from " + PROOF_PING_MILLIS_MIN + " to " + PROOF_PING_MILLIS_MAX);
        }
        return OptionalLong.of(millis);
    }

    /// A rate that entries wait for and nobody reads would keep every entry off for ever.
    private static void checkQuoteRate(
            YamlSection risk, RiskSettings risks, Map<ExchangeId, ExchangeSettings> exchanges, Problems problems) {
        boolean isRead = exchanges.values().stream()
                .anyMatch(settings -> settings.quoteRateSymbol().isPresent());
        if (risks.data().quoteRateRequired() && !isRead) {
            problems.error(
                    risk.node(DataSection.QUOTE_RATE),
                    risk.path(DataSection.QUOTE_RATE),
                    "\"true\", while no rate is read",
                    "\"true\" only together with exchanges.paradex.quote_rate_symbol");
        }
    }

    private static List<BotConfiguration> readBots(
            YamlSection root, Map<ExchangeId, ExchangeSettings> exchanges, Problems problems) {
        List<Node> nodes = root.list("bots", "a list of 1 to " + BOTS_MAX + " bots");
        if (nodes.size() > BOTS_MAX) {
            problems.error(nodes.get(BOTS_MAX), "bots", nodes.size() + " bots", "a list of 1 to " + BOTS_MAX + " bots");
            return List.of();
        }
        List<BotConfiguration> bots = new ArrayList<>();
        Map<String, Integer> lineOfId = new HashMap<>();
        Map<String, String> botOfPlace = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            YamlSection section = YamlSection.of(nodes.get(i), "bots[" + i + "]", BOT_KEYS, problems);
            BotConfiguration bot = readBot(section, exchanges, problems);
            checkUnique(section, bot, lineOfId, botOfPlace, problems);
            bots.add(bot);
        }
        return bots;
    }

    private static BotConfiguration readBot(
            YamlSection section, Map<ExchangeId, ExchangeSettings> exchanges, Problems problems) {
        Optional<ExchangeId> dexA = section.requiredChoice("dex_a", EXCHANGES);
        Optional<ExchangeId> dexB = section.requiredChoice("dex_b", EXCHANGES);
        if (dexA.isPresent() && dexA.equals(dexB)) {
            problems.error(
                    section.node("dex_b"),
                    section.path("dex_b"),
                    "\"" + dexB.get() + "\", the same as dex_a",
                    "another exchange than dex_a");
        }
        long entryPpm = percentAsPpm(section, "spread_entry", E8_PERCENT_PER_PPM, ABOVE_0);
        BotConfiguration bot = new BotConfiguration(
                section.text("id", ID, "1 to 32 letters, digits, '_', '.' and '-', beginning with a letter or digit"),
                section.text("pair", PAIR, "a perpetual future such as BTC-PERP"),
                dexA.orElse(ExchangeId.VEST),
                dexB.orElse(ExchangeId.PARADEX),
                entryPpm,
                percentAsPpm(section, "spread_exit", -PERCENT_MAX_E8, "from -10 to 10"),
                Math.toIntExact(section.integer("leverage", LEVERAGE_DEFAULT, 1, LEVERAGE_MAX)),
                section.requiredDecimal(
                        "position_size",
                        FixedPoint.DECIMALS,
                        1,
                        POSITION_SIZE_MAX_E8,
                        "a quantity in base currency above 0 and at most 1000000, a plain decimal with up to 8 decimals,"
                                + " such as 0.01"),
                ThresholdSection.read(section, problems),
                section.choice(LEG_ORDER, LEG_ORDERS).orElse(LegOrder.CONCURRENT),
                LayerSection.read(
                        section,
                        entryPpm,
                        () -> percentAsPpm(section, LayerSection.ENTRY_MAX, E8_PERCENT_PER_PPM, ABOVE_0),
                        problems));
        ThresholdLint.look(section, bot, exchanges, problems);
        return bot;
    }

    private static long percentAsPpm(YamlSection section, String key, long minE8, String range) {
        return section.requiredDecimal(
                        key,
                        PERCENT_DECIMALS,
                        minE8,
                        PERCENT_MAX_E8,
                        "a percentage " + range + ", a plain decimal with up to 4 decimals, such as 0.15")
                / E8_PERCENT_PER_PPM;
    }

    private static void checkUnique(
            YamlSection section,
            BotConfiguration bot,
            Map<String, Integer> lineOfId,
            Map<String, String> botOfPlace,
            Problems problems) {
        if (!bot.id().isEmpty()) {
            Integer line = lineOfId.putIfAbsent(bot.id(), Problems.line(section.node("id")));
            if (line != null) {
                problems.error(
                        section.node("id"),
                        section.path("id"),
                        "\"" + bot.id() + "\" a second time",
                        "an id of its own for every bot; the first is on line " + line);
            }
        }
        if (bot.pair().isEmpty()) {
            return;
        }
        for (ExchangeId exchange : new LinkedHashSet<>(List.of(bot.dexA(), bot.dexB()))) {
            String other = botOfPlace.putIfAbsent(bot.pair() + " on " + exchange, bot.id());
            if (other != null) {
                problems.error(
                        section.node("pair"),
                        section.path("pair"),
                        bot.pair() + " on " + exchange + ", which bot \"" + other + "\" trades already",
                        "every pair on an exchange in one bot only: an exchange has one position for each");
                return;
            }
        }
    }
}
