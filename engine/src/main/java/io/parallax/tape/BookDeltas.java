package io.parallax.tape;

/// What the last change of one book was told with, so that the next one is written as a difference. Thread: one.
final class BookDeltas {
    long sequence;
    long exchangeEpochMicros;
    long bidE8;
    long askE8;
}
