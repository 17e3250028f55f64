package dev.parley.integration.process;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a server process runs and how. Immutable.
 *
 * @param main the class with its main
 * @param wrapper a command that runs the process inside something; empty for none
 * @param settings its system properties
 */
public record ServerLaunch(String main, List<String> wrapper, Map<String, String> settings) {

    /** The example server. */
    public static final ServerLaunch EXAMPLE =
            new ServerLaunch("dev.parley.examples.ExampleServer", List.of(), Map.of());

    /** The same with further settings, given as name, value, name, value. */
    public ServerLaunch with(String... more) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return new ServerLaunch(main, wrapper, all);
    }

    /** The same inside a command. */
    public ServerLaunch inside(List<String> command) {
        return new ServerLaunch(main, command, settings);
    }
}
