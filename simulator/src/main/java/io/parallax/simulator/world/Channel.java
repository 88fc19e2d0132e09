package io.parallax.simulator.world;

/// Which of a host's connections to an exchange something travels on.
public enum Channel {
    /// The feed's socket: public books.
    BOOK,
    /// The gateway's socket: own orders, fills, positions; on Paradex orders and their answers too.
    PRIVATE,
    /// Requests and responses.
    HTTP
}
