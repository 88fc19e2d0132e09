package io.parallax.exchange.vest;

import static io.parallax.exchange.vest.VestJson.array;
import static io.parallax.exchange.vest.VestJson.e8;
import static io.parallax.exchange.vest.VestJson.e8OrAbsent;
import static io.parallax.exchange.vest.VestJson.flag;
import static io.parallax.exchange.vest.VestJson.has;
import static io.parallax.exchange.vest.VestJson.integer;
import static io.parallax.exchange.vest.VestJson.integerOr;
import static io.parallax.exchange.vest.VestJson.parse;
import static io.parallax.exchange.vest.VestJson.text;
import static io.parallax.exchange.vest.VestJson.textOr;

import io.parallax.exchange.AccountEvent.Margin;
import io.parallax.exchange.PositionInfo;
import io.parallax.exchange.vest.VestMessage.Account;
import io.parallax.exchange.vest.VestMessage.OrderRow;
import io.parallax.exchange.vest.VestMessage.Registration;
import io.parallax.exchange.vest.VestMessage.Status;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.units.FixedPoint;
import io.parallax.units.Rounding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Vest's messages to ours: everything but books, which [VestDepthScanner] reads, and requests, which [VestRequests]
/// writes. Pure. Unknown fields are passed over; a missing or wrong one throws [VestFormatException]. Thread: any.
final class VestCodec {
    private static final Pattern FUNDING_RATE = Pattern.compile("-?[0-9]{1,9}(\\.[0-9]{1,20})?");

    private static final int DECIMALS_MAX = FixedPoint.DECIMALS;
    private static final int LEVERAGE_MAX = 1_000;

    /// The channel of marks and indexes of all instruments.
    static final String TICKERS = "tickers";

    private VestCodec() {}

    /// The instruments that can be read. One that cannot, for example because its steps are finer than 10⁻⁸, is left
    /// out and reported to `onSkipped`.
    static List<Instrument> instruments(byte[] body, Runnable onSkipped) throws VestFormatException {
        List<Instrument> instruments = new ArrayList<>();
        for (JsonNode symbol : array(parse(body), "symbols")) {
            try {
                instruments.add(instrument(symbol));
            } catch (VestFormatException unreadable) {
                onSkipped.run();
            }
        }
        return instruments;
    }

    private static Instrument instrument(JsonNode symbol) throws VestFormatException {
        String name = text(symbol, "symbol");
        long lotE8 = step(symbol, "sizeDecimals");
        long initialMarginE8 = e8(symbol, "initMarginRatio");
        if (initialMarginE8 <= 0) {
            throw new VestFormatException("field initMarginRatio: expected a positive ratio");
        }
        return new Instrument(
                ExchangeId.VEST,
                name,
                name,
                step(symbol, "priceDecimals"),
                lotE8,
                lotE8,
                Long.MAX_VALUE,
                0,
                FixedPoint.multiply(e8(symbol, "takerFee"), 1_000_000, Rounding.CEILING),
                (int) Math.min(LEVERAGE_MAX, FixedPoint.ONE / initialMarginE8),
                textOr(symbol, "tradingStatus", "TRADING").equals("TRADING"));
    }

    private static long step(JsonNode symbol, String field) throws VestFormatException {
        long decimals = integer(symbol, field);
        if (decimals < 0 || decimals > DECIMALS_MAX) {
            throw new VestFormatException("field " + field + ": expected 0 to 8, found " + decimals);
        }
        long step = FixedPoint.ONE;
        for (long place = 0; place < decimals; place++) {
            step /= 10;
        }
        return step;
    }

    static Registration registration(byte[] body) throws VestFormatException {
        JsonNode answer = parse(body);
        String apiKey = text(answer, "apiKey");
        long group = integer(answer, "accGroup");
        if (apiKey.isBlank() || !apiKey.chars().allMatch(c -> c > ' ' && c < 127) || group < 0 || group > 999) {
            throw new VestFormatException("expected an apiKey of visible characters and an accGroup of 0 to 999");
        }
        return new Registration(apiKey, (int) group);
    }

    static long lastNonce(byte[] body) throws VestFormatException {
        return integer(parse(body), "lastNonce");
    }

