package io.parallax.simulator.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Episodes that once broke an invariant, each with the fault that did it. Their files say what was wrong.
class KnownEpisodesTest {
    private static final Pattern HEAD = Pattern.compile("# seed=([0-9]+) minutes=([0-9]+)");

    static List<Path> files() throws IOException, URISyntaxException {
        Path folder = Path.of(KnownEpisodesTest.class.getResource("/episodes").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void isSurvivedNow(Path file) throws IOException {
        String text = Files.readString(file);
        Matcher head = HEAD.matcher(text.lines().findFirst().orElse(""));
        assertThat(head.matches()).as("%s begins with its seed", file).isTrue();
        Episode episode = new Episode(
                Long.parseLong(head.group(1)), FaultSchedule.parse(text), Integer.parseInt(head.group(2)), false);
        assertThat(episode.run(false).violation()).isEmpty();
    }
}
