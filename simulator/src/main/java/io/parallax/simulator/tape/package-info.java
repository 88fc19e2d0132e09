/// Recorded books of any exchanges, as columns of numbers in the order of receipt, and how they are read from
/// files. Way in: [TapeImporter] and [MarketTape]. Thread: a tape is immutable; reading is single-threaded.
/// Knows prices and exchanges' names; nothing of trading.
@NullMarked
package io.parallax.simulator.tape;

import org.jspecify.annotations.NullMarked;
