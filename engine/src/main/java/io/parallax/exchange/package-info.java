/// The port between deciding and the outside: what an exchange can be asked ([ExchangeAdapter], [ExchangeCommand]) and
/// what it tells ([ExchangeEvent], [BookEventSink]). Nothing here waits: a question leaves, an answer is a new event.
/// Thread: all values are immutable; each interface states its own threads. Knows `units` and `instrument` only.
@NullMarked
package io.parallax.exchange;

import org.jspecify.annotations.NullMarked;
