/// From an opportunity to a finished cycle: the order machine ([TrackedOrder]), the pair machine
/// ([ExecutionTask] and its [TransitionTable]), [DeltaNeutralExecutor], repair and reconciliation. Way in:
/// [ExecutionTask]. Thread: engine only; records and enums: any. Deterministic: no clock, thread, random or
/// file.
@NullMarked
package io.parallax.execution;

import org.jspecify.annotations.NullMarked;
