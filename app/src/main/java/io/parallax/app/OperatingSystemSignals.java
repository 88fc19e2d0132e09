package io.parallax.app;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears SIGINT, SIGTERM and SIGHUP, also a second time, which shutdown hooks cannot. Reaches `sun.misc.Signal`
/// by reflection because the compiler warns of it and it has no replacement. Thread: the handler runs on a thread
/// of the JVM.
public final class OperatingSystemSignals {
    private static final Logger LOG = LoggerFactory.getLogger(OperatingSystemSignals.class);
    private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

    private OperatingSystemSignals() {}

    /// Calls `handler` with the signal's name for each signal from now on.
    public static void handle(Consumer<String> handler) {
        for (String name : NAMES) {
            try {
                Class<?> signalType = Class.forName("sun.misc.Signal");
                Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
                MethodHandle accept = MethodHandles.lookup()
                        .findVirtual(Consumer.class, "accept", MethodType.methodType(void.class, Object.class))
                        .bindTo(handler)
                        .bindTo(name);
                Object listener = MethodHandleProxies.asInterfaceInstance(
                        handlerType, MethodHandles.dropArguments(accept, 0, signalType));
                signalType
                        .getMethod("handle", signalType, handlerType)
                        .invoke(null, signalType.getConstructor(String.class).newInstance(name), listener);
            } catch (ReflectiveOperationException | RuntimeException e) {
                // Without it the JVM's own answer to the signal remains: it ends.
                LOG.warn("SIG{} cannot be heard on this system: {}", name, e.toString());
            }
        }
    }
}
