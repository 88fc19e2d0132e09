/// The screen of a run on a terminal: what is drawn, and how keys become commands.
@NullMarked
package io.parallax.app.screen;

import org.jspecify.annotations.NullMarked;
