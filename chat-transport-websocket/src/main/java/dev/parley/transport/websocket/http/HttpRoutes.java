package dev.parley.transport.websocket.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which handler answers what. The exact path goes before the longest prefix. Browsers' requests that change something
 * (every method but GET and HEAD) must come from an allowed origin. Immutable.
 */
public final class HttpRoutes {

    /** No routes: everything that is not the chat's is answered 404. */
    public static final HttpRoutes NONE = new HttpRoutes(List.of());

    private record Route(String method, String path, boolean prefix, HttpHandler handler) {
        boolean matches(String requested) {
            return prefix ? requested.startsWith(path) : requested.equals(path);
        }
    }

    private final List<Route> routes;

    private HttpRoutes(List<Route> routes) {
        this.routes = routes;
    }

    /**
     * The same with one more route.
     *
     * @param method GET (which serves HEAD, too), POST, PUT, PATCH or DELETE
     * @param path the path; not below {@code /v1/}, which is the chat's own
     * @param handler what answers
     * @return the routes
     */
    public HttpRoutes on(String method, String path, HttpHandler handler) {
        return with(new Route(method.toUpperCase(Locale.ROOT), checked(path), false, handler));
    }

    /**
     * The same with one more route for everything below a path.
     *
     * @param method as for {@link #on}
     * @param prefix how the paths start; ends with a slash
     * @param handler what answers
     * @return the routes
     */
    public HttpRoutes below(String method, String prefix, HttpHandler handler) {
        if (!prefix.endsWith("/")) {
            throw new IllegalArgumentException("prefix: " + prefix + " (expected: ends with a slash)");
        }
        return with(new Route(method.toUpperCase(Locale.ROOT), checked(prefix), true, handler));
    }

    /**
     * Finds the handler of a request.
     *
     * @param method the method; HEAD counts as GET
     * @param path the path
     * @return the handler, or null when there is none
     */
    public @Nullable HttpHandler find(String method, String path) {
        String wanted = method.equals("HEAD") ? "GET" : method;
        for (Route route : routes) {
            if (route.method().equals(wanted) && route.matches(path)) {
                return route.handler();
            }
        }
        return null;
    }

    /**
     * Lists the methods that a path has handlers for.
     *
     * @param path the path
     * @return the methods in alphabetical order, none when the path is unknown
     */
    public Set<String> methods(String path) {
        Set<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (route.matches(path)) {
                methods.add(route.method());
                if (route.method().equals("GET")) {
                    methods.add("HEAD");
                }
            }
        }
        return methods;
    }

    private HttpRoutes with(Route route) {
        List<Route> more = new ArrayList<>(routes);
        more.add(route);
        more.sort(
                Comparator.comparing(Route::prefix).thenComparing(r -> r.path().length(), Comparator.reverseOrder()));
        return new HttpRoutes(List.copyOf(more));
    }

    private static String checked(String path) {
        if (!path.startsWith("/") || path.startsWith("/v1/")) {
            throw new IllegalArgumentException("path: " + path + " (expected: starts with a slash, not with /v1/)");
        }
        return path;
    }
}
