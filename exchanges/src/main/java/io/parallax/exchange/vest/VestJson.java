package io.parallax.exchange.vest;

import io.parallax.units.FixedPoint;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads fields of JSON with clear complaints. Off the hot path only. Vest documents decimals as strings; numbers are
/// taken as well. Thread: any.
final class VestJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern PLAIN_DECIMAL = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,40})?");
    private static final BigDecimal E8_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    private VestJson() {}

    static JsonNode parse(byte[] json, int offset, int length) throws VestFormatException {
        try {
            return MAPPER.readTree(json, offset, length);
        } catch (JacksonException | NumberFormatException broken) {
            // Jackson 3.2 reports an exponent beyond BigDecimal's with the latter.
            throw VestFormatException.notJson(length);
        }
    }

    static JsonNode parse(byte[] json) throws VestFormatException {
        return parse(json, 0, json.length);
    }

    static boolean has(JsonNode object, String field) {
        JsonNode value = object.get(field);
        return value != null && !value.isNull();
    }

    static String text(JsonNode object, String field) throws VestFormatException {
        JsonNode value = object.get(field);
        if (value == null || !value.isString()) {
            throw expected("a text", object, field);
        }
        return value.stringValue();
    }

    static String textOr(JsonNode object, String field, String otherwise) {
        JsonNode value = object.get(field);
        return value == null || !value.isString() ? otherwise : value.stringValue();
    }

    static boolean flag(JsonNode object, String field) throws VestFormatException {
        JsonNode value = object.get(field);
        if (value == null || !value.isBoolean()) {
            throw expected("true or false", object, field);
        }
        return value.booleanValue();
    }

    /// An integer, as a number or as text.
    static long integer(JsonNode object, String field) throws VestFormatException {
        JsonNode value = object.get(field);
        if (value != null && value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        try {
            if (value != null && value.isString()) {
                return Long.parseLong(value.stringValue());
            }
        } catch (NumberFormatException notANumber) {
            throw expected("an integer", object, field);
        }
        throw expected("an integer", object, field);
    }

    static long integerOr(JsonNode object, String field, long otherwise) throws VestFormatException {
        return has(object, field) ? integer(object, field) : otherwise;
    }

    /// An amount × 10⁸. What is finer than 10⁻⁸ is rounded to the nearest: average prices may have any number of
    /// digits, and an execution must not be lost over one of them.
    static long e8(JsonNode object, String field) throws VestFormatException {
        JsonNode value = object.get(field);
        String text = value == null ? "" : value.isNumber() || value.isString() ? value.asString() : "";
        if (!PLAIN_DECIMAL.matcher(text).matches()) {
            throw expected("a decimal", object, field);
        }
        BigDecimal scaled =
                new BigDecimal(text).movePointRight(FixedPoint.DECIMALS).setScale(0, RoundingMode.HALF_EVEN);
        if (scaled.abs().compareTo(E8_MAX) > 0) {
            throw expected("a decimal below 92 billion", object, field);
        }
        return scaled.longValueExact();
    }

    static long e8OrAbsent(JsonNode object, String field) throws VestFormatException {
        return has(object, field) ? e8(object, field) : VestMessage.ABSENT;
    }

    static JsonNode array(JsonNode object, String field) throws VestFormatException {
        JsonNode value = object.get(field);
        if (value == null || !value.isArray()) {
            throw expected("a list", object, field);
        }
        return value;
    }

    private static VestFormatException expected(String what, JsonNode object, String field) {
        JsonNode value = object.get(field);
        return new VestFormatException("field " + field + ": expected " + what + ", found "
                + (value == null ? "nothing" : value.getNodeType()));
    }
}
