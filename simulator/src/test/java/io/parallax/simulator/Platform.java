package io.parallax.simulator;

import io.parallax.exchange.transport.IoLoop;
import io.parallax.simulator.server.FrontEnd;
import java.net.URI;

/// What a contract test runs on: loops, a way from them to a front end, and time. Thread: the test's.
public interface Platform {
    IoLoop loop(String name);

    /// Lets a front end be reached, from now until [#stopServing].
    void serve(FrontEnd frontEnd, IoLoop loop);

    void stopServing();

    /// The same front end at the same address again.
    void serveAgain();

    /// Without a path.
    URI http();

    /// Without a path.
    URI webSocket();

    long nanoTime();

    /// Until the next news, or a moment.
    void pause();

    /// Something happened that a pause may end for.
    void onNews();

    /// How many callbacks threw.
    long failures();

    void close();
}
