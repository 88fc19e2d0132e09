package io.parallax.execution;

/// How far a position is built up. Thread: any; immutable.
///
/// @param count of layers; 1 when everything is entered at once
/// @param next number of the layer that would be entered next, from 0; `count` when none comes any more
/// @param nextOffsetPpm how far above the entry threshold that is
/// @param averageEntryPpm spread between the average prices of what is held, or
///     [io.parallax.strategy.SpreadCalculator#NO_SPREAD]
/// @param exitPpm at this exit spread or above what is held is left, or
///     [io.parallax.strategy.SpreadCalculator#NO_SPREAD]
public record LayerStatus(int count, int next, long nextOffsetPpm, long averageEntryPpm, long exitPpm) {}
