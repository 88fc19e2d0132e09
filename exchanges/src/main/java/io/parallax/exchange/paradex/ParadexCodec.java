package io.parallax.exchange.paradex;

import io.parallax.exchange.AccountEvent.Margin;
import io.parallax.exchange.AccountEvent.MarginMode;
import io.parallax.exchange.PositionInfo;
import io.parallax.exchange.paradex.OwnOrder.Treatment;
import io.parallax.exchange.paradex.ParadexConfig.FeeProfile;
import io.parallax.exchange.paradex.ParadexErrors.ApiError;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.units.FixedPoint;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Wire to domain, no I/O: JSON of REST and WebSocket, and the private binary frames, both into the same
/// values. Fields it does not know are ignored; a field it needs and cannot read rejects the message and
/// nothing takes its place. Thread: any; immutable.
final class ParadexCodec {
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(1 << 16)
                            .maxNumberLength(64)
                            .maxNameLength(256)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,20}(\\.\\d{1,40})?");
    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9]{1,20}-USD-PERP");
    private static final long EPOCH_MILLIS_MIN = 1_577_836_800_000L;
    private static final long EPOCH_MILLIS_MAX = 4_102_444_800_000L;
    private static final long TOKEN_LIFE_MILLIS_DEFAULT = 300_000;

    private final byte[] account;
    private final String accountDigits;

    /// @param accountAddress hexadecimal, with `0x`
    ParadexCodec(String accountAddress) {
        accountDigits = digits(accountAddress);
        account = HexFormat.of().parseHex("0".repeat(64 - accountDigits.length()) + accountDigits);
    }

    private static String digits(String address) {
        return address.replaceFirst("^0[xX]0*", "").toLowerCase(Locale.ROOT);
    }

    static JsonNode parse(byte[] buffer, int offset, int length) throws MalformedMessageException {
        try {
            JsonNode node = JSON.readTree(buffer, offset, length);
            if (node == null || !(node.isObject() || node.isArray())) {
                throw new MalformedMessageException("expected a JSON object or array, found " + length + " bytes of "
                        + (node == null ? "nothing" : node.getNodeType()));
            }
            return node;
        } catch (JacksonException e) {
            throw new MalformedMessageException("not JSON: " + ParadexErrors.cut(String.valueOf(e.getOriginalMessage()))
                    + " in " + length + " bytes");
        } catch (NumberFormatException e) {
            // Jackson 3.2 reports numbers beyond its limits with this one.
            throw new MalformedMessageException("a number that cannot be read in " + length + " bytes");
        }
    }

    static JsonNode parse(byte[] body) throws MalformedMessageException {
        return parse(body, 0, body.length);
    }

    /// The structured error of a REST answer; empty when the body is anything else.
    static Optional<ApiError> error(byte[] body) {
        try {
            JsonNode code = parse(body).path("error");
            String message = textOrEmpty(parse(body), "message");
            return code.isString() && !code.stringValue().isEmpty()
                    ? Optional.of(new ApiError(ParadexErrors.cut(code.stringValue()), message))
                    : Optional.empty();
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }

    static String chainId(JsonNode config) throws MalformedMessageException {
        String id = text(config, "starknet_chain_id");
        if (!id.matches("[A-Za-z0-9_]{1,31}")) {
            throw new MalformedMessageException("starknet_chain_id: expected 1 to 31 letters, found \"" + id + "\"");
        }
        return id;
    }

    static long serverEpochMillis(JsonNode time) throws MalformedMessageException {
        JsonNode value = time.path("server_time");
        String text = value.isIntegralNumber() ? value.asString() : text(time, "server_time");
        if (!text.matches("\\d{13}")) {
            throw new MalformedMessageException("server_time: expected 13 digits, found \"" + text + "\"");
        }
        long millis = Long.parseLong(text);
        requireEpochMillis("server_time", millis);
        return millis;
    }

    private static void requireEpochMillis(String name, long millis) throws MalformedMessageException {
        if (millis < EPOCH_MILLIS_MIN || millis > EPOCH_MILLIS_MAX) {
            throw new MalformedMessageException(
                    name + ": expected milliseconds of the years 2020 to 2100, found " + millis);
        }
    }

    /// `ok`, `maintenance`, `cancel_only`, `post_only`, or another word.
    static String systemState(JsonNode state) throws MalformedMessageException {
        return text(state, "status");
    }

    /// The perpetual futures of a list of markets. An entry that cannot be read is left out and told to
    /// `onBad`; a list without entries is an error.
    ///
    /// @param takerFeePpm the account's own rate for pro orders if it is known; a market alone
    ///     tells what retail orders cost
    /// @param profile whose fees, and the one used when neither account nor market tells a rate
    static List<Instrument> instruments(
            JsonNode markets,
            OptionalLong takerFeePpm,
            FeeProfile profile,
            long nowEpochMillis,
            BiConsumer<String, String> onBad)
            throws MalformedMessageException {
        List<Instrument> instruments = new ArrayList<>();
        for (JsonNode market : results(markets)) {
            String symbol = textOrEmpty(market, "symbol");
            if (!textOrEmpty(market, "asset_kind").equals("PERP")
                    || !SYMBOL.matcher(symbol).matches()) {
                continue;
            }
            try {
                boolean own = takerFeePpm.isPresent() && !profile.interactive();
                long fee = own ? takerFeePpm.getAsLong() : marketFee(market, profile);
                instruments.add(instrument(market, symbol, fee, nowEpochMillis));
            } catch (MalformedMessageException | IllegalArgumentException e) {
                onBad.accept(symbol, String.valueOf(e.getMessage()));
            }
        }
        if (instruments.isEmpty()) {
            throw new MalformedMessageException("markets: expected perpetual futures, found none");
        }
        return instruments;
    }

    private static Instrument instrument(JsonNode market, String symbol, long takerFeePpm, long nowEpochMillis)
            throws MalformedMessageException {
        long lotE8 = positiveE8(market, "order_size_increment");
        String mode = textOrEmpty(market, "trading_mode");
        long openAt = market.path("open_at").asLong(0);
        long expiryAt = market.path("expiry_at").asLong(0);
        boolean trading = (mode.isEmpty() || mode.equals("STANDARD"))
                && openAt <= nowEpochMillis
                && (expiryAt == 0 || expiryAt > nowEpochMillis);
        return new Instrument(
                ExchangeId.PARADEX,
                symbol.substring(0, symbol.length() - "-USD-PERP".length()) + "-PERP",
                symbol,
                positiveE8(market, "price_tick_size"),
                lotE8,
                lotE8,
                positiveE8(market, "max_order_size"),
                decimalE8(market, "min_notional"),
                takerFeePpm,
                leverageMax(market),
                trading,
                fundingHours(market) * 3_600_000L);
    }

    /// Eight hours unless the market says otherwise.
    private static int fundingHours(JsonNode market) throws MalformedMessageException {
        int hours = market.path("funding_period_hours").asInt(8);
        if (hours < 1 || hours > 24) {
            throw new MalformedMessageException("funding_period_hours: expected 1 to 24, found " + hours);
        }
        return hours;
    }

    private static int leverageMax(JsonNode market) throws MalformedMessageException {
        long marginE8 = positiveE8(market.path("delta1_cross_margin_params"), "imf_base");
        return Math.clamp(FixedPoint.ONE / marginE8, 1, 1_000);
    }

    private static long marketFee(JsonNode market, FeeProfile profile) throws MalformedMessageException {
        String schedule = profile.interactive() ? "interactive_fee" : "api_fee";
        JsonNode fee = market.path("fee_config").path(schedule).path("taker_fee");
        return fee.has("fee") ? ratePpm(fee, "fee") : profile.takerFeePpmDefault();
    }

    /// The account's own taker rate for perpetual futures, from `/account/info`; empty when it tells none.
    OptionalLong takerFeePpm(JsonNode info) throws MalformedMessageException {
        for (JsonNode entry : results(info)) {
            if (belongsToUs(entry) && entry.path("fees").has("taker_rate")) {
                return OptionalLong.of(ratePpm(entry.path("fees"), "taker_rate"));
            }
        }
        return OptionalLong.empty();
    }

    /// Parts per million, rounded up: an expected cost.
    private static long ratePpm(JsonNode node, String name) throws MalformedMessageException {
        long ppm = Math.ceilDiv(decimalE8(node, name), 100L);
        if (ppm < -10_000 || ppm > 100_000) {
            throw new MalformedMessageException(name + ": expected a fee of -1 % to 10 %, found " + ppm + " ppm");
        }
        return ppm;
    }

    /// A login's answer. The life is taken from the token's own claims, by difference, so that clocks do not
    /// matter.
    static LoginToken loginToken(JsonNode answer, long receivedNanos) throws MalformedMessageException {
        String token = text(answer, "jwt_token");
        if (!token.matches("[A-Za-z0-9_.=-]{1,8192}")) {
            throw new MalformedMessageException(
                    "jwt_token: expected base64url text, found " + token.length() + " characters of something else");
        }
        return new LoginToken(token, receivedNanos, lifeMillis(token));
    }

    private static long lifeMillis(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length == 3) {
            try {
                JsonNode claims = parse(Base64.getUrlDecoder().decode(parts[1]));
                long seconds = claims.path("exp").asLong(0) - claims.path("iat").asLong(0);
                if (claims.has("exp") && claims.has("iat") && seconds > 0) {
                    return Math.min(seconds * 1_000, TOKEN_LIFE_MILLIS_DEFAULT);
                }
            } catch (MalformedMessageException | IllegalArgumentException e) {
                return TOKEN_LIFE_MILLIS_DEFAULT;
            }
        }
        return TOKEN_LIFE_MILLIS_DEFAULT;
    }

    /// Empty when the order's state is a word we do not know.
    static Optional<OwnOrder> order(JsonNode node) throws MalformedMessageException {
        return order(
                text(node, "id"),
                textOrEmpty(node, "client_id"),
                text(node, "market"),
                text(node, "status"),
                decimalE8(node, "size"),
                decimalE8(node, "remaining_size"),
                textOrEmpty(node, "cancel_reason"),
                treatment(node.path("flags")));
    }

    /// @param flags -1 when the frame has none
    private static Treatment treatment(int flags) {
        if (flags < 0) {
            return Treatment.UNTOLD;
        }
        return (flags & SbeTemplate.Order.INTERACTIVE) != 0 ? Treatment.RETAIL : Treatment.PRO;
    }

    private static Treatment treatment(JsonNode flags) {
        if (!flags.isArray()) {
            return Treatment.UNTOLD;
        }
        for (JsonNode flag : flags) {
            if (flag.isString() && flag.stringValue().equals("INTERACTIVE")) {
                return Treatment.RETAIL;
            }
        }
        return Treatment.PRO;
    }

    /// Empty when the order's state is a value we do not know.
    static Optional<OwnOrder> order(ParadexSbe sbe) throws MalformedMessageException {
        return order(
                sbe.string(SbeTemplate.Order.ORDER_ID),
                sbe.string(SbeTemplate.Order.CLIENT_ID),
                sbe.string(SbeTemplate.Order.MARKET),
                sbe.name(SbeTemplate.Order.STATUS),
                sbe.int64(SbeTemplate.Order.SIZE),
                sbe.int64(SbeTemplate.Order.SIZE_OPEN),
                sbe.string(SbeTemplate.Order.CANCEL_REASON),
                treatment(sbe.uint8(SbeTemplate.Order.FLAGS)));
    }

    private static Optional<OwnOrder> order(
            String id,
            String clientId,
            String market,
            String status,
            long sizeE8,
            long remainingE8,
            String reason,
            Treatment treatment)
            throws MalformedMessageException {
        for (OwnOrder.State state : OwnOrder.State.values()) {
            if (state.name().equals(status)) {
                try {
                    return Optional.of(
                            new OwnOrder(id, clientId, market, state, sizeE8, remainingE8, reason, treatment));
                } catch (IllegalArgumentException e) {
                    throw new MalformedMessageException("order " + id + ": " + e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    static OwnFill fill(JsonNode node) throws MalformedMessageException {
        String type = textOrEmpty(node, "fill_type");
        return fill(
                text(node, "id"),
                type.isEmpty() ? "FILL" : type,
                textOrEmpty(node, "order_id"),
                textOrEmpty(node, "client_id"),
                text(node, "market"),
                roundedE8(node, "price"),
                decimalE8(node, "size"),
                roundedE8(node, "fee"),
                textOrEmpty(node, "realized_funding").isEmpty() ? 0 : roundedE8(node, "realized_funding"),
                textOrEmpty(node, "fee_currency"),
                node.path("created_at").asLong(0));
    }

    static OwnFill fill(ParadexSbe sbe) throws MalformedMessageException {
        String type = sbe.name(SbeTemplate.Fill.TYPE);
        long feeE8 = sbe.int64(SbeTemplate.Fill.FEE);
        long fundingE8 = sbe.int64(SbeTemplate.Fill.REALIZED_FUNDING);
        if (feeE8 == ParadexSbe.NULL) {
            throw new MalformedMessageException("fill: expected a fee, found null");
        }
        return fill(
                sbe.string(SbeTemplate.Fill.FILL_ID),
                type.isEmpty() ? "UNKNOWN" + sbe.uint8(SbeTemplate.Fill.TYPE) : type,
                sbe.string(SbeTemplate.Fill.ORDER_ID),
                sbe.string(SbeTemplate.Fill.CLIENT_ID),
                sbe.string(SbeTemplate.Fill.MARKET),
                sbe.int64(SbeTemplate.Fill.PRICE),
                sbe.int64(SbeTemplate.Fill.SIZE),
                feeE8,
                fundingE8 == ParadexSbe.NULL ? 0 : fundingE8,
                sbe.string(SbeTemplate.Fill.FEE_CURRENCY),
                sbe.int64(SbeTemplate.Fill.CREATED_AT) / 1_000);
    }

    private static OwnFill fill(
            String id,
            String type,
            String orderId,
            String clientId,
            String market,
            long priceE8,
            long sizeE8,
            long feeE8,
            long fundingE8,
            String currency,
            long createdEpochMillis)
            throws MalformedMessageException {
        try {
            return new OwnFill(
                    id,
                    type,
                    orderId,
                    clientId,
                    market,
                    priceE8,
                    sizeE8,
                    feeE8,
                    fundingE8,
                    currency,
                    createdEpochMillis);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException("fill: " + e.getMessage());
        }
    }

    /// In JSON the size carries the sign; a recording of 2024 shows a long without one, so the side must agree.
    static PositionInfo position(JsonNode node) throws MalformedMessageException {
        String market = text(node, "market");
        long sizeE8 = decimalE8(node, "size");
        if (textOrEmpty(node, "status").equals("CLOSED") || sizeE8 == 0) {
            return PositionInfo.flat(market);
        }
        String side = text(node, "side");
        long signedE8 = switch (side) {
            case "LONG" -> sizeE8;
            case "SHORT" -> -Math.abs(sizeE8);
            default -> throw new MalformedMessageException("position: unknown side \"" + side + "\"");
        };
        if (side.equals("LONG") && sizeE8 < 0) {
            throw new MalformedMessageException("position: side LONG with size " + FixedPoint.format(sizeE8));
        }
        String entry = textOrEmpty(node, "average_entry_price_usd").isEmpty()
                ? "average_entry_price"
                : "average_entry_price_usd";
        return new PositionInfo(
                market,
                signedE8,
                roundedE8(node, entry),
                roundedE8(node, "unrealized_pnl"),
                Math.max(0, roundedE8Or(node, "liquidation_price", 0)));
    }

    /// In binary the size is absolute and the side tells the direction.
    static PositionInfo position(ParadexSbe sbe) throws MalformedMessageException {
        String market = sbe.string(SbeTemplate.Position.MARKET);
        long sizeE8 = sbe.int64(SbeTemplate.Position.SIZE);
        if (sizeE8 < 0) {
            throw new MalformedMessageException("position: expected a size of 0 or more, found " + sizeE8 + "e-8");
        }
        if (sizeE8 == 0 || sbe.name(SbeTemplate.Position.STATUS).equals("CLOSED")) {
            return PositionInfo.flat(market);
        }
        long signedE8 = switch (sbe.name(SbeTemplate.Position.SIDE)) {
            case "BUY" -> sizeE8;
            case "SELL" -> -sizeE8;
            default ->
                throw new MalformedMessageException("position: unknown side " + sbe.uint8(SbeTemplate.Position.SIDE));
        };
        return new PositionInfo(
                market,
                signedE8,
                Math.max(0, sbe.int64(SbeTemplate.Position.ENTRY_PRICE_USD)),
                zeroIfNull(sbe.int64(SbeTemplate.Position.UNREALIZED_PNL)),
                Math.max(0, zeroIfNull(sbe.int64(SbeTemplate.Position.LIQUIDATION_PRICE))));
    }

    private static long zeroIfNull(long value) {
        return value == ParadexSbe.NULL ? 0 : value;
    }

    /// The USDC balance; 0 when a readable list does not name it.
    static long cashE8(JsonNode balances) throws MalformedMessageException {
        for (JsonNode balance : results(balances)) {
            if (text(balance, "token").equals("USDC")) {
                return roundedE8(balance, "size");
            }
        }
        return 0;
    }

    static long equityE8(JsonNode account) throws MalformedMessageException {
        return roundedE8(account, "account_value");
    }

    /// Needed and free, from `/account`; without either nothing is told.
    static Optional<Margin> margin(JsonNode account) throws MalformedMessageException {
        String maintenance = "maintenance_margin_requirement";
        boolean told = !textOrEmpty(account, maintenance).isEmpty()
                && !textOrEmpty(account, "free_collateral").isEmpty();
        return told
                ? Optional.of(new Margin(roundedE8(account, maintenance), roundedE8(account, "free_collateral")))
                : Optional.empty();
    }

    private static long roundedE8Or(JsonNode node, String name, long fallbackE8) throws MalformedMessageException {
        return textOrEmpty(node, name).isEmpty() ? fallbackE8 : roundedE8(node, name);
    }

    /// The leverage set for a market, from `/account/margin`.
    static int leverage(JsonNode margin, String market) throws MalformedMessageException {
        for (JsonNode config : margin.path("configs")) {
            if (textOrEmpty(config, "market").equals(market)) {
                int leverage = config.path("leverage").asInt(0);
                if (leverage > 0) {
                    return leverage;
                }
            }
        }
        throw new MalformedMessageException("margin: expected the leverage of " + market + ", found none");
    }

    /// What secures a market's position, from `/account/margin`. The documentation has it in every answer.
    static MarginMode marginMode(JsonNode margin, String market) {
        for (JsonNode config : margin.path("configs")) {
            if (textOrEmpty(config, "market").equals(market)) {
                return switch (textOrEmpty(config, "margin_type")) {
                    case "CROSS" -> MarginMode.CROSS;
                    case "" -> MarginMode.UNTOLD;
                    default -> MarginMode.OTHER;
                };
            }
        }
        return MarginMode.UNTOLD;
    }

    /// The id of the fill that a trade bust takes back.
    static String bustedFill(JsonNode bust) throws MalformedMessageException {
        return text(bust, "busted_fill_id");
    }

    /// Whether a fill is one by which the exchange closed a position by itself.
    static boolean isForced(JsonNode fill) {
        String type = textOrEmpty(fill, "fill_type");
        return type.equals("LIQUIDATION") || type.equals("UNWIND_TRANSFER");
    }

    /// Whether an object is about our account; one that does not name an account is.
    boolean belongsToUs(JsonNode node) {
        String named = textOrEmpty(node, "account");
        return named.isEmpty() || digits(named).equals(accountDigits);
    }

    boolean belongsToUs(ParadexSbe sbe, SbeField accountField) {
        return sbe.accountIs(accountField, account);
    }

    /// The entries of a list answer.
    static JsonNode results(JsonNode answer) throws MalformedMessageException {
        JsonNode results = answer.path("results");
        if (!results.isArray()) {
            throw new MalformedMessageException("expected an array \"results\", found " + results.getNodeType());
        }
        return results;
    }

    /// The cursor of the next page; empty on the last one.
    static Optional<String> nextPage(JsonNode answer) {
        String next = textOrEmpty(answer, "next");
        return next.isEmpty() ? Optional.empty() : Optional.of(next);
    }

    static String text(JsonNode node, String name) throws MalformedMessageException {
        JsonNode value = node.path(name);
        if (!value.isString() || value.stringValue().isEmpty()) {
            throw new MalformedMessageException(name + ": expected text, found " + value.getNodeType());
        }
        return value.stringValue();
    }

    static String textOrEmpty(@Nullable JsonNode node, String name) {
        JsonNode value = node == null ? null : node.get(name);
        return value != null && value.isString() ? value.stringValue() : "";
    }

    private static long positiveE8(JsonNode node, String name) throws MalformedMessageException {
        long value = decimalE8(node, name);
        if (value <= 0) {
            throw new MalformedMessageException(
                    name + ": expected a positive number, found " + FixedPoint.format(value));
        }
        return value;
    }

    /// Exact: what grids and positions are made of.
    private static long decimalE8(JsonNode node, String name) throws MalformedMessageException {
        String text = text(node, name);
        try {
            return FixedPoint.parse(text);
        } catch (NumberFormatException e) {
            throw new MalformedMessageException(name + ": " + e.getMessage());
        }
    }

    /// Money and averages, where the exchange may tell more than eight decimals.
    private static long roundedE8(JsonNode node, String name) throws MalformedMessageException {
        String text = text(node, name);
        if (!DECIMAL.matcher(text).matches()) {
            throw new MalformedMessageException(
                    name + ": expected a plain decimal number, found \"" + ParadexErrors.cut(text) + "\"");
        }
        try {
            return new BigDecimal(text)
                    .setScale(FixedPoint.DECIMALS, RoundingMode.HALF_EVEN)
                    .unscaledValue()
                    .longValueExact();
        } catch (ArithmeticException e) {
            throw new MalformedMessageException(name + ": too large, found \"" + text + "\"");
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Proof of a login, for a few minutes. `toString` hides it. Thread: any; immutable.
    record LoginToken(String text, long receivedNanos, long lifeMillis) {
        long ageMillis(long nowNanos) {
            return (nowNanos - receivedNanos) / 1_000_000;
        }

        long leftMillis(long nowNanos) {
            return lifeMillis - ageMillis(nowNanos);
        }

        @Override
        public String toString() {
            return "LoginToken[redacted, life " + lifeMillis + " ms]";
        }
    }
}
