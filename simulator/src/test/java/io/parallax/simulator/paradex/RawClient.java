package io.parallax.simulator.paradex;

import io.parallax.exchange.signing.Felt;
import io.parallax.exchange.signing.OrderSide;
import io.parallax.exchange.signing.OrderSigner;
import io.parallax.exchange.signing.ParadexMessages;
import io.parallax.exchange.signing.Secret;
import io.parallax.exchange.signing.StarkKeys;
import io.parallax.exchange.signing.StarkSigner;
import io.parallax.exchange.transport.VirtualIoLoop;
import io.parallax.simulator.server.FrontEnd;
import io.parallax.simulator.server.ServerRequest;
import io.parallax.simulator.server.ServerResponse;
import io.parallax.units.FixedPoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A hand-made client of one account: signs with the real rules, speaks to a front end without sockets in
/// virtual time.
final class RawClient {
    static final String MARKET = "BTC-USD-PERP";

    private final VirtualIoLoop loop;
    private final FrontEnd frontEnd;
    private final String chainId;
    private final StarkSigner signer;
    private final Felt account;
    private String token = "";
    private int nextClientId;

    RawClient(VirtualIoLoop loop, FrontEnd frontEnd, String chainId, String key) {
        this(loop, frontEnd, chainId, new StarkSigner(Secret.fromHex(key)), Optional.empty());
    }

    private RawClient(
            VirtualIoLoop loop, FrontEnd frontEnd, String chainId, StarkSigner signer, Optional<Felt> account) {
        this.loop = loop;
        this.frontEnd = frontEnd;
        this.chainId = chainId;
        this.signer = signer;
        this.account = account.orElseGet(() -> StarkKeys.paradexAddress(
                signer.publicKey(),
                Felt.parse(SystemConfig.ACCOUNT_CLASS_HASH),
                Felt.parse(SystemConfig.PROXY_CLASS_HASH)));
    }

    /// A client of the same account with a key of its own.
    RawClient withSubkey(String key) {
        return new RawClient(loop, frontEnd, chainId, new StarkSigner(Secret.fromHex(key)), Optional.of(account));
    }

    Felt account() {
        return account;
    }

    Felt publicKey() {
        return signer.publicKey();
    }

    String token() {
        return token;
    }

    /// An answer of REST.
    record Answer(int status, Map<String, String> headers, JsonNode body) {
        String error() {
            return body.path("error").asString("");
        }
    }

    /// Headers of a login, signed.
    Map<String, String> loginHeaders(long timestamp, long expiration) {
        String signature = signer.sign(ParadexMessages.login(chainId, account, timestamp, expiration)
                        .messageHash())
                .toText();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("paradex-starknet-account", account.toHex());
        headers.put("paradex-starknet-signature", signature);
        headers.put("paradex-timestamp", Long.toString(timestamp));
        headers.put("paradex-signature-expiration", Long.toString(expiration));
        return headers;
    }

    Answer login() {
        return login("/v1/auth/" + publicKey().toHex());
    }

    Answer login(String path) {
        long now = loop.epochMillis() / 1_000;
        Answer answer = send("POST", path, Map.of(), loginHeaders(now, now + 86_400), "");
        token = answer.body().path("jwt_token").asString("");
        return answer;
    }

    Answer loginInteractive() {
        long now = loop.epochMillis() / 1_000;
        Answer answer = send(
                "POST",
                "/v1/auth/" + publicKey().toHex(),
                Map.of("token_usage", "interactive"),
                loginHeaders(now, now + 86_400),
                "");
        token = answer.body().path("jwt_token").asString("");
        return answer;
    }

    Answer get(String path) {
        return get(path, Map.of());
    }

    Answer get(String path, Map<String, String> query) {
        return send("GET", path, query, bearer(), "");
    }

    Answer post(String path, JsonNode body) {
        return send("POST", path, Map.of(), bearer(), Json.write(body));
    }

