package io.parallax.simulator.tape;

/// Takes the rows of one file. Thread: one.
interface RowSink {
    /// @throws BadRow or what parsing throws, when it cannot be used
    void row(String line);

    /// The file is at its end.
    default void end() {}

    /// Whether the first line is a row already.
    default boolean readsFirstLine() {
        return false;
    }
}
