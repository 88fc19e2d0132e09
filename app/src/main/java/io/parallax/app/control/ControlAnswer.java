package io.parallax.app.control;

import io.parallax.app.logging.JsonText;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What an engine answers: one line of JSON, `{"ok":true,"text":"...","status":{...}}`. Thread: any; immutable.
///
/// @param ok whether the command was carried out
/// @param text for people; several lines
/// @param statusJson the engine's state, one JSON object
public record ControlAnswer(boolean ok, String text, String statusJson) {
    /// Longest answer in bytes: 64 bots of `explain`, each some 7 kB as text and as JSON together, twice over.
    static final int BYTES_MAX = 1_048_576;

    /// The line, without line feed.
    String line() {
        return new JsonText()
                .flag("ok", ok)
                .text("text", text)
                .raw("status", statusJson)
                .toString();
    }

    /// Reads an answer; empty when it is none.
    static Optional<ControlAnswer> parse(String line) {
        try {
            JsonNode root = ControlRequest.JSON.readTree(line);
            if (root == null
                    || !root.path("ok").isBoolean()
                    || !root.path("text").isString()) {
                return Optional.empty();
            }
            return Optional.of(new ControlAnswer(
                    root.path("ok").booleanValue(),
                    root.path("text").stringValue(),
                    root.path("status").toString()));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }
}
