package io.parallax.simulator.paradex;

import io.parallax.simulator.core.SimulatedBook;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.core.Trade;
import io.parallax.simulator.paradex.RestRouter.Call;
import io.parallax.simulator.paradex.RestRouter.Group;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// What needs no token: system, markets, login. Thread: simulator loop.
final class PublicApi {
    private static final int DEPTH_DEFAULT = 20;
    private static final int DEPTH_MAX = 10_000;

    private final SimulatedExchange exchange;
    private final MarketViews markets;
    private final OrderDesk desk;
    private final Logins logins;
    private final Paging paging;
    private final VenueClock clock;
    private final String chainId;

    PublicApi(
            SimulatedExchange exchange,
            MarketViews markets,
            OrderDesk desk,
            Logins logins,
            Paging paging,
            VenueClock clock,
            String chainId) {
        this.exchange = exchange;
        this.markets = markets;
        this.desk = desk;
        this.logins = logins;
        this.paging = paging;
        this.clock = clock;
        this.chainId = chainId;
    }

    void addTo(RestRouter router) {
        router.add(Group.PUBLIC, "GET", "system/config", call -> call.answer(200, SystemConfig.json(chainId)));
        router.add(Group.PUBLIC, "GET", "system/time", this::time);
        router.add(
                Group.PUBLIC,
                "GET",
                "system/state",
                call -> call.answer(
                        200, Json.object().put("status", desk.state().text())));
        router.add(Group.PUBLIC, "GET", "system/announcements", call -> call.answer(200, Json.results(List.of())));
        router.add(Group.PUBLIC, "GET", "markets", call -> books(call, markets::market));
        router.add(Group.PUBLIC, "GET", "markets/summary", this::summary);
        router.add(Group.PUBLIC, "GET", "orderbook/{}", call -> orderBook(call, false));
        router.add(Group.PUBLIC, "GET", "orderbook/{}/interactive", call -> orderBook(call, true));
        router.add(Group.PUBLIC, "GET", "bbo/{}", this::bbo);
        router.add(Group.PUBLIC, "GET", "bbo/{}/interactive", this::bbo);
        router.add(Group.PUBLIC, "GET", "trades", this::trades);
        router.add(Group.PUBLIC, "GET", "funding/data", this::funding);
        router.add(
                Group.LOGIN, "POST", "auth", call -> call.answer(200, logins.login(call.request(), Optional.empty())));
        router.add(
                Group.LOGIN,
                "POST",
                "auth/{}",
                call -> call.answer(200, logins.login(call.request(), Optional.of(call.argument(0)))));
        router.add(Group.ONBOARDING, "POST", "onboarding", call -> {
            logins.onboard(call.request());
            call.answer(200);
        });
        router.add(Group.PUBLIC, "GET", "onboarding", call -> call.answer(200, logins.lookUp(call.request())));
    }

    private void time(Call call) {
        call.answer(200, Json.object().put("server_time", Long.toString(clock.epochMillis())));
    }

    private void summary(Call call) {
        if (call.parameter("market").isEmpty()) {
            throw ApiException.parameter("market: cannot be blank");
        }
        books(call, markets::summary);
    }

    private void books(Call call, Function<SimulatedBook, ObjectNode> view) {
        Optional<String> market = call.parameter("market").filter(name -> !name.equals(Channel.ALL));
        List<SimulatedBook> books =
                market.isPresent() ? List.of(markets.book(market.get())) : List.copyOf(exchange.books());
        call.answer(200, Json.results(books.stream().map(view).toList()));
    }

    private void orderBook(Call call, boolean interactive) {
        long depth = Paging.number(call.request(), "depth").orElse((long) DEPTH_DEFAULT);
        if (depth < 1 || depth > DEPTH_MAX) {
            throw ApiException.parameter("depth: must be 1 to " + DEPTH_MAX);
        }
        call.answer(200, markets.orderBook(markets.book(call.argument(0)), (int) depth, interactive));
    }

    private void bbo(Call call) {
        call.answer(200, markets.bbo(markets.book(call.argument(0))));
    }

    private void trades(Call call) {
        List<Trade> trades = markets.trades(market(call).symbol());
        call.answer(
                200,
                paging.page(
                        call.request(),
                        trades,
                        trade -> Long.toString(trade.tradeId()),
                        Trade::epochMillis,
                        MarketViews::trade));
    }

    private void funding(Call call) {
        ObjectNode now = markets.funding(market(call));
        call.answer(
                200,
                paging.page(call.request(), List.of(now), node -> "now", node -> clock.epochMillis(), node -> node));
    }

    private SimulatedBook market(Call call) {
        return markets.book(
                call.parameter("market").orElseThrow(() -> ApiException.parameter("market: cannot be blank")));
    }
}
