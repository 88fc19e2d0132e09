package io.parallax.app.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/// From bytes to a tree of YAML nodes, with every way in which bytes can be no such tree. The tree is small and
/// has no sharing: depth is limited and aliases are refused before it is built. Thread: any; stateless.
final class YamlDocument {
    static final int BYTES_MAX = 256 * 1024;
    private static final int COMPLAINT_MAX = 200;
    private static final int DEPTH_MAX = 8;

    private YamlDocument() {}

    /// The root node; empty after a reported problem.
    static Optional<Node> read(byte[] bytes, String file, Problems problems) {
        if (bytes.length > BYTES_MAX) {
            problems.error(0, 0, "", "more than " + BYTES_MAX + " bytes", "at most " + BYTES_MAX + " bytes");
            return Optional.empty();
        }
        Optional<String> text = decode(bytes, problems);
        if (text.isEmpty() || hasTabs(text.get(), problems)) {
            return Optional.empty();
        }
        if (text.get().isBlank()) {
            problems.error(0, 0, "", "an empty file", "at least one bot under \"bots:\"");
            return Optional.empty();
        }
        LoadSettings settings = LoadSettings.builder().setLabel(file).build();
        try {
            if (!isTame(text.get(), settings, problems)) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(settings).composeString(text.get());
            if (root.isEmpty()) {
                problems.error(0, 0, "", "only comments", "at least one bot under \"bots:\"");
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark();
            String problem = e.getProblem() == null ? "text that is not YAML" : e.getProblem();
            problems.error(
                    mark.map(m -> m.getLine() + 1).orElse(0),
                    mark.map(m -> m.getColumn() + 1).orElse(0),
                    "",
                    "text that is not YAML (" + Problems.plain(problem.strip(), COMPLAINT_MAX) + ")",
                    "YAML 1.2");
            return Optional.empty();
        } catch (YamlEngineException _) {
            problems.error(0, 0, "", "text that is not YAML (a character that YAML does not allow)", "YAML 1.2");
            return Optional.empty();
        } catch (NumberFormatException _) {
            // How the library fails on an escape by number when the file ends before its digits.
            problems.error(0, 0, "", "text that is not YAML (an escape that ends before its digits)", "YAML 1.2");
            return Optional.empty();
        }
    }

    private static Optional<String> decode(byte[] bytes, Problems problems) {
        ByteBuffer input = ByteBuffer.wrap(bytes);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(input)
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (CharacterCodingException _) {
            int line = 1;
            for (int i = 0; i < input.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            problems.error(line, 0, "", "bytes that are not UTF-8", "text in UTF-8");
            return Optional.empty();
        }
    }

    /// YAML forbids tabs in indentation; the parser's own words for it are hard to understand.
    private static boolean hasTabs(String text, Problems problems) {
        boolean found = false;
        int line = 0;
        for (Iterator<String> lines = text.lines().iterator(); lines.hasNext(); ) {
            String content = lines.next();
            line++;
            int indent = content.length() - content.stripLeading().length();
            int tab = content.indexOf('\t');
            if (tab >= 0 && tab < indent && indent < content.length()) {
                problems.error(line, tab + 1, "", "a tab in the indentation", "spaces");
                found = true;
            }
        }
        return found;
    }

    private static boolean isTame(String text, LoadSettings settings, Problems problems) {
        int depth = 0;
        int documents = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
            int column = event.getStartMark().map(mark -> mark.getColumn() + 1).orElse(0);
            if (event instanceof AliasEvent) {
                problems.error(line, column, "", "an alias (*name)", "every value written out");
                return false;
            }
            if (event instanceof DocumentStartEvent && ++documents > 1) {
                problems.error(line, column, "", "a second document (---)", "one document in the file");
                return false;
            }
            if (event instanceof CollectionStartEvent && ++depth > DEPTH_MAX) {
                problems.error(
                        line,
                        column,
                        "",
                        "more than " + DEPTH_MAX + " levels of nesting",
                        "the keys described in docs/configuration.md");
                return false;
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
        return true;
    }
}
