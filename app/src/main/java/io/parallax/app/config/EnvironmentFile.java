package io.parallax.app.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `.env`: `KEY=value` lines, `export KEY=value`, comments after `#`, values in single or double quotes
/// taken literally. Nothing is expanded. The file must belong to its owner alone (mode 0600 or 0400). Thread:
/// any; stateless. No message holds any part of a value.
final class EnvironmentFile {
    private static final int BYTES_MAX = 64 * 1024;
    private static final String LINE_ALLOWED = "KEY=value, a comment after #, or an empty line";
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final Pattern ASSIGNMENT = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*)");
    private static final Pattern NAME = Pattern.compile("(?:VEST|PARADEX)_[A-Z_]{1,24}");
    private static final Pattern VALUE = Pattern.compile("(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'#]*))\\s*(?:\\s#.*|#.*)?");

    private EnvironmentFile() {}

    /// The values by key; empty when there is no such file. What is wrong goes to `problems`.
    static Map<String, String> read(Path path, Problems problems) {
        if (!Files.exists(path)) {
            return Map.of();
        }
        try {
            if (!isPrivate(path, problems)) {
                return Map.of();
            }
            byte[] bytes;
            try (var input = Files.newInputStream(path)) {
                bytes = input.readNBytes(BYTES_MAX + 1);
            }
            if (bytes.length > BYTES_MAX) {
                problems.error(0, 0, "", "more than " + BYTES_MAX + " bytes", "at most " + BYTES_MAX + " bytes");
                return Map.of();
            }
            return parse(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString(),
                    problems);
        } catch (CharacterCodingException _) {
            problems.error(0, 0, "", "bytes that are not UTF-8", "text in UTF-8");
        } catch (IOException e) {
            problems.error(
                    0,
                    0,
                    "",
                    "a file that cannot be read (" + e.getClass().getSimpleName() + ")",
                    "a readable file, or none");
        }
        return Map.of();
    }

    private static boolean isPrivate(Path path, Problems problems) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            return true;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        if (OWNER_ONLY.containsAll(permissions)) {
            return true;
        }
        problems.error(
                0,
                0,
                "",
                "mode " + PosixFilePermissions.toString(permissions),
                "rw------- (0600): it holds keys; chmod 600 " + path);
        return false;
    }

    private static Map<String, String> parse(String text, Problems problems) {
        Map<String, String> values = new HashMap<>();
        Map<String, Integer> lineOfKey = new HashMap<>();
        int line = 0;
        for (String content : text.lines().toList()) {
            line++;
            String stripped = content.strip();
            if (stripped.isEmpty() || stripped.startsWith("#")) {
                continue;
            }
            Matcher assignment = ASSIGNMENT.matcher(stripped);
            if (!assignment.matches()) {
                problems.error(line, 0, "", "a line that is no assignment", LINE_ALLOWED);
                continue;
            }
            String key = assignment.group(1);
            Matcher value = VALUE.matcher(assignment.group(2));
            Integer first = lineOfKey.putIfAbsent(key, line);
            if (first != null) {
                problems.error(line, 0, shown(key), "the key a second time", "once; the first is on line " + first);
            } else if (!value.matches()) {
                problems.error(
                        line, 0, shown(key), "a value with an open quote or blanks outside quotes", LINE_ALLOWED);
            } else {
                values.put(key, firstGroup(value));
            }
        }
        return values;
    }

    /// A name that nobody uses may be the end of a key that was broken into two lines.
    private static String shown(String key) {
        return NAME.matcher(key).matches() ? key : "";
    }

    private static String firstGroup(Matcher value) {
        for (int group = 1; group <= 3; group++) {
            String text = value.group(group);
            if (text != null) {
                return text;
            }
        }
        return "";
    }
}
