/// Tests of the Vest adapter.
@NullMarked
package io.parallax.exchange.vest;

import org.jspecify.annotations.NullMarked;
