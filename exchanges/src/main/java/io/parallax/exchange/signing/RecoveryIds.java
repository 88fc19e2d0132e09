package io.parallax.exchange.signing;

import java.util.Arrays;
import java.util.Optional;

/// Finds out which of the points that r can mean a signature was made with, by recovering the public key from it.
/// For libraries that do not tell. Thread: any.
final class RecoveryIds {
    private static final int IDS = 4;

    private RecoveryIds() {}

    /// The id whose recovery is the public key of the signer. Throws [IllegalStateException] when none is: then
    /// the signature is wrong.
    static int find(Secp256k1Library library, byte[] digest, byte[] compactSignature, byte[] publicKey) {
        for (int id = 0; id < IDS; id++) {
            // One of the first two, unless x of the point was not below n.
            Optional<byte[]> recovered = library.recover(digest, compactSignature, id);
            if (recovered.isPresent() && Arrays.equals(recovered.get(), publicKey)) {
                return id;
            }
        }
        throw new IllegalStateException(library.name() + " made a signature that is not its key's");
    }
}
