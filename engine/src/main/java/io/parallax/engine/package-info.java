/// One event in, commands out: [TradingEngine] joins books, monitoring, risk and execution of all pairs.
/// Thread: engine only; settings and commands are immutable. Must not know where events come from or where
/// commands go.
@NullMarked
package io.parallax.engine;

import org.jspecify.annotations.NullMarked;
