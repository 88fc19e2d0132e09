package io.parallax.simulator.paradex;

import io.parallax.units.FixedPoint;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a client may subscribe to. A market of [#ALL] stands for every market. Thread: any; immutable.
sealed interface Channel {
    String ALL = "ALL";
    int LEVELS_DEPTH = 15;

    record Bbo(String market) implements Channel {}

    record Deltas(String market, boolean interactive) implements Channel {}

    /// @param tickE8 prices are grouped to multiples of it; 0 for none
    record Levels(String market, int refreshMillis, long tickE8) implements Channel {}

    record Trades(String market) implements Channel {}

    record Summary(String market) implements Channel {}

    record Funding(String market) implements Channel {}

    record Orders(String market) implements Channel {}

    record Fills(String market) implements Channel {}

    record Positions() implements Channel {}

    record AccountSummary() implements Channel {}

    /// Events that are always JSON.
    record Events(Topic topic, String market) implements Channel {}

    /// What such events are about.
    enum Topic {
        MARKETS(false),
        TRADE_BUSTS(true),
        FUNDING_PAYMENTS(true),
        TRANSFERS(true);

        private final boolean forAccount;

        Topic(boolean forAccount) {
            this.forAccount = forAccount;
        }
    }

    /// Acknowledged, then silent: events that do not happen here, and the two misspellings that the exchange
    /// lets pass.
    record Silent(boolean forAccount) implements Channel {}

    /// Whether it needs a login.
    default boolean isPrivate() {
        return switch (this) {
            case Orders o -> true;
            case Fills f -> true;
            case Positions p -> true;
            case AccountSummary a -> true;
            case Events events -> events.topic().forAccount;
            case Silent silent -> silent.forAccount();
            case Bbo b -> false;
            case Deltas d -> false;
            case Levels l -> false;
            case Trades t -> false;
            case Summary s -> false;
            case Funding f -> false;
        };
    }

    /// The market whose book it carries, if it carries one: only one such channel per market fits on a
    /// connection.
    default Optional<String> bookMarket() {
        return switch (this) {
            case Deltas deltas -> Optional.of(deltas.market());
            case Levels levels -> Optional.of(levels.market());
            default -> Optional.empty();
        };
    }

    static boolean covers(String subscribed, String market) {
        return subscribed.equals(ALL) || subscribed.equals(market);
    }

    /// Reads a channel's name. Throws an RPC error for a name that the exchange refuses.
    static Channel parse(String name, Predicate<String> isMarket) {
        return new Parser(name, isMarket).parse();
    }

    /// Grammar of the names.
    final class Parser {
        private static final Pattern LEVELS = Pattern.compile(
                "(snapshot|interactive)@15@(50ms|100ms|200ms|400ms)(?:@([0-9]{1,6})(?:_([0-9]{1,8}))?)?");
        private static final Set<String> ACCOUNT_EVENTS = Set.of("balance_events", "transaction", "rfq", "mmp");
        private static final Set<String> PUBLIC_EVENTS = Set.of("block_trades");

        private final String name;
        private final Predicate<String> isMarket;

        private Parser(String name, Predicate<String> isMarket) {
            this.name = name;
            this.isMarket = isMarket;
        }

        private Channel parse() {
            int dot = name.indexOf('.');
            String head = dot < 0 ? name : name.substring(0, dot);
            String tail = dot < 0 ? "" : name.substring(dot + 1);
            return switch (head) {
                case "bbo" -> bbo(tail);
                case "order_book" -> orderBook(tail);
                case "trades" -> new Trades(marketOrAll(tail));
                case "markets_summary" -> new Summary(tail.isEmpty() ? ALL : marketOrAll(tail));
                case "funding_data" -> new Funding(marketOrAll(tail));
                case "orders" -> new Orders(marketOrAll(tail));
                case "fills" -> new Fills(marketOrAll(tail));
                case "funding_payments" -> new Events(Topic.FUNDING_PAYMENTS, marketOrAll(tail));
                case "markets" -> new Events(Topic.MARKETS, tail.isEmpty() ? ALL : marketOrAll(tail));
                case "tradebusts" -> alone(tail, new Events(Topic.TRADE_BUSTS, ALL));
                case "transfers" -> alone(tail, new Events(Topic.TRANSFERS, ALL));
                case "positions" -> alone(tail, new Positions());
                case "account" -> alone(tail, new AccountSummary());
                default -> event(head);
            };
        }

        private Channel event(String head) {
            if (ACCOUNT_EVENTS.contains(head)) {
                return new Silent(true);
            }
            if (PUBLIC_EVENTS.contains(head) || head.equals("funding_rate_comparison")) {
                return new Silent(false);
            }
            throw refused("unknown channel '" + name + "'");
        }

        /// Of the wrong names, `bbo.interactive.{m}` and `bbo.{m}@interactive` are let pass and stay silent.
        private Channel bbo(String tail) {
            String misspelt = tail.startsWith("interactive.")
                    ? tail.substring("interactive.".length())
                    : tail.endsWith("@interactive") ? tail.substring(0, tail.length() - "@interactive".length()) : "";
            if (isMarket.test(misspelt)) {
                return new Silent(false);
            }
            return new Bbo(market(tail.endsWith(".interactive") ? tail.substring(0, tail.lastIndexOf('.')) : tail));
        }

        private Channel orderBook(String tail) {
            int dot = tail.lastIndexOf('.');
            if (dot < 0) {
                throw refused("unknown channel '" + name + "'");
            }
            String market = market(tail.substring(0, dot));
            String form = tail.substring(dot + 1);
            if (form.startsWith("deltas@") || form.startsWith("interactive_deltas@")) {
                throw refused("no parameters expected for deltas topic.");
            }
            if (form.equals("deltas") || form.equals("interactive_deltas")) {
                return new Deltas(market, form.equals("interactive_deltas"));
            }
            Matcher levels = LEVELS.matcher(form);
            if (!levels.matches()) {
                throw refused("unknown channel '" + name + "'");
            }
            String refresh = levels.group(2);
            return new Levels(market, Integer.parseInt(refresh.substring(0, refresh.length() - 2)), tickE8(levels));
        }

        private static long tickE8(Matcher levels) {
            if (levels.group(3) == null) {
                return 0;
            }
            String fraction = levels.group(4);
            return FixedPoint.parse(levels.group(3) + (fraction == null ? "" : "." + fraction));
        }

        private Channel alone(String tail, Channel channel) {
            if (!tail.isEmpty()) {
                throw refused("unknown channel '" + name + "'");
            }
            return channel;
        }

        private String marketOrAll(String text) {
            return text.equals(ALL) ? ALL : market(text);
        }

        private String market(String text) {
            if (!isMarket.test(text)) {
                throw refused("unknown market '" + text + "'");
            }
            return text;
        }

        private static RpcException refused(String why) {
            return new RpcException(RpcException.INVALID_REQUEST, "invalid subscribe request", why);
        }
    }
}
