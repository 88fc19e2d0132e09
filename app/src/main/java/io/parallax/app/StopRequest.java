package io.parallax.app;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Somebody's wish that the run ends. Thread: any.
public final class StopRequest {
    private final CountDownLatch requested = new CountDownLatch(1);

    public void request() {
        requested.countDown();
    }

    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /// Waits until somebody asks, at most `millis`.
    ///
    /// @return whether somebody asked
    public boolean await(long millis) throws InterruptedException {
        return requested.await(millis, TimeUnit.MILLISECONDS);
    }
}
