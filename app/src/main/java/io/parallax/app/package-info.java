/// Joins the parts: queues, threads, wiring, shutdown. Way in: the command line in `app.cli`. Thread: stated by
/// each type. Decides nothing about trading.
@NullMarked
package io.parallax.app;

import org.jspecify.annotations.NullMarked;
