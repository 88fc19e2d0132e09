package io.parallax.exchange.signing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The published vectors under `src/test/resources/vectors`.
final class Vectors {
    static final JsonNode PARADEX = read("paradex-vectors.json");
    static final JsonNode STARK = read("stark-vectors.json");
    static final JsonNode VEST = read("vest-vectors.json");

    private Vectors() {}

    /// The cases of a section, never none.
    static List<JsonNode> cases(JsonNode file, String section) {
        List<JsonNode> cases = file.get(section).valueStream().toList();
        if (cases.isEmpty()) {
            throw new IllegalStateException("no vectors in section " + section);
        }
        return cases;
    }

    static Felt felt(JsonNode node) {
        return Felt.parse(node.asString());
    }

    static String text(JsonNode node, String field) {
        return node.get(field).asString();
    }

    static Felt felt(JsonNode node, String field) {
        return Felt.parse(text(node, field));
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.substring(2));
    }

    static byte[] bytes(JsonNode node, String field) {
        return bytes(text(node, field));
    }

    static String hex(byte[] bytes) {
        return "0x" + HexFormat.of().formatHex(bytes);
    }

    private static JsonNode read(String name) {
        try (InputStream stream = Vectors.class.getResourceAsStream("/vectors/" + name)) {
            return new ObjectMapper().readTree(Objects.requireNonNull(stream, name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
