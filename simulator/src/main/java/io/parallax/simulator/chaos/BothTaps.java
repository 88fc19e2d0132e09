package io.parallax.simulator.chaos;

import io.parallax.engine.OperatorCommand;
import io.parallax.execution.EngineNotice;
import io.parallax.instrument.ExchangeId;
import io.parallax.simulator.world.Channel;
import io.parallax.simulator.world.RequestClass;
import io.parallax.simulator.world.Taps;

/// Tells two, one after the other. Thread: the world's.
record BothTaps(Taps first, Taps second) implements Taps {
    @Override
    public void onSent(ExchangeId exchange, RequestClass kind, String target, byte[] body, long nowNanos) {
        first.onSent(exchange, kind, target, body, nowNanos);
        second.onSent(exchange, kind, target, body, nowNanos);
    }

    @Override
    public void onArrived(ExchangeId exchange, RequestClass kind, String target, byte[] body, long nowNanos) {
        first.onArrived(exchange, kind, target, body, nowNanos);
        second.onArrived(exchange, kind, target, body, nowNanos);
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
        first.onReply(exchange, kind, target, request, status, body, askedNanos, nowNanos);
        second.onReply(exchange, kind, target, request, status, body, askedNanos, nowNanos);
    }

    @Override
    public void onNoReply(ExchangeId exchange, RequestClass kind, byte[] request, boolean mayHaveLeft, long nowNanos) {
        first.onNoReply(exchange, kind, request, mayHaveLeft, nowNanos);
        second.onNoReply(exchange, kind, request, mayHaveLeft, nowNanos);
    }

    @Override
    public void onFrame(ExchangeId exchange, Channel channel, byte[] bytes, long sentNanos, long nowNanos) {
        first.onFrame(exchange, channel, bytes, sentNanos, nowNanos);
        second.onFrame(exchange, channel, bytes, sentNanos, nowNanos);
    }

    @Override
    public void onConnection(ExchangeId exchange, Channel channel, boolean open, long nowNanos) {
        first.onConnection(exchange, channel, open, nowNanos);
        second.onConnection(exchange, channel, open, nowNanos);
    }

    @Override
    public void onNotice(EngineNotice notice, long nowNanos) {
        first.onNotice(notice, nowNanos);
        second.onNotice(notice, nowNanos);
    }

    @Override
    public void onOperator(OperatorCommand command, long nowNanos) {
        first.onOperator(command, nowNanos);
        second.onOperator(command, nowNanos);
    }

    @Override
    public void onStart(int life, long nowNanos) {
        first.onStart(life, nowNanos);
        second.onStart(life, nowNanos);
    }

    @Override
    public void onCrash(long nowNanos) {
        first.onCrash(nowNanos);
        second.onCrash(nowNanos);
    }

    @Override
    public void onTurn(long nowNanos) {
        first.onTurn(nowNanos);
        second.onTurn(nowNanos);
    }
}
