package io.parallax.exchange.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The files hold what the code would build. After a change of the tables, `-Dparallax.writeTables=true` writes them.
class TableFileTest {
    private static final Path RESOURCES = Path.of("src/main/resources/io/parallax/exchange/signing");

    @Test
    void theGeneratorsFileIsWhatTheCodeBuilds() throws IOException {
        assertHolds(TableFile.GENERATOR, List.of(GeneratorTable.build()));
    }

    @Test
    void pedersensFileIsWhatTheCodeBuilds() throws IOException {
        assertHolds(TableFile.PEDERSEN, PedersenTables.buildSmall());
    }

    @Test
    void takesNoDamagedFile() {
        CombTable table = CombTable.of(3, 4, Curve.HALF_G, 12, Curve.HALF_G);
        byte[] bytes = TableFile.write(List.of(table, table));
        assertThat(TableFile.parse(bytes))
                .hasValueSatisfying(tables -> assertThat(tables)
                        .allSatisfy(read -> assertThat(read.numbers()).isEqualTo(table.numbers()))
                        .hasSize(2));
        for (int at = 0; at < bytes.length; at += 7) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 0x10;
            assertThat(TableFile.parse(damaged)).as("byte %d", at).isEmpty();
        }
        assertThat(TableFile.parse(Arrays.copyOf(bytes, bytes.length - 8))).isEmpty();
        assertThat(TableFile.parse(Arrays.copyOf(bytes, bytes.length - 1))).isEmpty();
        assertThat(TableFile.parse(new byte[0])).isEmpty();
        assertThat(TableFile.read("no-such-table.bin")).isEmpty();
    }

    private static void assertHolds(String name, List<CombTable> tables) throws IOException {
        byte[] expected = TableFile.write(tables);
        if (Boolean.getBoolean("parallax.writeTables")) {
            Files.createDirectories(RESOURCES);
            Files.write(RESOURCES.resolve(name), expected);
            return;
        }
        try (InputStream file = TableFile.class.getResourceAsStream(name)) {
            assertThat(file).isNotNull();
            assertThat(file.readAllBytes()).isEqualTo(expected);
        }
        assertThat(TableFile.read(name)).isPresent();
    }
}
