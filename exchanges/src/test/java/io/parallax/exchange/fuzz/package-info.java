/// Mutation fuzzing of everything that reads bytes from outside: a seeded mutator that knows JSON and binary numbers, a
/// corpus of our own samples, and the properties every reader must keep. Thread: the test's.
@NullMarked
package io.parallax.exchange.fuzz;

import org.jspecify.annotations.NullMarked;
