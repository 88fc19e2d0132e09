package io.parallax.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher script in a world of its own: a copy of the project's outline whose JDKs and build are small
/// scripts. The usual places for JDKs are moved into that world, so that the machine's own are not found.
class LauncherTest {
    private static final List<String> TOOLS = List.of(
            "sh",
            "sed",
            "dirname",
            "basename",
            "readlink",
            "head",
            "tail",
            "find",
            "date",
            "mkdir",
            "mv",
            "rm",
            "cat",
            "sleep",
            "kill",
            "env",
            "touch");

    @TempDir
    private Path world = Path.of(".");

    private Path home = Path.of(".");
    private Path tools = Path.of(".");

    @BeforeEach
    void buildTheWorld() throws IOException {
        home = Files.createDirectories(world.resolve("a project"));
        Path project = projectRoot();
        Files.createDirectories(home.resolve("bin"));
        Files.copy(project.resolve("parallax"), home.resolve("parallax"), StandardCopyOption.COPY_ATTRIBUTES);
        String finder = Files.readString(project.resolve("bin/jdk.sh"));
        for (String place : List.of("/usr/", "/opt/", "/Library/")) {
            finder = finder.replace(" " + place, " " + world + place);
        }
        Files.writeString(home.resolve("bin/jdk.sh"), finder);
        for (String module : List.of("engine", "exchanges", "simulator", "app")) {
            Files.createDirectories(home.resolve(module).resolve("src/main/java"));
            Files.writeString(home.resolve(module).resolve("pom.xml"), "<project/>");
        }
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        script(home.resolve("mvnw"), "mkdir -p app/target; echo built >>app/target/parallax-app.jar; exit 0");
        tools = Files.createDirectories(world.resolve("tools"));
        for (String tool : TOOLS) {
            for (String place : List.of("/bin/", "/usr/bin/")) {
                if (Files.exists(Path.of(place + tool)) && !Files.exists(tools.resolve(tool))) {
                    script(tools.resolve(tool), "exec " + place + tool + " \"$@\"");
                }
            }
        }
    }

    @Test
    void startsTheProgramWithItsArgumentsAndPassesItsExitCodeOn() throws Exception {
        Path jdk = jdk(world.resolve("jdk"), "25.0.1");
        Result result = launch(Map.of("JAVA_HOME", jdk.toString()), "run", "--config", "my file.yaml");
        assertThat(result.out())
                .contains("-jar " + home.toRealPath().resolve("app/target/parallax-app.jar"))
                .endsWith("[run] [--config] [my file.yaml]\n");
        assertThat(result.exitCode()).isEqualTo(10);
    }

    @Test
    void findsANewerJdkWhenJavaHomeAndThePathAreOld() throws Exception {
        Path old = jdk(world.resolve("old jdk"), "17.0.15");
        Path young = jdk(world.resolve("usr/lib/jvm/temurin-25-jdk"), "25.0.3");
        script(tools.resolve("java"), "exec '" + old.resolve("bin/java") + "' \"$@\"");
        assertThat(launch(Map.of("JAVA_HOME", old.toString())).out()).startsWith("java of " + young);
        assertThat(launch(Map.of()).out()).startsWith("java of " + young);
    }

    @Test
    void ignoresAJavaHomeThatIsWrong() throws Exception {
        Path young = jdk(world.resolve("opt/java/25"), "25");
        assertThat(launch(Map.of("JAVA_HOME", "/no/such/place")).out()).startsWith("java of " + young);
    }

    @Test
    void saysPlainlyThatThereIsNoJdk() throws Exception {
        Result nothing = launch(Map.of());
        assertThat(nothing.exitCode()).isEqualTo(40);
        assertThat(nothing.err())
                .startsWith("Parallax needs a JDK 25 or newer")
                .contains("Found no java at all.")
                .contains("Install one");
        Path old = jdk(world.resolve("old jdk"), "17.0.15");
        Result tooOld = launch(Map.of("JAVA_HOME", old.toString()));
        assertThat(tooOld.exitCode()).isEqualTo(40);
        assertThat(tooOld.err()).contains("Found only: " + old + " (version 17).");
    }

