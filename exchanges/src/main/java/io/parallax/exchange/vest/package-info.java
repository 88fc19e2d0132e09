/// Vest Markets, API version 2. Way in: [VestAdapter], made from a [VestConfig]. [VestFeed] turns the public
/// socket into book events, [VestGateway] turns commands into requests and the private stream into order events,
/// [VestCodec] speaks the wire format, [VestSigner] signs. What the exchange can do, its quirks and our choices:
/// `docs/exchanges/vest.md`. Thread: the feed lives on one loop, everything else on another. Knows nothing of
/// other exchanges.
@NullMarked
package io.parallax.exchange.vest;

import org.jspecify.annotations.NullMarked;
