package io.parallax.exchange.vest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import io.parallax.exchange.ClientOrderId;
import io.parallax.exchange.OrderIntent;
import io.parallax.exchange.OrderRequest;
import io.parallax.exchange.TimeInForce;
import io.parallax.exchange.signing.EthereumSigner;
import io.parallax.exchange.signing.Secret;
import io.parallax.instrument.ExchangeId;
import io.parallax.instrument.Instrument;
import io.parallax.instrument.Leg;
import io.parallax.instrument.Side;
import io.parallax.units.FixedPoint;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Patched orders against the plain way, byte for byte.
class VestOrderTemplateTest {
    private static final String KEY = "22".repeat(32);
    private static final int ORDERS = 3_000;
    private static final int COUNTED = 20_000;
    private static final int ROUNDS_MAX = 20;

    /// Less than a byte an order: the smallest object has sixteen.
    private static final long BYTES_MAX = COUNTED;

    private final VestSigner signer = new VestSigner(Secret.fromHex(KEY));

    @Test
    void randomOrdersAreTheSameBytesEitherWay() {
        long seed = Long.getLong("parallax.seed", 20_261_125L);
        System.out.println("VestOrderTemplateTest seed " + seed);
        Random random = new Random(seed);
        for (VestConfig.ImmediateAs immediateAs : VestConfig.ImmediateAs.values()) {
            VestConfig config =
                    VestConfig.production().withImmediateAs(immediateAs).withSendReduceOnly(random.nextBoolean());
            VestOrderTemplates templates = new VestOrderTemplates(config, signer);
            for (int i = 0; i < ORDERS; i++) {
                OrderRequest order = randomOrder(random);
                long time = random.nextLong() >>> random.nextInt(1, 64);
                long nonce = random.nextLong() >>> random.nextInt(1, 64);
                assertThat(utf8(templates.order(order, time, nonce)))
                        .isEqualTo(plain(VestOrderTicket.of(order, time, nonce, config), config));
            }
        }
    }

    private String plain(VestOrderTicket ticket, VestConfig config) {
        return utf8(VestRequests.order(ticket, config.recvWindowMillis(), signer.signOrder(ticket)));
    }

    /// Of a few instruments, among them names that look like parts of the body and one that takes two words, and of
    /// all sizes that a fixed-point number has.
    private static OrderRequest randomOrder(Random random) {
        String[] symbols = {"BTC-PERP", "time:", "size:0", "0", "A-NAME-OF-MORE-THAN-THIRTY-TWO-BYTES-PERP"};
        Instrument instrument = instrument(
                symbols[random.nextInt(symbols.length)], power(random.nextInt(11)), power(random.nextInt(11)));
        return new OrderRequest(
                new ClientOrderId("test", 1_767_225_600L, 1, Leg.A, OrderIntent.ENTRY),
                instrument,
                random.nextBoolean() ? Side.BUY : Side.SELL,
                multiple(random, instrument.lotE8()),
                multiple(random, instrument.tickE8()),
                random.nextBoolean() ? TimeInForce.IMMEDIATE_OR_CANCEL : TimeInForce.GOOD_TILL_CANCELLED,
                random.nextBoolean(),
                0);
    }

    private static long multiple(Random random, long step) {
        long room = Long.MAX_VALUE / step;
        return switch (random.nextInt(10)) {
            case 0 -> room * step;
            case 1 -> step;
            default -> Math.max(1, (random.nextLong() >>> random.nextInt(1, 64)) % room) * step;
        };
    }

