package io.parallax.app.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// A file that keeps every later start from trading until an operator resumes. An operator's control, not trading
/// state: its loss endangers no position. Lines of `word: text`, for people; that it is there is what counts, so a
/// damaged one latches like a whole one. Thread: any; one writer.
public final class HaltLatch {
    private static final int TEXT_MAX = 16_384;
    private static final int LINE_MAX = 1_000;

    private final Path file;

    HaltLatch(Path file) {
        this.file = file;
    }

    /// What it says.
    ///
    /// @param reason the word of the halt reason; `UNREADABLE` when the file does not say
    /// @param text the whole file
    public record Latched(String reason, String text) {}

    public Path file() {
        return file;
    }

    /// Empty when nothing keeps a start from trading.
    ///
    /// @throws IOException when that cannot be found out
    public Optional<Latched> read() throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(new Latched("UNREADABLE", file + " is no regular file"));
        }
        String text = AtomicFile.read(file);
        String reason = text.lines()
                .filter(line -> line.matches("reason: [A-Z_]{1,40}"))
                .map(line -> line.substring("reason: ".length()))
                .findFirst()
                .orElse("UNREADABLE");
        return Optional.of(new Latched(reason, text));
    }

    /// Sets it; returns when it is on the disk. The first reason stays the first: a later one is put behind it.
    ///
    /// @param reason the word of the halt reason
    /// @param why in plain words
    /// @param exposure what is open, in plain words
    public void set(String reason, String why, String exposure, Instant when) throws IOException {
        Optional<Latched> before = read();
        if (before.filter(each -> each.text().length() > TEXT_MAX).isPresent()) {
            // Enough is known; a pair that halts again and again must not fill the disk.
            return;
        }
        String entry = "reason: " + reason + "\nwhy: " + PlainText.of(why, LINE_MAX) + "\ntime: " + when + "\nopen: "
                + PlainText.of(exposure, LINE_MAX) + "\n";
        String next = "next: look at both exchanges, then ./parallax resume --reason \"...\""
                + " (or delete this file while no engine runs)\n";
        String first = before.map(Latched::text).orElse("");
        AtomicFile.write(file, first.isEmpty() ? entry + next : first + "\n" + entry);
    }

    /// Takes it away; returns when that is on the disk.
    public void clear() throws IOException {
        AtomicFile.delete(file);
    }
}
