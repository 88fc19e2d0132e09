package io.parallax.app.control;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/// One line over a socket, within a length and a time. The channel must not block. Thread: any; stateless.
final class SocketLine {
    private static final int BUFFER = 4_096;

    private SocketLine() {}

    /// Reads up to the first line feed; what follows it is not looked at.
    ///
    /// @throws SocketTimeoutException when the line is not complete at `deadlineNanos`
    /// @throws EOFException when the other side closed before
    /// @throws IOException also when the line is longer than `bytesMax`
    static String read(SocketChannel channel, int bytesMax, long deadlineNanos) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_READ);
            while (true) {
                await(selector, deadlineNanos);
                if (channel.read(buffer) < 0) {
                    throw new EOFException("closed before the line was complete");
                }
                buffer.flip();
                while (buffer.hasRemaining()) {
                    byte next = buffer.get();
                    if (next == '\n') {
                        return line.toString(StandardCharsets.UTF_8);
                    }
                    if (line.size() == bytesMax) {
                        throw new IOException("a line of more than " + bytesMax + " bytes");
                    }
                    line.write(next);
                }
                buffer.clear();
            }
        }
    }

    /// Writes `line` and a line feed.
    ///
    /// @throws SocketTimeoutException when the other side does not take it until `deadlineNanos`
    static void write(SocketChannel channel, String line, long deadlineNanos) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        try (Selector selector = Selector.open()) {
            channel.register(selector, SelectionKey.OP_WRITE);
            while (bytes.hasRemaining()) {
                await(selector, deadlineNanos);
                channel.write(bytes);
            }
        }
    }

    private static void await(Selector selector, long deadlineNanos) throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        if (left <= 0 || selector.select(left) == 0) {
            throw new SocketTimeoutException("nothing within the time");
        }
        selector.selectedKeys().clear();
    }
}
