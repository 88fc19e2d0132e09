package io.parallax.exchange;

/// What can go wrong when an exchange is asked for something. A value, never an exception. Thread: any; immutable.
/// Texts come from the exchange and are cut to 300 characters; they never hold keys or signatures.
public sealed interface ExchangeError {
    /// Could the order exist out there? After `true` the exchange is asked before anything else is done on the leg.
    boolean mayBeLive();

    /// In plain words, for logs and screens.
    String description();

    /// Refused by the exchange with a code from the definitive list of that exchange; nothing else may become this.
    ///
    /// @param code the exchange's own code
    /// @param message the exchange's own words
    /// @param kind what kind of refusal it is
    record Rejected(String code, String message, RejectionKind kind) implements ExchangeError {
        @Override
        public boolean mayBeLive() {
            return false;
        }

        @Override
        public String description() {
            return "rejected with " + code + " (" + message + ")";
        }
    }

    /// Refused because we asked too often.
    ///
    /// @param retryAfterMillis how long the exchange wants us to wait; 0 when it did not say
    record RateLimited(long retryAfterMillis) implements ExchangeError {
        @Override
        public boolean mayBeLive() {
            return false;
        }

        @Override
        public String description() {
            return "rate limited" + (retryAfterMillis > 0 ? ", retry after " + retryAfterMillis + " ms" : "");
        }
    }

    /// Failed before the first byte left.
    record NotSent(String reason) implements ExchangeError {
        @Override
        public boolean mayBeLive() {
            return false;
        }

        @Override
        public String description() {
            return "not sent: " + reason;
        }
    }

    /// Timeout, lost connection, 5xx, unreadable answer, unlisted code: nobody knows.
    record OutcomeUnknown(String reason) implements ExchangeError {
        @Override
        public boolean mayBeLive() {
            return true;
        }

        @Override
        public String description() {
            return "outcome unknown: " + reason;
        }
    }
}
