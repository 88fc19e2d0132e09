package io.parallax.risk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplyTimesTest {
    private static final long MILLI = 1_000_000L;

    private final ReplyTimes replies = new ReplyTimes(500);

    @Test
    void oneSlowAnswerAmongFewIsTooSlowForAMinute() {
        replies.onReply(500 * MILLI, 0);
        assertThat(replies.tooSlow()).isFalse();
        replies.onReply(501 * MILLI, 0);
        assertThat(replies.tooSlow()).isTrue();
        replies.refresh(60_000 * MILLI - 1);
        assertThat(replies.tooSlow()).isTrue();
        replies.refresh(60_000 * MILLI);
        assertThat(replies.tooSlow()).isFalse();
    }

    @Test
    void oneOfAHundredMayBeSlowAndTwoMayNot() {
        for (int i = 0; i < 98; i++) {
            replies.onReply(MILLI, i);
        }
        replies.onReply(600 * MILLI, 98);
        assertThat(replies.tooSlow()).isTrue();
        replies.onReply(MILLI, 99);
        assertThat(replies.tooSlow()).isFalse();
        replies.onReply(600 * MILLI, 100);
        assertThat(replies.tooSlow()).isTrue();
    }

    @Test
    void keepsABoundedNumber() {
        for (int i = 0; i < 100_000; i++) {
            replies.onReply(MILLI, i);
        }
        assertThat(replies.tooSlow()).isFalse();
    }
}
