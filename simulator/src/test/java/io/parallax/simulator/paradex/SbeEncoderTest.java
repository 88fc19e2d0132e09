package io.parallax.simulator.paradex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every recorded and every made frame, from its values back to the very same bytes.
class SbeEncoderTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @ValueSource(strings = {"ws-sbe-bbo-btc", "ws-sbe-order-book-deltas-btc"})
    void writesRecordedSessionsToTheSameBytes(String session) {
        List<byte[]> frames = new ArrayList<>();
        for (String line : lines(session + ".recorded.jsonl")) {
            JsonNode event = JSON.readTree(line);
            if (event.path("opcode").asString().equals("binary")) {
                frames.add(Base64.getDecoder().decode(event.path("b64").asString()));
            }
        }
        List<String> values = lines(session + ".decoded.jsonl");
        assertThat(frames).hasSameSizeAs(values).hasSizeGreaterThan(10);
        for (int i = 0; i < frames.size(); i++) {
            JsonNode decoded = JSON.readTree(values.get(i));
            SbeLayout layout = SbeLayout.of(decoded.path("version").asInt());
            SbeMessage message = SbeSamples.message(decoded.path("templateId").asInt(), decoded);
            assertThat(new SbeEncoder(layout).encode(message)).as("frame %d", i).isEqualTo(frames.get(i));
        }
    }

    static Stream<String> samples() {
        return Stream.of(
                "account-v1",
                "account-v2",
                "bbo-no-asks-v1",
                "bbo-v1",
                "book-delta-longer-entries-v1",
                "book-delta-v1",
                "book-interactive-snapshot-v1",
                "book-snapshot-v1",
                "fill-fastfill-v2",
                "fill-taker-v1",
                "fill-taker-v2",
                "fill-transfer-v2",
                "funding-data-v1",
                "heartbeat-v1",
                "market-summary-v0",
                "market-summary-v1",
                "order-closed-filled-v2",
                "order-closed-ioc-remainder-v2",
                "order-closed-margin-v1",
                "order-longer-block-v2",
                "order-market-v2",
                "order-modify-rejected-v2",
                "order-new-v1",
                "order-new-v2",
                "order-v2-without-request-info",
                "position-short-v1",
                "trade-v1",
                "trade-v2",
                "unknown-template");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void writesMadeSamplesToTheSameBytes(String name) {
        JsonNode sample = JSON.readTree(String.join("\n", lines("sbe-" + name + ".made.json")));
        int template = sample.path("templateId").asInt();
        byte[] frame = new SbeEncoder(layoutOf(name, sample)).encode(message(template, sample));
        assertThat(HexFormat.of().formatHex(frame)).isEqualTo(sample.path("hex").asString());
    }

    private static SbeMessage message(int template, JsonNode sample) {
        return sample.path("decoded").isNull()
                ? new SbeMessage.Unknown(template, new byte[] {1, 2, 3, 4})
                : SbeSamples.message(template, sample.path("decoded"));
    }

    private static SbeLayout layoutOf(String name, JsonNode sample) {
        int version = sample.path("version").asInt();
        return new SbeLayout(
                version,
                version == 2 && !name.contains("without-request-info"),
                name.contains("longer-block") ? 8 : 0,
                name.contains("longer-entries") ? 8 : 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void blockLengthsFollowTheVersion(int version) {
        int[] expected = switch (version) {
            case 0 -> new int[] {216, 58, 126, 107, 113};
            case 1 -> new int[] {240, 66, 126, 107, 113};
            default -> new int[] {240, 66, 128, 116, 121};
        };
        String[] names = {"market-summary-v1", "funding-data-v1", "order-new-v2", "fill-taker-v2", "account-v2"};
        for (int i = 0; i < names.length; i++) {
            JsonNode sample = JSON.readTree(String.join("\n", lines("sbe-" + names[i] + ".made.json")));
            byte[] frame = new SbeEncoder(SbeLayout.of(version))
                    .encode(message(sample.path("templateId").asInt(), sample));
            assertThat((frame[0] & 0xFF) | (frame[1] & 0xFF) << 8).as(names[i]).isEqualTo(expected[i]);
            assertThat(frame[6]).as(names[i]).isEqualTo((byte) version);
        }
    }

    @Test
    void fundingComparisonJoinsWithVersionOne() {
        SbeMessage rates = new SbeMessage.FundingRateComparison(1, 2, 3, 1, 2, "BTC");
        assertThat(new SbeEncoder(SbeLayout.of(0)).knows(rates)).isFalse();
        assertThat(new SbeEncoder(SbeLayout.of(1)).knows(rates)).isTrue();
        assertThat(HexFormat.of().formatHex(new SbeEncoder(SbeLayout.of(1)).encode(rates)))
                .isEqualTo("1a000600010001000100000000000000020000000000000003000000000000000102" + "03425443");
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Objects.requireNonNull(SbeEncoderTest.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
