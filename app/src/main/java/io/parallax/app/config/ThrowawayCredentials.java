package io.parallax.app.config;

import io.parallax.exchange.signing.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// Keys for simulated exchanges, made from the seed so that runs repeat. Worth nothing: anyone can make them.
/// Thread: any; stateless.
public final class ThrowawayCredentials {
    private ThrowawayCredentials() {}

    public static Credentials of(long seed) {
        return new Credentials(
                Optional.empty(),
                Secret.of(bytes("vest primary key", seed)),
                Secret.of(bytes("vest signing key", seed)),
                "0x" + HexFormat.of().formatHex(bytes("paradex account", seed)),
                Secret.of(bytes("paradex private key", seed)));
    }

    /// 250 bits: a valid private key of both curves and a valid Starknet address.
    private static byte[] bytes(String purpose, long seed) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("parallax simulated " + purpose + " " + seed).getBytes(StandardCharsets.UTF_8));
            digest[0] &= 0x03;
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
