package io.parallax.simulator.paradex;

import io.parallax.simulator.server.ServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Cuts lists into pages as the exchange does: newest first, with signed cursors. Thread: simulator loop.
final class Paging {
    private static final int PAGE_SIZE_DEFAULT = 100;
    private static final int PAGE_SIZE_MAX = 1_000;

    private final Tokens tokens;

    Paging(Tokens tokens) {
        this.tokens = tokens;
    }

    /// One page of `newestFirst`.
    ///
    /// @param key names an entry uniquely, so that a cursor stays where it is when entries join
    <T> ObjectNode page(
            ServerRequest request,
            List<T> newestFirst,
            Function<T, String> key,
            ToLongFunction<T> epochMillis,
            Function<T, ? extends JsonNode> json) {
        long startAt = number(request, "start_at").orElse(Long.MIN_VALUE);
        long endAt = number(request, "end_at").orElse(Long.MAX_VALUE);
        List<T> matching = newestFirst.stream()
                .filter(entry -> epochMillis.applyAsLong(entry) >= startAt && epochMillis.applyAsLong(entry) <= endAt)
                .toList();
        int size = pageSize(request);
        int from = from(request, matching, key);
        int to = Math.min(matching.size(), from + size);
        ObjectNode page = Json.object();
        page.put("next", to < matching.size() ? tokens.cursor(key.apply(matching.get(to))) : null);
        page.put("prev", from > 0 ? tokens.cursor(key.apply(matching.get(Math.max(0, from - size)))) : null);
        page.set(
                "results",
                Json.arrayOf(matching.subList(from, to).stream().map(json).toList()));
        return page;
    }

    /// A cursor names the first entry of its page.
    private <T> int from(ServerRequest request, List<T> matching, Function<T, String> key) {
        Optional<String> cursor = request.parameter("cursor").filter(text -> !text.isEmpty());
        if (cursor.isEmpty()) {
            return 0;
        }
        String place = tokens.place(cursor.get());
        for (int i = 0; i < matching.size(); i++) {
            if (key.apply(matching.get(i)).equals(place)) {
                return i;
            }
        }
        throw ApiException.parameter("cursor: does not belong to this list");
    }

    private static int pageSize(ServerRequest request) {
        long size = number(request, "page_size").orElse((long) PAGE_SIZE_DEFAULT);
        if (size < 1 || size > PAGE_SIZE_MAX) {
            throw ApiException.parameter("page_size: must be 1 to " + PAGE_SIZE_MAX);
        }
        return (int) size;
    }

    static Optional<Long> number(ServerRequest request, String name) {
        Optional<String> text = request.parameter(name).filter(value -> !value.isEmpty());
        if (text.isPresent() && !text.get().matches("[0-9]{1,18}")) {
            throw ApiException.parameter(name + ": must be an integer");
        }
        return text.map(Long::valueOf);
    }
}
