/// The port to sockets, timers and clocks ([IoLoop]), and its production implementation on Netty. Session code of every
/// exchange is written against the port alone, so that the same code runs on an in-memory network with virtual time.
/// Thread: each loop is one thread; see [IoLoop].
@NullMarked
package io.parallax.exchange.transport;

import org.jspecify.annotations.NullMarked;
