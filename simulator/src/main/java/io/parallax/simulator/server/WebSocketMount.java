package io.parallax.simulator.server;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One WebSocket of a front end. Thread: simulator loop.
final class WebSocketMount extends SimpleChannelInboundHandler<WebSocketFrame> implements FrontEnd.ServerSocket {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketMount.class);
    private static final int GOING_ABNORMALLY = 1006;
    private static final int NO_STATUS = 1005;
    private static final int HANDLER_FAILED = 1011;
    private static final long CLOSE_SECONDS_MAX = 2;

    private final FrontEnd.ServerSocketHandler handler;
    private @Nullable Channel channel;
    private boolean open;
    private boolean ended;
    private boolean closeSent;
    private int endCode = GOING_ABNORMALLY;
    private int pending;

    WebSocketMount(FrontEnd.ServerSocketHandler handler) {
        this.handler = handler;
    }

    /// Completes the upgrade; the mount must be the last handler of the channel.
    static void open(Channel channel, WebSocketServerHandshaker handshaker, FullHttpRequest request) {
        WebSocketMount mount = channel.pipeline().get(WebSocketMount.class);
        handshaker.handshake(channel, request).addListener(done -> {
            if (done.isSuccess()) {
                mount.opened(channel);
            } else {
                var _ = channel.close();
            }
        });
    }

    private void opened(Channel on) {
        channel = on;
        open = true;
        on.pipeline().addBefore("websocket", "whole", new WebSocketFrameAggregator(LoopbackServer.MESSAGE_BYTES_MAX));
        guarded(() -> handler.onOpen(this));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        switch (frame) {
            case CloseWebSocketFrame close -> onClose(close);
            case PingWebSocketFrame ping ->
                write(new PongWebSocketFrame(ping.content().retain()));
            case PongWebSocketFrame _ -> ifOpen(() -> handler.onPong(this));
            case TextWebSocketFrame text -> ifOpen(() -> handler.onText(this, ByteBufUtil.getBytes(text.content())));
            case BinaryWebSocketFrame binary ->
                ifOpen(() -> handler.onBinary(this, ByteBufUtil.getBytes(binary.content())));
            default -> throw new IllegalStateException("frames are whole here, found " + frame.getClass());
        }
    }

    private void onClose(CloseWebSocketFrame close) {
        endCode = close.statusCode() < 0 ? NO_STATUS : close.statusCode();
        open = false;
        if (channel != null) {
            var _ = closeSent
                    ? channel.close()
                    : channel.writeAndFlush(new CloseWebSocketFrame(endCode == NO_STATUS ? 1000 : endCode, ""))
                            .addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void sendText(String text) {
        write(new TextWebSocketFrame(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public void sendBinary(byte[] bytes) {
        write(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes)));
    }

    @Override
    public void sendPing() {
        write(new PingWebSocketFrame());
    }

    private void write(WebSocketFrame frame) {
        if (channel == null || !isOpen()) {
            frame.release();
        } else if (!channel.isWritable()) {
            frame.release();
            LOG.warn("a client left {} bytes unread; its connection ends", LoopbackServer.UNWRITTEN_BYTES_MAX);
            abort();
        } else {
            pending++;
            var _ = channel.writeAndFlush(frame).addListener(_ -> pending--);
        }
    }

    @Override
    public void close(int code, String reason) {
        if (channel != null && isOpen()) {
            open = false;
            closeSent = true;
            var _ = channel.writeAndFlush(new CloseWebSocketFrame(code, reason));
            Channel closing = channel;
            var _ = channel.eventLoop()
                    .schedule(
                            () -> {
                                var _ = closing.close();
                            },
                            CLOSE_SECONDS_MAX,
                            TimeUnit.SECONDS);
        }
    }

    @Override
    public void abort() {
        open = false;
        if (channel != null) {
            // A reset instead of an orderly end, and below TLS, which would say goodbye.
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            var _ = channel.pipeline().firstContext().close();
        }
    }

    @Override
    public int pendingMessages() {
        return pending;
    }

    @Override
    public boolean isOpen() {
        return open && channel != null && channel.isActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        boolean wasOpened = channel != null;
        open = false;
        if (wasOpened && !ended) {
            ended = true;
            guarded(() -> handler.onClosed(this, endCode));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            endCode = corrupted.closeStatus().code();
        }
        LOG.debug("connection lost", cause);
        var _ = context.close();
    }

    private void ifOpen(Runnable call) {
        if (open) {
            guarded(call);
        }
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("a front end's WebSocket handler threw; its connection ends", e);
            close(HANDLER_FAILED, "internal error");
        }
    }
}
