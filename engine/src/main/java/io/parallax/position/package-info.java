/// What we hold and what it earned: [LegLedger] for one exchange, [PairPosition] for both. Exact to the last
/// decimal. Thread: engine only. Knows `units`, `instrument` and `strategy`; nothing of orders.
@NullMarked
package io.parallax.position;

import org.jspecify.annotations.NullMarked;
