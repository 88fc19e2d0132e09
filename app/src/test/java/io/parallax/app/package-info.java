@NullMarked
package io.parallax.app;

import org.jspecify.annotations.NullMarked;
