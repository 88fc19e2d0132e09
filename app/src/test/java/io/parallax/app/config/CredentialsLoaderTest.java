package io.parallax.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsLoaderTest {
    private static final String COMPLETE = """
            # keys
            VEST_PRIMARY_ADDR=0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a
            export VEST_PRIMARY_KEY=0x01   # the wallet
            VEST_SIGNING_KEY="0x02"

            PARADEX_PRIVATE_KEY='0x03'
            PARADEX_ACCOUNT_ADDRESS = 0x129
            UNRELATED=xy
            """;

    @TempDir
    private Path directory = Path.of(".");

    @Test
    void readsTheDocumentsNamesFromAPrivateFile() throws IOException {
        Credentials credentials = accepted(Map.of(), file(COMPLETE, "rw-------"));
        assertThat(credentials.vestPrimaryAddress()).hasValue("0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a");
        assertThat(credentials.paradexAccountAddress()).isEqualTo("0x129");
        assertThat(lastByte(credentials.vestPrimaryKey().copyBytes())).isEqualTo(1);
        assertThat(lastByte(credentials.vestSigningKey().copyBytes())).isEqualTo(2);
        assertThat(lastByte(credentials.paradexPrivateKey().copyBytes())).isEqualTo(3);
    }

    @Test
    void prefersTheRealEnvironment() throws IOException {
        Credentials credentials =
                accepted(Map.of("VEST_SIGNING_KEY", "0x55", "PATH", "/bin"), file(COMPLETE, "rw-------"));
        assertThat(lastByte(credentials.vestSigningKey().copyBytes())).isEqualTo(0x55);
    }

    @Test
    void needsNoFileWhenTheEnvironmentHasAll() {
        Map<String, String> environment = Map.of(
                "VEST_PRIMARY_ADDR", "0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a",
                "VEST_PRIMARY_KEY", "1",
                "VEST_SIGNING_KEY", "2",
                "PARADEX_PRIVATE_KEY", "3",
                "PARADEX_ACCOUNT_ADDRESS", "0x4");
        assertThat(accepted(environment, directory.resolve("none"))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rwx------", "rw----r--"})
    void refusesAFileThatOthersMayRead(String mode) throws IOException {
        Path file = file(COMPLETE, mode);
        assertThat(refused(Map.of(), file).getFirst())
                .isEqualTo(file + ": error: found mode " + mode
                        + "; allowed: rw------- (0600): it holds keys; chmod 600 " + file);
    }

    @Test
    void tellsEverythingThatIsMissing() {
        assertThat(refused(Map.of(), directory.resolve(".env")))
                .hasSize(5)
                .allSatisfy(problem ->
                        assertThat(problem).contains("found nothing, neither in the environment nor in this file"));
    }

    @Test
    void tellsMalformedLinesByTheirNumberAndNeverTheirContent() throws IOException {
        String canary = "c0ffee".repeat(10);
        Path file = file("""
                VEST_PRIMARY_ADDR %1$s
                VEST_PRIMARY_KEY="%1$s
                VEST_SIGNING_KEY=%1$s%1$s
                VEST_SIGNING_KEY=%1$s
                PARADEX_PRIVATE_KEY=0x0000
                PARADEX_ACCOUNT_ADDRESS=%1$s
                """.formatted(canary), "rw-------");
        List<String> problems = refused(Map.of(), file);
        assertThat(problems.toString())
                .contains(":1: error: found a line that is no assignment")
                .contains(":2: error: VEST_PRIMARY_KEY: found a value with an open quote")
                .contains(
                        ":4: error: VEST_SIGNING_KEY: found the key a second time; allowed: once; the first is on line 3")
                .contains("VEST_SIGNING_KEY: found a value of 120 characters of another form")
                .contains("PARADEX_PRIVATE_KEY: found a value of 6 characters of another form")
                .contains("PARADEX_ACCOUNT_ADDRESS: found a value of 60 characters of another form")
                .doesNotContain("c0ffee");
    }

    @Test
    void refusesBytesThatAreNotTextAndHugeFiles() throws IOException {
        Path file = file("", "rw-------");
        Files.write(file, HexFormat.of().parseHex("ff00ff"));
        assertThat(refused(Map.of(), file).getFirst()).contains("found bytes that are not UTF-8");
        Files.write(file, new byte[70_000]);
        assertThat(refused(Map.of(), file).getFirst()).contains("found more than 65536 bytes");
    }

    @Test
    void showsNoKeyInItsText() throws IOException {
        assertThat(accepted(Map.of(), file(COMPLETE, "rw-------")).toString())
                .contains("vestSigningKey=Secret[redacted]", "paradexPrivateKey=Secret[redacted]");
    }

    private Path file(String content, String mode) throws IOException {
        Path file = Files.writeString(directory.resolve(".env"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static int lastByte(byte[] bytes) {
        return bytes[bytes.length - 1];
    }

    private static Credentials accepted(Map<String, String> environment, Path file) {
        LoadedCredentials loaded = CredentialsLoader.load(environment, file);
        assertThat(loaded).isInstanceOf(LoadedCredentials.Accepted.class);
        return ((LoadedCredentials.Accepted) loaded).credentials();
    }

    private static List<String> refused(Map<String, String> environment, Path file) {
        LoadedCredentials loaded = CredentialsLoader.load(environment, file);
        assertThat(loaded).isInstanceOf(LoadedCredentials.Refused.class);
        return ((LoadedCredentials.Refused) loaded)
                .problems().stream().map(Problem::text).toList();
    }
}
