package io.parallax.exchange.vest;

import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeError.OutcomeUnknown;
import io.parallax.exchange.ExchangeError.RateLimited;
import io.parallax.exchange.ExchangeError.Rejected;
import io.parallax.exchange.RejectionKind;
import java.util.Optional;

/// An error body, in any of the shapes Vest sends, and what it proves. Only the codes listed here are refusals; after
/// everything else nobody knows whether an order exists. Thread: any; immutable.
///
/// @param httpStatus of the answer; 0 for a code in an order row
/// @param code Vest's code; 0 for a validation error, which has none
/// @param message Vest's words, cut to 300 characters
record VestError(int httpStatus, int code, String message) {
    static final int VALIDATION = 0;
    static final int ALREADY_DONE = 3017;
    static final int LISTEN_KEY_INVALID = 1125;

    private static final int TEXT_MAX = 300;

    VestError {
        message = message.length() > TEXT_MAX ? message.substring(0, TEXT_MAX) : message;
    }

    /// What the body of an answer to a request proves.
    ///
    /// @param retryAfterMillis as a header asked for, else 0
    ExchangeError toExchangeError(long retryAfterMillis) {
        if (httpStatus >= 500 || httpStatus == 408) {
            return unknown("HTTP " + httpStatus + " with code " + code + " (" + message + ")");
        }
        if (code == 1003 || (code == 429 && httpStatus == 429)) {
            return new RateLimited(retryAfterMillis);
        }
        return refusal().isPresent()
                ? new Rejected(
                        code == VALIDATION ? "422" : Integer.toString(code),
                        message,
                        refusal().get())
                : unknown("HTTP " + httpStatus + " with code " + code + " (" + message + "), which proves nothing");
    }

    private Optional<RejectionKind> refusal() {
        return Optional.ofNullable(
                switch (code) {
                    case VALIDATION -> httpStatus == 422 ? RejectionKind.STRUCTURAL : null;
                    case 1022, 1024, 1099, 1111, 1116, 1121, 1130, 1131, 1133 -> RejectionKind.STRUCTURAL;
                    case 1148, 3024 -> RejectionKind.MODE;
                    case 1002 -> httpStatus == 401 || httpStatus == 403 ? RejectionKind.AUTHENTICATION : null;
                    case 1146 -> RejectionKind.AUTHENTICATION;
                    case 1132 -> RejectionKind.RETRYABLE;
                    default -> null;
                });
    }

    /// What the code of an order row with status REJECTED proves; empty when it proves nothing.
    static Optional<Rejected> ofRow(int code) {
        RejectionKind kind = switch (code) {
            case 3002, 3006, 3007, 3010, 3011, 3018, 3019, 3020, 3023 -> RejectionKind.STRUCTURAL;
            case 3001, 3003, 3004 -> RejectionKind.RETRYABLE;
            case 1148, 3024 -> RejectionKind.MODE;
            default -> null;
        };
        return kind == null
                ? Optional.empty()
                : Optional.of(new Rejected(Integer.toString(code), VestErrorNames.of(code), kind));
    }

    private static OutcomeUnknown unknown(String reason) {
        return new OutcomeUnknown(reason);
    }
}
