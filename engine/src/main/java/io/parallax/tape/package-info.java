/// The form of a recorded run: everything that went into an engine and everything that it decided, in order, so that
/// the same program does the same again. Bytes in, calls out; files are somebody else's.
@NullMarked
package io.parallax.tape;

import org.jspecify.annotations.NullMarked;
