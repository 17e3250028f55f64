package dev.parley.benchmarks.load.peer;

import java.net.URI;
import java.net.URL;

/** Which version of a library runs, as its jar says. */
final class Versions {

    private Versions() {}

    /** The version of the jar that a class is from. */
    static String of(Class<?> type) {
        URL file = type.getProtectionDomain().getCodeSource().getLocation();
        String name = URI.create(file.toString()).getPath();
        String jar = name.substring(name.lastIndexOf('/') + 1);
        int version = 0;
        while (version + 1 < jar.length()
                && !(jar.charAt(version) == '-' && Character.isDigit(jar.charAt(version + 1)))) {
            version++;
        }
        return jar.endsWith(".jar") ? jar.substring(version + 1, jar.length() - ".jar".length()) : "of unknown version";
    }
}
