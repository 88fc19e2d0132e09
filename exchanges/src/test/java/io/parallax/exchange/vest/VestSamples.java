package io.parallax.exchange.vest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The messages and vectors under `src/test/resources/vest`. Thread: any; stateless.
final class VestSamples {
    static final JsonMapper JSON = new JsonMapper();
    static final JsonNode VECTORS = JSON.readTree(resource("vectors.json"));

    private VestSamples() {}

    static byte[] bytes(String name) {
        return resource("samples/" + name);
    }

    static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    static List<JsonNode> vectors(String group) {
        return VECTORS.path(group).valueStream().toList();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(VestSamples.class.getResourceAsStream("/vest/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
