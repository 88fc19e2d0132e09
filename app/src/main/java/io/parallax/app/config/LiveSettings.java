package io.parallax.app.config;

import io.parallax.instrument.ExchangeId;
import java.util.Map;
import java.util.Optional;

/// What the operator says that real money is on, to be compared with what would be used. Thread: any; immutable.
///
/// @param network empty when the operator does not say
/// @param accountSuffixes the last four characters of the account on an exchange, in lower case
public record LiveSettings(Optional<Network> network, Map<ExchangeId, String> accountSuffixes) {
    public static final LiveSettings NONE = new LiveSettings(Optional.empty(), Map.of());

    public LiveSettings {
        accountSuffixes = Map.copyOf(accountSuffixes);
    }

    /// Where orders would go.
    public enum Network {
        /// The exchanges' production hosts.
        MAINNET,
        /// Any other address.
        TESTNET
    }
}
