package io.parallax.simulator.paradex;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ParadexLoginTest {
    private final ParadexVenue venue = new ParadexVenue();
    private final RawClient client = venue.client();

    private long now() {
        return venue.loop.epochMillis() / 1_000;
    }

    private static ParadexSimulatorSettings.Login login() {
        return ParadexSimulatorSettings.defaults().login();
    }

    @Test
    void givesATokenOfFiveMinutesToTheHolderOfTheKey() {
        RawClient.Answer answer = client.login();
        assertThat(answer.status()).isEqualTo(200);
        String[] parts = client.token().split("\\.");
        assertThat(parts).hasSize(3);
        JsonNode header = Json.parse(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8));
        JsonNode payload = Json.parse(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        assertThat(header.path("alg").asString()).isEqualTo("ES256");
        assertThat(Base64.getUrlDecoder().decode(parts[2])).hasSize(64);
        assertThat(payload.path("exp").asLong()).isEqualTo(now() + 300);
        assertThat(client.get("/v1/account").status()).isEqualTo(200);
        assertThat(client.get("/v1/account").body().path("account").asString())
                .isEqualTo(client.account().toHex());
    }

    @Test
    void refusesASignatureOfAnotherMessage() {
        Map<String, String> headers = client.loginHeaders(now(), now() + 60);
        headers.put("paradex-timestamp", Long.toString(now() - 1));
        RawClient.Answer answer =
                client.send("POST", "/v1/auth/" + client.publicKey().toHex(), Map.of(), headers, "");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.error()).isEqualTo("STARKNET_SIGNATURE_VERIFICATION_FAILED");
        assertThat(answer.body().path("message").asString()).isEqualTo("verification failed on Curve");
    }

    @Test
    void refusesASignatureForAnotherChain() {
        ParadexVenue production = new ParadexVenue(
                ParadexVenue.quiet().withLogin(login().withChainId(ParadexSimulatorSettings.Login.PRODUCTION)));
        RawClient testnetClient =
                new RawClient(production.loop, production.frontEnd, ParadexSimulatorSettings.Login.TESTNET, "0x1234");
        assertThat(testnetClient.login().error()).isEqualTo("STARKNET_SIGNATURE_VERIFICATION_FAILED");
        assertThat(production.client().login().status()).isEqualTo(200);
        assertThat(production
                        .client()
                        .get("/v1/system/config")
                        .body()
                        .path("starknet_chain_id")
                        .asString())
                .isEqualTo("PRIVATE_SN_PARACLEAR_MAINNET");
    }

    @Test
    void refusesTimesOutOfRange() {
        assertThat(tryTimes(now() - 1_801, now() + 60)).isEqualTo("400 INVALID_TIMESTAMP");
        assertThat(tryTimes(now() + 31, now() + 60)).isEqualTo("400 INVALID_TIMESTAMP");
        assertThat(tryTimes(now() - 60, now())).isEqualTo("400 INVALID_BLOCK_EXPIRATION");
        assertThat(tryTimes(now(), now() + 7 * 86_400 + 1)).isEqualTo("400 INVALID_BLOCK_EXPIRATION");
        assertThat(tryTimes(now() * 1_000, now() + 60)).isEqualTo("400 INVALID_TIMESTAMP");
        assertThat(tryTimes(now() - 1_800, now() + 7 * 86_400)).isEqualTo("200 ");
    }

    private String tryTimes(long timestamp, long expiration) {
        RawClient.Answer answer = client.send(
                "POST",
                "/v1/auth/" + client.publicKey().toHex(),
                Map.of(),
                client.loginHeaders(timestamp, expiration),
                "");
        return answer.status() + " " + answer.error();
    }

    @Test
    void refusesHeadersOfAnotherForm() {
        assertThat(tryHeader("paradex-starknet-account", "abc")).isEqualTo("400 INVALID_STARKNET_ADDRESS");
        assertThat(tryHeader("paradex-starknet-signature", "[0x1,0x2]")).isEqualTo("400 INVALID_STARKNET_SIGNATURE");
        assertThat(tryHeader("paradex-timestamp", "soon")).isEqualTo("400 INVALID_TIMESTAMP");
        assertThat(tryHeader("paradex-signature-expiration", "late")).isEqualTo("400 INVALID_BLOCK_EXPIRATION");
        assertThat(client.send("POST", "/v1/auth/xyz", Map.of(), client.loginHeaders(now(), now() + 60), "")
                        .error())
                .isEqualTo("PUBLIC_KEY_INVALID");
    }

    private String tryHeader(String name, String value) {
        Map<String, String> headers = client.loginHeaders(now(), now() + 60);
        headers.put(name, value);
        RawClient.Answer answer =
                client.send("POST", "/v1/auth/" + client.publicKey().toHex(), Map.of(), headers, "");
        return answer.status() + " " + answer.error();
    }

    @Test
    void plainLoginNeedsAnOnboardedAccount() {
        assertThat(client.login("/v1/auth").error()).isEqualTo("NOT_ONBOARDED");
        RawClient.Answer onboarded = client.send(
                "POST", "/v1/onboarding", Map.of(), client.onboardingHeaders(), Json.write(client.onboarding()));
        assertThat(onboarded.status()).isEqualTo(200);
        assertThat(client.login("/v1/auth").status()).isEqualTo(200);
        JsonNode found = client.get(
                        "/v1/onboarding",
                        Map.of("public_key", client.publicKey().toHex()))
                .body();
        assertThat(found.path("exists").asBoolean()).isTrue();
        assertThat(found.path("address").asString()).isEqualTo(client.account().toHex());
    }

    @Test
    void withoutFaucetAnUnknownAccountIsNotOnboarded() {
        ParadexVenue strict = new ParadexVenue(ParadexVenue.quiet().withLogin(login().withOpensUnknownAccounts(false)));
        RawClient.Answer answer = strict.client().login();
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.error()).isEqualTo("NOT_ONBOARDED");
    }

    @Test
    void aKeyThatIsNotOnTheAccountIsNoSubkey() {
        client.login();
        Map<String, String> headers = client.loginHeaders(now(), now() + 60);
        String other = venue.otherClient().publicKey().toHex();
        assertThat(client.send("POST", "/v1/auth/" + other, Map.of(), headers, "")
                        .error())
                .isEqualTo("INVALID_SUBKEY");
    }

    @Test
    void aRegisteredSubkeyTradesButManagesNoKeys() {
        client.login();
        RawClient subkey = client.withSubkey("0x77");
        assertThat(subkey.login().error()).isEqualTo("INVALID_SUBKEY");
        String key = subkey.publicKey().toHex();
        JsonNode registration = Json.object().put("name", "bot").put("public_key", key);
        assertThat(client.post("/v1/account/keys/subkeys", registration).status())
                .isEqualTo(201);
        assertThat(subkey.login().status()).isEqualTo(200);
        assertThat(subkey.login("/v1/auth").error()).isEqualTo("STARKNET_SIGNATURE_VERIFICATION_FAILED");
        subkey.login();
        assertThat(subkey.post("/v1/orders", subkey.limit("BUY", "0.1", "90000", "GTC"))
                        .status())
                .isEqualTo(201);
        assertThat(client.get("/v1/orders").body().path("results").size()).isEqualTo(1);
        assertThat(subkey.post("/v1/account/keys/subkeys", registration).status())
                .isEqualTo(403);
        assertThat(client.delete("/v1/account/keys/subkeys/" + key).status()).isEqualTo(204);
        assertThat(client.get("/v1/account/keys/subkeys").body().path("results").size())
                .isZero();
        assertThat(subkey.login().error()).isEqualTo("INVALID_SUBKEY");
    }

    @Test
    void tokensExpire() {
        client.login();
        venue.loop.advanceMillis(299_000);
        assertThat(client.get("/v1/account").status()).isEqualTo(200);
        venue.loop.advanceMillis(1_000);
        RawClient.Answer answer = client.get("/v1/account");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.error()).isEqualTo("INVALID_TOKEN");
    }

    @Test
    void privateAndWrongPathsAskForATokenInTheExchangesWords() {
        for (String path : new String[] {"/v1/account", "/v1/no-such-path", "/v1/orders"}) {
            RawClient.Answer answer = venue.client().get(path);
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.error()).isEqualTo("INVALID_TOKEN");
            assertThat(answer.body().path("message").asString())
                    .isEqualTo("invalid bearer jwt: missing value in request header");
        }
        client.login();
        assertThat(client.get("/v1/no-such-path").status()).isEqualTo(404);
    }

    @Test
    void aTokenWithAChangedClaimIsInvalid() {
        client.login();
        String[] parts = client.token().split("\\.");
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                .replace("\"exp\":", "\"exp\":9");
        String forged = parts[0] + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(payload.getBytes(StandardCharsets.UTF_8)) + "."
                + parts[2];
        RawClient.Answer answer =
                client.send("GET", "/v1/account", Map.of(), Map.of("authorization", "Bearer " + forged), "");
        assertThat(answer.error()).isEqualTo("INVALID_TOKEN");
    }

    @Test
    void systemCallsAnswerWithoutToken() {
        assertThat(client.get("/v1/system/time").body().path("server_time").asString())
                .isEqualTo(Long.toString(venue.loop.epochMillis()));
        assertThat(client.get("/v1/system/state").body().path("status").asString())
                .isEqualTo("ok");
        assertThat(client.get("/v1/system/config")
                        .body()
                        .path("starknet_chain_id")
                        .asString())
                .isEqualTo("PRIVATE_SN_POTC_SEPOLIA");
        assertThat(client.get("/v1/system/announcements").body().path("results").isArray())
                .isTrue();
    }
}
