package io.parallax.exchange.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/// Writes a client's frames (RFC 6455): whole, masked, each into one buffer. Thread: any; pure but for the mask.
final class FrameWriter {
    private static final int HEADER_BYTES_MAX = 14;
    private static final int REASON_BYTES_MAX = 123;

    private FrameWriter() {}

    static ByteBuf frame(ByteBufAllocator allocator, int opcode, byte[] payload, int offset, int length) {
        ByteBuf out = allocator.ioBuffer(HEADER_BYTES_MAX + length);
        out.writeByte(0x80 | opcode);
        if (length < 126) {
            out.writeByte(0x80 | length);
        } else if (length <= 0xFFFF) {
            out.writeByte(0x80 | 126).writeShort(length);
        } else {
            out.writeByte(0x80 | 127).writeLong(length);
        }
        int mask = ThreadLocalRandom.current().nextInt();
        out.writeInt(mask);
        int at = out.writerIndex();
        out.writeBytes(payload, offset, length);
        applyMask(out, at, mask);
        return out;
    }

    static ByteBuf close(ByteBufAllocator allocator, int code, String reason) {
        byte[] text = fitting(reason);
        byte[] payload = new byte[2 + text.length];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, text.length);
        return frame(allocator, FrameReader.CLOSE, payload, 0, payload.length);
    }

    private static void applyMask(ByteBuf out, int from, int mask) {
        int end = out.writerIndex();
        long wideMask = ((long) mask << 32) | (mask & 0xFFFFFFFFL);
        int at = from;
        for (; at + 8 <= end; at += 8) {
            out.setLong(at, out.getLong(at) ^ wideMask);
        }
        for (int i = 0; at < end; at++, i++) {
            out.setByte(at, out.getByte(at) ^ (mask >>> (24 - 8 * (i & 3))));
        }
    }

    /// The reason in as many bytes as a close frame holds, cut between characters.
    private static byte[] fitting(String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, REASON_BYTES_MAX);
        while (length < bytes.length && length > 0 && (bytes[length] & 0xC0) == 0x80) {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }
}
