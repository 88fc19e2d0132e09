/// The production engine over a recorded tape, in virtual time: exchanges at the level of the port, without
/// sockets and without protocols, so that an hour passes in a moment. Way in: [PairTape], [BacktestSettings],
/// [Backtester], [TapeStatistics]. Thread: one for each run; runs share a tape, which is immutable. Knows the
/// engine and tapes; no protocol and no front end.
@NullMarked
package io.parallax.simulator.backtest;

import org.jspecify.annotations.NullMarked;
