@NullMarked
package io.parallax.app.control;

import org.jspecify.annotations.NullMarked;
