package io.parallax.exchange.paradex;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.exchange.ExchangeError;
import io.parallax.exchange.ExchangeError.OutcomeUnknown;
import io.parallax.exchange.ExchangeError.RateLimited;
import io.parallax.exchange.ExchangeError.Rejected;
import io.parallax.exchange.RejectionKind;
import io.parallax.exchange.paradex.ParadexErrors.ApiError;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParadexErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "400, VALIDATION_ERROR, STRUCTURAL",
        "400, BINDING_ERROR, STRUCTURAL",
        "400, INVALID_REQUEST_PARAMETER, STRUCTURAL",
        "400, INVALID_ORDER_SIZE, STRUCTURAL",
        "400, INVALID_SYMBOL, STRUCTURAL",
        "404, MARKET_NOT_FOUND, STRUCTURAL",
        "400, MARKET_MARGIN_RESTRICTED, STRUCTURAL",
        "403, NO_ACCESS_TO_MARKET, STRUCTURAL",
        "400, INVALID_ORDER_SIGNATURE, STRUCTURAL",
        "400, INVALID_STARKNET_SIGNATURE, STRUCTURAL",
        "403, GEO_IP_BLOCK, STRUCTURAL",
        "403, IP_NOT_ALLOWED, STRUCTURAL",
        "400, REQUEST_NOT_ALLOWED, STRUCTURAL",
        "401, INVALID_SUBKEY, STRUCTURAL",
        "400, MARKET_NOT_OPEN, MODE",
        "400, SYSTEM_STATUS_POST_ONLY, MODE",
        "400, SYSTEM_STATUS_CANCEL_ONLY, MODE",
        "401, INVALID_TOKEN, AUTHENTICATION",
        "401, UNAUTHORIZED_ERROR, AUTHENTICATION",
        "400, INVALID_TIMESTAMP, RETRYABLE",
    })
    void takesAListedCodeAsARefusal(int status, String code, RejectionKind kind) {
        assertThat(http(status, code, "words")).isEqualTo(new Rejected(code, "words", kind));
    }

    @Test
    void takesARefusalForLatenessAsRetryable() {
        assertThat(http(400, "INVALID_REQUEST_PARAMETER", "recv_window exceeded"))
                .isEqualTo(new Rejected("INVALID_REQUEST_PARAMETER", "recv_window exceeded", RejectionKind.RETRYABLE));
    }

    @ParameterizedTest
    @CsvSource({
        "400, DUPLICATED_CLIENT_ID",
        "404, NOT_FOUND",
        "404, ORDER_ID_NOT_FOUND",
        "400, CLIENT_ORDER_ID_NOT_FOUND",
        "400, ORDER_IS_CLOSED",
        "400, INTERNAL_ERROR",
        "400, SERVICE_UNAVAILABLE",
        "401, STARKNET_SIGNATURE_VERIFICATION_FAILED",
        "400, A_CODE_OF_NEXT_YEAR",
        "408, VALIDATION_ERROR",
        "500, VALIDATION_ERROR",
        "503, INVALID_TOKEN",
    })
    void takesEverythingElseAsUnknown(int status, String code) {
        assertThat(http(status, code, "words")).isInstanceOf(OutcomeUnknown.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 401, 403, 404, 408, 429, 500, 502, 503, 504, 520, 530})
    void takesABodyThatIsNoErrorAsUnknown(int status) {
        for (String body :
                new String[] {"<html>bad gateway</html>", "", "{\"error\":1}", "{\"message\":\"x\"}", "[]"}) {
            Optional<ApiError> error = ParadexCodec.error(ParadexCodec.utf8(body));
            assertThat(ParadexErrors.ofHttp(status, error, Optional.empty())).isInstanceOf(OutcomeUnknown.class);
        }
    }

    @Test
    void takesAStructured429AsRateLimited() {
        var sample = Samples.json("error-429.inferred.json");
        Optional<ApiError> error =
                ParadexCodec.error(ParadexCodec.utf8(sample.get("body").toString()));
        assertThat(ParadexErrors.ofHttp(
                        429,
                        error,
                        Optional.of(sample.get("headers").get("Retry-After").stringValue())))
                .isEqualTo(new RateLimited(1_000));
        assertThat(ParadexErrors.ofHttp(429, error, Optional.of("soon"))).isEqualTo(new RateLimited(0));
        assertThat(ParadexErrors.ofHttp(429, error, Optional.of("999999"))).isEqualTo(new RateLimited(3_600_000));
    }

    @ParameterizedTest
    @CsvSource({
        "error-400-order.inferred.json, 400, VALIDATION_ERROR",
        "error-400-post-only-mode.inferred.json, 400, SYSTEM_STATUS_POST_ONLY",
        "error-401-missing-token.recorded-text.json, 401, INVALID_TOKEN",
    })
    void readsTheSampleErrors(String sample, int status, String code) {
        Optional<ApiError> error = ParadexCodec.error(Samples.bytes(sample));
        assertThat(ParadexErrors.ofHttp(status, error, Optional.empty()))
                .isInstanceOfSatisfying(
                        Rejected.class, rejected -> assertThat(rejected.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource({
        "-32600, STRUCTURAL",
        "-32601, STRUCTURAL",
        "-32602, STRUCTURAL",
        "40112, STRUCTURAL",
        "40110, AUTHENTICATION",
        "40111, AUTHENTICATION",
        "40300, AUTHENTICATION",
    })
    void takesAListedWebSocketCodeAsARefusal(long code, RejectionKind kind) {
        assertThat(ParadexErrors.ofRpc(code, "no", "", true)).isEqualTo(new Rejected(Long.toString(code), "no", kind));
    }

    @Test
    void takesAWebSocketRateLimitAsRateLimited() {
        assertThat(ParadexErrors.ofRpc(42901, "Rate limit exceeded", "", true)).isEqualTo(new RateLimited(0));
    }

    @ParameterizedTest
    @ValueSource(longs = {-32603, -32700, 0, 1, 99, 101, 40301, Long.MAX_VALUE, Long.MIN_VALUE})
    void takesAnyOtherWebSocketCodeAsUnknown(long code) {
        assertThat(ParadexErrors.ofRpc(code, "VALIDATION_ERROR", "INVALID_ORDER_SIZE", true))
                .isInstanceOf(OutcomeUnknown.class);
    }

    @Test
    void takesTheGeneralMethodErrorAsARefusalOnlyWhenItNamesAListedCode() {
        assertThat(ParadexErrors.ofRpc(100, "method error", "MARKET_NOT_OPEN", true))
                .isEqualTo(new Rejected("MARKET_NOT_OPEN", "method error: MARKET_NOT_OPEN", RejectionKind.MODE));
        assertThat(ParadexErrors.ofRpc(100, "INVALID_ORDER_SIZE: too fine", "", true))
                .isEqualTo(
                        new Rejected("INVALID_ORDER_SIZE", "INVALID_ORDER_SIZE: too fine", RejectionKind.STRUCTURAL));
        for (String data : new String[] {"", "something broke", "DUPLICATED_CLIENT_ID", "XVALIDATION_ERRORS"}) {
            assertThat(ParadexErrors.ofRpc(100, "method error", data, true)).isInstanceOf(OutcomeUnknown.class);
        }
        assertThat(ParadexErrors.ofRpc(100, "method error", "MARKET_NOT_OPEN", false))
                .isInstanceOf(OutcomeUnknown.class);
    }

    @Test
    void takesADuplicateIdAsUnknownWhateverTheCode() {
        for (long code : new long[] {-32600, -32602, 100, 40300}) {
            assertThat(ParadexErrors.ofRpc(code, "invalid request", "DUPLICATED_CLIENT_ID, VALIDATION_ERROR", true))
                    .isInstanceOf(OutcomeUnknown.class);
        }
    }

    @Test
    void cutsLongTexts() {
        ExchangeError error = http(400, "VALIDATION_ERROR", "x".repeat(5_000));
        assertThat(error.description().length()).isLessThan(400);
    }

    @ParameterizedTest
    @CsvSource({
        "REMAINING_IOC_CANCEL, RETRYABLE",
        "EMPTY_MARKET, RETRYABLE",
        "EXCEEDS_MAX_SLIPPAGE, RETRYABLE",
        "PRICE_NOT_AVAILABLE, RETRYABLE",
        "SELF_TRADE, RETRYABLE",
        "EXPIRED, RETRYABLE",
        "TIMEOUT, RETRYABLE",
        "MARKET_NOT_OPEN, MODE",
        "DELEVERAGE, STRUCTURAL",
        "IN_LIQUIDATION, STRUCTURAL",
        "NOT_ENOUGH_MARGIN, STRUCTURAL",
        "A_REASON_OF_NEXT_YEAR, STRUCTURAL",
    })
    void classifiesCancelReasons(String reason, RejectionKind kind) {
        assertThat(ParadexErrors.cancelReason(reason).kind()).isEqualTo(kind);
    }

    private static ExchangeError http(int status, String code, String message) {
        return ParadexErrors.ofHttp(status, Optional.of(new ApiError(code, message)), Optional.empty());
    }
}
