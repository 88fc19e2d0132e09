package io.parallax.exchange.paradex;

import static io.parallax.exchange.RejectionKind.AUTHENTICATION;
import static io.parallax.exchange.RejectionKind.MODE;
import static io.parallax.exchange.RejectionKind.RETRYABLE;
import static io.parallax.exchange.RejectionKind.STRUCTURAL;

import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.RejectionKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// What Paradex's refusals mean for an order. Only a listed code in a structured reply to that very request is
/// a refusal; everything else is an unknown outcome, because taking an accepted order for a refused one costs a
/// second order. Source of the codes: Paradex API documentation, `responses.ErrorCode`. Thread: any; stateless.
final class ParadexErrors {
    private static final int MESSAGE_LENGTH_MAX = 300;
    private static final int HTTP_TOO_MANY_REQUESTS = 429;
    private static final int HTTP_REQUEST_TIMEOUT = 408;
    private static final int HTTP_SERVER_ERROR = 500;
    private static final long RETRY_AFTER_SECONDS_MAX = 3_600;

    /// Codes after which no order exists.
    private static final Map<String, RejectionKind> DEFINITIVE = Map.ofEntries(
            Map.entry("VALIDATION_ERROR", STRUCTURAL),
            Map.entry("BINDING_ERROR", STRUCTURAL),
            Map.entry("INVALID_REQUEST_PARAMETER", STRUCTURAL),
            Map.entry("INVALID_ORDER_SIZE", STRUCTURAL),
            Map.entry("INVALID_SYMBOL", STRUCTURAL),
            Map.entry("MARKET_NOT_FOUND", STRUCTURAL),
            Map.entry("MARKET_MARGIN_RESTRICTED", STRUCTURAL),
            Map.entry("NO_ACCESS_TO_MARKET", STRUCTURAL),
            Map.entry("INVALID_ORDER_SIGNATURE", STRUCTURAL),
            Map.entry("INVALID_STARKNET_SIGNATURE", STRUCTURAL),
            Map.entry("GEO_IP_BLOCK", STRUCTURAL),
            Map.entry("IP_NOT_ALLOWED", STRUCTURAL),
            Map.entry("REQUEST_NOT_ALLOWED", STRUCTURAL),
            Map.entry("INVALID_SUBKEY", STRUCTURAL),
            Map.entry("MARKET_NOT_OPEN", MODE),
            Map.entry("SYSTEM_STATUS_POST_ONLY", MODE),
            Map.entry("SYSTEM_STATUS_CANCEL_ONLY", MODE),
            Map.entry("INVALID_TOKEN", AUTHENTICATION),
            Map.entry("UNAUTHORIZED_ERROR", AUTHENTICATION),
            Map.entry("INVALID_TIMESTAMP", RETRYABLE));

    /// Codes that say the opposite of a refusal, or nothing: they win over a listed code in the same text.
    private static final Set<String> NOT_DEFINITIVE = Set.of(
            "DUPLICATED_CLIENT_ID",
            "NOT_FOUND",
            "ORDER_ID_NOT_FOUND",
            "CLIENT_ORDER_ID_NOT_FOUND",
            "INTERNAL_ERROR",
            "SERVICE_UNAVAILABLE");

    /// "There is no such open order", in the words of the look-up calls.
    private static final Set<String> ORDER_ABSENT = Set.of(
            "NOT_FOUND", "ORDER_ID_NOT_FOUND", "CLIENT_ORDER_ID_NOT_FOUND", "ORDER_IS_CLOSED", "ORDER_IS_NOT_OPEN");

    private static final Set<String> RETRYABLE_CANCEL_REASONS = Set.of(
            "REMAINING_IOC_CANCEL",
            "EMPTY_MARKET",
            "EXCEEDS_MAX_SLIPPAGE",
            "PRICE_NOT_AVAILABLE",
            "SELF_TRADE",
            "EXPIRED",
            "TIMEOUT");

    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+");
    private static final Pattern RECEIVE_WINDOW = Pattern.compile("(?i)rec(v|eive)[ _]?window");

    private ParadexErrors() {}

