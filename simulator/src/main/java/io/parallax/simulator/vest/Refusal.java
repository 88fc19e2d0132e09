package io.parallax.simulator.vest;

import java.io.Serial;
import tools.jackson.databind.JsonNode;

/// A request that is answered with an error. Carries no stack trace: it is an answer, not a fault of ours.
final class Refusal extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Kind kind;

    private Refusal(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /// The forms of an error.
    sealed interface Kind {
        /// A business refusal; its shape and status are a setting.
        record Business(VestCode code, String text) implements Kind {}

        /// Always `{"code","msg"}`, with this status.
        record Flat(int status, VestCode code) implements Kind {}

        /// The key is missing or unknown: 403.
        record Forbidden() implements Kind {}

        /// Validation in the form of FastAPI: 422.
        record Validation(String type, JsonNode location, String text, JsonNode input) implements Kind {}
    }

    static Refusal of(VestCode code) {
        return of(code, code.text());
    }

    static Refusal of(VestCode code, String text) {
        return new Refusal(new Kind.Business(code, text), text);
    }

    static Refusal flat(int status, VestCode code) {
        return new Refusal(new Kind.Flat(status, code), code.text());
    }

    static Refusal forbidden() {
        return new Refusal(new Kind.Forbidden(), VestCode.UNAUTHORIZED.text());
    }

    static Refusal validation(String type, JsonNode location, String text, JsonNode input) {
        return new Refusal(new Kind.Validation(type, location, text, input), text);
    }

    Kind kind() {
        return kind;
    }
}
