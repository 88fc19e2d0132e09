package io.parallax.app.config;

import io.parallax.exchange.paradex.ParadexConfig.FeeProfile;
import io.parallax.instrument.ExchangeId;
import io.parallax.risk.RiskGate;
import io.parallax.units.FixedPoint;
import java.util.Map;

/// Looks at a bot's thresholds with the published fees in mind: refuses what can never pay or never happen, and
/// warns of what hardly will. The engine itself counts with what the exchanges tell and take. Thread: any;
/// stateless.
public final class ThresholdLint {
    /// Published taker fees: Vest 1 basis point (product page Fees). Paradex's depend on the profile: 4.5 basis points
    /// for pro orders, 0 for retail ones (API documentation, section Fees).
    private static final Map<ExchangeId, Long> TAKER_FEE_PPM = Map.of(ExchangeId.VEST, 100L);

    /// The least that a taken leg can cost: a pro order never goes below 1.75 basis points with every discount (the
    /// same section).
    private static final long PRO_FEE_PPM_LEAST = 175;

    private static final long E8_PERCENT_PER_PPM = 10_000;
    private static final String ENTRY = "spread_entry";
    private static final String EXIT = "spread_exit";

    private ThresholdLint() {}

    /// Published taker fees of a round trip on both exchanges, ppm of the value of a leg.
    public static long roundTripFeesPpm(BotConfiguration bot, FeeProfile paradex) {
        return roundTripPpm(bot, paradex.takerFeePpmDefault());
    }

    private static long roundTripPpm(BotConfiguration bot, long paradexPpm) {
        return 2 * (feePpm(bot.dexA(), paradexPpm) + feePpm(bot.dexB(), paradexPpm));
    }

    private static long feePpm(ExchangeId exchange, long paradexPpm) {
        return exchange.equals(ExchangeId.PARADEX) ? paradexPpm : TAKER_FEE_PPM.getOrDefault(exchange, 0L);
    }

    static void look(
            YamlSection section, BotConfiguration bot, Map<ExchangeId, ExchangeSettings> exchanges, Problems problems) {
        if (problems.hasErrors() || isUnreachable(section, bot, problems)) {
            return;
        }
        long gainPpm = bot.spreadEntryPpm() + bot.spreadExitPpm();
        FeeProfile paradex = exchanges
                .getOrDefault(ExchangeId.PARADEX, ExchangeSettings.DEFAULT)
                .feeProfile();
        long leastPpm = roundTripPpm(bot, Math.min(PRO_FEE_PPM_LEAST, paradex.takerFeePpmDefault()));
        if (gainPpm < leastPpm) {
            problems.error(
                    section.node(EXIT),
                    section.path(EXIT),
                    sum(gainPpm) + ", below " + percent(leastPpm) + " %, the least that a round trip can cost",
                    "a sum of at least " + percent(leastPpm) + " %" + unit(bot, leastPpm));
            return;
        }
        long feesPpm = roundTripFeesPpm(bot, paradex);
        if (gainPpm < feesPpm) {
            problems.warning(
                    section.node(EXIT),
                    section.path(EXIT),
                    sum(gainPpm) + ", which cannot pay the published taker fees of " + percent(feesPpm)
                            + " % for a round trip",
                    "a sum not below the fees; the bot will trade only while the exchanges charge less, or at spreads"
                            + " that much wider");
        }
        if (bot.spreadExitPpm() > bot.spreadEntryPpm()) {
            problems.warning(
                    section.node(EXIT),
                    section.path(EXIT),
                    percent(bot.spreadExitPpm()) + " %, above spread_entry",
                    "usually a negative percentage: a position closes only once the spread has turned round by "
                            + percent(gainPpm) + " %, or after risk.hold_max_hours");
        }
    }

    /// A spread that the data gates never believe can neither open nor close anything.
    private static boolean isUnreachable(YamlSection section, BotConfiguration bot, Problems problems) {
        boolean entry = isUnreachable(section, ENTRY, bot.spreadEntryPpm(), problems);
        boolean exit = isUnreachable(section, EXIT, bot.spreadExitPpm(), problems);
        boolean last = bot.layers().isLayered()
                && isUnreachable(section, LayerSection.ENTRY_MAX, bot.layers().entryMaxPpm(), problems);
        return entry || exit || last;
    }

    private static boolean isUnreachable(YamlSection section, String key, long ppm, Problems problems) {
        if (ppm > RiskGate.CONFIRMED_SPREAD_PPM_MAX) {
            problems.error(
                    section.node(key),
                    section.path(key),
                    percent(ppm) + " %",
                    "at most " + percent(RiskGate.CONFIRMED_SPREAD_PPM_MAX)
                            + " %: a larger spread is taken for bad data; values are percent, 15 basis points are 0.15");
            return true;
        }
        if (ppm > RiskGate.SPREAD_PPM_MAX) {
            problems.warning(
                    section.node(key),
                    section.path(key),
                    percent(ppm) + " %",
                    "up to " + percent(RiskGate.SPREAD_PPM_MAX)
                            + " %: beyond it a spread is believed only while both exchanges' marks show it");
        }
        return false;
    }

    /// 0.003 where 0.3 was meant is a fraction instead of a percentage.
    private static String unit(BotConfiguration bot, long leastPpm) {
        long meantPpm = 100 * bot.spreadEntryPpm();
        boolean plausible = bot.spreadEntryPpm() <= 150 && meantPpm >= leastPpm && meantPpm <= RiskGate.SPREAD_PPM_MAX;
        return plausible
                ? "; values are percent: if " + percent(meantPpm) + " % was meant, spread_entry is " + percent(meantPpm)
                : "";
    }

    private static String sum(long gainPpm) {
        return "spread_entry + spread_exit = " + percent(gainPpm) + " %";
    }

    private static String percent(long ppm) {
        return FixedPoint.format(ppm * E8_PERCENT_PER_PPM);
    }
}
