/// Tests of the Paradex adapter.
@NullMarked
package io.parallax.exchange.paradex;

import org.jspecify.annotations.NullMarked;
