package io.parallax.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parallax.exchange.signing.Abi;
import io.parallax.exchange.signing.Eip712;
import io.parallax.exchange.signing.EthereumAddress;
import io.parallax.exchange.signing.EthereumSigner;
import io.parallax.exchange.signing.Keccak256;
import io.parallax.exchange.signing.PersonalMessage;
import io.parallax.exchange.signing.Secret;
import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.core.Fault;
import io.parallax.simulator.core.LedgerReport;
import io.parallax.units.FixedPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Over real sockets, with the JDK's HTTP client and signatures assembled by hand: nothing of the adapters.
class SimulatedExchangesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SimulatedExchanges exchanges =
            SimulatedExchanges.start(SimulatorSettings.defaults(1).withDelayFactor(0.1));
    private final HttpClient http = HttpClient.newHttpClient();
    private final EthereumSigner primary = signer(0x31);
    private final EthereumSigner delegate = signer(0x32);
    private String apiKey = "";

    @AfterEach
    void stop() {
        http.shutdownNow();
        exchanges.close();
    }

    @Test
    void tradesOnVestFromRegistrationToLedger() throws Exception {
        register();
        String listenKey = field(call("POST", "/account/listenKey", ""), "listenKey");
        Frames frames =
                connect(exchanges.vestWebSocket() + "?version=1.0&xwebsocketserver=restserver0&listenKey=" + listenKey);
        frames.say("{\"method\":\"SUBSCRIBE\",\"params\":[\"account_private\",\"BTC-PERP@depth\"],\"id\":1}");
        frames.await("\"result\":null");
        String depth = frames.await("BTC-PERP@depth");
        assertThat(depth).contains("\"bids\":[[\"61896.71\"");
        frames.await("BTC-PERP@depth");

        String id = field(call("POST", "/orders", order(1)), "id");
        assertThat(frames.await("\"NEW\"")).contains(id);
        assertThat(frames.await("\"FILLED\"")).contains(id);

        LedgerReport ledger = exchanges
                .ledger(ExchangeId.VEST, primary.address().checksummed())
                .orElseThrow();
        assertThat(ledger.fills()).isEqualTo(1);
        assertThat(ledger.positions().getFirst().quantityE8()).isEqualTo(FixedPoint.parse("0.01"));
        assertThat(exchanges.netE8(ExchangeId.VEST)).isEqualTo(-ledger.feesE8());
        assertThat(exchanges.netE8(ExchangeId.PARADEX)).isZero();
        assertThat(call("POST", "/orders", order(1))).contains("1023");
        assertThat(call("POST", "/orders", order(2).replace("\"0x", "\"0xff"))).contains("1022");
    }

    @Test
    void losesAnAcknowledgementButNotTheOrder() throws Exception {
        register();
        exchanges.vestFaults().add(new Fault.LostAcknowledgement());
        assertThatThrownBy(() -> http.send(
                        request("POST", "/orders", order(1))
                                .timeout(Duration.ofMillis(300))
                                .build(),
                        HttpResponse.BodyHandlers.ofString()))
                .isInstanceOf(java.net.http.HttpTimeoutException.class);

        await(() -> fills() > 0);
        assertThat(fills()).isEqualTo(1);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private long fills() {
        return exchanges.ledgers().stream().mapToLong(LedgerReport::fills).sum();
    }

    @Test
    void servesParadexBesideVestAndHoldsTheMarketUntilSomebodyListens() throws Exception {
        assertThat(get(exchanges.paradexRest() + "/bbo/BTC-USD-PERP"))
                .contains("61800.2")
                .contains("61800.3");
        assertThat(get(exchanges.vestRest() + "/depth?symbol=BTC-PERP&limit=1")).contains("61896.71");
        assertThat(exchanges.simulation().market().marketMicros()).isZero();

        connect(exchanges.paradexWebSocket() + "?sbeSchemaId=1&sbeSchemaVersion=1");
        await(() -> exchanges.simulation().market().marketMicros() > 0);
        assertThat(exchanges.simulation().market().marketMicros()).isPositive();
    }

    @Test
    void saysWhenAPortIsTaken() {
        SimulatorSettings taken =
                SimulatorSettings.defaults(1).withPorts(exchanges.vestRest().getPort(), 0);

        assertThatThrownBy(() -> SimulatedExchanges.start(taken)).isInstanceOf(UncheckedIOException.class);
    }

    private static EthereumSigner signer(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return new EthereumSigner(Secret.of(key));
    }

    private void register() throws IOException, InterruptedException {
        long expiry = System.currentTimeMillis() + 600_000;
        byte[] domain = Eip712.structHash(
                "EIP712Domain(string name,string version,address verifyingContract)",
                new Abi()
                        .bytes32(Keccak256.digest("VestRouterV2"))
                        .bytes32(Keccak256.digest("0.0.1"))
                        .address(EthereumAddress.parse("0x919386306C47b2Fe1036e3B4F7C40D22D2461a23"))
                        .encode());
        byte[] proof = Eip712.structHash(
                "SignerProof(address approvedSigner,uint256 signerExpiry)",
                new Abi().address(delegate.address()).uint256(expiry).encode());
        String body = "{\"signingAddr\":\"" + delegate.address() + "\",\"primaryAddr\":\"" + primary.address()
                + "\",\"signature\":\"" + hex(primary.sign(Eip712.digest(domain, proof))) + "\",\"expiryTime\":"
                + expiry
                + ",\"networkType\":0}";
        apiKey = field(call("POST", "/register", body), "apiKey");
    }

    private String order(int nonce) {
        long time = System.currentTimeMillis();
        byte[] hash = Keccak256.digest(new Abi()
                .uint256(time)
                .uint256(nonce)
                .string("MARKET")
                .string("BTC-PERP")
                .bool(true)
                .string("0.0100")
                .string("65000.00")
                .bool(false)
                .encode());
        return "{\"order\":{\"time\":" + time + ",\"nonce\":" + nonce + ",\"symbol\":\"BTC-PERP\",\"isBuy\":true,"
                + "\"size\":\"0.0100\",\"orderType\":\"MARKET\",\"limitPrice\":\"65000.00\",\"reduceOnly\":false},"
                + "\"recvWindow\":60000,\"signature\":\"" + hex(delegate.sign(PersonalMessage.digest(hash))) + "\"}";
    }

    private static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    private static String field(String json, String name) {
        String mark = "\"" + name + "\":\"";
        assertThat(json).contains(mark);
        int from = json.indexOf(mark) + mark.length();
        return json.substring(from, json.indexOf('"', from));
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create(exchanges.vestRest() + path))
                .timeout(PATIENCE)
                .header("xrestservermm", "restserver0")
                .header("X-API-KEY", apiKey)
                .header("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    private String call(String method, String path, String body) throws IOException, InterruptedException {
        return http.send(request(method, path, body).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private String get(String uri) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(uri))
                                .timeout(PATIENCE)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private Frames connect(String uri) {
        Frames frames = new Frames();
        frames.socket = Optional.of(http.newWebSocketBuilder()
                .buildAsync(URI.create(uri), frames)
                .orTimeout(20, TimeUnit.SECONDS)
                .join());
        return frames;
    }

    /// Collects frames as text.
    private static final class Frames implements WebSocket.Listener {
        private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();
        private Optional<WebSocket> socket = Optional.empty();

        void say(String text) {
            socket.orElseThrow().sendText(text, true).join();
        }

        /// The next frame that contains a text.
        String await(String part) throws InterruptedException {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline) {
                String frame = received.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (frame != null && frame.contains(part)) {
                    return frame;
                }
            }
            throw new AssertionError("no frame with " + part);
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            partial.append(StandardCharsets.UTF_8.decode(data));
            if (last) {
                received.add(partial.toString());
                partial.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
