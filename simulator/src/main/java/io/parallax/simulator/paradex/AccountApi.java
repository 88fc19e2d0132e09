package io.parallax.simulator.paradex;

import io.parallax.exchange.signing.Felt;
import io.parallax.simulator.core.Account;
import io.parallax.simulator.core.Bust;
import io.parallax.simulator.core.EndReason;
import io.parallax.simulator.core.FundingPayment;
import io.parallax.simulator.core.ReadLags;
import io.parallax.simulator.core.SimulatedBook;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.core.Transfer;
import io.parallax.simulator.paradex.RestRouter.Call;
import io.parallax.simulator.paradex.RestRouter.Group;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What an account can read about itself, and its leverage. Thread: simulator loop.
final class AccountApi {
    private final SimulatedExchange exchange;
    private final MarketViews markets;
    private final AccountViews views;
    private final Identifiers identifiers;
    private final Paging paging;
    private final VenueClock clock;

    AccountApi(
            SimulatedExchange exchange,
            MarketViews markets,
            AccountViews views,
            Identifiers identifiers,
            Paging paging,
            VenueClock clock) {
        this.exchange = exchange;
        this.markets = markets;
        this.views = views;
        this.identifiers = identifiers;
        this.paging = paging;
        this.clock = clock;
    }

    void addTo(RestRouter router) {
        router.add(Group.PRIVATE, "GET", "account", call -> call.answer(200, account(call)));
        router.add(
                Group.PRIVATE,
                "GET",
                "account/summary",
                call -> call.answer(200, Json.results(List.of(account(call)))));
        router.add(Group.PRIVATE, "GET", "account/info", this::info);
        router.add(Group.PRIVATE, "GET", "account/margin", this::margin);
        router.add(Group.PRIVATE, "POST", "account/margin/{}", this::changeMargin);
        router.add(Group.PRIVATE, "GET", "account/keys/subkeys", this::subkeys);
        router.add(Group.PRIVATE, "POST", "account/keys/subkeys", this::addSubkey);
        router.add(Group.PRIVATE, "DELETE", "account/keys/subkeys/{}", this::removeSubkey);
        router.add(Group.PRIVATE, "GET", "balance", this::balance);
        router.add(Group.PRIVATE, "GET", "positions", this::positions);
        router.add(Group.PRIVATE, "GET", "fills", this::fills);
        router.add(Group.PRIVATE, "GET", "tradebusts", this::busts);
        router.add(Group.PRIVATE, "GET", "transfers", this::transfers);
        router.add(Group.PRIVATE, "GET", "funding/payments", this::payments);
    }

    private static Account ledger(Call call) {
        return call.caller().account().ledger();
    }

    private ObjectNode account(Call call) {
        long now = clock.epochMillis();
        return views.account(ledger(call), identifiers.nextRestSequence(now), now);
    }

    private void info(Call call) {
        ParadexAccount account = call.caller().account();
        SimulatedBook any = exchange.books().iterator().next();
        String maker = markets.makerFee();
        String taker = markets.takerFee(any.instrument().instrument());
        ObjectNode info = Json.object()
                .put("account", account.id())
                .put("created_at", account.createdMillis())
                .put("derivation_path", "")
                .put("has_ecosystem_nft", false)
                .put("isolated_market", "")
                .put("kind", "main")
                .put("parent_account", "")
                .put("public_key", account.publicKey().toHex())
                .put("username", "simulated");
        info.set(
                "fees",
                Json.object()
                        .put("maker_rate", maker)
                        .put("taker_rate", taker)
                        .put("spot_maker_rate", maker)
                        .put("spot_taker_rate", taker)
                        .put("dated_option_maker_rate", "0.0001")
                        .put("dated_option_taker_rate", "0.0001")
                        .put("perp_option_maker_rate", "0.0001")
                        .put("perp_option_taker_rate", "0.0001")
                        .put("commission_rate", "0")
                        .put("discount_rate", "0"));
        call.answer(200, Json.results(List.of(info)));
    }

    private void margin(Call call) {
        List<SimulatedBook> books =
                call.parameter("market").isPresent() ? List.of(market(call)) : List.copyOf(exchange.books());
        ObjectNode answer = Json.object().put("account", ledger(call).id()).put("margin_methodology", "cross_margin");
        answer.set(
                "configs",
                Json.arrayOf(books.stream()
                        .map(book -> marginConfig(book.symbol(), ledger(call)).put("isolated_margin_leverage", 0))
                        .toList()));
        call.answer(200, answer);
    }

