package io.parallax.journal;

/// An entry with its place. Thread: any; immutable.
///
/// @param sequence counts the entries of one file from 1
/// @param epochMillis wall clock, only to be shown
/// @param nanos monotonic within one process
public record Journaled(long sequence, long epochMillis, long nanos, JournalEntry entry) {}
