package io.parallax.app.config;

import io.parallax.execution.RestartPolicy;
import io.parallax.instrument.ExchangeId;
import io.parallax.risk.RiskLimits;
import io.parallax.units.FixedPoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads the YAML configuration; the reference is `docs/configuration.md`. Never throws for what stands in the
/// file. Thread: any; stateless.
public final class ConfigurationLoader {
    private static final Map<String, ExchangeId> EXCHANGES =
            new TreeMap<>(Map.of("vest", ExchangeId.VEST, "paradex", ExchangeId.PARADEX));
    private static final Map<String, Mode> MODES = Map.of("simulated", Mode.SIMULATED, "live", Mode.LIVE);
    private static final Map<String, RestartPolicy> RESTARTS =
            Map.of("adopt", RestartPolicy.ADOPT, "close", RestartPolicy.CLOSE, "ask", RestartPolicy.ASK);
    /// Earlier words and what they are called now.
    private static final Map<String, String> RESTARTS_OLD = Map.of("unwind", "adopt", "hold", "ask");

    private static final Map<String, LoggingSettings.Level> LEVELS = Map.of(
            "error", LoggingSettings.Level.ERROR,
            "warn", LoggingSettings.Level.WARN,
            "info", LoggingSettings.Level.INFO,
            "debug", LoggingSettings.Level.DEBUG,
            "trace", LoggingSettings.Level.TRACE);
    private static final Map<String, LoggingSettings.Format> FORMATS =
            Map.of("text", LoggingSettings.Format.TEXT, "json", LoggingSettings.Format.JSON);

