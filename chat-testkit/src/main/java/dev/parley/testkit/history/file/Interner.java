package dev.parley.testkit.history.file;

import java.util.HashMap;
import java.util.Map;

/** Keeps one copy of names that come again on line after line. Confined to one thread. */
final class Interner {

    /** Keys come two or three times and are many; so the names that come often are kept by not keeping all. */
    private static final int MOST = 100_000;

    private final Map<String, String> names = new HashMap<>();

    String of(String name) {
        if (names.size() >= MOST) {
            names.clear();
        }
        String known = names.putIfAbsent(name, name);
        return known == null ? name : known;
    }
}
