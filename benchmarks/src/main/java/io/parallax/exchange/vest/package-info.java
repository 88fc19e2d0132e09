/// Benchmarks of what the Vest adapter's package keeps to itself.
@NullMarked
package io.parallax.exchange.vest;

import org.jspecify.annotations.NullMarked;
