package io.parallax.exchange.hostile;

import io.parallax.exchange.transport.HostileServer.Connection;
import io.parallax.exchange.transport.HostileServer.Frame;
import io.parallax.exchange.transport.HostileServer.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// One connection of a misbehaving exchange. Its reader is one thread; books are pushed by another. Once a fault has
/// begun, only the fault writes. Thread: any, one writer at a time.
final class Wire {
    private static final int TEXT = 1;
    private static final int BINARY = 2;

    private final Connection connection;
    private final Thread reader = Thread.currentThread();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicLong written = new AtomicLong();
    private boolean spoilt;

    Wire(Connection connection) {
        this.connection = connection;
    }

    Request readRequest() throws IOException {
        return connection.readWhole();
    }

    Frame readFrame() throws IOException {
        return connection.readFrame();
    }

    /// Writes as part of a fault.
    void write(byte... bytes) throws IOException {
        connection.write(bytes);
        written.addAndGet(bytes.length);
    }

    void write(String ascii) throws IOException {
        write(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    void writeBare(byte... bytes) throws IOException {
        connection.writeBare(bytes);
    }

    /// Bytes written so far.
    long written() {
        return written.get();
    }

    /// Writes what is proper, or lets the fault act in its place and ends the connection.
    synchronized void send(byte[] proper, Fault fault) throws IOException {
        if (spoilt) {
            return;
        }
        if (fault.isNone()) {
            write(proper);
            return;
        }
        spoilt = true;
        try {
            fault.act().instead(this, proper);
        } finally {
            end();
        }
    }

    void reset() throws IOException {
        connection.reset();
    }

    /// Until the client has gone; what it still sends is thrown away.
    void hold() throws IOException {
        if (Thread.currentThread().equals(reader)) {
            connection.holdUntilClosed();
            return;
        }
        try {
            ended.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /// Pauses as part of the misbehaviour; ends early with the connection.
    void pause(long millis) throws IOException {
        try {
            if (ended.await(millis, TimeUnit.MILLISECONDS)) {
                throw new IOException("the client has gone");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    boolean isOver() {
        return ended.getCount() == 0;
    }

    /// Closes with a plain end, in the middle of whatever was being written.
    void end() throws IOException {
        ended.countDown();
        connection.close();
    }

    static byte[] text(String text) {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] binary(byte[] payload) {
        return frame(BINARY, payload);
    }

    static byte[] close(int code) {
        return frame(8, new byte[] {(byte) (code >> 8), (byte) code});
    }

    static byte[] frame(int opcode, byte[] payload) {
        int extra = payload.length < 126 ? 0 : payload.length < 65_536 ? 2 : 8;
        byte[] frame = new byte[2 + extra + payload.length];
        frame[0] = (byte) (0x80 | opcode);
        frame[1] = (byte) (extra == 0 ? payload.length : extra == 2 ? 126 : 127);
        for (int i = 0; i < extra; i++) {
            frame[2 + i] = (byte) ((long) payload.length >>> (8 * (extra - 1 - i)));
        }
        System.arraycopy(payload, 0, frame, 2 + extra, payload.length);
        return frame;
    }
}