    /// What an unsuccessful REST answer means for the request it answers.
    ///
    /// @param error the structured body, empty when the body was anything else
    /// @param retryAfter the header of that name
    static ExchangeError ofHttp(int status, Optional<ApiError> error, Optional<String> retryAfter) {
        if (error.isEmpty()) {
            return new ExchangeError.OutcomeUnknown("HTTP " + status + " without a readable error");
        }
        ApiError found = error.get();
        if (status == HTTP_TOO_MANY_REQUESTS) {
            return new ExchangeError.RateLimited(retryAfterMillis(retryAfter));
        }
        if (status >= HTTP_SERVER_ERROR || status == HTTP_REQUEST_TIMEOUT) {
            return new ExchangeError.OutcomeUnknown("HTTP " + status + " " + found.code());
        }
        return ofCode(found)
                .orElseGet(() -> new ExchangeError.OutcomeUnknown(
                        "HTTP " + status + " " + found.code() + ", not a listed refusal"));
    }

    private static Optional<ExchangeError> ofCode(ApiError error) {
        return Optional.ofNullable(DEFINITIVE.get(error.code()))
                .map(kind -> RECEIVE_WINDOW.matcher(error.message()).find() ? RETRYABLE : kind)
                .map(kind -> new ExchangeError.Rejected(error.code(), cut(error.message()), kind));
    }

    /// What an error answer to a WebSocket order method means.
    ///
    /// @param code the JSON-RPC number
    /// @param data the additional text, empty for none
    /// @param methodErrorsCount whether the general code 100 is a refusal when its text names a listed code
    static ExchangeError ofRpc(long code, String message, String data, boolean methodErrorsCount) {
        String words = cut(data.isEmpty() ? message : message + ": " + data);
        Optional<String> named = namedCode(words);
        if (named.isPresent() && NOT_DEFINITIVE.contains(named.get())) {
            return new ExchangeError.OutcomeUnknown("error " + code + " " + words);
        }
        RejectionKind listed = named.map(DEFINITIVE::get).orElse(STRUCTURAL);
        if (RECEIVE_WINDOW.matcher(words).find()) {
            listed = RETRYABLE;
        }
        return switch (Math.clamp(code, Integer.MIN_VALUE, Integer.MAX_VALUE)) {
            case -32600, -32601, -32602, 40112 -> new ExchangeError.Rejected(Long.toString(code), words, listed);
            case 40110, 40111, 40300 -> new ExchangeError.Rejected(Long.toString(code), words, AUTHENTICATION);
            case 42901 -> new ExchangeError.RateLimited(0);
            case 100 ->
                methodErrorsCount && named.isPresent()
                        ? new ExchangeError.Rejected(named.get(), words, listed)
                        : new ExchangeError.OutcomeUnknown("error 100 " + words);
            default -> new ExchangeError.OutcomeUnknown("error " + code + " " + words);
        };
    }

    /// The known code that a text names as a whole word; one that is not definitive comes first.
    private static Optional<String> namedCode(String text) {
        List<String> words =
                CODE.matcher(text).results().map(MatchResult::group).toList();
        return words.stream()
                .filter(NOT_DEFINITIVE::contains)
                .findFirst()
                .or(() -> words.stream().filter(DEFINITIVE::containsKey).findFirst());
    }

    /// The class of a cancel reason: every CLOSED order is finished, this only tells what may be tried next.
    static ExchangeError.Rejected cancelReason(String reason) {
        RejectionKind kind = RETRYABLE_CANCEL_REASONS.contains(reason)
                ? RETRYABLE
                : reason.equals("MARKET_NOT_OPEN") ? MODE : STRUCTURAL;
        return new ExchangeError.Rejected(cut(reason), "closed by the exchange", kind);
    }

    /// Whether an order closed for this reason with nothing filled was refused, rather than cancelled or
    /// unlucky.
    static boolean isRefusalAfterAcceptance(String reason) {
        return !RETRYABLE_CANCEL_REASONS.contains(reason) && !reason.equals("USER_CANCELED");
    }

    /// Whether a look-up's answer means "no such open order". Never a proof that there was none.
    static boolean saysAbsent(ApiError error) {
        return ORDER_ABSENT.contains(error.code());
    }

    /// How long a header of that name asks to wait; 0 when it says nothing readable.
    static long retryAfterMillis(Optional<String> header) {
        return header.map(String::trim)
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Math.min(Long.parseLong(text), RETRY_AFTER_SECONDS_MAX) * 1_000)
                .orElse(0L);
    }

    static String cut(String text) {
        return text.length() <= MESSAGE_LENGTH_MAX ? text : text.substring(0, MESSAGE_LENGTH_MAX);
    }

    /// The structured error body of REST. Thread: any; immutable.
    record ApiError(String code, String message) {}
}
