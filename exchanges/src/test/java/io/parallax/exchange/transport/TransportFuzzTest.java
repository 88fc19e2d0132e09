package io.parallax.exchange.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.parallax.exchange.fuzz.Fuzzer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// The framing of HTTP and WebSocket, given mutations of good streams.
class TransportFuzzTest {
    private static final int MESSAGE_BYTES_MAX = 4_096;
    private static final int BATCH = 256;
    private static final NettyIoLoop LOOP = NettyIoLoop.start("client");

    @AfterAll
    static void stop() {
        LOOP.close();
    }

    @Test
    void everyFrameIsReadOrEndsTheConnection() {
        Fuzzer.of("websocket-frames")
                .share(4)
                .from(frames())
                .fromCorpus(TransportFuzzTest.class)
                .allocating(64 << 10, 4)
                .run(TransportFuzzTest::readFrames);
    }

    private static List<byte[]> frames() {
        List<byte[]> frames = new ArrayList<>();
        for (String hex : List.of(
                "8105" + "68656c6c6f",
                "0103" + "4cc3a9" + "8900" + "0001c3" + "8002a921" + "8202cafe",
                "8802" + "03e8",
                "880d" + "03e8" + "676f6f64206279652021",
                "8a00" + "890468616c6c",
                "827e0080" + "61".repeat(128),
                "817f0000000000000100" + "62".repeat(256))) {
            frames.add(HexFormat.of().parseHex(hex));
        }
        return frames;
    }

    /// Read in one piece from the heap and byte by byte, the same stream tells the same.
    private static String readFrames(byte[] stream) {
        var whole = new Told();
        new FrameReader(MESSAGE_BYTES_MAX, whole).read(Unpooled.wrappedBuffer(stream));
        if (stream.length < 512) {
            var pieces = new Told();
            var reader = new FrameReader(MESSAGE_BYTES_MAX, pieces);
            for (int i = 0; i < stream.length; i++) {
                reader.read(Unpooled.wrappedBuffer(stream, i, 1));
            }
            assertThat(pieces.words.toString()).isEqualTo(whole.words.toString());
        }
        assertThat(whole.ends).isLessThanOrEqualTo(1);
        return whole.words.length() < 40 ? whole.words.toString() : whole.words.substring(0, 40);
    }

    private static final class Told implements FrameReader.Sink {
        final StringBuilder words = new StringBuilder();
        int ends;

        @Override
        public void onMessage(boolean text, byte[] buffer, int offset, int length) {
            assertThat(length).isLessThanOrEqualTo(MESSAGE_BYTES_MAX);
            words.append(text ? 't' : 'b').append(length);
        }

        @Override
        public void onPing(byte[] buffer, int length) {
            words.append('i');
        }

        @Override
        public void onPong() {
            words.append('o');
        }

        @Override
        public void onClose(int code, String reason) {
            ends++;
            words.append("close").append(code);
        }

        @Override
        public void onViolation(int code, String reason) {
            ends++;
            words.append(reason);
        }
    }

    /// Whatever stands where an answer is expected: the request ends once, and no answer is longer than the limit.
    @Test
    void everyAnswerEndsItsRequestOnce() {
        var owner = new NettyHttpClient(LOOP, URI.create("http://127.0.0.1:1"), 1, NettyHttpClient.Patience.DEFAULT);
        var asked = new AtomicInteger();
        var ended = new AtomicInteger();
        Fuzzer.of("http-answers")
                .from(answers())
                .fromCorpus(TransportFuzzTest.class)
                .allocating(1 << 20, 64)
                .run(bytes -> {
                    asked.incrementAndGet();
                    String outcome = readAnswer(owner, bytes, ended);
                    if (asked.get() % BATCH == 0) {
                        var caughtUp = new CountDownLatch(1);
                        LOOP.execute(caughtUp::countDown);
                        assertThat(caughtUp.await(10, TimeUnit.SECONDS)).isTrue();
                        assertThat(ended.get()).isEqualTo(asked.get());
                    }
                    return outcome;
                });
        assertThat(LOOP.callbackFailures()).isZero();
    }

    private static String readAnswer(NettyHttpClient owner, byte[] bytes, AtomicInteger ended) {
        var connection = new HttpConnection(owner);
        var channel = new EmbeddedChannel(
                new HttpResponseDecoder(new HttpDecoderConfig()
                        .setMaxHeaderSize(32_768)
                        .setMaxInitialLineLength(HttpConnection.STATUS_LINE_BYTES_MAX)
                        .setMaxChunkSize(65_536)),
                connection);
        String[] outcome = {"nothing"};
        var call = new HttpCall(LOOP, HttpRequest.get("/a", Map.of(), 1_000), new HttpClient.HttpListener() {
            @Override
            public void onResponse(HttpResponse response) {
                outcome[0] = response.status() + " " + Math.min(response.body().length, 8);
                assertThat(response.body().length).isLessThanOrEqualTo(HttpConnection.BODY_BYTES_MAX);
                ended.incrementAndGet();
            }

            @Override
            public void onFailed(boolean mayHaveBeenSent, String reason) {
                ended.incrementAndGet();
            }
        });
        connection.start(call, "/a", "127.0.0.1");
        ByteBuf sent = channel.readOutbound();
        sent.release();
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        channel.finishAndReleaseAll();
        connection.close("the test ends it");
        return outcome[0];
    }

    private static List<byte[]> answers() {
        List<byte[]> answers = new ArrayList<>();
        for (String text : List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",
                "HTTP/1.1 429 Too Many\r\nRetry-After: 2\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\nTrailer: a\r\n\r\n1;x=y\r\na\r\n0\r\na: b\r\n\r\n",
                "HTTP/1.0 502 Bad Gateway\r\nContent-Type: text/html\r\n\r\n<html>")) {
            answers.add(text.getBytes(StandardCharsets.US_ASCII));
        }
        return answers;
    }
}
