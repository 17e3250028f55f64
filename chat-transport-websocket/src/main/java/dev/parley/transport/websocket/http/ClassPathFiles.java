package dev.parley.transport.websocket.http;

import dev.parley.transport.websocket.internal.tag.EntityTags;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Serves files from the class path, for {@link HttpRoutes#below}: with the right {@code Content-Type}, an {@code ETag} by
 * content, and 304 for a browser that holds it. A path that ends with a slash means its {@code index.html}. Files in jars
 * are read once and kept; those in folders are read anew each time. Thread-safe.
 */
public final class ClassPathFiles implements HttpHandler {

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("ts", "text/plain; charset=utf-8"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"));

    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    private record Kept(byte[] content, String etag) {}

    private final ClassLoader loader;
    private final String folder;
    private final String prefix;
    private final Map<String, String> headers;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    /**
     * The files of a folder.
     *
     * @param loader knows the folder
     * @param folder the folder on the class path, as {@code web/}
     * @param prefix the route's prefix, which is cut off the request's path
     * @param headers go with every file, a {@code Content-Security-Policy} above all; one named {@code Cache-Control}
     *     replaces {@code no-cache}, by which browsers keep a file but ask whether it is the same
     */
    public ClassPathFiles(ClassLoader loader, String folder, String prefix, Map<String, String> headers) {
        if (!folder.endsWith("/") || folder.startsWith("/")) {
            throw new IllegalArgumentException(
                    "folder: " + folder + " (expected: ends with a slash, starts with none)");
        }
        this.loader = loader;
        this.folder = folder;
        this.prefix = prefix;
        Map<String, String> all = new HashMap<>(headers);
        all.putIfAbsent("Cache-Control", "no-cache");
        this.headers = Map.copyOf(all);
    }

    @Override
    public CompletionStage<HttpReply> handle(HttpCall call) {
        String path = call.path().substring(prefix.length());
        String name = path.isEmpty() || path.endsWith("/") ? path + "index.html" : path;
        Kept file = plain(name) ? read(folder + name) : null;
        if (file == null) {
            return HttpReply.text(404, "There is no such file.").now();
        }
        String extension = name.substring(name.lastIndexOf('.') + 1);
        Map<String, String> all = new HashMap<>(headers);
        all.put("ETag", file.etag());
        if (EntityTags.held(call.header("if-none-match"), file.etag())) {
            return new HttpReply(304, all, new byte[0]).now();
        }
        all.put("Content-Type", TYPES.getOrDefault(extension, "application/octet-stream"));
        return new HttpReply(200, all, file.content()).now();
    }

    /** Only names that mean the same to every class loader and file system: nothing leads out of the folder. */
    private static boolean plain(String name) {
        return Arrays.stream(name.split("/", -1))
                .allMatch(part -> !part.isEmpty()
                        && !part.startsWith(".")
                        && part.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-_.@".indexOf(c) >= 0));
    }

    private @Nullable Kept read(String resource) {
        Kept known = kept.get(resource);
        if (known != null) {
            return known;
        }
        URL url = loader.getResource(resource);
        if (url == null) {
            return null;
        }
        boolean inFolder = url.getProtocol().equals("file");
        try {
            if (inFolder && !Files.isRegularFile(Path.of(url.toURI()))) {
                return null;
            }
            URLConnection connection = url.openConnection();
            connection.setUseCaches(false);
            if (connection instanceof JarURLConnection jar && jar.getJarEntry().isDirectory()) {
                return null;
            }
            try (InputStream in = connection.getInputStream()) {
                byte[] content = in.readAllBytes();
                Kept file = new Kept(content, EntityTags.of(content));
                if (!inFolder) {
                    kept.put(resource, file);
                }
                return file;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a class loader's URL that is no URI: " + url, e);
        }
    }
}
