package dev.parley.integration.mutation;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The project's classes with one source file changed, in a class loader of their own. Libraries are shared with the rest
 * of the process. Confined to one thread.
 */
final class BrokenBuild extends URLClassLoader {

    private static final String OURS = "dev.parley.";

    private BrokenBuild(URL[] path) {
        super(path, BrokenBuild.class.getClassLoader());
    }

    /** Compiles the change; its classes go to a folder. */
    static BrokenBuild of(Mutation mutation, Path folder) throws IOException {
        List<Path> path = classPath();
        compile(mutation, folder, path);
        List<URL> urls = new ArrayList<>(List.of(url(folder)));
        for (Path each : path) {
            urls.add(url(each));
        }
        return new BrokenBuild(urls.toArray(new URL[0]));
    }

    /** What this process runs with, and the test classes of the other modules. */
    private static List<Path> classPath() throws IOException {
        List<Path> path = new ArrayList<>();
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .forEach(path::add);
        // The folder's name below a module depends on the JDK that builds.
        Path build = Path.of(System.getProperty("parley.build.dir", "target")).toAbsolutePath();
        Path here = Path.of("").toAbsolutePath();
        try (Stream<Path> modules = Files.list(here.getParent())) {
            modules.map(module -> module.resolve(here.relativize(build)).resolve("test-classes"))
                    .filter(Files::isDirectory)
                    .forEach(path::add);
        }
        return path;
    }

    private static void compile(Mutation mutation, Path folder, List<Path> path) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        String source = mutation.mutated();
        URI name = URI.create("mutation:///" + mutation.type().replace('.', '/') + ".java");
        JavaFileObject file = new SimpleJavaFileObject(name, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
        String classPath = String.join(
                File.pathSeparator, path.stream().map(Path::toString).toList());
        boolean compiled = compiler.getTask(
                        complaints,
                        null,
                        null,
                        List.of("-d", folder.toString(), "-cp", classPath, "-proc:none", "-nowarn", "-implicit:none"),
                        null,
                        List.of(file))
                .call();
        if (!compiled) {
            throw new IllegalStateException(mutation.name() + " does not compile: " + complaints);
        }
    }

    private static URL url(Path path) throws MalformedURLException {
        return path.toUri().toURL();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }
}
