package io.parallax.app;

import io.parallax.app.config.BotConfiguration;
import io.parallax.app.config.Configuration;
import io.parallax.app.config.Credentials;
import io.parallax.app.config.Mode;
import io.parallax.app.config.RiskSettings;
import io.parallax.engine.EngineSettings;
import io.parallax.exchange.paradex.ParadexConfig.FeeProfile;
import io.parallax.execution.CycleTimers;
import io.parallax.execution.ExchangeSettings;
import io.parallax.execution.OrderTerms;
import io.parallax.execution.PairSettings;
import io.parallax.instrument.ExchangeId;
import io.parallax.risk.EngineLimits;
import io.parallax.risk.MaintenanceWindow;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// From the operator's configuration to the engine's settings. Thread: any; stateless.
final class EngineSetup {
    private static final int INSTANCE_LETTERS = 4;

    private EngineSetup() {}

    /// @param fresh true when the exchanges were started with us, so that no order of an earlier life can exist
    ///     there
    static EngineSettings of(
            Configuration configuration, Credentials credentials, long bootEpochSeconds, boolean fresh) {
        RiskSettings risk = configuration.risk();
        CycleTimers cooled =
                CycleTimers.DEFAULTS.withCooldownMillis(risk.cooldownMillis()).withHoldMaxMillis(risk.holdMaxMillis());
        CycleTimers timers = fresh ? cooled.withReconcileHorizonMillis(0) : cooled;
        List<PairSettings> pairs = configuration.bots().stream()
                .map(bot -> pair(bot)
                        .withLimits(risk.limits())
                        .withTimers(timers)
                        .withRestart(risk.restart())
                        .withData(risk.data().of(bot.pair()))
                        .withEdge(risk.edge()))
                .toList();
        EngineSettings settings = EngineSettings.of(instance(credentials), bootEpochSeconds, pairs);
        return settings.withLimits(limits(configuration, settings.totalNotionalMaxE8()))
                .withExchange(paradex(configuration));
    }

    private static ExchangeSettings paradex(Configuration configuration) {
        FeeProfile profile = configuration.exchange(ExchangeId.PARADEX).feeProfile();
        return profile.interactive()
                ? ExchangeSettings.PARADEX.withTerms(OrderTerms.paradexRetail(profile.speedBumpMillis()))
                : ExchangeSettings.PARADEX;
    }

    /// A simulated exchange has no calendar, unless the operator gives it one.
    private static EngineLimits limits(Configuration configuration, long totalDefaultE8) {
        RiskSettings.Together together = configuration.risk().together();
        List<MaintenanceWindow> known = configuration.mode() == Mode.LIVE ? MaintenanceWindow.DEFAULTS : List.of();
        return new EngineLimits(
                together.totalNotionalMaxE8().orElse(totalDefaultE8),
                together.entries(),
                together.dayLoss(),
                together.maintenance().orElse(known));
    }

    private static PairSettings pair(BotConfiguration bot) {
        return PairSettings.of(
                        bot.id(),
                        bot.pair(),
                        bot.dexA(),
                        bot.dexB(),
                        bot.spreadEntryPpm(),
                        bot.spreadExitPpm(),
                        bot.leverage(),
                        bot.positionSizeE8())
                .withThresholds(bot.thresholds())
                .withLegOrder(bot.legOrder())
                .withLayers(bot.layers());
    }

    /// Four letters or digits that are the same for every run of one account: part of every order's name. Made
    /// from addresses, which are public.
    static String instance(Credentials credentials) {
        String account = credentials.vestPrimaryAddress().orElse("") + " " + credentials.paradexAccountAddress();
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(account.getBytes(StandardCharsets.UTF_8));
            String letters = new BigInteger(1, digest).toString(Character.MAX_RADIX);
            return letters.substring(letters.length() - INSTANCE_LETTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