    private static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }

    private static Instrument instrument(String symbol, long tickE8, long lotE8) {
        return new Instrument(ExchangeId.VEST, symbol, symbol, tickE8, lotE8, lotE8, Long.MAX_VALUE, 0, 100, 50, true);
    }

    @ParameterizedTest
    @MethodSource("io.parallax.exchange.vest.VestSignerTest#orders")
    void publishedOrdersAreTheSameBytes(JsonNode vector) {
        JsonNode body = vector.path("requestBody");
        JsonNode order = body.path("order");
        VestOrderTicket ticket = VestSignerTest.ticket(order);
        VestSigner key =
                new VestSigner(Secret.fromHex(vector.path("signingPrivateKey").asString()));
        VestOrderTemplate template =
                new VestOrderTemplate(ticket, body.path("recvWindow").asLong());
        // Twice, so that the first cannot leave anything behind: with the longest texts, then the right ones.
        template.write(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, 8, Long.MAX_VALUE, 8, key);
        template.write(
                ticket.timeEpochMillis(),
                ticket.nonce(),
                FixedPoint.parse(ticket.size()),
                decimals(ticket.size()),
                FixedPoint.parse(ticket.limitPrice()),
                decimals(ticket.limitPrice()),
                key);

        assertThat(utf8(Arrays.copyOf(template.body(), template.length()))).isEqualTo(body.toString());
    }

    private static int decimals(String text) {
        return text.contains(".") ? text.length() - text.indexOf('.') - 1 : 0;
    }

    @Test
    void numbersAreWrittenAsFixedPointFormatsThem() {
        byte[] digits = new byte[2 + VestDigits.BYTES_MAX];
        for (long valueE8 : new long[] {0, 1, 10, 99_999_999, 100_000_000, 12_345_678_900L, Long.MAX_VALUE}) {
            for (int decimals = 0; decimals <= FixedPoint.DECIMALS; decimals++) {
                int places = decimals;
                if (valueE8 % power(FixedPoint.DECIMALS - decimals) == 0) {
                    int end = VestDigits.putDecimal(valueE8, decimals, digits, 2);
                    assertThat(new String(digits, 2, end - 2, StandardCharsets.US_ASCII))
                            .isEqualTo(FixedPoint.format(valueE8, decimals));
                } else {
                    assertThatThrownBy(() -> VestDigits.putDecimal(valueE8, places, digits, 2))
                            .isInstanceOf(ArithmeticException.class)
                            .hasMessageContaining("decimals");
                }
            }
        }
        assertThat(VestDigits.putLong(Long.MAX_VALUE, digits, 0)).isEqualTo(19);
        assertThatThrownBy(() -> VestDigits.putLong(-1, digits, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VestDigits.putDecimal(-FixedPoint.ONE, 0, digits, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Signature included: libsecp256k1's own function takes memory outside the heap.
    @Test
    void makesNoGarbagePerOrder() {
        assumeThat(EthereumSigner.libraryName()).isEqualTo("libsecp256k1");
        assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
        VestOrderTemplates templates = new VestOrderTemplates(VestConfig.production(), signer);
        OrderRequest[] orders = {order(Side.BUY, "0.03", "91000"), order(Side.SELL, "1.25", "90999.5")};
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long nonce = 1_767_225_600_000L;
        long bytes = Long.MAX_VALUE;
        // Until the compiler is done there is garbage of its making: the first clean round counts, and there must be
        // one.
        int rounds = 0;
        while (bytes > BYTES_MAX && rounds < ROUNDS_MAX) {
            rounds++;
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < COUNTED; i++) {
                nonce++;
                OrderRequest order = orders[i & 1];
                templates.template(order).write(nonce, nonce, order, signer);
            }
            bytes = threads.getCurrentThreadAllocatedBytes() - before;
        }
        System.out.println("VestOrderTemplateTest: " + bytes + " B for " + COUNTED + " orders in round " + rounds);

        assertThat(bytes).isLessThanOrEqualTo(BYTES_MAX);
        VestOrderTicket last = VestOrderTicket.of(orders[1], nonce, nonce, VestConfig.production());
        VestOrderTemplate template = templates.template(orders[1]);
        assertThat(utf8(Arrays.copyOf(template.body(), template.length())))
                .isEqualTo(plain(last, VestConfig.production()));
    }

    private static OrderRequest order(Side side, String quantity, String limitPrice) {
        return new OrderRequest(
                new ClientOrderId("test", 1_767_225_600L, 1, Leg.A, OrderIntent.ENTRY),
                instrument("BTC-PERP", FixedPoint.parse("0.01"), FixedPoint.parse("0.0001")),
                side,
                FixedPoint.parse(quantity),
                FixedPoint.parse(limitPrice),
                TimeInForce.IMMEDIATE_OR_CANCEL,
                false,
                0);
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
