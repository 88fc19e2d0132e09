package io.parallax.exchange.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One WebSocket of a client, from the first connect to the end. Thread: loop only.
final class NettyWebSocket extends ChannelInboundHandlerAdapter implements WebSocket, FrameReader.Sink {
    private enum State {
        CONNECTING,
        UPGRADING,
        OPEN,
        /// A closing frame has been sent; data is no longer delivered.
        CLOSING,
        CLOSED
    }

    private static final int GOING_ABNORMALLY = 1006;
    private static final int LISTENER_FAILED = 1011;
    private static final long CLOSE_NANOS_MAX = 2_000_000_000L;
    private static final int HEADER_BYTES_MAX = 16_384;
    private static final int REFUSAL_CHARACTERS_MAX = 300;
    private static final byte[] EMPTY = {};

    private final NettyIoLoop loop;
    private final WebSocketRequest request;
    private final WebSocketListener listener;
    private final Endpoint endpoint;
    private final UpgradeKey key = UpgradeKey.random();
    private final FrameReader reader;
    private State state = State.CONNECTING;
    private @Nullable Dial dial;
    private @Nullable ChannelHandlerContext context;
    private IoLoop.@Nullable Cancellable timer;
    private io.netty.handler.codec.http.@Nullable HttpResponse answer;
    private int interimAnswers;
    private final StringBuilder refusal = new StringBuilder();
    private long receivedNanos;
    private int endCode = GOING_ABNORMALLY;
    private String endReason = "the connection ended without a closing frame";

    NettyWebSocket(NettyIoLoop loop, WebSocketRequest request, WebSocketListener listener) {
        this.loop = loop;
        this.request = request;
        this.listener = listener;
        this.endpoint = Endpoint.of(request.uri());
        this.reader = new FrameReader(request.frameBytesMax(), this);
    }

    // ---- opening

    void open() {
        timer = loop.schedule(
                request.openTimeoutMillis() * 1_000_000,
                () -> failOpen(0, "not open within " + request.openTimeoutMillis() + " ms"));
        dial = Dial.start(loop, endpoint, request.openTimeoutMillis(), this::addHandlers, new Dial.Outcome() {
            @Override
            public void onConnected(Channel channel) {
                sendUpgrade(channel);
            }

            @Override
            public void onFailed(String reason) {
                failOpen(0, reason);
            }
        });
    }