    Answer put(String path, JsonNode body) {
        return send("PUT", path, Map.of(), bearer(), Json.write(body));
    }

    Answer delete(String path) {
        return send("DELETE", path, Map.of(), bearer(), "");
    }

    Answer delete(String path, JsonNode body) {
        return send("DELETE", path, Map.of(), bearer(), Json.write(body));
    }

    private Map<String, String> bearer() {
        return token.isEmpty() ? Map.of() : Map.of("authorization", "Bearer " + token);
    }

    /// Sends and advances time until the answer is there.
    Answer send(String method, String path, Map<String, String> query, Map<String, String> headers, String body) {
        List<ServerResponse> responses = sendWithoutWaiting(method, path, query, headers, body);
        for (int millis = 0; responses.isEmpty() && millis < 1_000; millis++) {
            loop.advanceMillis(1);
        }
        if (responses.isEmpty()) {
            throw new AssertionError("no answer to " + method + " " + path);
        }
        return answer(responses.getFirst());
    }

    List<ServerResponse> sendWithoutWaiting(
            String method, String path, Map<String, String> query, Map<String, String> headers, String body) {
        List<ServerResponse> responses = new ArrayList<>();
        frontEnd.onRequest(
                new ServerRequest(method, path, query, headers, body.getBytes(StandardCharsets.UTF_8)), responses::add);
        return responses;
    }

    private static Answer answer(ServerResponse response) {
        JsonNode body = response.body().length == 0 ? Json.missing() : Json.parse(response.body());
        return new Answer(response.status(), response.headers(), body);
    }

    /// A signed limit order of the test market with a fresh client id.
    ObjectNode limit(String side, String size, String price, String instruction) {
        return order(side, "LIMIT", size, price, instruction).put("client_id", "client-" + ++nextClientId);
    }

    ObjectNode market(String side, String size) {
        return order(side, "MARKET", size, "0", "IOC");
    }

    ObjectNode order(String side, String type, String size, String price, String instruction) {
        ObjectNode order = Json.object()
                .put("market", MARKET)
                .put("side", side)
                .put("type", type)
                .put("size", size)
                .put("price", price)
                .put("instruction", instruction);
        return sign(order, loop.epochMillis());
    }

    /// Signs what the order says now.
    ObjectNode sign(ObjectNode order, long timestampMillis) {
        String signature = OrderSigner.prepare(
                        signer,
                        chainId,
                        account,
                        order.path("market").asString(),
                        OrderSide.valueOf(order.path("side").asString()),
                        order.path("type").asString())
                .sign(
                        FixedPoint.parse(order.path("size").asString()),
                        FixedPoint.parse(order.path("price").asString()),
                        timestampMillis)
                .toText();
        return order.put("signature", signature).put("signature_timestamp", timestampMillis);
    }

    /// The body of a modify, signed.
    ObjectNode modify(String id, String side, String size, String price) {
        long now = loop.epochMillis();
        String signature = signer.sign(ParadexMessages.modifyOrder(
                                chainId,
                                account,
                                MARKET,
                                OrderSide.valueOf(side),
                                "LIMIT",
                                FixedPoint.parse(size),
                                FixedPoint.parse(price),
                                now,
                                id)
                        .messageHash())
                .toText();
        return Json.object()
                .put("id", id)
                .put("market", MARKET)
                .put("side", side)
                .put("type", "LIMIT")
                .put("size", size)
                .put("price", price)
                .put("signature", signature)
                .put("signature_timestamp", now);
    }

    ObjectNode onboarding() {
        return Json.object().put("public_key", publicKey().toHex());
    }

    Map<String, String> onboardingHeaders() {
        return Map.of(
                "paradex-starknet-account",
                account.toHex(),
                "paradex-starknet-signature",
                signer.sign(ParadexMessages.onboarding(chainId, account).messageHash())
                        .toText());
    }
}
