package io.parallax.simulator.paradex;

/// What the exchange accepts at the moment. Thread: any; immutable.
public enum SystemState {
    OK("ok"),
    MAINTENANCE("maintenance"),
    CANCEL_ONLY("cancel_only"),
    POST_ONLY("post_only");

    private final String text;

    SystemState(String text) {
        this.text = text;
    }

    /// As `GET /system/state` says it.
    public String text() {
        return text;
    }

    void check(OrderForm order) {
        switch (this) {
            case OK -> {}
            case MAINTENANCE ->
                throw ApiException.unavailable("SERVICE_UNAVAILABLE", "the exchange is under maintenance");
            case CANCEL_ONLY ->
                throw ApiException.badRequest("SYSTEM_STATUS_CANCEL_ONLY", "only cancellations are accepted");
            case POST_ONLY -> {
                if (order.instruction() != Wire.Instruction.POST_ONLY) {
                    throw ApiException.badRequest("SYSTEM_STATUS_POST_ONLY", "only post-only orders are accepted");
                }
            }
        }
    }
}
