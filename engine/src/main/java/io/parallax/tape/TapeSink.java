package io.parallax.tape;

/// Where chunks of a tape go. Thread: engine; must not block.
@FunctionalInterface
public interface TapeSink {
    /// Takes a copy of the first `length` bytes.
    ///
    /// @return false when there is no room: the tape ends there, for what follows a hole explains nothing
    boolean write(byte[] bytes, int length);
}
