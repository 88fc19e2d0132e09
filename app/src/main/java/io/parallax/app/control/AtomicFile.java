package io.parallax.app.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Small files that are there whole or not at all, also after a loss of power. Thread: any; stateless.
final class AtomicFile {
    private static final int BYTES_MAX = 65_536;

    private AtomicFile() {}

    /// Replaces `target`; returns when it is on the disk.
    static void write(Path target, String content) throws IOException {
        Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncDirectory(target);
    }

    /// Removes `target`; returns when that is on the disk.
    static void delete(Path target) throws IOException {
        if (Files.deleteIfExists(target)) {
            syncDirectory(target);
        }
    }

    /// Its name is part of the directory, which is written on its own.
    private static void syncDirectory(Path target) throws IOException {
        Path parent = target.toAbsolutePath().getParent();
        if (parent != null) {
            try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    /// The beginning of a file, whatever it holds.
    static String read(Path source) throws IOException {
        try (var input = Files.newInputStream(source)) {
            return new String(input.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
        }
    }
}