    @Test
    void buildsOnceAndAgainOnlyAfterSourcesChanged() throws Exception {
        Map<String, String> environment =
                Map.of("JAVA_HOME", jdk(world.resolve("jdk"), "25").toString());
        assertThat(launch(environment).err()).contains("Building Parallax");
        assertThat(launch(environment).err()).isEmpty();
        Path source = Files.writeString(home.resolve("engine/src/main/java/A.java"), "class A {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(launch(environment).err()).contains("Building Parallax");
        assertThat(Files.readString(home.resolve("app/target/parallax-app.jar")))
                .isEqualTo("built\nbuilt\n");
    }

    @Test
    void commandsARunningEngineWithoutWaitingForABuild() throws Exception {
        Map<String, String> environment =
                Map.of("JAVA_HOME", jdk(world.resolve("jdk"), "25").toString());
        launch(environment);
        Path source = Files.writeString(home.resolve("engine/src/main/java/A.java"), "class A {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        for (String command : List.of("status", "pause", "drain", "flatten", "kill", "resume", "journal")) {
            Result result = launch(environment, command, "--yes");
            assertThat(result.err()).as(command).isEmpty();
            assertThat(result.out()).as(command).endsWith("[" + command + "] [--yes]\n");
        }
        assertThat(launch(environment, "run").err()).contains("Building Parallax");
    }

    @Test
    void rehearsesOnceAfterABuildAndStartsFromWhatWasLearnt() throws Exception {
        Path jdk = jdk(world.resolve("jdk"), "25");
        script(
                jdk.resolve("bin/java"),
                "for a; do case $a in -XX:AOTCacheOutput=*) echo learnt >\"${a#*=}\"; exit 0;; esac; done;"
                        + " for a; do printf '[%s] ' \"$a\"; done");
        Map<String, String> environment = Map.of("JAVA_HOME", jdk.toString());
        Path cache = home.toRealPath().resolve("app/target/parallax.aot");
        assertThat(launch(environment, "check").out())
                .contains("[-XX:AOTCache=" + cache + "]")
                .endsWith("[check] ");
        Files.delete(cache);
        assertThat(launch(environment, "check").out()).doesNotContain("AOTCache");
    }

    @Test
    void showsTheEndOfAFailedBuildAndRefuses() throws Exception {
        script(home.resolve("mvnw"), "echo '[ERROR] missing semicolon'; exit 1");
        Result result =
                launch(Map.of("JAVA_HOME", jdk(world.resolve("jdk"), "25").toString()));
        assertThat(result.exitCode()).isEqualTo(40);
        assertThat(result.err()).contains("The build failed").contains("[ERROR] missing semicolon");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void worksThroughALinkFromAnotherDirectory() throws Exception {
        Path jdk = jdk(world.resolve("jdk"), "25");
        Path link = Files.createSymbolicLink(world.resolve("link"), Path.of("a project/parallax"));
        Path other = Files.createDirectories(world.resolve("elsewhere"));
        Result result = launch(link, other, Map.of("JAVA_HOME", jdk.toString()));
        assertThat(result.exitCode()).isEqualTo(10);
        assertThat(result.out())
                .contains(
                        home.toRealPath().resolve("app/target/parallax-app.jar").toString());
    }

    @Test
    void becomesTheProgramSoThatSignalsReachIt() throws Exception {
        Path jdk = jdk(world.resolve("jdk"), "25");
        launch(Map.of("JAVA_HOME", jdk.toString()));
        script(jdk.resolve("bin/java"), "trap 'exit 20' TERM; echo ready; while :; do sleep 0.05; done");
        Process process = process(home.resolve("parallax"), home, Map.of("JAVA_HOME", jdk.toString()))
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        process.destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(20);
    }

    private static Path jdk(Path place, String version) throws IOException {
        Files.createDirectories(place.resolve("bin"));
        Files.writeString(place.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(
                place.resolve("bin/java"),
                "echo \"java of " + place
                        + "\"; echo \"$@\" | sed 's/-jar.*//'; while [ \"$1\" != -jar ]; do shift; done;"
                        + " echo \"-jar $2\"; shift 2; for a; do printf '[%s] ' \"$a\"; done | sed 's/ $//'; echo; exit 10");
        script(place.resolve("bin/javac"), "exit 1");
        return place;
    }

    private static void script(Path path, String body) throws IOException {
        Files.writeString(path, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Result(int exitCode, String out, String err) {}

    private Result launch(Map<String, String> environment, String... arguments) throws Exception {
        return launch(home.resolve("parallax"), home, environment, arguments);
    }

    private Result launch(Path launcher, Path directory, Map<String, String> environment, String... arguments)
            throws Exception {
        Path out = Files.createTempFile(world, "out", "");
        Path err = Files.createTempFile(world, "err", "");
        Process process = process(launcher, directory, environment, arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private ProcessBuilder process(
            Path launcher, Path directory, Map<String, String> environment, String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("HOME", world.resolve("home of nobody").toString());
        builder.environment().putAll(environment);
        return builder;
    }

    /// Tests run in the module's directory, or in the project's.
    private static Path projectRoot() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("parallax"))
                ? here
                : here.resolve("..").normalize();
    }
}
