package io.parallax.exchange.transport;

import java.util.Map;
import java.util.Optional;

/// One response, whole. Thread: any; immutable.
///
/// @param headers names in lower case
/// @param body at most the client's limit; a larger one is a failure
/// @param receivedNanos when the last byte was read, monotonic
public record HttpResponse(int status, Map<String, String> headers, byte[] body, long receivedNanos) {
    public HttpResponse {
        headers = Map.copyOf(headers);
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    @Override
    public String toString() {
        return "HttpResponse[" + status + ", " + body.length + " bytes]";
    }
}
