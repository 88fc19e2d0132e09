package io.parallax.exchange.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Our framing against Netty's, an independent implementation of the same protocol.
class FramesTest {
    private static final int MESSAGE_BYTES_MAX = 200_000;

    @Test
    void readsWhatNettyWritesHoweverItIsCut() {
        SplittableRandom random = seeded();
        for (int round = 0; round < 100; round++) {
            var expected = new ArrayList<String>();
            ByteBuf stream = randomMessages(random, expected);
            var sink = new Recorder();
            var reader = new FrameReader(MESSAGE_BYTES_MAX, sink);
            boolean heap = random.nextBoolean();
            while (stream.isReadable()) {
                int length = random.nextInt(1, Math.min(stream.readableBytes(), 3_000) + 1);
                ByteBuf part = heap ? Unpooled.buffer(length) : Unpooled.directBuffer(length);
                part.writeBytes(stream, length);
                reader.read(part);
                assertThat(part.isReadable()).isFalse();
                part.release();
            }
            stream.release();
            assertThat(sink.events).isEqualTo(expected);
        }
    }

    @Test
    void writesWhatNettyReads() {
        SplittableRandom random = seeded();
        for (int round = 0; round < 200; round++) {
            byte[] payload = randomBytes(random, random.nextInt(random.nextBoolean() ? 200 : 70_000));
            int offset = random.nextInt(payload.length + 1);
            int length = payload.length - offset;
            var decoder = new EmbeddedChannel(new WebSocket13FrameDecoder(true, false, MESSAGE_BYTES_MAX));
            decoder.writeInbound(
                    FrameWriter.frame(ByteBufAllocator.DEFAULT, FrameReader.BINARY, payload, offset, length));
            BinaryWebSocketFrame frame = decoder.readInbound();
            assertThat(hex(frame.content())).isEqualTo(HexFormat.of().formatHex(payload, offset, payload.length));
            frame.release();
            decoder.finishAndReleaseAll();
        }
    }

    @Test
    void cutsACloseReasonBetweenCharacters() {
        ByteBuf frame = FrameWriter.close(ByteBufAllocator.DEFAULT, 1000, "é".repeat(100));
        assertThat(frame.getByte(1) & 0x7F).isEqualTo(2 + 122);
        frame.release();
    }

    @Test
    void survivesAnyBytes() {
        SplittableRandom random = seeded();
        for (int round = 0; round < 20_000; round++) {
            var sink = new Recorder();
            var reader = new FrameReader(1_000, sink);
            for (int part = 0; part < 5; part++) {
                byte[] bytes = randomBytes(random, random.nextInt(200));
                if (bytes.length > 1 && random.nextInt(4) > 0) {
                    bytes[0] = (byte) (bytes[0] & 0x8F);
                    bytes[1] = (byte) (bytes[1] & 0x7F);
                }
                reader.read(Unpooled.wrappedBuffer(bytes));
            }
            assertThat(sink.events.stream()
                            .filter(event -> event.startsWith("end"))
                            .count())
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void judgesUtf8AsTheJdkDoes() {
        SplittableRandom random = seeded();
        int valid = 0;
        for (int round = 0; round < 60_000; round++) {
            byte[] bytes = nearlyUtf8(random);
            boolean expected = isUtf8ByJdk(bytes);
            valid += expected ? 1 : 0;
            assertThat(Utf8.isValid(bytes, 0, bytes.length))
                    .as(HexFormat.of().formatHex(bytes))
                    .isEqualTo(expected);
        }
        assertThat(valid).isBetween(6_000, 54_000);
    }

    private static byte[] nearlyUtf8(SplittableRandom random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> text.append("12345678");
                case 1 -> text.appendCodePoint(random.nextInt(0x80, 0x800));
                case 2 -> text.appendCodePoint(random.nextInt(0xE000, 0x10000));
                default -> text.appendCodePoint(random.nextInt(0x10000, 0x110000));
            }
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextBoolean()) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static boolean isUtf8ByJdk(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static ByteBuf randomMessages(SplittableRandom random, List<String> expected) {
        var encoder = new EmbeddedChannel(new WebSocket13FrameEncoder(false));
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            if (random.nextInt(4) == 0) {
                byte[] payload = randomBytes(random, random.nextInt(126));
                expected.add("ping " + HexFormat.of().formatHex(payload));
                encoder.writeOutbound(new PingWebSocketFrame(Unpooled.wrappedBuffer(payload)));
            } else {
                boolean text = random.nextBoolean();
                byte[] payload = text
                        ? "é1".repeat(random.nextInt(30_000)).getBytes(StandardCharsets.UTF_8)
                        : randomBytes(random, random.nextInt(random.nextBoolean() ? 300 : 100_000));
                expected.add((text ? "text " : "binary ") + HexFormat.of().formatHex(payload));
                writeFragments(random, encoder, text, payload);
            }
        }
        ByteBuf stream = Unpooled.buffer();
        for (ByteBuf part = encoder.readOutbound(); part != null; part = encoder.readOutbound()) {
            stream.writeBytes(part);
            part.release();
        }
        encoder.finishAndReleaseAll();
        return stream;
    }

    private static void writeFragments(SplittableRandom random, EmbeddedChannel encoder, boolean text, byte[] payload) {
        int from = 0;
        boolean first = true;
        do {
            int to = random.nextBoolean() ? payload.length : random.nextInt(from, payload.length + 1);
            boolean last = to == payload.length;
            ByteBuf content = Unpooled.copiedBuffer(payload, from, to - from);
            WebSocketFrame frame = !first
                    ? new ContinuationWebSocketFrame(last, 0, content)
                    : text ? new TextWebSocketFrame(last, 0, content) : new BinaryWebSocketFrame(last, 0, content);
            encoder.writeOutbound(frame);
            first = false;
            from = to;
            if (last) {
                return;
            }
        } while (true);
    }

    private static SplittableRandom seeded() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        return new SplittableRandom(seed);
    }

    private static byte[] randomBytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static String hex(ByteBuf content) {
        byte[] bytes = new byte[content.readableBytes()];
        content.getBytes(content.readerIndex(), bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static final class Recorder implements FrameReader.Sink {
        private final List<String> events = new ArrayList<>();

        @Override
        public void onMessage(boolean text, byte[] buffer, int offset, int length) {
            events.add((text ? "text " : "binary ") + HexFormat.of().formatHex(buffer, offset, offset + length));
        }

        @Override
        public void onPing(byte[] buffer, int length) {
            events.add("ping " + HexFormat.of().formatHex(buffer, 0, length));
        }

        @Override
        public void onPong() {
            events.add("pong");
        }

        @Override
        public void onClose(int code, String reason) {
            events.add("end " + code + " " + reason);
        }

        @Override
        public void onViolation(int code, String reason) {
            events.add("end " + code + " " + reason);
        }
    }
}
