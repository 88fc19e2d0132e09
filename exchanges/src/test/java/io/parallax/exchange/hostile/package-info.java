/// The real adapters over real sockets against exchanges that misbehave byte by byte: while they connect, while books
/// stream, while an order is in flight. Everything on 127.0.0.1. Thread: see each class.
@NullMarked
package io.parallax.exchange.hostile;

import org.jspecify.annotations.NullMarked;
