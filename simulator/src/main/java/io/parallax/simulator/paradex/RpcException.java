package io.parallax.simulator.paradex;

import java.util.Optional;

/// A JSON-RPC error. Thread: any.
final class RpcException extends RuntimeException {
    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int UNKNOWN_METHOD = -32601;
    static final int INVALID_PARAMETERS = -32602;
    static final int METHOD_ERROR = 100;
    static final int MALFORMED_TOKEN = 40110;
    static final int INVALID_TOKEN = 40111;
    static final int PERMISSION_DENIED = 40300;
    static final int RATE_LIMIT = 42901;

    private final int code;
    private final transient Optional<String> data;

    private RpcException(int code, String message, Optional<String> data) {
        super(message, null, false, false);
        this.code = code;
        this.data = data;
    }

    RpcException(int code, String message) {
        this(code, message, Optional.empty());
    }

    RpcException(int code, String message, String data) {
        this(code, message, Optional.of(data));
    }

    /// How a refusal of REST looks here is not documented: chosen. The REST code is the error's data.
    static RpcException of(ApiException refusal) {
        boolean parameter = refusal.code().equals("INVALID_REQUEST_PARAMETER");
        return new RpcException(parameter ? INVALID_PARAMETERS : METHOD_ERROR, refusal.text(), refusal.code());
    }

    int code() {
        return code;
    }

    Optional<String> data() {
        return data;
    }

    String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
