/// JMH benchmarks. Each says what is inside the measured box; results with machine, JDK and command are in
/// `BENCHMARKS.md`.
@NullMarked
package io.parallax.benchmarks;

import org.jspecify.annotations.NullMarked;
