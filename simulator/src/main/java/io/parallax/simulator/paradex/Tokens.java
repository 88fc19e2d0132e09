package io.parallax.simulator.paradex;

import io.parallax.simulator.core.SeededRandom;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes and checks login tokens and page cursors. A token has the shape of an ES256 JSON Web Token, 64
/// signature bytes included; the signature is a keyed digest from the seed, because no client can or does
/// verify it and a run must repeat. Thread: simulator loop.
final class Tokens {
    private static final String HEADER = encode("{\"alg\":\"ES256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
    private static final int CURSOR_TAG_BYTES = 12;

    private final byte[] key;

    /// Whose token it is.
    ///
    /// @param interactive its orders count as retail
    /// @param expiresEpochSeconds first second in which it is not valid any more
    record Claims(String account, String publicKey, boolean interactive, long expiresEpochSeconds) {}

    Tokens(SeededRandom random) {
        this.key = ByteBuffer.allocate(Long.BYTES)
                .putLong(random.split("tokens").seed())
                .array();
    }

    String issue(Claims claims, long nowEpochSeconds) {
        ObjectNode payload = Json.object()
                .put("typ", "at+JWT")
                .put("exp", claims.expiresEpochSeconds())
                .put("iat", nowEpochSeconds)
                .put("sub", claims.account())
                .put("public_key", claims.publicKey());
        if (claims.interactive()) {
            payload.put("token_usage", "interactive");
        }
        String signed = HEADER + "." + encode(Json.write(payload).getBytes(StandardCharsets.UTF_8));
        return signed + "." + encode(digest(signed));
    }

    /// Reads a token. Throws a refusal when it is not one of ours or not valid any more.
    Claims verify(String token, long nowEpochSeconds) {
        int dot = token.lastIndexOf('.');
        if (dot < 0 || !matches(token.substring(0, dot), token.substring(dot + 1))) {
            throw ApiException.unauthorized("INVALID_TOKEN", "invalid bearer jwt: signature is invalid");
        }
        Claims claims = claims(token.substring(0, dot));
        if (nowEpochSeconds >= claims.expiresEpochSeconds()) {
            throw ApiException.unauthorized("INVALID_TOKEN", "invalid bearer jwt: token is expired");
        }
        return claims;
    }

    /// Whether a text has the three parts of a token at all.
    static boolean wellFormed(String token) {
        return token.matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
    }

    private static Claims claims(String signed) {
        try {
            JsonNode payload = Json.parse(Base64.getUrlDecoder().decode(signed.substring(signed.indexOf('.') + 1)));
            return new Claims(
                    payload.path("sub").asString(),
                    payload.path("public_key").asString(),
                    payload.path("token_usage").asString("").equals("interactive"),
                    payload.path("exp").asLong());
        } catch (JacksonException | IllegalArgumentException e) {
            throw new IllegalStateException("a token of our own signature is not readable", e);
        }
    }

    private boolean matches(String signed, String signature) {
        return MessageDigest.isEqual(
                encode(digest(signed)).getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
    }

    /// A place in a list, signed: only cursors that the exchange made are accepted.
    String cursor(String place) {
        byte[] text = place.getBytes(StandardCharsets.UTF_8);
        return encode(text) + "." + encode(tag(place));
    }

    String place(String cursor) {
        int dot = cursor.indexOf('.');
        try {
            if (dot > 0) {
                String place =
                        new String(Base64.getUrlDecoder().decode(cursor.substring(0, dot)), StandardCharsets.UTF_8);
                if (cursor.equals(cursor(place))) {
                    return place;
                }
            }
        } catch (IllegalArgumentException e) {
            throw ApiException.parameter("cursor: not readable");
        }
        throw ApiException.parameter("cursor: invalid signature");
    }

    private byte[] tag(String place) {
        return Arrays.copyOf(digest("cursor:" + place), CURSOR_TAG_BYTES);
    }

    private byte[] digest(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(key, "HmacSHA512"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA512", e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
