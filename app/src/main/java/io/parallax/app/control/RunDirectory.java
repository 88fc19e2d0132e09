package io.parallax.app.control;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A directory of one engine, mode 0700: its control socket and what must outlive the process. None of it is trading
/// state; all of it may be lost. While an engine runs it holds a lock of the operating system on a file inside, which
/// ends with the process however that ends. Thread: any.
public final class RunDirectory implements AutoCloseable {
    /// Names the directory that holds the run directories.
    public static final String VARIABLE = "PARALLAX_RUN_DIR";

    /// Begins the names of directories that end with their engine.
    static final String TEMPORARY = "embedded-";

    private static final Set<PosixFilePermission> OWNER_ONLY = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    private static final String LOCK = "lock";

    private final Path path;
    private final boolean temporary;
    private final @Nullable FileChannel lock;

    private RunDirectory(Path path, boolean temporary, @Nullable FileChannel lock) {
        this.path = path;
        this.temporary = temporary;
        this.lock = lock;
    }

    /// Where run directories are: as `PARALLAX_RUN_DIR` says, else `parallax` in the user's directory for state that
    /// survives a restart of the machine.
    public static Path base(Map<String, String> environment) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isBlank()) {
            return Path.of(named).toAbsolutePath();
        }
        Path state = Path.of(environment.getOrDefault("XDG_STATE_HOME", ""));
        // A relative path there is to be ignored: XDG Base Directory Specification 0.8.
        Path home = state.isAbsolute() ? state : Path.of(System.getProperty("user.home"), ".local", "state");
        return home.resolve("parallax").toAbsolutePath();
    }

    /// Takes the directory `name` for an engine; makes it when it is missing.
    ///
    /// @throws IOException when it cannot be made, is not ours alone, or another engine has it; the message is
    ///     for the operator
    public static RunDirectory open(Path base, String name) throws IOException {
        Files.createDirectories(base, PRIVATE);
        Path path = base.resolve(name);
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(path, PRIVATE);
        }
        requirePrivate(path);
        return locked(path, false).orElseThrow(() -> new IOException("another engine runs in " + path));
    }

    /// Makes a directory that [#close] removes, for an engine of which nothing has to stay; removes those of engines
    /// that ended without doing so.
    ///
    /// @throws IOException when it cannot be made
    public static RunDirectory openTemporary(Path base) throws IOException {
        Files.createDirectories(base, PRIVATE);
        sweep(base);
        String name = TEMPORARY + ProcessHandle.current().pid();
        Path path = base.resolve(name);
        for (int next = 2; Files.exists(path, LinkOption.NOFOLLOW_LINKS); next++) {
            path = base.resolve(name + "-" + next);
        }
        Files.createDirectory(path, PRIVATE);
        Path made = path;
        return locked(path, true).orElseThrow(() -> new IOException("somebody else locked " + made));
    }

    private static void sweep(Path base) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(base, TEMPORARY + "*")) {
            for (Path each : left) {
                if (isPrivate(each)) {
                    // Another process may be making its own at this moment: without a lock file it is left alone.
                    Optional<RunDirectory> dead =
                            Files.exists(each.resolve(LOCK)) ? locked(each, true) : Optional.empty();
                    dead.ifPresent(RunDirectory::close);
                }
            }
        }
    }

    /// Every run directory of ours below `base`, engines running or not.
    public static List<RunDirectory> all(Path base) throws IOException {
        List<RunDirectory> found = new ArrayList<>();
        if (Files.isDirectory(base)) {
            try (DirectoryStream<Path> each = Files.newDirectoryStream(base)) {
                for (Path path : each) {
                    if (isPrivate(path) && Files.exists(path.resolve(LOCK))) {
                        found.add(new RunDirectory(path, false, null));
                    }
                }
            }
        }
        found.sort(java.util.Comparator.comparing(RunDirectory::name));
        return found;
    }

    private static Optional<RunDirectory> locked(Path path, boolean temporary) throws IOException {
        FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock taken = channel.tryLock();
            if (taken != null) {
                return Optional.of(new RunDirectory(path, temporary, channel));
            }
        } catch (OverlappingFileLockException _) {
            // This process has it already, which is just as taken.
        }
        channel.close();
        return Optional.empty();
    }

    private static boolean isPrivate(Path path) {
        try {
            requirePrivate(path);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /// Whoever can write here can stop the engine, and whoever owns it can pretend to be one.
    private static void requirePrivate(Path path) throws IOException {
        PosixFileAttributes found = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isDirectory()) {
            throw new IOException(path + " is no directory; a run directory was expected");
        }
        if (!OWNER_ONLY.containsAll(found.permissions())) {
            throw new IOException(path + " has mode " + PosixFilePermissions.toString(found.permissions())
                    + ", expected rwx------: chmod 700 " + path);
        }
        Path probe = Files.createTempFile(path, ".owner", "");
        try {
            String self = Files.getOwner(probe).getName();
            if (!found.owner().getName().equals(self)) {
                throw new IOException(path + " belongs to " + found.owner().getName() + ", expected " + self);
            }
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /// What the operator calls this engine.
    public String name() {
        return path.getFileName().toString();
    }

    public Path path() {
        return path;
    }

    /// Whether all of it ends with the engine.
    public boolean isTemporary() {
        return name().startsWith(TEMPORARY);
    }

    /// Where the engine listens.
    public Path socket() {
        return path.resolve("control.sock");
    }

    /// A file that stops entries by being there.
    public Path killFile() {
        return path.resolve("KILL");
    }

    public HaltLatch latch() {
        return new HaltLatch(path.resolve("HALTED"));
    }

    public Starts starts() {
        return new Starts(path.resolve("starts"));
    }

    public DayFile day() {
        return new DayFile(path.resolve("day"));
    }

    /// Where the journal's files are.
    public Path journal() {
        return path.resolve("journal");
    }

    /// Gives the directory up; removes it when it was a temporary one.
    @Override
    public void close() {
        FileChannel held = lock;
        try {
            if (temporary && held != null) {
                removeAll(path);
            }
            if (held != null) {
                held.close();
            }
        } catch (IOException _) {
            // What is left is removed by the next temporary run; a lock ends with the process at the latest.
        }
    }

    private static void removeAll(Path directory) throws IOException {
        try (DirectoryStream<Path> inside = Files.newDirectoryStream(directory)) {
            for (Path each : inside) {
                if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
                    removeAll(each);
                } else {
                    Files.deleteIfExists(each);
                }
            }
        }
        Files.deleteIfExists(directory);
    }
}
