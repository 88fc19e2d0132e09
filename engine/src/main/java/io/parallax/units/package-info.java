/// Money and quantities as fixed-point `long`s, 10⁻⁸ to the unit. Way in: [FixedPoint] for bare values,
/// [Price], [Quantity] and [Notional] at package borders. Thread: any; all types are immutable.
/// Knows nothing of exchanges or books.
@NullMarked
package io.parallax.units;

import org.jspecify.annotations.NullMarked;
