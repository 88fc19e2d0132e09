package io.parallax.exchange.paradex;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The sample messages under `src/test/resources/paradex`. Thread: any; stateless.
final class Samples {
    static final JsonMapper JSON = new JsonMapper();

    private Samples() {}

    static byte[] bytes(String name) {
        try (InputStream in =
                Objects.requireNonNull(Samples.class.getResourceAsStream("/paradex/samples/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    static JsonNode json(String name) {
        return JSON.readTree(bytes(name));
    }

    static List<JsonNode> jsonLines(String name) {
        return text(name).lines().map(JSON::readTree).toList();
    }

    static List<String> names(String prefix, String suffix) {
        try (Stream<Path> files =
                Files.list(Path.of(Objects.requireNonNull(Samples.class.getResource("/paradex/samples"))
                        .toURI()))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(prefix) && name.endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
