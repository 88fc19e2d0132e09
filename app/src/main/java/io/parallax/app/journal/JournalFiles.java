package io.parallax.app.journal;

import io.parallax.journal.JournalReader;
import io.parallax.journal.JournalReader.Reading;
import io.parallax.journal.Journaled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The files of a journal, oldest first: `000001.journal`, `000002.journal`, … Thread: any; stateless.
public final class JournalFiles {
    static final String SUFFIX = ".journal";
    private static final int BYTES_MAX = 64 * 1024 * 1024;

    private JournalFiles() {}

    /// One file as it was read.
    public record Found(Path file, Reading reading) {}

    /// Tells every entry of every file that can be read.
    ///
    /// @throws IOException when the directory cannot be listed; a file that cannot be read counts as none
    public static List<Found> read(Path directory, Consumer<Journaled> consumer) throws IOException {
        List<Found> found = new ArrayList<>();
        for (Path file : list(directory)) {
            byte[] bytes;
            try (var input = Files.newInputStream(file)) {
                bytes = input.readNBytes(BYTES_MAX);
            } catch (IOException _) {
                bytes = new byte[0];
            }
            found.add(new Found(file, JournalReader.read(ByteBuffer.wrap(bytes), consumer)));
        }
        return found;
    }

    /// Oldest first; nothing where there is no directory.
    static List<Path> list(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
                for (Path each : all) {
                    if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS) && number(each) > 0) {
                        files.add(each);
                    }
                }
            }
        }
        files.sort(java.util.Comparator.comparingLong(JournalFiles::number));
        return files;
    }

    static Path file(Path directory, long number) {
        String digits = Long.toString(number);
        return directory.resolve("0".repeat(Math.max(0, 6 - digits.length())) + digits + SUFFIX);
    }

    /// 0 when the name is not of our form.
    static long number(Path file) {
        String name = file.getFileName().toString();
        String digits = name.substring(0, Math.max(0, name.length() - SUFFIX.length()));
        return digits.matches("[0-9]{6,12}") ? Long.parseLong(digits) : 0;
    }
}
