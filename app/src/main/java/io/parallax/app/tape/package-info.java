/// Recorded runs as files: written beside a run without slowing it, read for replays. Ways in: [TapeWriter] and
/// [TapeFile]. Must not know the command line.
@NullMarked
package io.parallax.app.tape;

import org.jspecify.annotations.NullMarked;
