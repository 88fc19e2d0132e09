package io.parallax.exchange.paradex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.paradex.ParadexSbe.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ParadexSbeTest {
    private final ParadexSbe sbe = new ParadexSbe();

    static List<String> madeFrames() {
        return Samples.names("sbe-", ".made.json").stream()
                .filter(name -> !name.contains("unknown-template"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("madeFrames")
    void readsEveryFieldOfASampleFrame(String name) {
        JsonNode sample = Samples.json(name);
        byte[] frame = HexFormat.of().parseHex(sample.get("hex").stringValue());

        assertThat(sbe.wrap(frame, 0, frame.length)).isEqualTo(Shape.KNOWN);

        assertThat(sbe.template().id()).isEqualTo(sample.get("templateId").intValue());
        assertThat(sbe.version()).isEqualTo(sample.get("version").intValue());
        assertThat(sbe.describe()).isEqualTo(plain(sample.get("decoded")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws-sbe-bbo-btc", "ws-sbe-order-book-deltas-btc"})
    void readsARecordedSessionToTheLastByte(String session) {
        List<JsonNode> expected = Samples.jsonLines(session + ".decoded.jsonl");
        List<byte[]> frames = Samples.jsonLines(session + ".recorded.jsonl").stream()
                .filter(line -> line.get("opcode").stringValue().equals("binary"))
                .map(line -> Base64.getDecoder().decode(line.get("b64").stringValue()))
                .toList();
        assertThat(frames).hasSameSizeAs(expected).hasSizeGreaterThan(10);
        for (int i = 0; i < frames.size(); i++) {
            Map<String, @Nullable Object> wanted = new LinkedHashMap<>(plainMap(expected.get(i)));
            byte[] frame = frames.get(i);

            assertThat(sbe.wrap(frame, 0, frame.length)).isEqualTo(Shape.KNOWN);

            assertThat((long) sbe.template().id()).isEqualTo(wanted.remove("templateId"));
            assertThat(sbe.template().name()).isEqualTo(wanted.remove("kind"));
            assertThat((long) sbe.version()).isEqualTo(wanted.remove("version"));
            wanted.remove("schemaId");
            wanted.remove("blockLength");
            assertThat(sbe.describe()).isEqualTo(wanted);
        }
    }

    @Test
    void readsAFrameInTheMiddleOfALargerBuffer() {
        byte[] frame = frame("sbe-book-snapshot-v1.made.json");
        byte[] buffer = new byte[frame.length + 20];
        System.arraycopy(frame, 0, buffer, 7, frame.length);

        assertThat(sbe.wrap(buffer, 7, frame.length)).isEqualTo(Shape.KNOWN);

        assertThat(sbe.levels(0)).isEqualTo(2);
        assertThat(sbe.levelPriceE8(0, 1)).isEqualTo(8_341_220_000_000L);
        assertThat(sbe.stringIs(SbeTemplate.Book.MARKET, "BTC-USD-PERP".getBytes(UTF_8)))
                .isTrue();
        assertThat(sbe.stringIs(SbeTemplate.Book.MARKET, "ETH-USD-PERP".getBytes(UTF_8)))
                .isFalse();
        assertThat(sbe.stringIs(1, new byte[0])).isFalse();
    }

    @Test
    void skipsAnUnknownTemplateAndAnotherSchema() {
        byte[] unknown = frame("sbe-unknown-template.made.json");
        assertThat(sbe.wrap(unknown, 0, unknown.length)).isEqualTo(Shape.UNKNOWN);
        byte[] schema = frame("sbe-heartbeat-v1.made.json");
        schema[4] = 2;
        assertThat(sbe.wrap(schema, 0, schema.length)).isEqualTo(Shape.UNKNOWN);
        byte[] huge = frame("sbe-heartbeat-v1.made.json");
        huge[3] = (byte) 0xFF;
        assertThat(sbe.wrap(huge, 0, huge.length)).isEqualTo(Shape.UNKNOWN);
    }

    @Test
    void readsAnUnknownEnumerationValueAsUnknown() {
        byte[] frame = frame("sbe-order-new-v1.made.json");
        frame[8 + SbeTemplate.Order.STATUS.offset()] = (byte) 254;
        assertThat(sbe.wrap(frame, 0, frame.length)).isEqualTo(Shape.KNOWN);
        assertThat(sbe.name(SbeTemplate.Order.STATUS)).isEmpty();
        assertThat(sbe.describe()).containsEntry("status", "UNKNOWN");
    }

    @Test
    void readsTheFinestDecimalOfTheFundingComparison() {
        byte[] frame = new byte[8 + 26 + 13];
        byte[] head = {26, 0, 6, 0, 1, 0, 1, 0};
        System.arraycopy(head, 0, frame, 0, 8);
        frame[8 + 16] = 1;
        frame[8 + 24] = 1;
        frame[8 + 25] = 7;
        frame[34] = 12;
        System.arraycopy("BTC-USD-PERP".getBytes(UTF_8), 0, frame, 35, 12);
        assertThat(sbe.wrap(frame, 0, frame.length)).isEqualTo(Shape.KNOWN);
        assertThat(sbe.describe())
                .containsEntry("hourlyFundingRate", "0.000000000001")
                .containsEntry("assetKind", "PERPETUAL")
                .containsEntry("source", "HYPERLIQUID")
                .containsEntry("market", "BTC-USD-PERP");
    }

    /// A cut may fall exactly before the strings that came with version 2: then it is the older layout.
    @ParameterizedTest
    @MethodSource("everyFrame")
    void reportsATruncationAtEveryByte(byte[] frame) {
        assertThat(sbe.wrap(frame, 0, frame.length)).isEqualTo(Shape.KNOWN);
        int strings = sbe.describe().keySet().stream()
                .filter(sbe.template().strings()::contains)
                .mapToInt(_ -> 1)
                .sum();
        int optional = Math.max(0, strings - sbe.template().stringsMin());
        int accepted = 0;
        for (int length = 0; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            Shape shape = sbe.wrap(cut, 0, length);
            if (shape == Shape.KNOWN) {
                sbe.describe();
                accepted++;
            }
        }
        assertThat(accepted).isEqualTo(optional);
    }

    static Stream<byte[]> everyFrame() {
        List<byte[]> frames = new ArrayList<>();
        madeFrames().forEach(name -> frames.add(frame(name)));
        for (String session : List.of("ws-sbe-bbo-btc", "ws-sbe-order-book-deltas-btc")) {
            Samples.jsonLines(session + ".recorded.jsonl").stream()
                    .filter(line -> line.get("opcode").stringValue().equals("binary"))
                    .map(line -> Base64.getDecoder().decode(line.get("b64").stringValue()))
                    .forEach(frames::add);
        }
        return frames.stream();
    }

    @Test
    void neverThrowsOnDamagedFrames() {
        long seed = Long.getLong("parallax.seed", System.nanoTime());
        System.out.println("ParadexSbeTest damaged frames: -Dparallax.seed=" + seed);
        Random random = new Random(seed);
        List<byte[]> frames = everyFrame().toList();
        Set<Shape> shapes = EnumSet.noneOf(Shape.class);
        for (int round = 0; round < 100_000; round++) {
            byte[] frame = frames.get(random.nextInt(frames.size())).clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                int at = random.nextBoolean()
                        ? random.nextInt(Math.min(frame.length, 12))
                        : random.nextInt(frame.length);
                frame[at] ^= (byte) (1 << random.nextInt(8));
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(frame.length + 1) : frame.length;
            byte[] exact = Arrays.copyOf(frame, length);
            Shape shape = sbe.wrap(exact, 0, length);
            shapes.add(shape);
            if (shape == Shape.KNOWN) {
                sbe.describe();
            }
        }
        assertThat(shapes).as("every shape was met").containsExactlyInAnyOrder(Shape.values());
    }

    private static byte[] frame(String name) {
        return HexFormat.of().parseHex(Samples.json(name).get("hex").stringValue());
    }

    @SuppressWarnings("unchecked") // an object node becomes a map of names to plain values
    private static Map<String, @Nullable Object> plainMap(JsonNode node) {
        return (Map<String, @Nullable Object>) Objects.requireNonNull(plain(node));
    }

    private static @Nullable Object plain(JsonNode node) {
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.forEach(element -> list.add(plain(element)));
            return list;
        }
        return node.isNull() ? null : node.isString() ? node.stringValue() : (Object) node.longValue();
    }
}
