package io.parallax.app.control;

import io.parallax.app.logging.JsonText;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an operator asks of a running engine: one line of JSON, `{"command":"pause","reason":"..."}`. Thread: any;
/// immutable.
///
/// @param reason why, in the operator's words, one line; may be empty
public record ControlRequest(Command command, String reason) {
    /// Longest request in bytes.
    public static final int BYTES_MAX = 4_096;
    /// Longest reason in characters.
    public static final int REASON_MAX = 200;

    private static final int ANSWER_DEPTH_MAX = 16;

    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(ANSWER_DEPTH_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Map<String, Command> COMMANDS = new TreeMap<>();

    static {
        for (Command command : Command.values()) {
            COMMANDS.put(command.word(), command);
        }
    }

    /// What can be asked. None can increase exposure, except that [#RESUME] allows entries again.
    public enum Command {
        STATUS,
        PAUSE,
        DRAIN,
        FLATTEN,
        KILL,
        RESUME,
        /// Why it does or does not trade; the reason says what is asked for.
        EXPLAIN;

        /// Whether it only asks.
        public boolean isQuestion() {
            return this == STATUS || this == EXPLAIN;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ControlRequest {
        reason = PlainText.of(reason, REASON_MAX);
    }

    /// The line that asks for it, without line feed.
    ///
    /// @param untilEpochMillis when whoever asks stops waiting
    String line(long untilEpochMillis) {
        return new JsonText()
                .text("command", command.word())
                .text("reason", reason)
                .number("until_ms", untilEpochMillis)
                .toString();
    }

    /// Whether whoever sent a line waits no longer: an engine that stood still must not resume for somebody who has
    /// thought better of it since.
    static boolean isLate(String line, long nowEpochMillis) {
        JsonNode until = JSON.readTree(line).path("until_ms");
        return until.isIntegralNumber() && until.canConvertToLong() && until.longValue() < nowEpochMillis;
    }

    /// Reads a request; empty when it is none.
    static Optional<ControlRequest> parse(String line) {
        try {
            JsonNode root = JSON.readTree(line);
            if (root == null || !root.isObject() || !root.path("command").isString()) {
                return Optional.empty();
            }
            String reason = root.path("reason").isString() ? root.path("reason").stringValue() : "";
            return Optional.ofNullable(COMMANDS.get(root.path("command").stringValue()))
                    .map(command -> new ControlRequest(command, reason));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }
}
