package io.parallax.app.tape;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Reads the chunks of a tape, file after file. A process that died leaves a torn end, which is where the tape ends.
/// Thread: one.
public final class TapeFile implements AutoCloseable {
    private static final int CHUNK_MAX = 64 << 20;
    private static final int BUFFER = 64 * 1_024;
    private static final int HEADER_BYTES_MAX = 4;

    private final List<Path> files;
    private int next;
    private @Nullable DataInputStream in;
    private byte[] chunk = new byte[BUFFER];
    private boolean torn;

    private TapeFile(List<Path> files) {
        this.files = files;
    }

    static String name(int number) {
        return String.format(java.util.Locale.ROOT, "tape-%06d.bin", number);
    }

    /// @throws IOException when there is no tape in the folder
    public static TapeFile open(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            List<Path> files = inside.filter(
                            each -> each.getFileName().toString().matches("tape-[0-9]{6}\\.bin"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw new IOException(folder + " holds no tape: expected " + name(1));
            }
            return new TapeFile(files);
        }
    }

    /// The next chunk, valid until the one after it; empty at the end.
    public Optional<ByteBuffer> next() throws IOException {
        while (!torn) {
            DataInputStream open = in;
            if (open == null) {
                if (next == files.size()) {
                    return Optional.empty();
                }
                in = new DataInputStream(new BufferedInputStream(
                        new InflaterInputStream(Files.newInputStream(files.get(next++))), BUFFER));
                continue;
            }
            try {
                Optional<ByteBuffer> read = read(open);
                if (read.isPresent()) {
                    return read;
                }
                open.close();
                in = null;
            } catch (EOFException | ZipException _) {
                torn = true;
            }
        }
        return Optional.empty();
    }

    private Optional<ByteBuffer> read(DataInputStream open) throws IOException {
        byte[] head = new byte[HEADER_BYTES_MAX];
        int got = open.readNBytes(head, 0, head.length);
        if (got == 0) {
            return Optional.empty();
        }
        if (got < head.length) {
            throw new EOFException();
        }
        int length = ByteBuffer.wrap(head).getInt();
        if (length < 0 || length > CHUNK_MAX) {
            throw new ZipException("a chunk of " + length + " bytes");
        }
        if (chunk.length < length) {
            chunk = new byte[length];
        }
        open.readFully(chunk, 0, length);
        return Optional.of(ByteBuffer.wrap(chunk, 0, length));
    }

    /// Whether the tape ends in the middle of a chunk.
    public boolean isTorn() {
        return torn;
    }

    @Override
    public void close() throws IOException {
        DataInputStream open = in;
        if (open != null) {
            open.close();
        }
    }
}
