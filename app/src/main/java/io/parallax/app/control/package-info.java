/// How an operator reaches a running engine, and what of it outlives the process: the run directory with its control
/// socket, the `KILL` file, the halt latch and the times of the last starts. Way in: [RunDirectory]. Must not know
/// what a command does; the engine's part hands in a handler.
@NullMarked
package io.parallax.app.control;

import org.jspecify.annotations.NullMarked;
