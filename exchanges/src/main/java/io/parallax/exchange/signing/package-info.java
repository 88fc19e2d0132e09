/// Signatures: SNIP-12 with Pedersen and ECDSA on the STARK curve, EIP-712 and personal messages on secp256k1,
/// and the keys beneath them. Useful alone: depends on nothing else of Parallax. Thread: stated by each type.
@NullMarked
package io.parallax.exchange.signing;

import org.jspecify.annotations.NullMarked;
