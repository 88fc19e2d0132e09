/// What the outside may see of the engine: the immutable [EngineSnapshot] and latency percentiles.
/// Thread: snapshots are immutable; each class states its own thread. Must not influence a decision.
@NullMarked
package io.parallax.telemetry;

import org.jspecify.annotations.NullMarked;
