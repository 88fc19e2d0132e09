package io.parallax.exchange.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SigningAllocationTest {
    private static final int ROUNDS_MAX = 60;
    private static final int ORDERS = 500;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @AfterEach
    void leaveTheScalarPathToOtherTests() {
        VectorPath.stop();
    }

    @Test
    void aPreparedOrderMakesNoGarbageOnTheScalarPath() {
        assertThat(VectorPath.isReady()).isFalse();
        assertThat(leastGarbage()).isZero();
    }

    @Test
    void aPreparedOrderMakesNoGarbageOnTheVectorPath() {
        assumeTrue(VectorPath.prepare());
        assertThat(leastGarbage()).isZero();
    }

    /// Bytes of one round: the first rounds allocate until the code is compiled, then none may.
    private static long leastGarbage() {
        try (StarkSigner key = new StarkSigner(Secret.fromHex("543b6cf6c91817a87174aaea4fb370ac1c694e864d7740d728"))) {
            OrderSigner orders = OrderSigner.prepare(
                    key, "PRIVATE_SN_POTC_SEPOLIA", Felt.of(7), "BTC-USD-PERP", OrderSide.BUY, "LIMIT");
            byte[] text = new byte[StarkSignature.TEXT_BYTES_MAX];
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS_MAX && least > 0; round++) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < ORDERS; i++) {
                    orders.sign(1_000L * i, 10_000_000L * (600_000 + i), 1_700_000_000_000L + i, text, 0);
                }
                least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
            }
            return least;
        }
    }
}
