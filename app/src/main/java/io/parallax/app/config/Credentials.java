package io.parallax.app.config;

import io.parallax.exchange.signing.Secret;
import java.util.Optional;

/// The operator's keys. Thread: any; immutable. Its text shows no key.
///
/// @param vestPrimaryAddress the account on Vest, `0x` and 40 hexadecimal digits; empty when it is the key's own
/// @param vestPrimaryKey signs the registration
/// @param vestSigningKey signs the orders
/// @param paradexAccountAddress the account on Paradex, `0x` and up to 64 hexadecimal digits
/// @param paradexPrivateKey signs logins and orders; a subkey that cannot withdraw
public record Credentials(
        Optional<String> vestPrimaryAddress,
        Secret vestPrimaryKey,
        Secret vestSigningKey,
        String paradexAccountAddress,
        Secret paradexPrivateKey) {}
