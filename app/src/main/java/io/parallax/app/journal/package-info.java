/// The journal on disk: written by a thread of its own, bounded, read back however damaged. It is history, never truth.
/// Way in: [JournalWriter] and [JournalFiles]. Thread: stated by each type.
@NullMarked
package io.parallax.app.journal;

import org.jspecify.annotations.NullMarked;