    private void addHandlers(ChannelPipeline pipeline) {
        pipeline.addLast(new HttpResponseDecoder(new HttpDecoderConfig()
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setMaxInitialLineLength(HttpConnection.STATUS_LINE_BYTES_MAX)));
        pipeline.addLast(this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    private void sendUpgrade(Channel channel) {
        if (state != State.CONNECTING) {
            Channels.close(channel);
            return;
        }
        ByteBuf out = channel.alloc().ioBuffer(512);
        try {
            RequestEncoder.encodeHead(out, "GET", target(), endpoint.authority(), request.headers());
            RequestEncoder.ascii(out, key.headers());
            RequestEncoder.ascii(out, "\r\n");
        } catch (IllegalArgumentException e) {
            out.release();
            failOpen(0, "unusable request: " + Reasons.of(e));
            return;
        }
        state = State.UPGRADING;
        Channels.write(channel, out);
    }

    private String target() {
        String path = request.uri().getRawPath();
        String query = request.uri().getRawQuery();
        return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }

    private void readAnswer(ChannelHandlerContext from, HttpObject part) {
        if (part.decoderResult().isFailure()) {
            failOpen(0, "unreadable answer: " + Reasons.of(part.decoderResult().cause()));
            return;
        }
        if (part instanceof io.netty.handler.codec.http.HttpResponse head) {
            answer = head;
        }
        if (part instanceof HttpContent content && refusal.length() < REFUSAL_CHARACTERS_MAX) {
            refusal.append(content.content().toString(StandardCharsets.UTF_8));
        }
        if (answer != null && (part instanceof LastHttpContent || refusal.length() >= REFUSAL_CHARACTERS_MAX)) {
            finishUpgrade(from, answer);
        }
    }

    private void finishUpgrade(ChannelHandlerContext from, io.netty.handler.codec.http.HttpResponse head) {
        int status = head.status().code();
        if (status >= 100 && status < 200 && status != 101) {
            answer = null;
            if (++interimAnswers > HttpConnection.INTERIM_ANSWERS_MAX) {
                failOpen(0, "more than " + HttpConnection.INTERIM_ANSWERS_MAX + " interim answers");
            }
            return;
        }
        String fault = status == 101 ? key.fault(head.headers()) : refusalText(head);
        if (!fault.isEmpty()) {
            failOpen(status, fault);
            return;
        }
        cancelTimer();
        state = State.OPEN;
        try {
            listener.onOpen(this);
        } catch (Throwable failure) {
            listenerFailed(failure);
        }
        // Hands on what came behind the answer, as a call of channelRead.
        from.pipeline().remove(HttpResponseDecoder.class);
    }

    private String refusalText(io.netty.handler.codec.http.HttpResponse head) {
        String text = Reasons.cut(refusal.toString());
        return "refused with " + head.status() + (text.isEmpty() ? "" : ": " + text);
    }

    private void failOpen(int httpStatus, String reason) {
        if (state != State.CONNECTING && state != State.UPGRADING) {
            return;
        }
        state = State.CLOSED;
        cancelTimer();
        if (dial != null) {
            dial.cancel();
        }
        closeChannel();
        try {
            listener.onOpenFailed(httpStatus, reason);
        } catch (Throwable failure) {
            loop.failures().report("a WebSocket listener", failure);
        }
    }

    // ---- reading

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        receivedNanos = loop.nanoTime();
        try {
            if (message instanceof ByteBuf bytes) {
                if (state == State.OPEN || state == State.CLOSING) {
                    reader.read(bytes);
                }
            } else if (state == State.UPGRADING && message instanceof HttpObject part) {
                readAnswer(from, part);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void onMessage(boolean text, byte[] buffer, int offset, int length) {
        if (state != State.OPEN) {
            return;
        }
        try {
            if (text) {
                listener.onText(this, buffer, offset, length, receivedNanos);
            } else {
                listener.onBinary(this, buffer, offset, length, receivedNanos);
            }
        } catch (Throwable failure) {
            listenerFailed(failure);
        }
    }

    @Override
    public void onPing(byte[] buffer, int length) {
        if (context != null && state == State.OPEN && context.channel().isWritable()) {
            write(context, FrameWriter.frame(context.alloc(), FrameReader.PONG, buffer, 0, length));
        }
        transportAlive();
    }

    @Override
    public void onPong() {
        transportAlive();
    }

    private void transportAlive() {
        if (state == State.OPEN) {
            try {
                listener.onTransportAlive(this, receivedNanos);
            } catch (Throwable failure) {
                listenerFailed(failure);
            }
        }
    }

    @Override
    public void onClose(int code, String reason) {
        endCode = code;
        endReason = reason;
        if (state == State.OPEN) {
            sendClose(code == FrameReader.NO_STATUS ? 1000 : code, "");
        }
        closeWhenWritten();
    }

    @Override
    public void onViolation(int code, String reason) {
        fail(code, reason);
    }

    // ---- writing

    @Override
    public void sendText(byte[] utf8, int offset, int length, WriteListener onWritten) {
        loop.requireInLoop();
        ChannelHandlerContext to = context;
        if (to == null || !isOpen()) {
            failWrite(onWritten, false, "the connection is not open");
        } else if (!to.channel().isWritable()) {
            failWrite(onWritten, false, "the server has left " + Dial.UNWRITTEN_BYTES_MAX + " bytes unread");
        } else {
            ByteBuf frame = FrameWriter.frame(to.alloc(), FrameReader.TEXT, utf8, offset, length);
            if (onWritten.equals(WriteListener.NONE)) {
                write(to, frame);
            } else {
                to.writeAndFlush(frame).addListener(future -> onWritten(future.cause(), onWritten));
            }
        }
    }

    private void onWritten(@Nullable Throwable cause, WriteListener onWritten) {
        if (cause != null) {
            failWrite(onWritten, true, Reasons.of(cause));
            return;
        }
        try {
            onWritten.onWritten(loop.nanoTime());
        } catch (Throwable failure) {
            listenerFailed(failure);
        }
    }

    private void failWrite(WriteListener onWritten, boolean mayHaveLeft, String reason) {
        loop.execute(() -> onWritten.onWriteFailed(mayHaveLeft, reason));
    }

    @Override
    public void sendPing() {
        loop.requireInLoop();
        if (context != null && isOpen() && context.channel().isWritable()) {
            write(context, FrameWriter.frame(context.alloc(), FrameReader.PING, EMPTY, 0, 0));
        }
    }

    @Override
    public boolean isOpen() {
        return state == State.OPEN && context != null && context.channel().isActive();
    }

    private static void write(ChannelHandlerContext to, ByteBuf frame) {
        Channels.write(to.channel(), frame);
    }

    // ---- the end

    @Override
    public void close(int code, String reason) {
        loop.requireInLoop();
        if (!FrameReader.isSendable(code)) {
            throw new IllegalArgumentException("close code " + code + " may not be sent");
        }
        if (state == State.OPEN) {
            sendClose(code, reason);
            endReason = "closed by us with " + code + "; the server did not answer";
        }
    }

    private void listenerFailed(Throwable failure) {
        loop.failures().report("a WebSocket listener", failure);
        fail(LISTENER_FAILED, "our listener failed");
    }

    /// Ends the connection from our side without waiting for the server's closing frame.
    private void fail(int code, String reason) {
        reader.stop();
        if (state == State.OPEN) {
            sendClose(code, reason);
        }
        if (state == State.CLOSING) {
            endCode = code;
            endReason = reason;
            closeWhenWritten();
        }
    }

    private void sendClose(int code, String reason) {
        state = State.CLOSING;
        timer = loop.schedule(CLOSE_NANOS_MAX, this::closeChannel);
        if (context != null) {
            write(context, FrameWriter.close(context.alloc(), code, reason));
        }
    }

    /// Closes after everything written so far has left, or when the timer of the closing handshake ends.
    private void closeWhenWritten() {
        if (context != null) {
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> closeChannel());
        }
    }

    private void closeChannel() {
        if (context != null) {
            Channels.close(context.channel());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        if (state == State.CONNECTING || state == State.UPGRADING) {
            failOpen(answer == null ? 0 : answer.status().code(), "the server closed before the upgrade was complete");
        } else if (state != State.CLOSED) {
            state = State.CLOSED;
            cancelTimer();
            try {
                listener.onClosed(this, endCode, endReason);
            } catch (Throwable failure) {
                loop.failures().report("a WebSocket listener", failure);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (endCode == GOING_ABNORMALLY) {
            endReason = "connection lost: " + Reasons.of(cause);
        }
        failOpen(0, endReason);
        Channels.close(from.channel());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            Channels.close(from.channel());
        }
        from.fireUserEventTriggered(event);
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    @Override
    public String toString() {
        return request + " " + state;
    }
}
