@NullMarked
package io.parallax.app.journal;

import org.jspecify.annotations.NullMarked;
