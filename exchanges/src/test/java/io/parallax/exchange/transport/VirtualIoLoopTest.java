package io.parallax.exchange.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VirtualIoLoopTest {
    private final VirtualIoLoop loop = new VirtualIoLoop();
    private final List<String> seen = new ArrayList<>();

    @Test
    void runsTasksInOrderOfTimeAndThenOfSubmission() {
        loop.schedule(2_000_000, () -> seen.add("b at " + loop.epochMillis()));
        loop.schedule(1_000_000, () -> seen.add("a"));
        loop.schedule(2_000_000, () -> seen.add("c"));
        loop.schedule(1_500_000, () -> seen.add("never")).cancel();
        loop.execute(() -> loop.execute(() -> seen.add("now")));
        loop.advanceMillis(1);
        assertThat(seen).containsExactly("now", "a");
        loop.advanceMillis(1);
        long expected = VirtualIoLoop.START_EPOCH_MILLIS + 2;
        assertThat(seen).containsExactly("now", "a", "b at " + expected, "c");
        assertThat(loop.pendingTasks()).isZero();
    }

    @Test
    void letsATestPlayTheServer() {
        loop.onRequest(
                exchange -> exchange.answer(200, "to " + exchange.request().path()));
        HttpClient client = loop.httpClient(URI.create("http://exchange.test"), 1);
        client.send(HttpRequest.get("/time", Map.of(), 1_000), new Recorder());
        assertThat(seen).containsExactly("written");
        loop.runReady();
        assertThat(seen).containsExactly("written", "200 8 bytes");
    }

    @Test
    void endsAnUnansweredRequestAtItsDeadlineWithUnknownOutcome() {
        HttpClient client = loop.httpClient(URI.create("http://exchange.test"), 1);
        client.send(HttpRequest.get("/time", Map.of(), 1_000), new Recorder());
        loop.advanceMillis(1_000);
        loop.lastExchange().answer(200, "too late");
        assertThat(seen).containsExactly("written", "failed true no response within 1000 ms");
    }

    private final class Recorder implements HttpClient.HttpListener {
        @Override
        public void onWritten(long writtenNanos) {
            seen.add("written");
        }

        @Override
        public void onResponse(HttpResponse response) {
            seen.add(response.status() + " " + response.body().length + " bytes");
        }

        @Override
        public void onFailed(boolean mayHaveBeenSent, String reason) {
            seen.add("failed " + mayHaveBeenSent + " " + reason);
        }
    }
}
