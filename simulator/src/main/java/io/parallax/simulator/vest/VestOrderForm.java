package io.parallax.simulator.vest;

import io.parallax.instrument.Instrument;
import io.parallax.instrument.Side;
import io.parallax.simulator.core.NewOrder;
import io.parallax.simulator.core.NewOrder.Instruction;
import io.parallax.simulator.core.SimulatedExchange;
import io.parallax.simulator.core.TradingMode;
import io.parallax.units.FixedPoint;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A `POST /orders` body, checked in the order of the simulator profile: body, symbol, type, decimals, time in
/// force, receive window, time. Nonce and signature are the caller's. Thread: simulator loop; immutable.
record VestOrderForm(
        long time,
        long nonce,
        String symbol,
        boolean buy,
        String sizeText,
        String orderType,
        String limitPriceText,
        boolean reduceOnly,
        Instruction instruction,
        String signature) {
    private static final List<String> TYPES = List.of("MARKET", "LIMIT", "STOP_LOSS", "TAKE_PROFIT");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,12}(\\.\\d{1,18})?");
    private static final long RECEIVE_WINDOW_MILLIS = 5_000;
    private static final long RECEIVE_WINDOW_MILLIS_MAX = 60_000;

    static VestOrderForm read(Fields body, SimulatedExchange exchange, VestSimulatorSettings settings, long nowMillis) {
        Fields order = body.object("order");
        VestOrderForm form = new VestOrderForm(
                order.whole("time"),
                order.whole("nonce"),
                order.text("symbol"),
                order.flag("isBuy"),
                order.text("size"),
                order.text("orderType"),
                order.text("limitPrice"),
                order.flag("reduceOnly"),
                Instruction.GTC,
                body.text("signature"));
        Optional<String> timeInForce = order.textIfPresent("timeInForce");
        boolean bracket = order.textIfPresent("tpPrice").isPresent()
                || order.textIfPresent("slPrice").isPresent();
        long receiveWindow = body.whole("recvWindow", RECEIVE_WINDOW_MILLIS);
        Instrument instrument = exchange.book(form.symbol)
                .orElseThrow(() -> Refusal.of(VestCode.BAD_SYMBOL))
                .instrument()
                .instrument();
        if (exchange.mode(form.symbol) != TradingMode.OPEN && !settings.has(VestAlternative.HALT_REJECTED_LATER)) {
            throw Refusal.of(VestCode.MARKET_CLOSED);
        }
        if (!TYPES.contains(form.orderType)) {
            throw Refusal.of(VestCode.INVALID_ORDER_TYPE);
        }
        form.checkNumbers(instrument, settings.has(VestAlternative.EXACT_DECIMALS));
        if (bracket) {
            throw Refusal.of(VestCode.INVALID_TP_SL_PRICE);
        }
        Instruction instruction = form.instruction(timeInForce, settings);
        checkTime(form.time, form.nonce, receiveWindow, nowMillis);
        return new VestOrderForm(
                form.time,
                form.nonce,
                form.symbol,
                form.buy,
                form.sizeText,
                form.orderType,
                form.limitPriceText,
                form.reduceOnly,
                instruction,
                form.signature);
    }

    /// The checks of receive window and time, which cancels share.
    static void checkTime(long time, long nonce, long receiveWindow, long nowMillis) {
        if (receiveWindow < 1 || receiveWindow > RECEIVE_WINDOW_MILLIS_MAX) {
            throw Refusal.of(VestCode.BAD_RECV_WINDOW);
        }
        if (time < 0 || nonce < 0) {
            throw Refusal.of(VestCode.INVALID_PARAMETER);
        }
        if (nowMillis > time + receiveWindow) {
            throw Refusal.of(VestCode.ORDER_EXPIRED);
        }
    }

    static long receiveWindow(Fields body) {
        return body.whole("recvWindow", RECEIVE_WINDOW_MILLIS);
    }

    private void checkNumbers(Instrument instrument, boolean exact) {
        checkDecimals(sizeText, instrument.quantityDecimals(), exact);
        checkDecimals(limitPriceText, instrument.priceDecimals(), exact);
        if (number(sizeText) <= 0) {
            throw Refusal.of(VestCode.INVALID_PARAMETER, "Size must be positive");
        }
        if (number(limitPriceText) <= 0) {
            throw Refusal.of(VestCode.INVALID_LIMIT_PRICE);
        }
    }

    private static void checkDecimals(String text, int decimals, boolean exact) {
        if (!DECIMAL.matcher(text).matches()) {
            throw Refusal.of(VestCode.INVALID_PARAMETER);
        }
        int point = text.indexOf('.');
        int found = point < 0 ? 0 : text.length() - point - 1;
        if (found > decimals || (exact && found != decimals)) {
            throw Refusal.of(VestCode.BAD_DECIMALS);
        }
    }

    private static long number(String text) {
        try {
            return FixedPoint.parse(text);
        } catch (NumberFormatException e) {
            throw Refusal.of(VestCode.INVALID_PARAMETER);
        }
    }

    private Instruction instruction(Optional<String> timeInForce, VestSimulatorSettings settings) {
        Instruction asked = switch (timeInForce.orElse("GTC")) {
            case "GTC" -> Instruction.GTC;
            case "FOK" -> Instruction.FOK;
            case "IOC" -> immediate(settings);
            default -> throw Refusal.of(VestCode.INVALID_TIME_IN_FORCE);
        };
        // The page's own example sends GTC with MARKET; a market order is all or nothing here whatever it says.
        return orderType.equals("LIMIT") ? asked : Instruction.FOK;
    }

    private static Instruction immediate(VestSimulatorSettings settings) {
        if (settings.has(VestAlternative.IOC_HONOURED)) {
            return Instruction.IOC;
        }
        if (settings.has(VestAlternative.IOC_AS_GTC)) {
            return Instruction.GTC;
        }
        throw Refusal.of(VestCode.INVALID_TIME_IN_FORCE);
    }

    byte[] hash() {
        return VestSignatures.orderHash(time, nonce, orderType, symbol, buy, sizeText, limitPriceText, reduceOnly);
    }

    /// `0x` and the args hash: stable, unique, 66 characters. How the exchange makes its ids is not known.
    String id() {
        return "0x" + HexFormat.of().formatHex(hash());
    }

    /// The order for the core. Stops and take-profits wait for the mark and execute without a bound,
    /// reduce-only.
    NewOrder toCore(String account) {
        boolean conditional = !orderType.equals("LIMIT") && !orderType.equals("MARKET");
        boolean above = orderType.equals("TAKE_PROFIT") != buy;
        long priceE8 = number(limitPriceText);
        return new NewOrder(
                id(),
                Long.toString(nonce),
                account,
                symbol,
                buy ? Side.BUY : Side.SELL,
                !orderType.equals("LIMIT"),
                instruction,
                number(sizeText),
                conditional ? FixedPoint.NO_PRICE : priceE8,
                FixedPoint.NO_PRICE,
                reduceOnly || conditional,
                conditional ? priceE8 : FixedPoint.NO_PRICE,
                above);
    }
}
