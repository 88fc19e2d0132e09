package io.parallax.exchange;

import io.parallax.instrument.Leg;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Our own name of an order: `<instance>-<boot>-<counter>-<leg>-<intent>`, for example `k7q2-6a3f91c0-000042-B-EN`.
/// Unique across legs, restarts and instances. Thread: any; immutable.
///
/// @param instance four letters or digits, the same for every run of one configured account
/// @param bootEpochSeconds when this run began, Unix seconds
/// @param counter counts the orders of this run from 1, never reset
/// @param leg which leg of the pair the order belongs to
/// @param intent what the order is for
public record ClientOrderId(String instance, long bootEpochSeconds, long counter, Leg leg, OrderIntent intent) {
    private static final Pattern FORM =
            Pattern.compile("([a-z0-9]{4})-([0-9a-f]{8})-([0-9]{6,18})-([AB])-(EN|EX|RC|RU|GD|OP)");

    public ClientOrderId {
        if (!instance.matches("[a-z0-9]{4}")) {
            throw new IllegalArgumentException(
                    "an instance is four lower-case letters or digits, found \"" + instance + "\"");
        }
        if (bootEpochSeconds < 0 || bootEpochSeconds > 0xFFFF_FFFFL || counter < 0) {
            throw new IllegalArgumentException(
                    "boot " + bootEpochSeconds + " or counter " + counter + " is out of range");
        }
    }

    /// The id as exchanges see it.
    public String text() {
        StringBuilder text = new StringBuilder(32).append(instance).append('-');
        String boot = Long.toHexString(bootEpochSeconds);
        text.repeat('0', 8 - boot.length()).append(boot).append('-');
        String count = Long.toString(counter);
        text.repeat('0', Math.max(0, 6 - count.length())).append(count);
        return text.append('-').append(leg).append('-').append(intent.code()).toString();
    }

    /// Reads an id back; empty when `text` is not of our form, which makes the order foreign.
    public static Optional<ClientOrderId> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        for (OrderIntent intent : OrderIntent.values()) {
            if (intent.code().equals(form.group(5))) {
                return Optional.of(new ClientOrderId(
                        form.group(1),
                        Long.parseLong(form.group(2), 16),
                        Long.parseLong(form.group(3)),
                        Leg.valueOf(form.group(4)),
                        intent));
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return text();
    }
}