    private static ObjectNode marginConfig(String market, Account ledger) {
        return Json.object().put("market", market).put("margin_type", "CROSS").put("leverage", ledger.leverage(market));
    }

    private void changeMargin(Call call) {
        String market = markets.book(call.argument(0)).symbol();
        JsonNode body = call.body();
        if (!body.path("leverage").isInt()) {
            throw ApiException.validation("leverage: must be an integer");
        }
        switch (body.path("margin_type").asString("")) {
            case "CROSS" -> {}
            case "ISOLATED" ->
                throw ApiException.badRequest("MARKET_MARGIN_RESTRICTED", "isolated margin is not available");
            default -> throw ApiException.validation("margin_type: must be CROSS or ISOLATED");
        }
        if (ledger(call).setLeverage(market, body.path("leverage").asInt()) != EndReason.NONE) {
            throw ApiException.validation("leverage: must be 1 to the maximum of the market");
        }
        call.answer(
                200,
                marginConfig(market, ledger(call)).put("account", ledger(call).id()));
    }

    private void subkeys(Call call) {
        List<ObjectNode> keys = new ArrayList<>();
        call.caller()
                .account()
                .subkeys()
                .forEach((key, name) -> keys.add(Json.object()
                        .put("name", name)
                        .put("public_key", key.toHex())
                        .put("state", "active")));
        call.answer(200, Json.results(keys));
    }

    /// A subkey may not manage keys. The optional signature of a registration is not asked for: chosen.
    private void addSubkey(Call call) {
        requireMainKey(call);
        JsonNode body = call.body();
        Felt key = Logins.publicKey(OrderForm.text(body, "public_key"));
        call.caller().account().addSubkey(key, OrderForm.text(body, "name"));
        call.answer(201);
    }

    private void removeSubkey(Call call) {
        requireMainKey(call);
        if (!call.caller().account().removeSubkey(Logins.publicKey(call.argument(0)))) {
            throw ApiException.notFound("NOT_FOUND", "no such subkey");
        }
        call.answer(204);
    }

    private static void requireMainKey(Call call) {
        if (!call.caller().publicKey().equals(call.caller().account().publicKey())) {
            throw ApiException.forbidden("REQUEST_NOT_ALLOWED", "subkeys may not manage keys");
        }
    }

    private void balance(Call call) {
        call.answer(200, Json.results(List.of(views.balance(ledger(call), clock.epochMillis()))));
    }

    private void positions(Call call) {
        Account ledger = ledger(call);
        long sequence = identifiers.nextRestSequence(clock.epochMillis());
        call.answer(
                200,
                Json.results(views.positionsToRead(ledger).stream()
                        .map(position -> views.position(ledger, position, sequence))
                        .toList()));
    }

    private void fills(Call call) {
        ReadLags lags = exchange.lags();
        long shownMillis = clock.epochMillis() - TimeUnit.NANOSECONDS.toMillis(lags.ordersNanos());
        List<ParadexFill> fills = call.caller().account().fills().stream()
                .filter(fill -> fill.createdMillis() <= shownMillis)
                .limit(lags.endedOrdersMax())
                .filter(fill ->
                        call.parameter("market").map(fill.market()::equals).orElse(true))
                .toList();
        call.answer(
                200,
                paging.page(call.request(), fills, ParadexFill::key, ParadexFill::createdMillis, ParadexFill::json));
    }

    private void payments(Call call) {
        String market = market(call).symbol();
        call.answer(
                200,
                paging.page(
                        call.request(),
                        ledger(call).payments().stream()
                                .filter(payment -> payment.symbol().equals(market))
                                .toList(),
                        payment -> Long.toString(payment.id()),
                        FundingPayment::epochMillis,
                        AccountViews::payment));
    }

    private void busts(Call call) {
        call.answer(
                200,
                paging.page(
                        call.request(),
                        ledger(call).busts(),
                        bust -> Long.toString(bust.fill().fillId()),
                        Bust::epochMillis,
                        AccountViews::bust));
    }

    private void transfers(Call call) {
        call.answer(
                200,
                paging.page(
                        call.request(),
                        ledger(call).transfers(),
                        transfer -> Long.toString(transfer.id()),
                        Transfer::epochMillis,
                        AccountViews::transfer));
    }

    private SimulatedBook market(Call call) {
        return markets.book(
                call.parameter("market").orElseThrow(() -> ApiException.parameter("market: cannot be blank")));
    }
}
