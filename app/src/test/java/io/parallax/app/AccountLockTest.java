package io.parallax.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountLockTest {
    @TempDir
    private Path directory = Path.of(".");

    @Test
    void letsOneEngineTradeAnAccount() throws IOException {
        try (AccountLock first = AccountLock.tryTake(directory, "k7q2").orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(AccountLock.tryTake(directory, "k7q2")).isEmpty();
            AccountLock.tryTake(directory, "other").orElseThrow().close();
        }
        AccountLock.tryTake(directory, "k7q2").orElseThrow().close();
    }

    @Test
    void doesNotMindAFileThatADeadRunLeft() throws IOException {
        Files.writeString(directory.resolve("parallax-k7q2.lock"), "left behind");
        AccountLock.tryTake(directory, "k7q2").orElseThrow().close();
    }

    @Test
    void saysWhenItCannotKnow() {
        assertThatThrownBy(() -> AccountLock.tryTake(directory.resolve("none"), "k7q2"))
                .isInstanceOf(IOException.class);
    }
}
