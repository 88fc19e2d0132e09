package io.parallax.simulator.zoo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Compiles the files that a defect changes, in memory, against everything else as it is. Only those files are
/// compiled:
/// a constant that other files have copied keeps its old value there. Thread: any; stateless.
final class MutantCompiler {
    private final Path root;
    private final String classPath;

    /// @param root of the source tree
    MutantCompiler(Path root, String classPath) {
        this.root = root;
        this.classPath = classPath;
    }

    /// The compiler for the tree and the class path that the tests run on.
    static MutantCompiler ofThisBuild() {
        return new MutantCompiler(
                Path.of(System.getProperty("basedir", ""), "..")
                        .toAbsolutePath()
                        .normalize(),
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    }

    /// The classes of a defect by their names.
    ///
    /// Throws [IllegalArgumentException] when a text is not found exactly once, or the result does not compile: the
    /// code moved on and the defect must follow.
    Map<String, byte[]> compile(Defect defect) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (Defect.Change change : defect.changes()) {
            sources.put(change.file(), changed(defect, change, sources.computeIfAbsent(change.file(), this::source)));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter words = new StringWriter();
        try (Memory memory = new Memory(compiler.getStandardFileManager(null, null, null))) {
            List<Source> units = new ArrayList<>();
            sources.forEach((file, text) -> units.add(new Source(file, text)));
            List<String> options = List.of("-proc:none", "-g", "-nowarn", "-cp", classPath);
            boolean compiled =
                    compiler.getTask(words, memory, null, options, null, units).call();
            if (!compiled) {
                throw new IllegalArgumentException("defect " + defect.id() + " does not compile:\n" + words);
            }
            return memory.classes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String source(String file) {
        int module = file.indexOf('/');
        Path path = root.resolve(file.substring(0, module))
                .resolve("src/main/java/io/parallax")
                .resolve(file.substring(module + 1) + ".java");
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String changed(Defect defect, Defect.Change change, String text) {
        Matcher matcher = pattern(change.found()).matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException(
                    "defect " + defect.id() + ": " + change.file() + " does not hold: " + change.found());
        }
        int start = matcher.start();
        int end = matcher.end();
        if (matcher.find()) {
            throw new IllegalArgumentException(
                    "defect " + defect.id() + ": " + change.file() + " holds more than once: " + change.found());
        }
        return text.substring(0, start) + change.instead() + text.substring(end);
    }

    /// A text with white space wherever the formatter may put it.
    private static Pattern pattern(String found) {
        return Pattern.compile(found.chars()
                .filter(character -> !Character.isWhitespace(character))
                .mapToObj(character -> Pattern.quote(Character.toString(character)))
                .collect(Collectors.joining("\\s*")));
    }

    /// One changed file.
    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String file, String text) {
            super(URI.create("mutant:///" + file + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /// Keeps what is compiled.
    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

        Memory(JavaFileManager standard) {
            super(standard);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            written.put(className, bytes);
            return new SimpleJavaFileObject(URI.create("mutant:///" + className.replace('.', '/')), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return bytes;
                }
            };
        }

        Map<String, byte[]> classes() {
            Map<String, byte[]> classes = new HashMap<>();
            written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
            return classes;
        }
    }
}
