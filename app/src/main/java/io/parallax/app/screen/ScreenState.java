package io.parallax.app.screen;

import io.parallax.app.logging.LogTail.Line;
import io.parallax.telemetry.EngineSnapshot;
import java.util.List;
import java.util.Optional;

/// Everything that one frame is drawn from. Thread: the screen's; immutable.
///
/// @param name of the run
/// @param mode `simulated` or `live`
/// @param seconds since the start
/// @param snapshot empty before the first one
/// @param selected number of the bot whose details are shown, from 0
/// @param history of spreads
/// @param log newest last
/// @param filter what the log is limited to, in one word
/// @param answer to the last command; empty when there is none to show
/// @param question what a key asked for and waits to be confirmed; empty when nothing
/// @param help whether the keys are explained instead
record ScreenState(
        String name,
        String mode,
        long seconds,
        Optional<EngineSnapshot> snapshot,
        int selected,
        SpreadHistory history,
        List<Line> log,
        String filter,
        String answer,
        String question,
        boolean help) {

    ScreenState {
        log = List.copyOf(log);
    }
}
