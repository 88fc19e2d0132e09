@NullMarked
package io.parallax.app.logging;

import org.jspecify.annotations.NullMarked;
