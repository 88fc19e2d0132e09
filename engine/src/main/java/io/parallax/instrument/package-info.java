/// Where we trade and what we trade there: [ExchangeId], [Instrument] with its tick and lot rules, [Side], [Leg].
/// Thread: any; all types are immutable. Knows `units` only.
@NullMarked
package io.parallax.instrument;

import org.jspecify.annotations.NullMarked;
