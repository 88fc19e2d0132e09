package io.parallax.simulator.paradex;

import io.parallax.units.FixedPoint;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Shorthands for JSON trees. Thread: any; stateless.
final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static ArrayNode arrayOf(List<? extends JsonNode> nodes) {
        return array().addAll(nodes);
    }

    static ObjectNode results(List<? extends JsonNode> nodes) {
        ObjectNode object = object();
        object.set("results", arrayOf(nodes));
        return object;
    }

    /// The JSON value null.
    static JsonNode missing() {
        return JsonNodeFactory.instance.nullNode();
    }

    /// Throws [JacksonException] when the bytes are not one JSON value.
    static JsonNode parse(byte[] utf8) {
        return MAPPER.readTree(utf8);
    }

    static JsonNode parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /// Decimal text, or empty text for an absent number.
    static String decimal(long e8) {
        return e8 == SbeMessage.NULL ? "" : FixedPoint.format(e8);
    }
}
