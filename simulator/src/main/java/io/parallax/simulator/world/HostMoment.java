package io.parallax.simulator.world;

/// A point in the work of a process at which it can end: each is told before what it names happens.
public enum HostMoment {
    /// The engine takes in what an exchange told.
    REPORT,
    /// The engine takes in what the operator told.
    OPERATOR,
    /// The engine takes in the changes of books that wait.
    BOOK,
    TICK,
    /// The engine gives a command out; in the middle of its turn.
    COMMAND,
    /// The command is handed to the gateway, the engine's turn goes on.
    COMMANDED,
    /// A request, or a text on a socket, is handed to the network.
    SEND
}
