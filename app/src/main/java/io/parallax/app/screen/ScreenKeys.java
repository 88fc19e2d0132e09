package io.parallax.app.screen;

import io.parallax.app.control.ControlRequest;
import io.parallax.app.control.ControlRequest.Command;
import io.parallax.app.logging.LogTail.Weight;
import java.util.Optional;

/// What keys do: what is shown, and what is asked of the engine. Whatever cannot be taken back is asked about first.
/// Thread: the screen's.
final class ScreenKeys {
    private static final int TAB = 9;
    private static final String REASON = "at the screen";

    private int selected;
    private Weight least = Weight.NEWS;
    private String question = "";
    private Optional<ControlRequest> asked = Optional.empty();
    private boolean stopAsked;
    private boolean stopWanted;
    private boolean help;

    /// @param key as read from the terminal
    /// @param bots how many there are
    /// @return what is to be asked of the engine now
    Optional<ControlRequest> onKey(int key, int bots) {
        if (!question.isEmpty()) {
            return confirmed(key == 'y' || key == 'Y');
        }
        switch (key) {
            case TAB -> selected = bots == 0 ? 0 : (selected + 1) % bots;
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> selected = key - '1' < bots ? key - '1' : selected;
            case 'l' ->
                least = switch (least) {
                    case SUMMARY -> Weight.NEWS;
                    case NEWS -> Weight.WARNING;
                    case WARNING, ERROR -> Weight.SUMMARY;
                };
            case '?', 'h' -> help = !help;
            case 'p' -> {
                return Optional.of(new ControlRequest(Command.PAUSE, REASON));
            }
            case 'd' -> {
                return Optional.of(new ControlRequest(Command.DRAIN, REASON));
            }
            case 'r' -> ask(Command.RESUME, "Allow entries again?");
            case 'f' -> ask(Command.FLATTEN, "Close every pair now, within the exit caps?");
            case 'k' -> ask(Command.KILL, "Enter nothing any more, also after a restart?");
            case 'q' -> {
                question = "Stop: resolve what is in flight and end?";
                stopAsked = true;
            }
            default -> {
                // No key of ours.
            }
        }
        return Optional.empty();
    }

    private void ask(Command command, String text) {
        question = text;
        asked = Optional.of(new ControlRequest(command, REASON));
    }

    private Optional<ControlRequest> confirmed(boolean yes) {
        Optional<ControlRequest> request = yes ? asked : Optional.empty();
        stopWanted |= yes && stopAsked;
        question = "";
        asked = Optional.empty();
        stopAsked = false;
        return request;
    }

    int selected() {
        return selected;
    }

    /// Lines of the log that matter less are not shown.
    Weight least() {
        return least;
    }

    String filter() {
        return switch (least) {
            case SUMMARY -> "all";
            case NEWS -> "news";
            case WARNING, ERROR -> "warnings";
        };
    }

    String question() {
        return question;
    }

    boolean help() {
        return help;
    }

    /// Whether the operator wants the run to end.
    boolean stopWanted() {
        return stopWanted;
    }
}
