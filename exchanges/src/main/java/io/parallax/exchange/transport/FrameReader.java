package io.parallax.exchange.transport;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the frames of a server (RFC 6455) from a stream cut anywhere, into one buffer that is used again for every
/// message. A declared length allocates nothing: the buffer grows with what has come, up to the limit. Thread: loop
/// only.
final class FrameReader {
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    static final int NO_STATUS = 1005;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int INVALID_TEXT = 1007;
    private static final int TOO_BIG = 1009;

    private static final int CONTINUATION = 0;
    private static final int CONTROL_BYTES_MAX = 125;
    private static final int FRAGMENTS_MAX = 256;
    private static final int FIRST_BUFFER_BYTES = 4096;

    /// Hears what was read. Buffers are valid during the call only.
    interface Sink {
        void onMessage(boolean text, byte[] buffer, int offset, int length);

        void onPing(byte[] buffer, int length);

        void onPong();

        void onClose(int code, String reason);

        /// The server broke the protocol or a limit; nothing is read any more.
        void onViolation(int code, String reason);
    }

    private final int messageBytesMax;
    private final Sink sink;
    private final byte[] header = new byte[10];
    private final byte[] control = new byte[CONTROL_BYTES_MAX];
    private byte[] message = new byte[FIRST_BUFFER_BYTES];
    private int headerLength;
    private boolean inPayload;
    private boolean last;
    private int opcode;
    private int messageOpcode;
    private int messageLength;
    private int fragments;
    private int controlLength;
    private int remaining;
    private boolean stopped;

    FrameReader(int messageBytesMax, Sink sink) {
        this.messageBytesMax = messageBytesMax;
        this.sink = sink;
    }

    /// Ignores everything from now on.
    void stop() {
        stopped = true;
    }

    void read(ByteBuf in) {
        while (!stopped && (inPayload || in.isReadable())) {
            if (!inPayload && !readHeader(in)) {
                return;
            }
            if (!readPayload(in)) {
                return;
            }
        }
    }

    /// Whether the header is complete and good.
    private boolean readHeader(ByteBuf in) {
        while (in.isReadable() && headerLength < headerNeeded()) {
            header[headerLength++] = in.readByte();
        }
        if (headerLength < headerNeeded()) {
            return false;
        }
        headerLength = 0;
        last = (header[0] & 0x80) != 0;
        opcode = header[0] & 0x0F;
        long length = payloadLength();
        String fault = fault(length);
        if (!fault.isEmpty()) {
            violate(PROTOCOL_ERROR, fault);
            return false;
        }
        if (opcode < CLOSE && !startDataFrame(length)) {
            return false;
        }
        controlLength = 0;
        remaining = (int) length;
        inPayload = true;
        return true;
    }

    private int headerNeeded() {
        if (headerLength < 2) {
            return 2;
        }
        return switch (header[1] & 0x7F) {
            case 126 -> 4;
            case 127 -> 10;
            default -> 2;
        };
    }

    /// Negative for one with the highest bit set.
    private long payloadLength() {
        int small = header[1] & 0x7F;
        if (small < 126) {
            return small;
        }
        long length = 0;
        for (int i = 2; i < (small == 126 ? 4 : 10); i++) {
            length = (length << 8) | (header[i] & 0xFF);
        }
        return length;
    }

    private String fault(long length) {
        if ((header[0] & 0x70) != 0) {
            return "reserved bits set without an extension";
        }
        if ((header[1] & 0x80) != 0) {
            return "a server's frame is masked";
        }
        if (length < 0) {
            return "a length with its highest bit set";
        }
        return switch (opcode) {
            case CONTINUATION -> messageOpcode == 0 ? "a continuation of nothing" : "";
            case TEXT, BINARY -> messageOpcode != 0 ? "a new message inside another" : "";
            case CLOSE, PING, PONG ->
                !last || length > CONTROL_BYTES_MAX ? "a control frame that is fragmented or above 125 bytes" : "";
            default -> "unknown opcode " + opcode;
        };
    }

    private boolean startDataFrame(long length) {
        if (opcode != CONTINUATION) {
            messageOpcode = opcode;
            messageLength = 0;
            fragments = 0;
        }
        if (length > messageBytesMax - messageLength) {
            violate(TOO_BIG, "a message above " + messageBytesMax + " bytes");
            return false;
        }
        if (++fragments > FRAGMENTS_MAX) {
            violate(TOO_BIG, "a message of more than " + FRAGMENTS_MAX + " fragments");
            return false;
        }
        return true;
    }

    /// Whether the frame is complete.
    private boolean readPayload(ByteBuf in) {
        int length = Math.min(remaining, in.readableBytes());
        if (opcode >= CLOSE) {
            in.readBytes(control, controlLength, length);
            controlLength += length;
        } else if (length == remaining && last && messageLength == 0 && in.hasArray()) {
            inPayload = false;
            int offset = in.arrayOffset() + in.readerIndex();
            in.skipBytes(length);
            deliver(in.array(), offset, length);
            return true;
        } else {
            if (messageLength + length > message.length) {
                message = Arrays.copyOf(message, Math.clamp(2L * (messageLength + length), 0, messageBytesMax));
            }
            in.readBytes(message, messageLength, length);
            messageLength += length;
        }
        remaining -= length;
        if (remaining > 0) {
            return false;
        }
        inPayload = false;
        finishFrame();
        return true;
    }

    private void finishFrame() {
        switch (opcode) {
            case PING -> sink.onPing(control, controlLength);
            case PONG -> sink.onPong();
            case CLOSE -> finishClose();
            default -> {
                if (last) {
                    deliver(message, 0, messageLength);
                }
            }
        }
    }

    private void deliver(byte[] buffer, int offset, int length) {
        boolean text = messageOpcode == TEXT;
        messageOpcode = 0;
        messageLength = 0;
        if (text && !Utf8.isValid(buffer, offset, length)) {
            violate(INVALID_TEXT, "a text message that is not UTF-8");
        } else {
            sink.onMessage(text, buffer, offset, length);
        }
    }

    private void finishClose() {
        stopped = true;
        if (controlLength == 0) {
            sink.onClose(NO_STATUS, "");
            return;
        }
        int code = controlLength < 2 ? 0 : ((control[0] & 0xFF) << 8) | (control[1] & 0xFF);
        if (!isSendable(code)) {
            violate(PROTOCOL_ERROR, "close code " + code);
        } else if (!Utf8.isValid(control, 2, controlLength - 2)) {
            violate(INVALID_TEXT, "a close reason that is not UTF-8");
        } else {
            sink.onClose(code, new String(control, 2, controlLength - 2, StandardCharsets.UTF_8));
        }
    }

    /// Whether a close code may stand in a frame.
    static boolean isSendable(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }

    private void violate(int code, String reason) {
        stopped = true;
        sink.onViolation(code, reason);
    }
}
