package io.parallax.simulator.vest;

import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Shorthands for JSON trees and for the exchange's padded decimals. Thread: any; stateless.
final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static JsonNode nothing() {
        return JsonNodeFactory.instance.nullNode();
    }

    /// Throws [tools.jackson.core.JacksonException] when the bytes are not one JSON value.
    static JsonNode parse(byte[] utf8) {
        return MAPPER.readTree(utf8);
    }

    static String write(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    /// Decimal text with exactly so many decimals, rounded half-even.
    static String decimal(long valueE8, int decimals) {
        long stepE8 = 1;
        for (int place = decimals; place < FixedPoint.DECIMALS; place++) {
            stepE8 *= 10;
        }
        return FixedPoint.format(FixedPoint.roundToMultiple(valueE8, stepE8, Rounding.HALF_EVEN), decimals);
    }

    /// An amount of collateral: six decimals.
    static String money(long valueE8) {
        return decimal(valueE8, 6);
    }
}
