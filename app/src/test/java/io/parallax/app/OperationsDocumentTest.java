package io.parallax.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.execution.HaltReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperationsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "operations.md");

    @ParameterizedTest
    @EnumSource(HaltReason.class)
    void saysWhatAHaltReasonMeansAndWhetherANakedLegIsReduced(HaltReason reason) throws IOException {
        String leg = reason == HaltReason.KILL ? "repaired as ever" : reason.slowDuty() ? "slowly" : "left alone";
        assertThat(Files.readAllLines(DOCUMENT))
                .filteredOn(line -> line.startsWith("| `" + reason + "` |"))
                .anySatisfy(line -> assertThat(line).contains("| " + leg + " |"));
    }
}
