package io.parallax.simulator.paradex;

import io.parallax.exchange.signing.Felt;
import io.parallax.exchange.signing.StarkSignature;
import io.parallax.simulator.server.ServerRequest;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Login and onboarding: who may have a token. Thread: simulator loop.
final class Logins {
    /// Life of a login signature that names no end. What is signed then is unclear: chosen.
    private static final long EXPIRATION_SECONDS_DEFAULT = 1_800;

    private final ParadexSimulatorSettings.Login settings;
    private final AccountRegistry accounts;
    private final Signatures signatures;
    private final Tokens tokens;
    private final VenueClock clock;

    Logins(
            ParadexSimulatorSettings.Login settings,
            AccountRegistry accounts,
            Signatures signatures,
            Tokens tokens,
            VenueClock clock) {
        this.settings = settings;
        this.accounts = accounts;
        this.signatures = signatures;
        this.tokens = tokens;
        this.clock = clock;
    }

    /// `POST /auth` and `POST /auth/{public_key}`.
    ObjectNode login(ServerRequest request, Optional<String> keyInPath) {
        Felt address = address(request);
        StarkSignature signature = signature(request);
        long timestamp = seconds(request, "paradex-timestamp", "INVALID_TIMESTAMP")
                .orElseThrow(() -> ApiException.badRequest("INVALID_TIMESTAMP", "PARADEX-TIMESTAMP: missing header"));
        long expiration = seconds(request, "paradex-signature-expiration", "INVALID_BLOCK_EXPIRATION")
                .orElse(timestamp + EXPIRATION_SECONDS_DEFAULT);
        checkTimes(timestamp, expiration);
        Optional<ParadexAccount> account = accounts.find(address.toHex());
        Felt key = keyInPath
                .map(Logins::publicKey)
                .or(() -> account.map(ParadexAccount::publicKey))
                .orElseThrow(Logins::notOnboarded);
        if (account.isPresent() && !account.get().accepts(key)) {
            throw ApiException.unauthorized("INVALID_SUBKEY", "public key is not registered on the account");
        }
        if (!signatures.login(address, key, timestamp, expiration, signature)) {
            throw ApiException.unauthorized("STARKNET_SIGNATURE_VERIFICATION_FAILED", "verification failed on Curve");
        }
        if (account.isEmpty()) {
            openWithFaucet(address, key);
        }
        boolean interactive = request.parameter("token_usage").orElse("").equals("interactive");
        return Json.object().put("jwt_token", token(address, key, interactive));
    }

    private String token(Felt address, Felt key, boolean interactive) {
        long now = clock.epochSeconds();
        return tokens.issue(
                new Tokens.Claims(address.toHex(), key.toHex(), interactive, now + settings.tokenLifeSeconds()), now);
    }

    private void openWithFaucet(Felt address, Felt key) {
        if (!settings.opensUnknownAccounts()) {
            throw notOnboarded();
        }
        accounts.open(address, key);
    }

    private static ApiException notOnboarded() {
        return ApiException.unauthorized("NOT_ONBOARDED", "account is not onboarded");
    }

    private void checkTimes(long timestamp, long expiration) {
        long now = clock.epochSeconds();
        if (timestamp < now - settings.timestampAgeSecondsMax()
                || timestamp > now + settings.timestampAheadSecondsMax()) {
            throw ApiException.badRequest("INVALID_TIMESTAMP", "timestamp is out of range: " + timestamp);
        }
        if (expiration <= now || expiration > now + settings.expirationAheadSecondsMax()) {
            throw ApiException.badRequest(
                    "INVALID_BLOCK_EXPIRATION", "signature expiration is out of range: " + expiration);
        }
    }

    /// `POST /onboarding`. Repeating it changes nothing.
    void onboard(ServerRequest request) {
        Felt address = address(request);
        StarkSignature signature = signature(request);
        Felt key = publicKey(OrderForm.text(body(request), "public_key"));
        if (!signatures.onboarding(address, key, signature)) {
            throw ApiException.unauthorized("STARKNET_SIGNATURE_VERIFICATION_FAILED", "verification failed on Curve");
        }
        accounts.open(address, key);
    }

    /// `GET /onboarding`: whether the account of a key exists, and the address that belongs to it.
    ObjectNode lookUp(ServerRequest request) {
        if (!request.parameter("account_signer_type").orElse("starknet").equals("starknet")) {
            throw ApiException.parameter("account_signer_type: only starknet is supported");
        }
        Felt key = publicKey(request.parameter("public_key").orElse(""));
        Optional<ParadexAccount> account = accounts.findByKey(key);
        ObjectNode answer = Json.object()
                .put("account_signer_type", "starknet")
                .put(
                        "address",
                        account.map(ParadexAccount::address)
                                .orElseGet(() -> Signatures.accountAddress(key))
                                .toHex())
                .put("exists", account.isPresent());
        answer.set(
                "derivation_info",
                Json.object()
                        .put("class_hash", SystemConfig.ACCOUNT_CLASS_HASH)
                        .put("proxy_class_hash", SystemConfig.PROXY_CLASS_HASH));
        return answer;
    }

    private static JsonNode body(ServerRequest request) {
        try {
            return Json.parse(request.body());
        } catch (JacksonException e) {
            throw ApiException.badRequest("BINDING_ERROR", "body: not valid JSON");
        }
    }

    private static Felt address(ServerRequest request) {
        String text = request.header("paradex-starknet-account").orElse("");
        return hex(text)
                .orElseThrow(() -> ApiException.badRequest(
                        "INVALID_STARKNET_ADDRESS", "PARADEX-STARKNET-ACCOUNT: expected 0x and hexadecimal digits"));
    }

    static Felt publicKey(String text) {
        return hex(text)
                .orElseThrow(() -> ApiException.badRequest(
                        "PUBLIC_KEY_INVALID", "public key: expected 0x and hexadecimal digits"));
    }

    static Optional<Felt> hex(String text) {
        if (!text.startsWith("0x")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Felt.parse(text)).filter(felt -> !felt.isZero());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static StarkSignature signature(ServerRequest request) {
        try {
            return StarkSignature.parse(
                    request.header("paradex-starknet-signature").orElse(""));
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(
                    "INVALID_STARKNET_SIGNATURE", "PARADEX-STARKNET-SIGNATURE: expected [\"r\",\"s\"]");
        }
    }

    private static Optional<Long> seconds(ServerRequest request, String header, String code) {
        Optional<String> text = request.header(header);
        if (text.isPresent() && !text.get().matches("[0-9]{1,12}")) {
            throw ApiException.badRequest(code, header.toUpperCase(Locale.ROOT) + ": expected unix seconds");
        }
        return text.map(Long::valueOf);
    }
}
