package io.parallax.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.transport.HttpClient;
import io.parallax.exchange.transport.HttpRequest;
import io.parallax.exchange.transport.HttpResponse;
import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.server.FrontEnd;
import io.parallax.simulator.server.ServerRequest;
import io.parallax.simulator.server.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Connections in memory end as those on sockets do.
class MemoryHttpClientTest {
    private static final long SECOND = 1_000_000_000L;

    private final MemoryPlatform platform = new MemoryPlatform(ExchangeId.PARADEX);
    private final List<String> heard = new ArrayList<>();

    @Test
    void anAttemptToConnectThatNobodyAnswersIsGivenUpAndMadeAgain() {
        platform.serve(new Answering(), platform.loop("exchange"));
        HttpClient client = platform.loop("host").httpClient(platform.http(), 1);
        ask(client);
        // The connection becomes half-open before it is one.
        platform.wire().deafen(Channel.HTTP);
        pass(6 * SECOND);
        assertThat(heard).hasSize(1).allMatch(each -> each.startsWith("failed, not sent"));

        ask(client);
        pass(6 * SECOND);
        assertThat(heard).hasSize(2);
        assertThat(heard.getLast()).isEqualTo("answered");
        assertThat(platform.failures()).isZero();
    }

    private void ask(HttpClient client) {
        client.send(HttpRequest.get("/", Map.of(), 5_000), new HttpClient.HttpListener() {
            @Override
            public void onResponse(HttpResponse response) {
                heard.add("answered");
            }

            @Override
            public void onFailed(boolean mayHaveBeenSent, String reason) {
                heard.add((mayHaveBeenSent ? "failed, may have been sent: " : "failed, not sent: ") + reason);
            }
        });
    }

    private void pass(long nanos) {
        long end = platform.nanoTime() + nanos;
        while (platform.nanoTime() < end) {
            platform.pause();
        }
    }

    /// Says yes to everything.
    private static final class Answering implements FrontEnd {
        @Override
        public void onRequest(ServerRequest request, Responder responder) {
            responder.respond(new ServerResponse(200, Map.of(), "yes".getBytes(StandardCharsets.US_ASCII)));
        }

        @Override
        public Upgrade onUpgrade(ServerRequest request) {
            return new Upgrade.Refused(new ServerResponse(404, Map.of(), new byte[0]));
        }
    }
}