    static String listenKey(byte[] body) throws VestFormatException {
        String key = text(parse(body), "listenKey");
        if (key.isEmpty()
                || !key.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.')) {
            throw new VestFormatException("field listenKey: expected letters, digits, dots and dashes");
        }
        return key;
    }

    static Account account(byte[] body) throws VestFormatException {
        JsonNode answer = parse(body);
        Map<String, PositionInfo> positions = new LinkedHashMap<>();
        for (JsonNode row : array(answer, "positions")) {
            PositionInfo position = position(row);
            if (!position.isFlat()) {
                positions.put(position.symbol(), position);
            }
        }
        Map<String, Integer> leverages = new LinkedHashMap<>();
        for (JsonNode row : array(answer, "leverages")) {
            leverages.put(text(row, "symbol"), Math.clamp(integer(row, "value"), 0, LEVERAGE_MAX));
        }
        return new Account(
                text(answer, "address"),
                e8(answer, "collateral"),
                e8(answer, "totalAccountValue"),
                margin(answer),
                positions,
                leverages,
                integerOr(answer, "time", 0));
    }

    /// Needed and free, as the account answer names them; without either nothing is told.
    private static Optional<Margin> margin(JsonNode answer) throws VestFormatException {
        boolean told = answer.hasNonNull("totalMaintMargin") && answer.hasNonNull("withdrawable");
        return told
                ? Optional.of(new Margin(e8(answer, "totalMaintMargin"), e8(answer, "withdrawable")))
                : Optional.empty();
    }

    /// Zero means that there is none; a position does not fail for lack of it.
    private static long liquidationPriceE8(JsonNode row) throws VestFormatException {
        return row.hasNonNull("liqPrice") ? Math.max(0, e8(row, "liqPrice")) : 0;
    }

    private static PositionInfo position(JsonNode row) throws VestFormatException {
        long size = Math.abs(e8(row, "size"));
        String symbol = text(row, "symbol");
        return size == 0
                ? PositionInfo.flat(symbol)
                : new PositionInfo(
                        symbol,
                        flag(row, "isLong") ? size : -size,
                        e8(row, "entryPrice"),
                        e8(row, "unrealizedPnl"),
                        liquidationPriceE8(row));
    }

    /// The leverage that an answer to a change of leverage names.
    static long leverage(byte[] body) throws VestFormatException {
        return integer(parse(body), "value");
    }

    static List<OrderRow> orderRows(byte[] body) throws VestFormatException {
        JsonNode answer = parse(body);
        if (!answer.isArray()) {
            throw new VestFormatException("expected a list of orders, found " + answer.getNodeType());
        }
        List<OrderRow> rows = new ArrayList<>();
        for (JsonNode row : answer) {
            rows.add(orderRow(row));
        }
        return rows;
    }

    private static OrderRow orderRow(JsonNode row) throws VestFormatException {
        return new OrderRow(
                text(row, "id"),
                integer(row, "nonce"),
                textOr(row, "symbol", ""),
                textOr(row, "orderType", ""),
                status(text(row, "status")),
                e8OrAbsent(row, "size"),
                e8OrAbsent(row, "lastFilledSize"),
                e8OrAbsent(row, "lastFilledPrice"),
                integerOr(row, "lastFilledTime", 0),
                e8OrAbsent(row, "avgFilledPrice"),
                e8OrAbsent(row, "fees"),
                Math.clamp(integerOr(row, "code", 0), 0, Integer.MAX_VALUE),
                integerOr(row, "postTime", 0),
                e8OrAbsent(row, has(row, "settledFunding") ? "settledFunding" : "cumFunding"));
    }

    private static Status status(String word) {
        return Arrays.stream(Status.values())
                .filter(status -> status.name().equals(word))
                .findFirst()
                .orElse(Status.OTHER);
    }

    /// The id in the answer to an order or a cancel.
    static String orderId(byte[] body) throws VestFormatException {
        JsonNode answer = parse(body);
        return text(answer, has(answer, "id") ? "id" : "orderId");
    }

