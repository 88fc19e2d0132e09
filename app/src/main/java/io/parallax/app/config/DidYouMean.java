package io.parallax.app.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the known word that a mistyped one was probably meant to be. Thread: any; stateless.
final class DidYouMean {
    private DidYouMean() {}

    /// The nearest of `known` within a third of the word's length (at least two letters), if any.
    static Optional<String> nearest(String word, Collection<String> known) {
        String lower = word.toLowerCase(Locale.ROOT).replace('-', '_');
        if (lower.length() > 64) {
            return Optional.empty();
        }
        int limit = Math.max(2, lower.length() / 3);
        String best = "";
        int bestDistance = limit + 1;
        for (String candidate : known) {
            int distance = distance(lower, candidate);
            // Of several as near, the first of the alphabet: some collections have an order of their own in every
            // process.
            if (distance < bestDistance || (distance == bestDistance && candidate.compareTo(best) < 0)) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /// Levenshtein distance.
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
