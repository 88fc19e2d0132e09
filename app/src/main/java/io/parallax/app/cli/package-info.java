/// The command line: one class a command. Way in: [Main]. Reads configuration, hands it to `app`, prints what
/// came of it. Thread: the main thread.
@NullMarked
package io.parallax.app.cli;

import org.jspecify.annotations.NullMarked;
