package io.parallax.simulator.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What came of the defects, for people. Thread: any; stateless.
final class ZooTable {
    private static final double NANOS_PER_SECOND = 1e9;

    private ZooTable() {}

    /// Writes a Markdown table.
    static void write(Path file, List<Zoo.Catch> all) throws IOException {
        String head = """
                | defect | entry | what is wrong | where | episodes until caught | rule | seconds |
                |---|---|---|---|---|---|---|
                """;
        Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(Path.of("")));
        Files.writeString(file, head + all.stream().map(ZooTable::row).collect(Collectors.joining()));
    }

    static String row(Zoo.Catch each) {
        Defect defect = each.defect();
        String places = defect.changes().stream()
                .map(Defect.Change::simpleName)
                .distinct()
                .collect(Collectors.joining(", "));
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s | %.0f |%n",
                defect.id(),
                defect.entry(),
                defect.text(),
                places,
                each.caught() ? each.episodes() : "escaped " + each.episodes(),
                each.rule(),
                each.nanos() / NANOS_PER_SECOND);
    }
}
