/// Books: [OrderBook] as the engine keeps it, [SharedOrderbooks] as everyone else may read it.
/// Thread: [OrderBook] belongs to the engine thread; [SharedOrderbooks] is written by it and read by any.
/// Knows `units`, `instrument` and `exchange`; nothing of spreads or orders.
@NullMarked
package io.parallax.marketdata;

import org.jspecify.annotations.NullMarked;
