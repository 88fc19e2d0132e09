/// The server side of the wire, below the front ends: HTTP and WebSocket as small interfaces, and their mount on real
/// loopback sockets. Front ends are written against the interfaces alone, so that they also run on an in-memory network
/// with virtual time. Thread: everything runs on the one simulator loop.
@NullMarked
package io.parallax.simulator.server;

import org.jspecify.annotations.NullMarked;
