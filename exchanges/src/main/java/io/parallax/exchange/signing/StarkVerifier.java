package io.parallax.exchange.signing;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Verifies signatures on the STARK curve where only x of the public key is known: either y will do. Variable
/// time; all inputs are public. Makes no garbage while one thread verifies at a time. Thread: any.
public final class StarkVerifier {
    /// Working space that no thread uses at the moment.
    private static final AtomicReference<@Nullable SignatureEquation> SPARE = new AtomicReference<>();

    private StarkVerifier() {}

    public static boolean verify(Felt publicKeyX, Felt messageHash, StarkSignature signature) {
        return verify(publicKeyX, messageHash, signature.r(), signature.s());
    }

    /// False as well when a number is out of its range or when no point has this x.
    public static boolean verify(Felt publicKeyX, Felt messageHash, Felt r, Felt s) {
        SignatureEquation spare = SPARE.getAndSet(null);
        SignatureEquation equation = spare == null ? new SignatureEquation() : spare;
        boolean valid = equation.holds(publicKeyX, messageHash, r, s);
        SPARE.set(equation);
        return valid;
    }

    /// 0 < r < 2²⁵¹ and 0 < s < n.
    static boolean isInRange(StarkSignature signature) {
        Felt s = signature.s();
        return !signature.r().isZero()
                && signature.r().isBelow2Pow251()
                && ScalarField.isInRange(new long[] {s.word0(), s.word1(), s.word2(), s.word3()});
    }
}
