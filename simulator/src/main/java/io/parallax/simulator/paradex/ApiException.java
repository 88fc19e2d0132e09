package io.parallax.simulator.paradex;

/// A refusal in the exchange's own words. Caught where the request came in and turned into a REST error or a
/// JSON-RPC error. Thread: any.
final class ApiException extends RuntimeException {
    private final int status;
    private final String code;

    private ApiException(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static ApiException badRequest(String code, String message) {
        return new ApiException(400, code, message);
    }

    static ApiException unauthorized(String code, String message) {
        return new ApiException(401, code, message);
    }

    static ApiException forbidden(String code, String message) {
        return new ApiException(403, code, message);
    }

    static ApiException notFound(String code, String message) {
        return new ApiException(404, code, message);
    }

    static ApiException unavailable(String code, String message) {
        return new ApiException(503, code, message);
    }

    static ApiException validation(String message) {
        return badRequest("VALIDATION_ERROR", message);
    }

    static ApiException parameter(String message) {
        return badRequest("INVALID_REQUEST_PARAMETER", message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
