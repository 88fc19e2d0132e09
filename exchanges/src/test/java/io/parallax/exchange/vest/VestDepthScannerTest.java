package io.parallax.exchange.vest;

import static io.parallax.exchange.vest.VestSamples.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.vest.VestDepthScanner.Result;
import io.parallax.units.FixedPoint;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class VestDepthScannerTest {
    private static final int MARGIN = 3;

    private final VestDepthScanner scanner = new VestDepthScanner();

    @Test
    void readsTheDocumentedBook() {
        assertThat(scan(VestSamples.text("ws-depth.json"))).isEqualTo(Result.DEPTH);
        assertThat(scanner.isAbout(utf8("BTC-PERP"))).isTrue();
        assertThat(scanner.isAbout(utf8("ETH-PERP"))).isFalse();
        assertThat(scanner.isAbout(utf8("BTC-PERP@"))).isFalse();
        assertThat(book())
                .isEqualTo("90005.1×0.045 90003.75×0.045 90001×0.09 | 90019.8×0.045 90021.15×0.045 90024.9×0.09");
        assertThat(scanner.exchangeEpochMicros()).isZero();
        assertThat(scanner.bids.sorted && scanner.asks.sorted).isTrue();
    }

    @Test
    void readsARecordedFrameWithUnknownFieldsAndItsTime() {
        assertThat(scan(VestSamples.text("v3-ws-depth.recorded.json"))).isEqualTo(Result.DEPTH);
        assertThat(scanner.isAbout(utf8("NDX-USD-PERP"))).isTrue();
        assertThat(scanner.bids.count).isEqualTo(20);
        assertThat(scanner.asks.count).isEqualTo(20);
        assertThat(scanner.exchangeEpochMicros()).isEqualTo(1_791_415_136_507_000L);
    }

    @Test
    void readsFieldsInAnyOrderAndNumbersWithoutQuotes() {
        assertThat(scan(" {\"data\" : {\"time\":1790000000000, \"asks\":[ [2.5 , 1] ] ,\"x\":{\"y\":[]},\"bids\":[]},"
                        + "\"channel\":\"A@depth\"} "))
                .isEqualTo(Result.DEPTH);
        assertThat(book()).isEqualTo(" | 2.5×1");
        assertThat(scanner.exchangeEpochMicros()).isEqualTo(1_790_000_000_000_000L);
    }

    @Test
    void sortsABookThatComesUnsorted() {
        assertThat(scan(depth(
                        "[\"3\",\"1\"],[\"5\",\"2\"],[\"4\",\"3\"]", "[\"8\",\"1\"],[\"6\",\"2\"],[\"7\",\"3\"]")))
                .isEqualTo(Result.DEPTH);
        assertThat(book()).isEqualTo("5×2 4×3 3×1 | 6×2 7×3 8×1");
        assertThat(scanner.bids.sorted || scanner.asks.sorted).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"0\"",
                "0",
                "\"-1\"",
                "-1",
                "\"-0\"",
                "\"1e5\"",
                "1e5",
                "\"NaN\"",
                "\"Infinity\"",
                "\"\"",
                "null",
                "true",
                "[]",
                "{}",
                "\"1.\"",
                "\".5\"",
                "\"1.123456789\"",
                "\"92233720368.54775808\"",
                "\"+1\"",
                "\" 1\"",
                "\"1 \"",
                "\"1.2.3\"",
                "\"0x10\"",
                "\"0.000000001\"",
                "\"99999999999999999999999999999999999999\""
            })
    void refusesEveryNumberThatIsNotAPositiveExactDecimal(String number) {
        assertThat(scan(depth("[" + number + ",\"1\"]", ""))).isEqualTo(Result.BAD_LEVELS);
        assertThat(scan(depth("", "[\"1\"," + number + "]"))).isEqualTo(Result.BAD_LEVELS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"channel\":\"A@depth\"}",
                "{\"channel\":\"A@depth\",\"data\":null}",
                "{\"channel\":\"A@depth\",\"data\":[]}",
                "{\"channel\":\"A@depth\",\"data\":{}}",
                "{\"channel\":\"A@depth\",\"data\":{\"bids\":[]}}",
                "{\"channel\":\"A@depth\",\"data\":{\"bids\":[],\"asks\":null}}",
                "{\"channel\":\"A@depth\",\"data\":{\"bids\":[],\"asks\":[],\"bids\":[]}}",
                "{\"channel\":\"A@depth\",\"data\":{\"bids\":[[\"1\"]],\"asks\":[]}}",
                "{\"channel\":\"A@depth\",\"data\":{\"bids\":[[\"1\",\"1\",\"1\"]],\"asks\":[]}}",
                "{\"channel\":\"A@depth\",\"data\":{\"bids\":[[\"2\",\"1\"],[\"1\",\"1\"],[\"2\",\"1\"]],\"asks\":[]}}",
                "{\"channel\":\"A@depth\",\"data\":{\"bids\":[],\"asks\":[[\"2\",\"1\"],[\"2.0\",\"1\"]]}}"
            })
    void refusesABookThatLacksSomething(String frame) {
        assertThat(scan(frame)).isEqualTo(Result.BAD_LEVELS);
    }

    @Test
    void refusesMoreLevelsThanItHolds() {
        StringBuilder levels = new StringBuilder("[\"1\",\"1\"]");
        for (int i = 2; i <= VestDepthScanner.LEVELS_MAX; i++) {
            levels.append(",[\"").append(i).append("\",\"1\"]");
        }
        assertThat(scan(depth("", levels.toString()))).isEqualTo(Result.DEPTH);
        assertThat(scan(depth("", levels + ",[\"99999\",\"1\"]"))).isEqualTo(Result.BAD_LEVELS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":\"PONG\"}",
                "{\"result\":null,\"id\":1}",
                "{}",
                "[1,2.5e-3,\"x\",{\"a\":[true,false,null]}]",
                "7",
                "\"text \\u00e9 \\n é€😀\"",
                "{\"channel\":7}",
                "{\"channel\":\"@depth\"}",
                "{\"channel\":\"A@depths\",\"data\":{\"bids\":[[\"0\",\"1\"]]}}"
            })
    void passesOverOtherJson(String frame) {
        assertThat(scan(frame)).isEqualTo(Result.OTHER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "{]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{\"a\":1}x",
                "[1,]",
                "[01]",
                "[1.]",
                "[-]",
                "[+1]",
                "[1e]",
                "[tru]",
                "nul",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\t\"",
                "{\"channel\":\"A@depth",
                "{\"channel\":\"A@depth\",\"data\":{\"bids\":[[\"1\",\"1\"]],\"asks\":[}",
                "<html>530</html>",
                "{\"channel\":\"A@depth\",\"data\":{\"bids\":[[01,\"1\"]],\"asks\":[]}}",
                "{\"tsMs\":}",
                "{\"data\":]}"
            })
    void knowsGarbage(String frame) {
        assertThat(scan(frame)).isEqualTo(Result.GARBAGE);
    }

    @Test
    void knowsInvalidUtf8AndBottomlessNesting() {
        byte[][] broken = {
            {'"', (byte) 0xC0, (byte) 0x80, '"'},
            {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
            {'"', (byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80, '"'},
            {'"', (byte) 0xE2, (byte) 0x82, '"'},
            {'"', (byte) 0x80, '"'},
            {'"', (byte) 0xE2, (byte) 0x82}
        };
        for (byte[] frame : broken) {
            assertThat(scanner.scan(frame, 0, frame.length)).isEqualTo(Result.GARBAGE);
        }
        assertThat(scan("[".repeat(100_000))).isEqualTo(Result.GARBAGE);
        assertThat(scan("[".repeat(64) + "]".repeat(64))).isEqualTo(Result.OTHER);
    }

    @Test
    void allocatesNothing() {
        byte[] frame = VestSamples.bytes("v3-ws-depth.recorded.json");
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 20_000; i++) {
            scanner.scan(frame, 0, frame.length);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
            scanner.scan(frame, 0, frame.length);
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(bytes).as("bytes for 10,000 frames").isLessThan(10_000);
    }

    @Test
    void agreesWithJacksonOnRandomlyDamagedFrames() {
        long seed = System.nanoTime();
        System.out.println("VestDepthScannerTest seed " + seed);
        agreesWithJackson(seed, 60_000);
    }

    private void agreesWithJackson(long seed, int frames) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Result, Integer> seen = new EnumMap<>(Result.class);
        for (int i = 0; i < frames; i++) {
            byte[] frame = damaged(randomFrame(random), random);
            Result result = scanner.scan(frame, 0, frame.length);
            seen.merge(result, 1, Integer::sum);
            String found = result == Result.DEPTH ? book() + " " + scanner.exchangeEpochMicros() : result.toString();
            assertThat(found)
                    .as("seed %d, frame %d: %s", seed, i, new String(frame, StandardCharsets.UTF_8))
                    .isEqualTo(oracle(frame));
        }
        for (Result result : Result.values()) {
            assertThat(seen.getOrDefault(result, 0))
                    .as("frames that are " + result)
                    .isGreaterThan(frames / 500);
        }
    }

    private static String randomFrame(SplittableRandom random) {
        String blank = random.nextInt(4) == 0 ? " " : "";
        String bids = "\"bids\":" + blank + side(random, 100_000, -1);
        String asks = "\"asks\":" + side(random, 100_001, 1);
        String data = random.nextBoolean() ? bids + "," + blank + asks : asks + "," + bids;
        String time = random.nextBoolean() ? "," + blank + "\"time\":17900000" + random.nextInt(10_000) : "";
        String extra = random.nextInt(3) == 0 ? ",\"é\":[{\"a\":-1.5e3},\"\\n\",null,true]" : "";
        String channel = blank + "\"channel\":\"BTC-PERP@" + (random.nextInt(20) == 0 ? "trades" : "depth") + "\"";
        String body = "\"data\":{" + data + time + extra + "}" + blank;
        return random.nextInt(5) == 0 ? "{" + body + "," + channel + "}" : "{" + channel + "," + body + extra + "}";
    }

    private static String side(SplittableRandom random, int from, int step) {
        List<String> levels = new ArrayList<>();
        long price = from * 100L;
        for (int i = random.nextInt(6); i > 0; i--) {
            price += step * random.nextLong(1, 50);
            String text = price / 100 + "." + (price % 100 < 10 ? "0" : "") + price % 100;
            String quote = random.nextInt(8) == 0 ? "" : "\"";
            levels.add("[" + quote + text + quote + ",\"0." + random.nextInt(1, 9_999) + "\"]");
        }
        if (random.nextInt(5) == 0 && levels.size() > 1) {
            levels.add(levels.removeFirst());
        }
        return "[" + String.join(",", levels) + "]";
    }

    private static byte[] damaged(String frame, SplittableRandom random) {
        byte[] bytes = utf8(frame);
        String alphabet = "0123456789.,:-+eE\"[]{}\\ntu \u0001\u0080";
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
                case 1 -> bytes = without(bytes, at, random.nextInt(1, 4));
                default -> bytes = doubled(bytes, at, random.nextInt(1, 12));
            }
        }
        return bytes;
    }

    private static byte[] without(byte[] bytes, int at, int length) {
        int from = Math.min(bytes.length - 1, at + length);
        byte[] shorter = new byte[bytes.length - (from - at)];
        System.arraycopy(bytes, 0, shorter, 0, at);
        System.arraycopy(bytes, from, shorter, at, bytes.length - from);
        return shorter.length == 0 ? new byte[] {'x'} : shorter;
    }

    private static byte[] doubled(byte[] bytes, int at, int length) {
        int size = Math.min(length, bytes.length - at);
        byte[] longer = new byte[bytes.length + size];
        System.arraycopy(bytes, 0, longer, 0, at + size);
        System.arraycopy(bytes, at, longer, at + size, bytes.length - at);
        return longer;
    }

    /// What Jackson and [FixedPoint#parse] make of a frame, in the same words as the test makes of the scanner's
    /// result.
    private static String oracle(byte[] frame) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(frame))
                    .toString();
        } catch (CharacterCodingException e) {
            return "GARBAGE";
        }
        Oracle oracle = new Oracle();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                return "GARBAGE";
            }
            if (parser.currentToken() == JsonToken.START_OBJECT) {
                oracle.frame(parser);
            } else {
                parser.skipChildren();
            }
            return parser.nextToken() == null ? oracle.verdict() : "GARBAGE";
        } catch (JacksonException e) {
            return "GARBAGE";
        }
    }

    private static final class Oracle {
        private String channel = "";
        private boolean dataSeen;
        private boolean bad;
        private long timeMillis;
        private long dataMillis;
        private List<long[]> bids = List.of();
        private List<long[]> asks = List.of();

        void frame(JsonParser parser) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (name.equals("channel") && token == JsonToken.VALUE_STRING) {
                    channel = parser.getString();
                } else if (name.equals("data")) {
                    data(parser, token);
                } else if (name.equals("tsMs")) {
                    timeMillis = millis(parser, token);
                } else {
                    parser.skipChildren();
                }
            }
        }

        private void data(JsonParser parser, JsonToken token) {
            dataSeen = token == JsonToken.START_OBJECT;
            bad = false;
            boolean bidsSeen = false;
            boolean asksSeen = false;
            if (!dataSeen) {
                parser.skipChildren();
                return;
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "bids" -> {
                        bad |= bidsSeen;
                        bidsSeen = true;
                        bids = side(parser, value, Comparator.reverseOrder());
                    }
                    case "asks" -> {
                        bad |= asksSeen;
                        asksSeen = true;
                        asks = side(parser, value, Comparator.naturalOrder());
                    }
                    case "time" -> dataMillis = millis(parser, value);
                    default -> parser.skipChildren();
                }
            }
            bad |= !bidsSeen || !asksSeen;
        }

        private List<long[]> side(JsonParser parser, JsonToken token, Comparator<Long> order) {
            List<long[]> levels = new ArrayList<>();
            if (token != JsonToken.START_ARRAY) {
                bad = true;
                parser.skipChildren();
                return levels;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() != JsonToken.START_ARRAY) {
                    bad = true;
                    parser.skipChildren();
                    continue;
                }
                List<Long> values = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    values.add(decimal(parser));
                    parser.skipChildren();
                }
                if (values.size() == 2) {
                    levels.add(new long[] {values.get(0), values.get(1)});
                } else {
                    bad = true;
                }
            }
            levels.sort(Comparator.comparing(level -> level[0], order));
            return levels;
        }

        private long decimal(JsonParser parser) {
            try {
                if (parser.currentToken().isNumeric() || parser.currentToken() == JsonToken.VALUE_STRING) {
                    long value = FixedPoint.parse(parser.getString());
                    bad |= value <= 0;
                    return value;
                }
            } catch (NumberFormatException e) {
                bad = true;
            }
            bad = true;
            return 0;
        }

        private static long millis(JsonParser parser, JsonToken token) {
            String text = token == JsonToken.VALUE_NUMBER_INT ? parser.getString() : "";
            parser.skipChildren();
            return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0;
        }

        String verdict() {
            if (!channel.endsWith("@depth") || channel.length() == "@depth".length()) {
                return "OTHER";
            }
            boolean twice = repeats(bids) || repeats(asks);
            if (!dataSeen || bad || twice) {
                return "BAD_LEVELS";
            }
            return shown(bids) + " | " + shown(asks) + " " + 1_000 * (dataMillis != 0 ? dataMillis : timeMillis);
        }

        private static boolean repeats(List<long[]> levels) {
            return levels.stream().map(level -> level[0]).distinct().count() < levels.size();
        }

        private static String shown(List<long[]> levels) {
            return levels.stream()
                    .map(level -> FixedPoint.format(level[0]) + "×" + FixedPoint.format(level[1]))
                    .collect(Collectors.joining(" "));
        }
    }

    private Result scan(String frame) {
        byte[] utf8 = utf8(frame);
        byte[] buffer = new byte[utf8.length + 2 * MARGIN];
        System.arraycopy(utf8, 0, buffer, MARGIN, utf8.length);
        return scanner.scan(buffer, MARGIN, utf8.length);
    }

    private String book() {
        return shown(scanner.bids) + " | " + shown(scanner.asks);
    }

    private static String shown(VestDepthScanner.Levels levels) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < levels.count; i++) {
            text.append(i == 0 ? "" : " ")
                    .append(FixedPoint.format(levels.pricesE8[i]))
                    .append('×')
                    .append(FixedPoint.format(levels.quantitiesE8[i]));
        }
        return text.toString();
    }

    private static String depth(String bids, String asks) {
        return "{\"channel\":\"A@depth\",\"data\":{\"bids\":[" + bids + "],\"asks\":[" + asks + "]}}";
    }
}
