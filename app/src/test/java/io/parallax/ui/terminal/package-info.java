@NullMarked
package io.parallax.ui.terminal;

import org.jspecify.annotations.NullMarked;
