@NullMarked
package io.parallax.app.cli;

import org.jspecify.annotations.NullMarked;
