/// The form of the journal: entries to bytes and any bytes back to entries. It tells what was meant and what happened,
/// for people and for attribution; it is never read to decide what is held. Way in: [JournalCodec] and
/// [JournalReader]. Thread: any; stateless but for the reader's own use. Must not know files.
@NullMarked
package io.parallax.journal;

import org.jspecify.annotations.NullMarked;