    private static final List<String> ROOT_KEYS = List.of("bots", "mode", "exchanges", "simulator", "risk", "logging");
    private static final List<String> BOT_KEYS =
            List.of("id", "pair", "dex_a", "dex_b", "spread_entry", "spread_exit", "leverage", "position_size");
    private static final List<String> EXCHANGE_KEYS = List.of("rest_url", "websocket_url");
    private static final List<String> SIMULATOR_KEYS = List.of("seed", "speed");
    private static final List<String> RISK_KEYS = List.of(
            "order_notional_max",
            "position_notional_max",
            "entry_slippage_max_bps",
            "exit_slippage_max_bps",
            "repair_slippage_max_bps",
            "repair_orders_max",
            "repair_budget_bps",
            "depth_percent",
            "decision_age_ms",
            "net_edge_bps",
            "failures_max",
            "cooldown_ms",
            "on_restart");
    private static final List<String> LOGGING_KEYS = List.of("level", "format");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,31}");
    private static final Pattern PAIR = Pattern.compile("[A-Za-z0-9]{1,20}(-USD)?-PERP");
    private static final int BOTS_MAX = 64;
    private static final int LEVERAGE_DEFAULT = 3;
    private static final int LEVERAGE_MAX = 10;
    private static final int PERCENT_DECIMALS = 4;
    /// One millionth is 0.0001 percent, which is 10 000 in the scale of fixed-point numbers.
    private static final long E8_PERCENT_PER_PPM = 10_000;

    private static final int BPS_DECIMALS = 2;
    private static final long E8_BPS_PER_PPM = 1_000_000;
    private static final long NOTIONAL_MAX_E8 = 10_000_000 * FixedPoint.ONE;
    private static final long COOLDOWN_MILLIS_MAX = 3_600_000;
    private static final long PERCENT_MAX_E8 = 10 * FixedPoint.ONE;
    private static final long POSITION_SIZE_MAX_E8 = 1_000_000 * FixedPoint.ONE;

    /// Published taker fees: Paradex 4.5 basis points (API documentation, section Fees), Vest 1 basis point
    /// (product page Fees). Only for the warning; the engine uses what the exchange says at start.
    private static final Map<ExchangeId, Long> PUBLISHED_TAKER_FEE_PPM =
            Map.of(ExchangeId.VEST, 100L, ExchangeId.PARADEX, 450L);

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
        List<BotConfiguration> bots = readBots(root, problems);
        YamlSection exchanges = root.section("exchanges", List.copyOf(EXCHANGES.keySet()));
        Map<ExchangeId, ExchangeSettings> settings = new HashMap<>();
        EXCHANGES.forEach((name, id) -> settings.put(id, readExchange(exchanges.section(name, EXCHANGE_KEYS))));
        YamlSection simulator = root.section("simulator", SIMULATOR_KEYS);
        YamlSection logging = root.section("logging", LOGGING_KEYS);
        return new Configuration(
                root.choice("mode", MODES).orElse(Mode.SIMULATED),
                bots,
                settings,
                new SimulatorSettings(
                        simulator.integer("seed", SimulatorSettings.SEED_DEFAULT, 0, Long.MAX_VALUE),
                        Math.toIntExact(simulator.integer(
                                "speed", SimulatorSettings.SPEED_DEFAULT, 1, SimulatorSettings.SPEED_MAX))),
                readRisk(root.section("risk", RISK_KEYS)),
                new LoggingSettings(
                        logging.choice("level", LEVELS).orElse(LoggingSettings.Level.INFO),
                        logging.choice("format", FORMATS).orElse(LoggingSettings.Format.TEXT)));
    }

    private static RiskSettings readRisk(YamlSection section) {
        RiskLimits defaults = RiskLimits.DEFAULTS;
        RiskLimits limits = new RiskLimits(
                new RiskLimits.Caps(
                        notionalE8(section, "order_notional_max", defaults.orderNotionalMaxE8()),
                        notionalE8(section, "position_notional_max", defaults.positionNotionalMaxE8())),
                new RiskLimits.Slippage(
                        bpsAsPpm(section, "entry_slippage_max_bps", defaults.entryCapPpm(), 0, 30),
                        bpsAsPpm(section, "exit_slippage_max_bps", defaults.exitCapPpm(), 1, 30),
                        bpsAsPpm(section, "repair_slippage_max_bps", defaults.repairCapMaxPpm(), 10, 30)),
                new RiskLimits.Repair(
                        Math.toIntExact(section.integer("repair_orders_max", defaults.repairOrdersMax(), 1, 8)),
                        bpsAsPpm(section, "repair_budget_bps", defaults.repairBudgetPpm(), 1, 30)),
                new RiskLimits.Entry(
                        Math.toIntExact(section.integer("depth_percent", defaults.depthPercent(), 100, 1_000)),
                        section.integer("decision_age_ms", defaults.decisionAgeMillis(), 5, 250),
                        bpsAsPpm(section, "net_edge_bps", defaults.netEdgePpm(), 0, 100)),
                new RiskLimits.Breaker(
                        Math.toIntExact(section.integer("failures_max", defaults.failuresMax(), 1, 100))));
        return new RiskSettings(
                limits,
                section.integer("cooldown_ms", RiskSettings.DEFAULT.cooldownMillis(), 0, COOLDOWN_MILLIS_MAX),
                section.choice("on_restart", RESTARTS, RESTARTS_OLD).orElse(RiskSettings.DEFAULT.restart()));
    }

    private static long notionalE8(YamlSection section, String key, long fallbackE8) {
        return section.decimal(
                        key,
                        FixedPoint.DECIMALS,
                        FixedPoint.ONE,
                        NOTIONAL_MAX_E8,
                        "an amount of quote currency from 1 to 10000000, a plain decimal, such as 2000")
                .orElse(fallbackE8);
    }

    /// A basis point is a hundred millionths, so two decimals are exact.
    private static long bpsAsPpm(YamlSection section, String key, long fallbackPpm, long min, long max) {
        OptionalLong bpsE8 = section.decimal(
                key,
                BPS_DECIMALS,
                min * FixedPoint.ONE,
                max * FixedPoint.ONE,
                "basis points from " + min + " to " + max + ", a plain decimal with up to 2 decimals, such as 10");
        return bpsE8.isPresent() ? bpsE8.getAsLong() / E8_BPS_PER_PPM : fallbackPpm;
    }

    private static ExchangeSettings readExchange(YamlSection section) {
        return new ExchangeSettings(
                section.address("rest_url", "https", "http"), section.address("websocket_url", "wss", "ws"));
    }

    private static List<BotConfiguration> readBots(YamlSection root, Problems problems) {
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
            BotConfiguration bot = readBot(section, problems);
            checkUnique(section, bot, lineOfId, botOfPlace, problems);
            bots.add(bot);
        }
        return bots;
    }

    private static BotConfiguration readBot(YamlSection section, Problems problems) {
        Optional<ExchangeId> dexA = section.requiredChoice("dex_a", EXCHANGES);
        Optional<ExchangeId> dexB = section.requiredChoice("dex_b", EXCHANGES);
        if (dexA.isPresent() && dexA.equals(dexB)) {
            problems.error(
                    section.node("dex_b"),
                    section.path("dex_b"),
                    "\"" + dexB.get() + "\", the same as dex_a",
                    "another exchange than dex_a");
        }
        BotConfiguration bot = new BotConfiguration(
                section.text("id", ID, "1 to 32 letters, digits, '_', '.' and '-', beginning with a letter or digit"),
                section.text("pair", PAIR, "a perpetual future such as BTC-PERP"),
                dexA.orElse(ExchangeId.VEST),
                dexB.orElse(ExchangeId.PARADEX),
                percentAsPpm(section, "spread_entry", E8_PERCENT_PER_PPM, "above 0 and at most 10"),
                percentAsPpm(section, "spread_exit", -PERCENT_MAX_E8, "from -10 to 10"),
                Math.toIntExact(section.integer("leverage", LEVERAGE_DEFAULT, 1, LEVERAGE_MAX)),
                section.requiredDecimal(
                        "position_size",
                        FixedPoint.DECIMALS,
                        1,
                        POSITION_SIZE_MAX_E8,
                        "a quantity in base currency above 0 and at most 1000000, a plain decimal with up to 8 decimals,"
                                + " such as 0.01"));
        warnWhenItCannotProfit(section, bot, problems);
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

    /// What both spreads pay together must cover four taker fees.
    private static void warnWhenItCannotProfit(YamlSection section, BotConfiguration bot, Problems problems) {
        if (problems.hasErrors()) {
            return;
        }
        long feesPpm = 2
                * (PUBLISHED_TAKER_FEE_PPM.getOrDefault(bot.dexA(), 0L)
                        + PUBLISHED_TAKER_FEE_PPM.getOrDefault(bot.dexB(), 0L));
        long gainPpm = bot.spreadEntryPpm() + bot.spreadExitPpm();
        if (gainPpm < feesPpm) {
            problems.warning(
                    section.node("spread_exit"),
                    section.path("spread_exit"),
                    "spread_entry + spread_exit = " + percent(gainPpm)
                            + " %, which cannot pay the published taker fees of " + percent(feesPpm)
                            + " % for a round trip",
                    "a sum not below the fees; the bot will trade only while the exchanges charge less");
        }
    }

    private static String percent(long ppm) {
        return FixedPoint.format(ppm * E8_PERCENT_PER_PPM);
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
