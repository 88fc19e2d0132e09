package io.parallax.app.config;

import io.parallax.exchange.signing.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds the operator's keys: the environment first, `.env` for what it lacks. Called for live runs only; a
/// simulated run never looks. Thread: any; stateless.
public final class CredentialsLoader {
    private static final String KEY_ALLOWED =
            "a private key of 1 to 64 hexadecimal digits, optionally after 0x, not zero";
    private static final Pattern KEY = Pattern.compile("(?:0[xX])?[0-9a-fA-F]{1,64}");
    private static final Pattern ZERO = Pattern.compile("(?:0[xX])?0+");
    private static final Pattern VEST_ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");
    private static final Pattern PARADEX_ADDRESS = Pattern.compile("0x[0-9a-fA-F]{1,64}");
    private static final Secret NO_KEY = Secret.fromHex("0");

    private CredentialsLoader() {}

    /// @param environment the real environment
    /// @param envFile where `.env` would be
    public static LoadedCredentials load(Map<String, String> environment, Path envFile) {
        Problems problems = new Problems(envFile.toString());
        Map<String, String> file = EnvironmentFile.read(envFile, problems);
        Reader reader = new Reader(environment, file, problems);
        Credentials credentials = new Credentials(
                Optional.of(reader.address(
                        "VEST_PRIMARY_ADDR", VEST_ADDRESS, "an address of 0x and 40 hexadecimal digits")),
                reader.key("VEST_PRIMARY_KEY"),
                reader.key("VEST_SIGNING_KEY"),
                reader.address(
                        "PARADEX_ACCOUNT_ADDRESS", PARADEX_ADDRESS, "an address of 0x and up to 64 hexadecimal digits"),
                reader.key("PARADEX_PRIVATE_KEY"));
        List<Problem> found = problems.sorted();
        return found.isEmpty() ? new LoadedCredentials.Accepted(credentials) : new LoadedCredentials.Refused(found);
    }

    private record Reader(Map<String, String> environment, Map<String, String> file, Problems problems) {
        String address(String name, Pattern pattern, String allowed) {
            String value = value(name, allowed);
            if (!value.isEmpty() && !pattern.matcher(value).matches()) {
                // An address is public, but a key pasted into the wrong line is not: show neither.
                problems.error(0, 0, name, "a value of " + value.length() + " characters of another form", allowed);
            }
            return value;
        }

        Secret key(String name) {
            String value = value(name, KEY_ALLOWED);
            if (value.isEmpty()) {
                return NO_KEY;
            }
            if (!KEY.matcher(value).matches() || ZERO.matcher(value).matches()) {
                problems.error(0, 0, name, "a value of " + value.length() + " characters of another form", KEY_ALLOWED);
                return NO_KEY;
            }
            return Secret.fromHex(value);
        }

        private String value(String name, String allowed) {
            String real = environment.get(name);
            String value = real != null && !real.isBlank() ? real.strip() : file.getOrDefault(name, "");
            if (value.isEmpty()) {
                problems.error(0, 0, name, "nothing, neither in the environment nor in this file", allowed);
            }
            return value;
        }
    }
}
