package io.parallax.simulator.tape;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// The lines of a file, gzip or plain, one at a time: whatever the file holds, no more than one line of at most a
/// mebibyte is in memory. Thread: one.
final class LineReader implements Closeable {
    private static final int LINE_MAX = 1 << 20;
    private static final int BUFFER = 1 << 16;
    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private byte[] line = new byte[BUFFER];
    private int from;
    private int until;
    private long number;
    private boolean cut;
    private boolean tooLong;

    LineReader(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            raw.mark(2);
            boolean zipped = raw.read() == GZIP_FIRST && raw.read() == GZIP_SECOND;
            raw.reset();
            in = zipped ? new GZIPInputStream(raw, BUFFER) : raw;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /// The next line without its end, or null after the last one.
    @Nullable
    String next() throws IOException {
        int length = 0;
        tooLong = false;
        while (true) {
            if (from == until && !fill()) {
                return length == 0 ? null : text(length);
            }
            int end = from;
            while (end < until && buffer[end] != '\n') {
                end++;
            }
            int more = end - from;
            if (length + more > LINE_MAX) {
                tooLong = true;
                more = 0;
            }
            if (length + more > line.length) {
                line = java.util.Arrays.copyOf(line, Math.min(LINE_MAX, 2 * (length + more)));
            }
            System.arraycopy(buffer, from, line, length, more);
            length += more;
            from = end;
            if (end < until) {
                from = end + 1;
                return text(length);
            }
        }
    }

    private String text(int length) {
        number++;
        int kept = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, kept, StandardCharsets.UTF_8);
    }

    private boolean fill() throws IOException {
        if (cut) {
            return false;
        }
        try {
            from = 0;
            until = Math.max(0, in.read(buffer));
        } catch (EOFException | ZipException e) {
            until = 0;
            cut = true;
        }
        return until > 0;
    }

    /// Number of the line that was read last, from 1.
    long number() {
        return number;
    }

    /// Whether the last line was longer than a mebibyte, and is not whole.
    boolean isTooLong() {
        return tooLong;
    }

    /// Whether the compressed file ended in the middle, or is damaged there.
    boolean isCut() {
        return cut;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
