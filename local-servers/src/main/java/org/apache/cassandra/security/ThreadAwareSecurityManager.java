package org.apache.cassandra.security;

import java.security.PermissionCollection;
import java.security.Permissions;

/**
 * Stands before Cassandra's class of this name on the server's class path. Cassandra's own is a {@code SecurityManager},
 * which JDK 24 and later refuse to install; it guards user-defined functions, of which a server of tests has none.
 * Thread-safe.
 */
public final class ThreadAwareSecurityManager {

    /** What user-defined functions may do. */
    public static final PermissionCollection noPermissions = nothing();

    private ThreadAwareSecurityManager() {}

    private static PermissionCollection nothing() {
        PermissionCollection nothing = new Permissions();
        nothing.setReadOnly();
        return nothing;
    }

    /** Installs nothing. */
    public static void install() {}

    /**
     * Tells whether a user-defined function runs on this thread.
     *
     * @return false
     */
    public static boolean isSecuredThread() {
        return false;
    }
}
