package io.parallax.exchange.vest;

import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.TimeInForce;
import io.parallax.instrument.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Signed requests of orders, from one [VestOrderTemplate] per kind of order, made when the first order of the kind
/// comes. Thread: the gateway loop.
final class VestOrderTemplates {
    private record Kind(
            String symbol, Side side, TimeInForce timeInForce, boolean reduceOnly, VestOrderTemplate template) {
        boolean fits(OrderRequest order) {
            return side == order.side()
                    && timeInForce == order.timeInForce()
                    && reduceOnly == order.reduceOnly()
                    && symbol.equals(order.instrument().symbol());
        }
    }

    private final VestConfig config;
    private final VestSigner signer;
    /// Few: at most eight per instrument. Searching them makes no garbage, a map's key would.
    private final List<Kind> kinds = new ArrayList<>();

    VestOrderTemplates(VestConfig config, VestSigner signer) {
        this.config = config;
        this.signer = signer;
    }

    /// The body of the request. A copy, because the transport may keep it until a connection is free.
    byte[] order(OrderRequest order, long timeEpochMillis, long nonce) {
        VestOrderTemplate template = template(order);
        template.write(timeEpochMillis, nonce, order, signer);
        return Arrays.copyOf(template.body(), template.length());
    }

    VestOrderTemplate template(OrderRequest order) {
        for (int i = 0; i < kinds.size(); i++) {
            if (kinds.get(i).fits(order)) {
                return kinds.get(i).template;
            }
        }
        VestOrderTemplate template =
                new VestOrderTemplate(VestOrderTicket.of(order, 0, 0, config), config.recvWindowMillis());
        kinds.add(
                new Kind(order.instrument().symbol(), order.side(), order.timeInForce(), order.reduceOnly(), template));
        return template;
    }
}