    /// The error that a body holds, on any status: `code` at the top, `code` inside `detail`, or a list of validation
    /// errors in `detail`. Empty when it holds none, be it because it is no JSON.
    static Optional<VestError> error(int httpStatus, byte[] body) {
        try {
            JsonNode answer = parse(body);
            JsonNode detail = answer.path("detail");
            if (has(answer, "code")) {
                return Optional.of(coded(httpStatus, answer));
            }
            if (has(detail, "code")) {
                return Optional.of(coded(httpStatus, detail));
            }
            return detail.isArray() && !detail.isEmpty()
                    ? Optional.of(validation(httpStatus, detail.get(0)))
                    : Optional.empty();
        } catch (VestFormatException unreadable) {
            return Optional.empty();
        }
    }

    private static VestError coded(int httpStatus, JsonNode error) throws VestFormatException {
        long code = integer(error, "code");
        return new VestError(
                httpStatus, code <= 0 || code > Integer.MAX_VALUE ? -1 : (int) code, textOr(error, "msg", ""));
    }

    private static VestError validation(int httpStatus, JsonNode first) {
        StringBuilder where = new StringBuilder();
        first.path("loc")
                .forEach(part -> where.append(where.isEmpty() ? "" : ".").append(part.asString("?")));
        return new VestError(httpStatus, VestError.VALIDATION, textOr(first, "msg", "invalid") + ": " + where);
    }

    /// A frame of a socket, books excepted.
    static VestMessage message(byte[] json, int offset, int length) throws VestFormatException {
        JsonNode frame = parse(json, offset, length);
        String channel = textOr(frame, "channel", "");
        if (channel.equals("account_private")) {
            return accountMessage(frame.path("data"));
        }
        if (channel.equals(TICKERS)) {
            return tickers(frame);
        }
        if (!channel.isEmpty()) {
            return new VestMessage.Unknown("channel " + channel);
        }
        if (textOr(frame, "data", "").equalsIgnoreCase("PONG")) {
            return new VestMessage.Pong();
        }
        return frame.has("result") && has(frame, "id") && !has(frame, "code")
                ? new VestMessage.Subscribed(integer(frame, "id"))
                : new VestMessage.Unknown("frame without a channel");
    }

    /// A row that cannot be believed says nothing of the others.
    private static VestMessage.Tickers tickers(JsonNode frame) throws VestFormatException {
        List<VestMessage.Ticker> rows = new ArrayList<>();
        int unreadable = 0;
        for (JsonNode row : array(frame, "data")) {
            try {
                long markE8 = e8(row, "markPrice");
                long indexE8 = e8(row, "indexPrice");
                if (markE8 <= 0 || indexE8 <= 0) {
                    throw new VestFormatException("expected positive prices");
                }
                rows.add(new VestMessage.Ticker(text(row, "symbol"), markE8, indexE8, fundingE8(row)));
            } catch (VestFormatException unbelievable) {
                unreadable++;
            }
        }
        return new VestMessage.Tickers(rows, unreadable);
    }

    /// Rounded up to eight decimals, of which there may be more. Beyond the whole value of a position it is no rate.
    private static OptionalLong fundingE8(JsonNode row) {
        String text = row.path("oneHrFundingRate").asString("");
        if (!FUNDING_RATE.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        BigDecimal rateE8 =
                new BigDecimal(text).movePointRight(FixedPoint.DECIMALS).setScale(0, RoundingMode.CEILING);
        return rateE8.abs().compareTo(BigDecimal.valueOf(FixedPoint.ONE)) <= 0
                ? OptionalLong.of(rateE8.longValueExact())
                : OptionalLong.empty();
    }

    private static VestMessage accountMessage(JsonNode data) throws VestFormatException {
        JsonNode args = data.path("args");
        String event = textOr(data, "event", "");
        return switch (event) {
            case "ORDER" -> new VestMessage.OrderNews(orderRow(args));
            case "LP", "TRANSFER" ->
                new VestMessage.AccountNews(
                        event,
                        textOr(args, "id", ""),
                        textOr(args, "orderType", ""),
                        textOr(args, "size", ""),
                        textOr(args, "status", ""));
            default -> new VestMessage.Unknown("event " + event);
        };
    }
}
