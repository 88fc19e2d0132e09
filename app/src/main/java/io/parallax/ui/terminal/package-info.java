/// Screens for the terminal. Way in: [BookScreen] renders, [TerminalDisplay] shows. Sees published books and
/// snapshots, nothing else of the system. Thread: the caller's.
@NullMarked
package io.parallax.ui.terminal;

import org.jspecify.annotations.NullMarked;
