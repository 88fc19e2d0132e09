package io.parallax.simulator.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import io.parallax.exchange.transport.NettyIoLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// A front end on real sockets of the loopback interface, and on no other. Its connections live on the simulator's
/// loop, so the front end is called there without any hand-over. Thread: `start` and `close` from any other than
/// the loop.
public final class LoopbackServer implements AutoCloseable {
    static final int HEADER_BYTES_MAX = 32_768;
    static final int BODY_BYTES_MAX = 1 << 20;
    static final int MESSAGE_BYTES_MAX = 1 << 20;

    /// More unwritten output than this ends a connection: the client does not read.
    static final int UNWRITTEN_BYTES_MAX = 16 << 20;

    private static final int INITIAL_LINE_BYTES_MAX = 8_192;
    private static final int CHUNK_BYTES = 65_536;

    private static final int FREEING_TURNS_MAX = 100;

    private final ChannelGroup connections;
    private final Channel listening;
    private final boolean tls;

    private LoopbackServer(ChannelGroup connections, Channel listening, boolean tls) {
        this.connections = connections;
        this.listening = listening;
        this.tls = tls;
    }

    /// Listens for `http` and `ws`.
    ///
    /// @param host a name or address of the loopback interface
    /// @param port 0 for any free one
    /// @throws UncheckedIOException when the port cannot be had
    public static LoopbackServer start(FrontEnd frontEnd, String host, int port, NettyIoLoop loop) {
        return start(frontEnd, host, port, loop, null);
    }

    /// Listens for `https` and `wss` with the certificate of the context.
    public static LoopbackServer startTls(
            FrontEnd frontEnd, String host, int port, NettyIoLoop loop, SSLContext certificate) {
        return start(frontEnd, host, port, loop, certificate);
    }

    private static LoopbackServer start(
            FrontEnd frontEnd, String host, int port, NettyIoLoop loop, @Nullable SSLContext certificate) {
        if (loop.inLoop()) {
            throw new IllegalStateException("starting waits for the loop, so it cannot happen on it");
        }
        InetAddress address = loopback(host);
        ChannelGroup connections = new DefaultChannelGroup(loop.eventLoop());
        var binding = new ServerBootstrap()
                .group(loop.eventLoop())
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(UNWRITTEN_BYTES_MAX / 2, UNWRITTEN_BYTES_MAX))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        if (certificate != null) {
                            SSLEngine engine = certificate.createSSLEngine();
                            engine.setUseClientMode(false);
                            channel.pipeline().addLast(new SslHandler(engine));
                        }
                        channel.pipeline()
                                .addLast(new HttpServerCodec(INITIAL_LINE_BYTES_MAX, HEADER_BYTES_MAX, CHUNK_BYTES))
                                .addLast(new HttpObjectAggregator(BODY_BYTES_MAX, true))
                                .addLast(new HttpMount(frontEnd));
                    }
                })
                .bind(address, port)
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw new UncheckedIOException(
                    "cannot listen on " + host + " port " + port, new IOException(binding.cause()));
        }
        return new LoopbackServer(connections, binding.channel(), certificate != null);
    }

    private static InetAddress loopback(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (!address.isLoopbackAddress()) {
                throw new IllegalArgumentException(
                        "the simulated exchanges listen on the loopback interface only, such as" + " 127.0.0.1; found "
                                + host);
            }
            return address;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("the host to listen on does not resolve: " + host, e);
        }
    }

    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /// Where clients send requests, without a path.
    public URI httpUri() {
        return URI.create((tls ? "https://" : "http://") + authority());
    }

    /// Where clients open WebSockets, without a path.
    public URI webSocketUri() {
        return URI.create((tls ? "wss://" : "ws://") + authority());
    }

    private String authority() {
        String host =
                ((InetSocketAddress) listening.localAddress()).getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port();
    }

    /// Connections open at this moment. Thread: any.
    public int connections() {
        return connections.size();
    }

    /// Stops listening and ends all connections without a word, as a server that goes down.
    @Override
    public void close() {
        var address = (InetSocketAddress) listening.localAddress();
        listening.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        // The JDK frees the port only when the selector next looks at the closed channel: some turn of the loop later.
        for (int turn = 0; turn < FREEING_TURNS_MAX && !isFree(address); turn++) {
            if (listening.eventLoop().isShuttingDown()) {
                return;
            }
            listening.eventLoop().schedule(() -> {}, 1, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        }
    }

    private static boolean isFree(InetSocketAddress address) {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
