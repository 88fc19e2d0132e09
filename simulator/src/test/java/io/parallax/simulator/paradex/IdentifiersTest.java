package io.parallax.simulator.paradex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class IdentifiersTest {
    /// A locale whose own digits are not those of the protocol.
    @Test
    void writesTheSameDigitsInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(new Identifiers().nextOrderId(1_767_225_600_000L)).isEqualTo("1767225600000201709200000001");
            assertThat(Identifiers.tradeId(1_767_225_600_000L, 123_456_789L))
                    .isEqualTo("17672256000002017040123456789");
            assertThat(Identifiers.ownOrderId(1_767_225_600_000L, 7)).isEqualTo("1767225600000201709900000007");
        } finally {
            Locale.setDefault(before);
        }
    }
}
