/// What a run tells a monitoring system: figures in the Prometheus text format, and whether the engine makes progress.
@NullMarked
package io.parallax.app.metrics;

import org.jspecify.annotations.NullMarked;
