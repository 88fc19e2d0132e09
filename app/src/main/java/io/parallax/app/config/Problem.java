package io.parallax.app.config;

/// Something wrong with what the operator wrote. Thread: any; immutable. Never holds a secret.
///
/// @param severity an error refuses the start, a warning does not
/// @param file as the operator named it
/// @param line counted from 1; 0 when the whole file is meant
/// @param column counted from 1; 0 when the whole line is meant
/// @param key where in the document: `bots[0].spread_entry`; empty when the file itself is meant
/// @param found what stands there
/// @param allowed what may stand there
public record Problem(Severity severity, String file, int line, int column, String key, String found, String allowed) {

    /// Whether the program may start in spite of it.
    public enum Severity {
        ERROR,
        WARNING
    }

    /// One line for people and editors: `config.yaml:7:19: error: bots[0].leverage: found "x"; allowed: …`.
    public String text() {
        StringBuilder text = new StringBuilder(file);
        if (line > 0) {
            text.append(':').append(line);
            if (column > 0) {
                text.append(':').append(column);
            }
        }
        text.append(severity == Severity.ERROR ? ": error: " : ": warning: ");
        if (!key.isEmpty()) {
            text.append(key).append(": ");
        }
        return text.append("found ")
                .append(found)
                .append("; allowed: ")
                .append(allowed)
                .toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
