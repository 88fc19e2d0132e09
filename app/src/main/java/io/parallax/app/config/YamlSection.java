package io.parallax.app.config;

import io.parallax.units.FixedPoint;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// One mapping of the document with the keys it may have. Each getter reports what is wrong and then answers with
/// a stand-in, so that all problems are found in one go; the caller throws the result away when there was an
/// error. Thread: one.
final class YamlSection {
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?");
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");

    private final Node at;
    private final String path;
    private final Problems problems;
    private final Map<String, Node> values = new LinkedHashMap<>();

    private YamlSection(Node at, String path, Problems problems) {
        this.at = at;
        this.path = path;
        this.problems = problems;
    }

    /// Reads the keys of `node`, reporting unknown and repeated ones. A node that is not a mapping is reported
    /// and read as an empty one.
    static YamlSection of(Node node, String path, Collection<String> known, Problems problems) {
        YamlSection section = new YamlSection(node, path, problems);
        if (node instanceof MappingNode mapping) {
            section.readKeys(mapping, known);
        } else {
            problems.error(node, path, describe(node), "keys and values, one a line: " + String.join(", ", known));
        }
        return section;
    }

    private void readKeys(MappingNode mapping, Collection<String> known) {
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                problems.error(tuple.getKeyNode(), path, "a key that is not text", String.join(", ", known));
                continue;
            }
            String key = keyNode.getValue();
            Node first = values.get(key);
            if (!known.contains(key)) {
                String hint = DidYouMean.nearest(key, known)
                        .map(near -> " (did you mean \"" + near + "\"?)")
                        .orElse("");
                problems.error(keyNode, path, "unknown key " + Problems.quoted(key) + hint, String.join(", ", known));
            } else if (first != null) {
                problems.error(
                        keyNode,
                        path(key),
                        "the key a second time",
                        "once; the first is on line " + Problems.line(first));
            } else {
                values.put(key, tuple.getValueNode());
            }
        }
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /// The value's node, or the section's own where the key is missing: for messages.
    Node node(String key) {
        return values.getOrDefault(key, at);
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /// An inner section; an absent one reads as empty.
    YamlSection section(String key, Collection<String> known) {
        Node inner = values.get(key);
        return inner == null ? new YamlSection(at, path(key), problems) : of(inner, path(key), known, problems);
    }

    List<Node> list(String key, String allowed) {
        Node value = required(key, allowed);
        if (value instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
            return sequence.getValue();
        }
        if (has(key)) {
            problems.error(value, path(key), describe(value), allowed);
        }
        return List.of();
    }

    /// The same for a list that may be empty or missing.
    List<Node> listOrNone(String key, String allowed) {
        Node value = values.get(key);
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        if (value != null) {
            problems.error(value, path(key), describe(value), allowed);
        }
        return List.of();
    }

    /// A list of a few words; empty after a reported problem.
    <E> Set<E> choices(String key, Map<String, E> choices) {
        Set<E> chosen = new LinkedHashSet<>();
        for (Node each : list(key, "a list of " + alternatives(choices.keySet()))) {
            E found = each instanceof ScalarNode scalar && isText(scalar) ? choices.get(scalar.getValue()) : null;
            if (found == null) {
                problems.error(each, path(key), describe(each), "one of " + alternatives(choices.keySet()));
            } else {
                chosen.add(found);
            }
        }
        return chosen;
    }

    /// Text of the form `pattern`; empty text after a reported problem.
    String text(String key, Pattern pattern, String allowed) {
        Node value = required(key, allowed);
        if (value instanceof ScalarNode scalar && isText(scalar)) {
            if (pattern.matcher(scalar.getValue()).matches()) {
                return scalar.getValue();
            }
        }
        if (has(key)) {
            problems.error(value, path(key), describe(value), allowed);
        }
        return "";
    }

    /// One of a few words.
    <E> Optional<E> choice(String key, Map<String, E> choices) {
        Node value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        E chosen = value instanceof ScalarNode scalar && isText(scalar) ? choices.get(scalar.getValue()) : null;
        if (chosen == null) {
            String hint = value instanceof ScalarNode scalar
                    ? DidYouMean.nearest(scalar.getValue(), choices.keySet())
                            .map(near -> " (did you mean \"" + near + "\"?)")
                            .orElse("")
                    : "";
            problems.error(value, path(key), describe(value) + hint, "one of " + alternatives(choices.keySet()));
        }
        return Optional.ofNullable(chosen);
    }

    /// One of a few words, or an old word for one of them, which is accepted with a warning.
    <E> Optional<E> choice(String key, Map<String, E> choices, Map<String, String> old) {
        Node value = values.get(key);
        String now = value instanceof ScalarNode scalar && isText(scalar) ? old.get(scalar.getValue()) : null;
        if (value == null || now == null) {
            return choice(key, choices);
        }
        problems.warning(value, path(key), describe(value) + ", the old word", "\"" + now + "\", which means the same");
        return Optional.ofNullable(choices.get(now));
    }

    <E> Optional<E> requiredChoice(String key, Map<String, E> choices) {
        required(key, "one of " + alternatives(choices.keySet()));
        return choice(key, choices);
    }

    boolean flag(String key, boolean fallback) {
        return choice(key, Map.of("true", true, "false", false)).orElse(fallback);
    }

    long integer(String key, long fallback, long min, long max) {
        Node value = values.get(key);
        if (value == null) {
            return fallback;
        }
        if (value instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getValue().length() <= 19
                && INTEGER.matcher(scalar.getValue()).matches()) {
            try {
                long number = Long.parseLong(scalar.getValue());
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException _) {
                // Nineteen digits may still be too many; reported below like any number out of range.
            }
        }
        problems.error(value, path(key), describe(value), "a whole number from " + min + " to " + max);
        return fallback;
    }

    /// A plain decimal, exact, with at most `decimals` digits after the point, from `minE8` to `maxE8`.
    OptionalLong decimal(String key, int decimals, long minE8, long maxE8, String allowed) {
        Node value = values.get(key);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getValue().length() <= 32
                && DECIMAL.matcher(scalar.getValue()).matches()
                && decimals(scalar.getValue()) <= decimals) {
            try {
                long numberE8 = FixedPoint.parse(scalar.getValue());
                if (numberE8 >= minE8 && numberE8 <= maxE8) {
                    return OptionalLong.of(numberE8);
                }
            } catch (NumberFormatException _) {
                // Too large for a fixed-point number; reported below like any number out of range.
            }
        }
        problems.error(value, path(key), describe(value), allowed);
        return OptionalLong.empty();
    }

    long requiredDecimal(String key, int decimals, long minE8, long maxE8, String allowed) {
        required(key, allowed);
        return decimal(key, decimals, minE8, maxE8, allowed).orElse(minE8);
    }

    /// An absolute address with one of the schemes, without user, query or fragment.
    Optional<URI> address(String key, String... schemes) {
        Node value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof ScalarNode scalar && isText(scalar)) {
            Optional<URI> address = Addresses.parse(scalar.getValue(), schemes);
            if (address.isPresent()) {
                return address;
            }
        }
        problems.error(value, path(key), describe(value), Addresses.allowed(schemes));
        return Optional.empty();
    }

    private Node required(String key, String allowed) {
        Node value = values.get(key);
        if (value == null) {
            problems.error(at, path(key), "nothing (the key is missing)", allowed);
            return at;
        }
        return value;
    }

    private static int decimals(String number) {
        int point = number.indexOf('.');
        return point < 0 ? 0 : number.length() - point - 1;
    }

    private static boolean isText(ScalarNode scalar) {
        return !scalar.getTag().equals(Tag.NULL);
    }

    static String alternatives(Collection<String> words) {
        return words.stream().sorted().map(word -> "\"" + word + "\"").collect(Collectors.joining(", "));
    }

    static String describe(Node node) {
        if (node instanceof ScalarNode scalar) {
            if (scalar.getTag().equals(Tag.NULL) && scalar.getValue().isEmpty()) {
                return "nothing (no value after the colon)";
            }
            return scalar.isPlain()
                    ? Problems.quoted(scalar.getValue())
                    : "the text " + Problems.quoted(scalar.getValue()) + " in quotes";
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().isEmpty() ? "an empty list" : "a list";
        }
        return "a group of keys";
    }
}
