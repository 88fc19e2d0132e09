package io.parallax.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// One engine per account on one machine. A lock of the operating system, which ends with the process however
/// that ends: the file itself means nothing and may stay. Thread: any.
public final class AccountLock implements AutoCloseable {
    private final FileChannel channel;

    private AccountLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock; empty when another process or run has it.
    ///
    /// @param directory where the lock's file is made
    /// @param account what is locked: letters and digits
    /// @throws IOException when the file cannot be made; whether somebody else trades is not known then
    public static Optional<AccountLock> tryTake(Path directory, String account) throws IOException {
        FileChannel channel = FileChannel.open(
                directory.resolve("parallax-" + account + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new AccountLock(channel));
            }
        } catch (OverlappingFileLockException _) {
            // This process has it already, which is just as taken.
        }
        channel.close();
        return Optional.empty();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
