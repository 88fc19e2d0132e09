package io.parallax.exchange.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One persistent connection, one request at a time. Whatever does not fit (a response nobody asked for, a body without
/// a stated length, bytes after the body) closes it, so that no answer is ever given to the wrong request. Thread: loop
/// only.
final class HttpConnection extends ChannelInboundHandlerAdapter {
    static final int BODY_BYTES_MAX = 4 << 20;

    /// A status line. Netty makes one longer than that uppercase, which for some bytes (ß) takes the JDK the square of
    /// the
    /// length: seconds and gigabytes of garbage at 32 KiB.
    static final int STATUS_LINE_BYTES_MAX = 512;

    /// Interim answers (1xx) to one request. The usual number is none, one is allowed, and no end is an attack.
    static final int INTERIM_ANSWERS_MAX = 16;

    private static final int FIRST_BODY_BYTES = 4096;
    private static final int FIRST_BODY_BYTES_MAX = 65_536;
    private static final byte[] EMPTY = {};

    private final NettyHttpClient owner;
    private @Nullable ChannelHandlerContext context;
    private @Nullable HttpCall call;
    private long usedNanos;
    private boolean closing;
    private String endReason = "the server closed the connection";

    private int status;
    private boolean answering;
    private boolean informational;
    private int interimAnswers;
    private boolean keepAlive;
    private boolean answered;
    private Map<String, String> headers = Map.of();
    private byte[] body = EMPTY;
    private int bodyLength;

    HttpConnection(NettyHttpClient owner) {
        this.owner = owner;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        usedNanos = owner.loop().nanoTime();
    }

    /// When it last carried something, monotonic.
    long usedNanos() {
        return usedNanos;
    }

    /// Alive and without a request, as far as anyone can know.
    boolean isFree() {
        return call == null
                && !closing
                && !answered
                && context != null
                && context.channel().isActive();
    }

    /// Sends a request. Only on a free connection. On an unusable request nothing leaves and the exception tells why.
    void start(HttpCall next, String target, String authority) {
        ChannelHandlerContext to = context;
        if (to == null) {
            throw new IllegalStateException("not connected");
        }
        ByteBuf out = encode(to, next.request(), target, authority);
        call = next;
        answering = false;
        interimAnswers = 0;
        next.sendOn(this);
        usedNanos = owner.loop().nanoTime();
        to.writeAndFlush(out).addListener(written -> {
            if (written.isSuccess()) {
                next.written(owner.loop().nanoTime());
            } else {
                close("write failed: " + Reasons.of(written.cause()));
            }
        });
    }

    /// Closes it; a request on it ends with unknown outcome.
    void close(String reason) {
        if (!closing) {
            closing = true;
            endReason = reason;
            answered = false;
            failCall();
            if (context != null) {
                Channels.close(context.channel());
            }
        }
    }

    private static ByteBuf encode(ChannelHandlerContext to, HttpRequest request, String target, String authority) {
        byte[] content = request.body();
        ByteBuf out = to.alloc().ioBuffer(512 + content.length);
        try {
            RequestEncoder.encodeHead(out, request.method(), target, authority, request.headers());
            if (content.length > 0 || !request.method().equals("GET")) {
                RequestEncoder.ascii(out, "content-length: " + content.length + "\r\n");
            }
            RequestEncoder.ascii(out, "\r\n");
            out.writeBytes(content);
            return out;
        } catch (IllegalArgumentException e) {
            out.release();
            throw e;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        try {
            if (!closing && message instanceof HttpObject part) {
                read(part);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(HttpObject part) {
        if (part.decoderResult().isFailure()) {
            close("unreadable response: " + Reasons.of(part.decoderResult().cause()));
        } else if (call == null || answered) {
            close("the server sent something nobody asked for");
        } else if (part instanceof io.netty.handler.codec.http.HttpResponse head) {
            onHead(head);
        } else if (part instanceof HttpContent content) {
            onContent(content);
        }
    }

    private void onHead(io.netty.handler.codec.http.HttpResponse head) {
        informational = head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (informational) {
            if (head.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                close("the server changed the protocol");
            } else if (++interimAnswers > INTERIM_ANSWERS_MAX) {
                close("more than " + INTERIM_ANSWERS_MAX + " interim answers");
            }
            return;
        }
        status = head.status().code();
        boolean bodiless = status == 204 || status == 304;
        long length = HttpUtil.getContentLength(head, -1L);
        if (length > BODY_BYTES_MAX) {
            close("a response of " + length + " bytes, at most " + BODY_BYTES_MAX + " are taken");
        } else if (length < 0 && !bodiless && !HttpUtil.isTransferEncodingChunked(head)) {
            close("the response does not state its length");
        } else {
            answering = true;
            keepAlive = HttpUtil.isKeepAlive(head);
            headers = lowerCase(head.headers());
            bodyLength = 0;
            body = firstBody(bodiless ? 0 : length);
        }
    }

    /// As much as is stated, but no more than a little: a stated length is only a claim.
    private static byte[] firstBody(long statedLength) {
        if (statedLength == 0) {
            return EMPTY;
        }
        return new byte[statedLength < 0 ? FIRST_BODY_BYTES : (int) Math.min(statedLength, FIRST_BODY_BYTES_MAX)];
    }

    private void onContent(HttpContent part) {
        boolean last = part instanceof LastHttpContent;
        if (informational) {
            informational = !last;
            return;
        }
        if (!answering) {
            close("a body without a head");
            return;
        }
        ByteBuf content = part.content();
        int length = content.readableBytes();
        if (length > BODY_BYTES_MAX - bodyLength) {
            close("a response above " + BODY_BYTES_MAX + " bytes");
            return;
        }
        if (bodyLength + length > body.length) {
            body = Arrays.copyOf(body, Math.clamp(2L * (bodyLength + length), FIRST_BODY_BYTES, BODY_BYTES_MAX));
        }
        content.readBytes(body, bodyLength, length);
        bodyLength += length;
        if (last) {
            onAnswered();
        }
    }

    /// The connection becomes free only at the end of this read: what follows the body would otherwise be taken for the
    /// answer to the next request.
    private void onAnswered() {
        long nowNanos = owner.loop().nanoTime();
        HttpCall finished = call;
        byte[] whole = bodyLength == body.length ? body : Arrays.copyOf(body, bodyLength);
        var response = new HttpResponse(status, headers, whole, nowNanos);
        body = EMPTY;
        headers = Map.of();
        call = null;
        answering = false;
        answered = true;
        usedNanos = nowNanos;
        if (finished != null) {
            finished.succeed(response);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        if (answered && !closing) {
            answered = false;
            if (keepAlive) {
                owner.onAnswered(this);
            } else {
                close("the server keeps no connection");
            }
        }
        from.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        closing = true;
        failCall();
        owner.onGone(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        close("connection lost: " + Reasons.of(cause));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            Channels.close(from.channel());
        }
        from.fireUserEventTriggered(event);
    }

    private void failCall() {
        HttpCall open = call;
        call = null;
        if (open != null) {
            open.fail(endReason);
        }
    }

    private static Map<String, String> lowerCase(io.netty.handler.codec.http.HttpHeaders headers) {
        var copy = new HashMap<String, String>();
        headers.forEach(entry -> copy.merge(
                entry.getKey().toLowerCase(Locale.ROOT), entry.getValue(), (one, other) -> one + ", " + other));
        return copy;
    }
}
