package io.parallax.simulator.vest;

import io.parallax.simulator.server.ServerRequest;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Reads typed fields out of a body or query; what does not fit is refused in the form of FastAPI with Pydantic
/// 2, as the one recorded answer shows. Thread: simulator loop.
final class Fields {
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");

    private final JsonNode node;
    private final ArrayNode location;

    private Fields(JsonNode node, ArrayNode location) {
        this.node = node;
        this.location = location;
    }

    static Fields body(ServerRequest request) {
        ArrayNode location = Json.array().add("body");
        JsonNode node;
        try {
            node = Json.parse(request.body());
        } catch (JacksonException e) {
            throw Refusal.validation("json_invalid", location.add(0), "JSON decode error", Json.object());
        }
        if (!node.isObject()) {
            throw Refusal.validation("model_attributes_type", location, "Input should be a valid dictionary", node);
        }
        return new Fields(node, location);
    }

    Fields object(String name) {
        JsonNode child = required(name);
        if (!child.isObject()) {
            throw invalid("model_attributes_type", name, "Input should be a valid dictionary", child);
        }
        return new Fields(child, at(name));
    }

    String text(String name) {
        JsonNode value = required(name);
        if (!value.isString()) {
            throw invalid("string_type", name, "Input should be a valid string", value);
        }
        return value.stringValue();
    }

    Optional<String> textIfPresent(String name) {
        JsonNode value = node.path(name);
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(text(name));
    }

    long whole(String name) {
        JsonNode value = required(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw invalid("int_type", name, "Input should be a valid integer", value);
        }
        return value.longValue();
    }

    long whole(String name, long absent) {
        JsonNode value = node.path(name);
        return value.isMissingNode() || value.isNull() ? absent : whole(name);
    }

    boolean flag(String name) {
        JsonNode value = required(name);
        if (!value.isBoolean()) {
            throw invalid("bool_type", name, "Input should be a valid boolean", value);
        }
        return value.booleanValue();
    }

    private JsonNode required(String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            throw invalid("missing", name, "Field required", Json.nothing());
        }
        return value;
    }

    private Refusal invalid(String type, String name, String text, JsonNode input) {
        return Refusal.validation(type, at(name), text, input);
    }

    private ArrayNode at(String name) {
        return location.deepCopy().add(name);
    }

    /// A whole number of the query; refused when absent.
    static long requiredQuery(ServerRequest request, String name) {
        if (request.parameter(name).isEmpty()) {
            throw Refusal.validation("missing", Json.array().add("query").add(name), "Field required", Json.nothing());
        }
        return query(request, name, 0);
    }

    static long query(ServerRequest request, String name, long absent) {
        Optional<String> text = request.parameter(name);
        if (text.isEmpty()) {
            return absent;
        }
        if (!WHOLE.matcher(text.get()).matches()) {
            throw Refusal.validation(
                    "int_parsing",
                    Json.array().add("query").add(name),
                    "Input should be a valid integer, unable to parse string as an integer",
                    Json.array().add(text.get()).get(0));
        }
        return Long.parseLong(text.get());
    }
}
