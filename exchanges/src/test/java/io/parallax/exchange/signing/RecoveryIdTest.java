package io.parallax.exchange.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.parallax.exchange.signing.Secp256k1Library.SigningKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// v is told by whoever makes the signature; a recovery, which asks nobody, must find the same.
class RecoveryIdTest {
    private static final int KEYS = 40;
    private static final int DIGESTS_PER_KEY = 100;
    private static final Secp256k1Library NATIVE = NativeSecp256k1Library.load().orElseThrow();
    private static final List<Secp256k1Library> LIBRARIES =
            List.of(NATIVE, NativeSecp256k1Library.loadBindingOnly().orElseThrow(), new BouncyCastleSecp256k1Library());

    @Test
    void everyLibrarySignsTheSameAndTellsTheIdThatRecoveryFinds() {
        long seed = Long.getLong("parallax.seed", 20_261_124L);
        System.out.println("RecoveryIdTest seed " + seed);
        Random random = new Random(seed);
        int[] seen = new int[2];
        for (int i = 0; i < KEYS; i++) {
            // Small keys too. A random 32 bytes are not below n once in 2¹²⁷.
            byte[] key = bytes(random);
            Arrays.fill(key, 0, i % 32, (byte) 0);
            List<SigningKey> signers =
                    LIBRARIES.stream().map(library -> library.signingKey(key)).toList();
            for (int j = 0; j < DIGESTS_PER_KEY; j++) {
                seen[check(key, signers, bytes(random))]++;
            }
            signers.forEach(SigningKey::close);
        }
        assertThat(seen[0]).isBetween(KEYS * DIGESTS_PER_KEY / 3, KEYS * DIGESTS_PER_KEY * 2 / 3);
    }

    private static int check(byte[] key, List<SigningKey> signers, byte[] digest) {
        byte[] first = new byte[64];
        int id = signers.getFirst().sign(digest, first, 0);
        String message = "key " + HexFormat.of().formatHex(key) + ", digest "
                + HexFormat.of().formatHex(digest);
        assertThat(RecoveryIds.find(NATIVE, digest, first, NATIVE.publicKey(key)))
                .as(message)
                .isEqualTo(id);
        for (SigningKey signer : signers) {
            byte[] other = new byte[70];
            assertThat(signer.sign(digest, other, 3)).as(message).isEqualTo(id);
            assertThat(Arrays.copyOfRange(other, 3, 67)).as(message).isEqualTo(first);
        }
        return id;
    }

    @Test
    void digestsThatAreNotBelowTheOrderAreSignedAlike() {
        byte[] key = Keccak256.digest("key");
        for (int fill : new int[] {0x00, 0xff}) {
            byte[] digest = new byte[32];
            Arrays.fill(digest, (byte) fill);
            check(
                    key,
                    LIBRARIES.stream().map(library -> library.signingKey(key)).toList(),
                    digest);
        }
    }

    @Test
    void aSignatureOfAnotherKeyHasNoId() {
        byte[] digest = Keccak256.digest("order");
        byte[] compact = new byte[64];
        try (SigningKey signer = NATIVE.signingKey(Keccak256.digest("key"))) {
            var _ = signer.sign(digest, compact, 0);
        }
        byte[] otherKey = NATIVE.publicKey(Keccak256.digest("other key"));
        for (Secp256k1Library library : LIBRARIES) {
            assertThatThrownBy(() -> RecoveryIds.find(library, digest, compact, otherKey))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void linuxSignsWithoutTheBinding() {
        assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
        assertThat(((NativeSecp256k1Library) NATIVE).signsDirectly()).isTrue();
    }

    @Test
    void signaturesStandWhereTheCallerWantsThem() {
        byte[] digest = Keccak256.digest("order");
        for (Secp256k1Library library : LIBRARIES) {
            try (EthereumSigner signer = new EthereumSigner(Secret.fromHex("22"), library)) {
                byte[] target = new byte[70];
                signer.sign(digest, target, 5);
                assertThat(Arrays.copyOfRange(target, 5, 70)).isEqualTo(signer.sign(digest));
                assertThat(Arrays.copyOf(target, 5)).isEqualTo(new byte[5]);
                assertThatThrownBy(() -> signer.sign(digest, target, 6)).isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
    }

    @Test
    void aClosedKeyIsGoneFromOutsideTheHeapToo() {
        SigningKey signer = NATIVE.signingKey(Keccak256.digest("key"));
        signer.close();
        assertThatThrownBy(() -> signer.sign(Keccak256.digest("order"), new byte[64], 0))
                .isInstanceOf(RuntimeException.class);
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return bytes;
    }
}
