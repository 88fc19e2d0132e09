package io.parallax.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {
    @Test
    void findsTheNearestWord() {
        assertThat(DidYouMean.nearest("spread_entri", List.of("spread_exit", "spread_entry")))
                .contains("spread_entry");
        assertThat(DidYouMean.nearest("elephant", List.of("vest", "paradex"))).isEmpty();
    }

    /// `fixet` is one letter from both.
    @Test
    void ofSeveralAsNearFindsTheSameOneWhateverTheirOrder() {
        assertThat(DidYouMean.nearest("fixet", List.of("fixes", "fixed"))).contains("fixed");
        assertThat(DidYouMean.nearest("fixet", List.of("fixed", "fixes"))).contains("fixed");
    }
}
