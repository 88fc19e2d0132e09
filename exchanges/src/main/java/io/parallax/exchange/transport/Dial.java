package io.parallax.exchange.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// One attempt to connect: resolve the name away from the loop, try its addresses in turn, and finish TLS, all before
/// one
/// deadline. Thread: loop only.
final class Dial {
    /// Above this much unwritten output a peer counts as not reading.
    static final int UNWRITTEN_BYTES_MAX = 1 << 20;

    /// Hears the end of an attempt, exactly once unless it was cancelled. Thread: the loop.
    interface Outcome {
        /// The channel has the handlers that were asked for, and TLS where the address says so.
        void onConnected(Channel channel);

        void onFailed(String reason);
    }

    private record Route(
            List<InetAddress> addresses, @Nullable SslContext tls) {}

    private final NettyIoLoop loop;
    private final Endpoint endpoint;
    private final Consumer<ChannelPipeline> handlers;
    private final Outcome outcome;
    private final IoLoop.Cancellable deadline;
    private @Nullable Channel channel;
    private boolean done;

    private Dial(
            NettyIoLoop loop,
            Endpoint endpoint,
            long timeoutMillis,
            Consumer<ChannelPipeline> handlers,
            Outcome outcome) {
        this.loop = loop;
        this.endpoint = endpoint;
        this.handlers = handlers;
        this.outcome = outcome;
        this.deadline = loop.schedule(
                timeoutMillis * 1_000_000,
                () -> fail("no connection to " + endpoint + " within " + timeoutMillis + " ms"));
    }

    /// Starts an attempt. The outcome never comes before this returns.
    ///
    /// @param handlers adds the owner's handlers, behind TLS
    static Dial start(
            NettyIoLoop loop,
            Endpoint endpoint,
            long timeoutMillis,
            Consumer<ChannelPipeline> handlers,
            Outcome outcome) {
        var dial = new Dial(loop, endpoint, timeoutMillis, handlers, outcome);
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(endpoint.host());
        if (literal != null && !endpoint.tls()) {
            loop.execute(() -> dial.connect(dial.literalRoute(literal), 0, "no address"));
        } else {
            Thread.ofVirtual().name("resolve").start(dial::resolve);
        }
        return dial;
    }

    /// Gives up without an outcome.
    void cancel() {
        if (!done) {
            finish();
            closeChannel();
        }
    }

    private Route literalRoute(byte[] literal) {
        try {
            return new Route(List.of(InetAddress.getByAddress(endpoint.host(), literal)), null);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + literal.length + " bytes", e);
        }
    }

    /// Thread: its own, because both steps block.
    private void resolve() {
        try {
            var route = new Route(
                    List.of(InetAddress.getAllByName(endpoint.host())),
                    endpoint.tls() ? loop.tls().context() : null);
            loop.execute(() -> connect(route, 0, "no address"));
        } catch (UnknownHostException e) {
            loop.execute(() -> fail("the name " + endpoint.host() + " does not resolve"));
        } catch (SSLException | RuntimeException e) {
            loop.execute(() -> fail("TLS cannot start: " + e));
        }
    }

    private void connect(Route route, int index, String lastReason) {
        if (done) {
            return;
        }
        if (index >= route.addresses().size()) {
            fail(lastReason);
            return;
        }
        ChannelFuture connecting =
                bootstrap().connect(new InetSocketAddress(route.addresses().get(index), endpoint.port()));
        channel = connecting.channel();
        connecting.addListener(future -> {
            if (done) {
                closeChannel();
            } else if (future.isSuccess()) {
                onTcp(connecting.channel(), route.tls());
            } else {
                connect(route, index + 1, "no connection to " + endpoint + ": " + Reasons.of(future.cause()));
            }
        });
    }

    private Bootstrap bootstrap() {
        return new Bootstrap()
                .group(loop.eventLoop())
                .channel(NioSocketChannel.class)
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(UNWRITTEN_BYTES_MAX / 2, UNWRITTEN_BYTES_MAX))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                        // Handlers follow when TCP is up, so that those of a failed address never hear anything.
                    }
                });
    }

    private void onTcp(Channel connected, @Nullable SslContext tls) {
        ChannelPipeline pipeline = connected.pipeline();
        if (tls == null) {
            handlers.accept(pipeline);
            succeed(connected);
            return;
        }
        var handler = Tls.handler(tls, connected.alloc(), endpoint);
        pipeline.addLast(handler);
        handlers.accept(pipeline);
        handler.handshakeFuture().addListener(future -> {
            if (future.isSuccess()) {
                succeed(connected);
            } else {
                fail("no TLS with " + endpoint + ": " + Reasons.of(future.cause()));
            }
        });
    }

    private void succeed(Channel connected) {
        if (done) {
            Channels.close(connected);
            return;
        }
        finish();
        outcome.onConnected(connected);
    }

    private void fail(String reason) {
        if (!done) {
            finish();
            closeChannel();
            outcome.onFailed(reason);
        }
    }

    private void finish() {
        done = true;
        deadline.cancel();
    }

    private void closeChannel() {
        Channel open = channel;
        if (open != null) {
            Channels.close(open);
        }
    }
}
