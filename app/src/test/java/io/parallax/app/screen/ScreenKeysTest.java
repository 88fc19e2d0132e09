package io.parallax.app.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.parallax.app.control.ControlRequest;
import io.parallax.app.control.ControlRequest.Command;
import io.parallax.app.logging.LogTail.Weight;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScreenKeysTest {
    private final ScreenKeys keys = new ScreenKeys();

    private Optional<Command> press(char key) {
        return keys.onKey(key, 3).map(ControlRequest::command);
    }

    @Test
    void holdBackAtOnce() {
        assertThat(press('p')).contains(Command.PAUSE);
        assertThat(press('d')).contains(Command.DRAIN);
        assertThat(keys.question()).isEmpty();
    }

    @Test
    void askBeforeWhatCannotBeTakenBack() {
        for (var each : java.util.Map.of('f', Command.FLATTEN, 'k', Command.KILL, 'r', Command.RESUME)
                .entrySet()) {
            assertThat(press(each.getKey())).isEmpty();
            assertThat(keys.question()).isNotEmpty();
            assertThat(press('n')).as("anything but yes").isEmpty();
            assertThat(keys.question()).isEmpty();
            press(each.getKey());
            assertThat(press('y')).contains(each.getValue());
            assertThat(press('y')).as("once").isEmpty();
        }
    }

    @Test
    void aYesToOneQuestionIsNoneToAnother() {
        press('q');
        press('x');
        press('f');
        assertThat(press('y')).contains(Command.FLATTEN);
        assertThat(keys.stopWanted()).isFalse();
        press('q');
        assertThat(press('y')).isEmpty();
        assertThat(keys.stopWanted()).isTrue();
    }

    @Test
    void chooseBotsThatExist() {
        press('3');
        assertThat(keys.selected()).isEqualTo(2);
        press('4');
        assertThat(keys.selected()).as("there are three").isEqualTo(2);
        press('\t');
        assertThat(keys.selected()).isZero();
        assertThat(keys.onKey('\t', 0)).isEmpty();
        assertThat(keys.selected()).isZero();
    }

    @Test
    void filterTheLogAndExplainThemselves() {
        assertThat(keys.least()).isEqualTo(Weight.NEWS);
        press('l');
        assertThat(keys.filter()).isEqualTo("warnings");
        press('l');
        assertThat(keys.filter()).isEqualTo("all");
        press('?');
        assertThat(keys.help()).isTrue();
        press('?');
        assertThat(keys.help()).isFalse();
        assertThat(press('z')).isEmpty();
    }
}
