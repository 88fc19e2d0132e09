/// Paradex: [ParadexAdapter] is the way in, [ParadexConfig] what it is made with. Feed (public socket to book
/// events), Gateway (commands to requests, private socket to order events), Codec and Sbe (wire to domain and
/// back, no I/O), Signer. Thread: the feed lives on the feed loop, the gateway on the gateway loop, and they
/// share nothing but counters. Must not know any other exchange.
@NullMarked
package io.parallax.exchange.paradex;

import org.jspecify.annotations.NullMarked;
