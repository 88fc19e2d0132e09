package io.parallax.simulator.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/// Loads all of our code anew, with some classes replaced, so that a defective copy runs beside the sound one. What
/// signs stays shared, for its tables and its compiled code; so does everything that is not ours, and resources.
final class MutantLoader extends ClassLoader {
    private static final String OURS = "io.parallax.";
    private static final String SHARED = "io.parallax.exchange.signing.";

    private final Map<String, byte[]> replaced;

    static {
        registerAsParallelCapable();
    }

    MutantLoader(ClassLoader parent, Map<String, byte[]> replaced) {
        super("mutant", parent);
        this.replaced = Map.copyOf(replaced);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS) || name.startsWith(SHARED)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = replaced.containsKey(name) ? replaced.get(name) : original(name);
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] original(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
