/// Log lines: for people or as JSON, written by a thread of their own so that nobody waits for a slow terminal.
/// Way in: [LogSetup] once at start, [NoticeLog] for what the engine tells. Never holds a secret: notices have
/// none, and what looks like a key is hidden in every line. Thread: stated by each type.
@NullMarked
package io.parallax.app.logging;

import org.jspecify.annotations.NullMarked;
