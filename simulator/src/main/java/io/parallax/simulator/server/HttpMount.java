package io.parallax.simulator.server;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One HTTP connection of a front end: requests are answered in the order they came, one after the other, however late
/// the front end answers. Thread: simulator loop.
final class HttpMount extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(HttpMount.class);
    private static final int WAITING_MAX = 64;

    private final FrontEnd frontEnd;
    private final ArrayDeque<FullHttpRequest> waiting = new ArrayDeque<>();
    private boolean busy;
    private boolean closing;

    HttpMount(FrontEnd frontEnd) {
        this.frontEnd = frontEnd;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (closing) {
            return;
        }
        if (request.decoderResult().isFailure()) {
            closing = true;
            write(context, ServerResponse.empty(400), false);
        } else if (waiting.size() >= WAITING_MAX) {
            close(context);
        } else {
            waiting.add(request.retain());
            serveNext(context);
        }
    }

    private void serveNext(ChannelHandlerContext context) {
        while (!busy && !closing) {
            FullHttpRequest request = waiting.poll();
            if (request == null) {
                return;
            }
            busy = true;
            try {
                serve(context, request);
            } finally {
                request.release();
            }
        }
    }

    private void serve(ChannelHandlerContext context, FullHttpRequest request) {
        ServerRequest plain;
        try {
            plain = plain(request);
        } catch (IllegalArgumentException e) {
            answer(context, ServerResponse.empty(400), false);
            return;
        }
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        try {
            if (request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
                upgrade(context, request, plain);
            } else {
                frontEnd.onRequest(plain, responder(context, keepAlive));
            }
        } catch (RuntimeException e) {
            LOG.error("the front end threw on {} {}", plain.method(), plain.path(), e);
            answer(context, ServerResponse.empty(500), false);
        }
    }

    private FrontEnd.Responder responder(ChannelHandlerContext context, boolean keepAlive) {
        return new FrontEnd.Responder() {
            private boolean answered;

            @Override
            public void respond(ServerResponse response) {
                if (answered) {
                    throw new IllegalStateException("a request is answered once");
                }
                answered = true;
                answer(context, response, keepAlive);
            }
        };
    }

    private void upgrade(ChannelHandlerContext context, FullHttpRequest request, ServerRequest plain) {
        switch (frontEnd.onUpgrade(plain)) {
            case FrontEnd.Upgrade.Refused(ServerResponse response) -> answer(context, response, false);
            case FrontEnd.Upgrade.Accepted(FrontEnd.ServerSocketHandler handler) -> {
                var handshaker = new WebSocketServerHandshakerFactory("", null, false, LoopbackServer.MESSAGE_BYTES_MAX)
                        .newHandshaker(request);
                if (handshaker == null) {
                    answer(context, ServerResponse.empty(426), false);
                    return;
                }
                closing = true;
                context.pipeline().replace(this, "websocket", new WebSocketMount(handler));
                WebSocketMount.open(context.channel(), handshaker, request);
            }
        }
    }

    private void answer(ChannelHandlerContext context, ServerResponse response, boolean keepAlive) {
        if (!closing) {
            closing = !keepAlive;
            write(context, response, keepAlive);
            busy = false;
            serveNext(context);
        }
    }

    private static void write(ChannelHandlerContext context, ServerResponse response, boolean keepAlive) {
        FullHttpResponse full = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(response.status()),
                Unpooled.wrappedBuffer(response.body()));
        response.headers().forEach((name, value) -> full.headers().set(name, value));
        if (response.status() != 204 && response.status() != 304) {
            HttpUtil.setContentLength(full, response.body().length);
        }
        if (!keepAlive) {
            full.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        ChannelFuture written = context.writeAndFlush(full);
        if (!keepAlive) {
            var _ = written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void close(ChannelHandlerContext context) {
        closing = true;
        var _ = context.close();
    }

    private static ServerRequest plain(FullHttpRequest request) {
        var uri = new QueryStringDecoder(request.uri());
        var query = new HashMap<String, String>();
        uri.parameters().forEach((name, values) -> query.put(name, values.getLast()));
        Map<String, String> headers = new HashMap<>();
        request.headers()
                .forEach(header -> headers.merge(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue(),
                        (one, other) -> one + ", " + other));
        return new ServerRequest(
                request.method().name(), uri.path(), query, headers, ByteBufUtil.getBytes(request.content()));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        release();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        release();
    }

    private void release() {
        for (FullHttpRequest request = waiting.poll(); request != null; request = waiting.poll()) {
            request.release();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("connection lost", cause);
        close(context);
    }
}
