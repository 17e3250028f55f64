package dev.parley.benchmarks.load.subject;

import java.nio.file.Path;

/**
 * What a server is started with. Immutable.
 *
 * @param eventLoops how many event loops it should have, max(1, processors − 1) unless the command line says otherwise
 * @param directory an empty directory for its data
 * @param workload what will be asked of it
 * @param scene who will connect
 */
public record ServerSettings(int eventLoops, Path directory, Workload workload, Scene scene) {}
