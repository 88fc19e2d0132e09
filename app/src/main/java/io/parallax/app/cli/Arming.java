package io.parallax.app.cli;

import io.parallax.app.ExchangeEndpoint;
import io.parallax.app.config.Configuration;
import io.parallax.app.config.Credentials;
import io.parallax.app.config.LiveSettings.Network;
import io.parallax.app.config.Mode;
import io.parallax.exchange.paradex.ParadexConfig;
import io.parallax.exchange.vest.VestConfig;
import io.parallax.instrument.ExchangeId;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Real money moves only when the configuration and the command line both say so, and only on the network and the
/// accounts that the operator named. Thread: any; stateless.
final class Arming {
    private static final int SUFFIX_LENGTH = 4;

    private Arming() {}

    /// Whether both agree; prints what is missing when they do not.
    static boolean isRight(Configuration configuration, boolean live, PrintWriter err) {
        if (configuration.mode() == Mode.LIVE && !live) {
            err.println("The configuration says mode: live. Real money moves only with --live beside it.");
        } else if (configuration.mode() == Mode.SIMULATED && live) {
            err.println("--live was given, but the configuration does not say mode: live. Both are needed.");
        } else {
            return true;
        }
        err.flush();
        return false;
    }

    /// Whether a live run would reach the network and the accounts that `live:` names; prints every difference.
    static boolean isMeant(
            Configuration configuration,
            Credentials credentials,
            Map<ExchangeId, ExchangeEndpoint> endpoints,
            PrintWriter err) {
        if (configuration.mode() != Mode.LIVE) {
            return true;
        }
        boolean meant = true;
        for (Map.Entry<ExchangeId, String> account : accounts(credentials).entrySet()) {
            ExchangeId exchange = account.getKey();
            Optional<Network> named = configuration.live().network();
            Network used = network(exchange, Optional.ofNullable(endpoints.get(exchange)));
            if (named.isPresent() && named.get() != used) {
                err.println("live.network is " + lower(named.get()) + ", but " + exchange + " would be reached on "
                        + lower(used) + ".");
                meant = false;
            }
            String suffix = configuration.live().accountSuffixes().getOrDefault(exchange, "");
            if (!account.getValue().endsWith(suffix)) {
                err.println("live.account_suffix." + exchange + " is " + suffix + ", but the account ends in "
                        + end(account.getValue()) + ".");
                meant = false;
            }
        }
        err.flush();
        return meant;
    }

    private static Map<ExchangeId, String> accounts(Credentials credentials) {
        Map<ExchangeId, String> accounts = new LinkedHashMap<>();
        accounts.put(
                ExchangeId.VEST,
                credentials
                        .vestPrimaryAddress()
                        .orElseGet(() -> VestConfig.Credentials.of(
                                        credentials.vestSigningKey(), credentials.vestPrimaryKey())
                                .primaryAddress()
                                .toString())
                        .toLowerCase(Locale.ROOT));
        accounts.put(ExchangeId.PARADEX, credentials.paradexAccountAddress().toLowerCase(Locale.ROOT));
        return accounts;
    }

    private static Network network(ExchangeId exchange, Optional<ExchangeEndpoint> endpoint) {
        String production = exchange.equals(ExchangeId.VEST)
                ? VestConfig.production().restBase().getHost()
                : ParadexConfig.PRODUCTION_REST.getHost();
        boolean elsewhere = endpoint.filter(
                        named -> !production.equals(named.rest().getHost()))
                .isPresent();
        return elsewhere ? Network.TESTNET : Network.MAINNET;
    }

    private static String end(String account) {
        return account.substring(Math.max(0, account.length() - SUFFIX_LENGTH));
    }

    private static String lower(Network network) {
        return network.name().toLowerCase(Locale.ROOT);
    }
}
