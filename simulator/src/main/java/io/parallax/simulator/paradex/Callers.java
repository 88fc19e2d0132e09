package io.parallax.simulator.paradex;

import io.parallax.exchange.signing.Felt;
import io.parallax.simulator.server.ServerRequest;

/// From a token to its account. Thread: simulator loop.
final class Callers {
    private static final String SCHEME = "Bearer ";

    private Callers() {}

    static OrderDesk.Caller of(Tokens.Claims claims, AccountRegistry accounts) {
        ParadexAccount account = accounts.find(claims.account())
                .orElseThrow(() -> ApiException.unauthorized("ACCOUNT_NOT_FOUND", "account not found"));
        return new OrderDesk.Caller(account, Felt.parse(claims.publicKey()), claims.interactive());
    }

    /// The token of a request; a missing one is refused in the exchange's recorded words.
    static String token(ServerRequest request) {
        String header = request.header("authorization").orElse("");
        if (!header.startsWith(SCHEME)) {
            throw ApiException.unauthorized("INVALID_TOKEN", "invalid bearer jwt: missing value in request header");
        }
        return header.substring(SCHEME.length()).trim();
    }
}
