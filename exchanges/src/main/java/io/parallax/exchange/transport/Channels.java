package io.parallax.exchange.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/// Operations whose outcome is heard as an event of the channel, so that the future they return says nothing
/// more. Thread: loop only.
final class Channels {
    private Channels() {}

    static void close(Channel channel) {
        var _ = channel.close();
    }

    /// Writes; a failure closes the channel, which its handler hears.
    static void write(Channel channel, ByteBuf bytes) {
        var _ = channel.writeAndFlush(bytes, channel.voidPromise());
    }
}
