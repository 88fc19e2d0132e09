/// Signatures: SNIP-12 with Pedersen and ECDSA on the STARK curve, EIP-712 and personal messages on secp256k1,
/// and the keys beneath them. Useful alone: depends on nothing else of Parallax.
///
/// Way in: [OrderSigner] for Paradex orders, [ParadexMessages] for its other messages, [StarkSigner] and
/// [StarkVerifier] beneath them; [EthereumSigner] with [PersonalMessage] or [Eip712] for Vest.
///
/// Secrets: nonces, keys and what is derived from them run through [ScalarField], [GeneratorTable] and the
/// fixed inversion of [Field] only. There, no branch and no array index depends on a secret, except for the
/// fallback that [GeneratorTable] names and the count of rejected nonce candidates. Not covered: the JVM
/// itself, SHA-256 of the JDK, BouncyCastle where it stands in for libsecp256k1, and [StarkKeys]. All other
/// types take public values and are variable time. `docs/signing.md` says more.
///
/// Thread: stated by each type.
@NullMarked
package io.parallax.exchange.signing;

import org.jspecify.annotations.NullMarked;
