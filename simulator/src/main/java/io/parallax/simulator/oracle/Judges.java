package io.parallax.simulator.oracle;

import io.parallax.engine.OperatorCommand;
import io.parallax.execution.EngineNotice;
import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.world.Channel;
import io.parallax.simulator.world.RequestClass;
import io.parallax.simulator.world.Taps;
import java.util.List;

/// Tells all, in their order. Thread: the world's.
record Judges(List<Taps> all) implements Taps {
    @Override
    public void onSent(ExchangeId exchange, RequestClass kind, String target, byte[] body, long nowNanos) {
        all.forEach(each -> each.onSent(exchange, kind, target, body, nowNanos));
    }

    @Override
    public void onArrived(ExchangeId exchange, RequestClass kind, String target, byte[] body, long nowNanos) {
        all.forEach(each -> each.onArrived(exchange, kind, target, body, nowNanos));
    }

    @Override
    public void onReply(
            ExchangeId exchange,
            RequestClass kind,
            String target,
            byte[] request,
            int status,
            byte[] body,
            long askedNanos,
            long nowNanos) {
        all.forEach(each -> each.onReply(exchange, kind, target, request, status, body, askedNanos, nowNanos));
    }

    @Override
    public void onNoReply(ExchangeId exchange, RequestClass kind, byte[] request, boolean mayHaveLeft, long nowNanos) {
        all.forEach(each -> each.onNoReply(exchange, kind, request, mayHaveLeft, nowNanos));
    }

    @Override
    public void onFrame(ExchangeId exchange, Channel channel, byte[] bytes, long sentNanos, long nowNanos) {
        all.forEach(each -> each.onFrame(exchange, channel, bytes, sentNanos, nowNanos));
    }

    @Override
    public void onConnection(ExchangeId exchange, Channel channel, boolean open, long nowNanos) {
        all.forEach(each -> each.onConnection(exchange, channel, open, nowNanos));
    }

    @Override
    public void onNotice(EngineNotice notice, long nowNanos) {
        all.forEach(each -> each.onNotice(notice, nowNanos));
    }

    @Override
    public void onOperator(OperatorCommand command, long nowNanos) {
        all.forEach(each -> each.onOperator(command, nowNanos));
    }

    @Override
    public void onStart(int life, long nowNanos) {
        all.forEach(each -> each.onStart(life, nowNanos));
    }

    @Override
    public void onCrash(long nowNanos) {
        all.forEach(each -> each.onCrash(nowNanos));
    }

    @Override
    public void onTurn(long nowNanos) {
        all.forEach(each -> each.onTurn(nowNanos));
    }
}
