package io.parallax.simulator.paradex;

import io.parallax.instrument.Side;
import io.parallax.simulator.core.NewOrder;
import io.parallax.units.FixedPoint;
import java.util.EnumSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// An order as the client wrote it, form checked but nothing else. Decimals × 10⁸; [SbeMessage#NULL] where a
/// field was left out. Thread: any; immutable.
///
/// @param signatureTimestamp milliseconds; part of the signed message
record OrderForm(
        String market,
        Side side,
        Wire.OrderType type,
        long sizeE8,
        long priceE8,
        Wire.Instruction instruction,
        String clientId,
        Set<Wire.OrderFlag> flags,
        Wire.Stp stp,
        long recvWindowMillis,
        long triggerPriceE8,
        long vwapPriceE8,
        String signature,
        long signatureTimestamp) {
    private static final int CLIENT_ID_LENGTH_MAX = 64;
    private static final long MILLIS_MAX = 1L << 53;

    /// An order that came into the core by another way than this interface, as a human's does, as if it had been sent.
    static OrderForm of(NewOrder order, long nowMillis) {
        Wire.OrderType type = order.market() ? Wire.OrderType.MARKET : Wire.OrderType.LIMIT;
        Wire.Instruction instruction = switch (order.instruction()) {
            case GTC -> Wire.Instruction.GTC;
            case IOC, FOK -> Wire.Instruction.IOC;
            case POST_ONLY -> Wire.Instruction.POST_ONLY;
        };
        return new OrderForm(
                order.symbol(),
                order.side(),
                type,
                order.quantityE8(),
                order.hasLimit() ? order.limitE8() : 0,
                instruction,
                order.clientId(),
                order.reduceOnly() ? EnumSet.of(Wire.OrderFlag.REDUCE_ONLY) : EnumSet.noneOf(Wire.OrderFlag.class),
                Wire.Stp.EXPIRE_TAKER,
                0,
                SbeMessage.NULL,
                SbeMessage.NULL,
                "",
                nowMillis);
    }

    boolean reduceOnly() {
        return flags.contains(Wire.OrderFlag.REDUCE_ONLY);
    }

    /// Whether the type takes whatever price there is.
    boolean atMarket() {
        return switch (type) {
            case MARKET, STOP_MARKET, TAKE_PROFIT_MARKET, STOP_LOSS_MARKET -> true;
            case LIMIT, STOP_LIMIT, TAKE_PROFIT_LIMIT, STOP_LOSS_LIMIT -> false;
        };
    }

    /// Whether it waits for a trigger price.
    boolean conditional() {
        return type != Wire.OrderType.LIMIT && type != Wire.OrderType.MARKET;
    }

    /// This order with the price, size and trigger of a modify.
    OrderForm changedTo(OrderForm modify) {
        return new OrderForm(
                market,
                side,
                type,
                modify.sizeE8,
                modify.priceE8,
                instruction,
                clientId,
                flags,
                stp,
                recvWindowMillis,
                modify.triggerPriceE8 == SbeMessage.NULL ? triggerPriceE8 : modify.triggerPriceE8,
                vwapPriceE8,
                modify.signature,
                modify.signatureTimestamp);
    }

    static OrderForm parse(JsonNode body, ParadexSimulatorSettings.Orders settings) {
        if (!body.isObject()) {
            throw ApiException.badRequest("BINDING_ERROR", "order: expected an object");
        }
        Wire.OrderType type = choice(body, "type", Wire.OrderType.class);
        OrderForm form = new OrderForm(
                text(body, "market"),
                choice(body, "side", Side.class),
                type,
                decimal(body, "size"),
                decimal(body, "price"),
                instruction(body),
                body.path("client_id").asString(""),
                flags(body),
                body.has("stp") ? choice(body, "stp", Wire.Stp.class) : Wire.Stp.EXPIRE_TAKER,
                recvWindow(body, settings),
                body.has("trigger_price") ? decimal(body, "trigger_price") : SbeMessage.NULL,
                body.has("vwap_price") ? decimal(body, "vwap_price") : SbeMessage.NULL,
                text(body, "signature"),
                number(body, "signature_timestamp"));
        form.checkParts();
        return form;
    }

    private void checkParts() {
        if (sizeE8 <= 0) {
            throw ApiException.badRequest("INVALID_ORDER_SIZE", "size: must be positive");
        }
        if (atMarket() ? priceE8 != 0 : priceE8 <= 0) {
            throw ApiException.validation(
                    atMarket() ? "price: must be 0 for market orders" : "price: must be positive");
        }
        if (clientId.length() > CLIENT_ID_LENGTH_MAX) {
            throw ApiException.validation("client_id: must be at most 64 characters");
        }
        if (conditional() && triggerPriceE8 <= 0) {
            throw ApiException.validation("trigger_price: must be positive for order type " + type);
        }
        if (instruction == Wire.Instruction.RPI) {
            throw ApiException.badRequest("RPI_ACCOUNT_NOT_WHITELISTED", "account may not send RPI orders");
        }
        if (vwapPriceE8 != SbeMessage.NULL && type != Wire.OrderType.MARKET) {
            throw ApiException.validation("vwap_price: only for order type MARKET");
        }
    }

    private static Wire.Instruction instruction(JsonNode body) {
        String text = body.path("instruction").asString("");
        return text.isEmpty() ? Wire.Instruction.GTC : choice(body, "instruction", Wire.Instruction.class);
    }

    private static long recvWindow(JsonNode body, ParadexSimulatorSettings.Orders settings) {
        if (!body.has("recv_window")) {
            return settings.recvWindowMillisDefault();
        }
        long millis = number(body, "recv_window");
        if (millis < settings.recvWindowMillisMin()) {
            throw ApiException.parameter("recv_window: must be at least " + settings.recvWindowMillisMin());
        }
        return millis;
    }

    private static Set<Wire.OrderFlag> flags(JsonNode body) {
        Set<Wire.OrderFlag> flags = EnumSet.noneOf(Wire.OrderFlag.class);
        for (JsonNode flag : body.path("flags")) {
            switch (flag.asString("")) {
                case "REDUCE_ONLY" -> flags.add(Wire.OrderFlag.REDUCE_ONLY);
                case "STOP_CONDITION_BELOW_TRIGGER" -> flags.add(Wire.OrderFlag.STOP_CONDITION_BELOW_TRIGGER);
                case "STOP_CONDITION_ABOVE_TRIGGER" -> flags.add(Wire.OrderFlag.STOP_CONDITION_ABOVE_TRIGGER);
                default -> throw ApiException.validation("flags: invalid value \"" + flag.asString("") + "\"");
            }
        }
        return flags;
    }

    static String text(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isString() || value.asString().isEmpty()) {
            throw ApiException.validation(field + ": cannot be blank");
        }
        return value.asString();
    }

    static long decimal(JsonNode body, String field) {
        String text = text(body, field);
        try {
            return FixedPoint.parse(text);
        } catch (NumberFormatException e) {
            throw ApiException.validation(field + ": " + e.getMessage());
        }
    }

    /// A count of milliseconds or a time; bounded, so that sums of two cannot overflow.
    private static long number(JsonNode body, String field) {
        JsonNode value = body.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw ApiException.validation(field + ": must be an integer");
        }
        if (value.asLong() < 0 || value.asLong() > MILLIS_MAX) {
            throw ApiException.validation(field + ": out of range");
        }
        return value.asLong();
    }

    private static <E extends Enum<E>> E choice(JsonNode body, String field, Class<E> type) {
        String text = text(body, field);
        for (E value : type.getEnumConstants()) {
            if (value.name().equals(text)) {
                return value;
            }
        }
        throw ApiException.validation(field + ": invalid value \"" + text + "\"");
    }
}
