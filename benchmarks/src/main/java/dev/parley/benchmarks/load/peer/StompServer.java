package dev.parley.benchmarks.load.peer;

import dev.parley.benchmarks.load.subject.ServerSettings;
import dev.parley.benchmarks.load.subject.Serving;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.websocket.server.WsSci;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * Spring's simple broker, which speaks STOMP, on an embedded Tomcat. Clients subscribe to topics and send to them, so no code
 * of an application is in the way; {@link StompReceipts} answers what asks for a receipt, because the simple broker does not.
 * Threads: pools of as many as there are processors for each of Spring's channels, as its documentation advises for work that
 * does not block, and twice as many for Tomcat. Thread-safe.
 */
final class StompServer implements Serving {

    static final String PATH = "/stomp";

    private static final int CONNECTIONS = 100_000;
    private static final int BACKLOG = 4_096;

    /** Held, because a level is forgotten with its logger. Tomcat warns of what a class loader leaves behind at its end. */
    private static final Logger TOMCAT = Logger.getLogger("org.apache");

    private final Tomcat tomcat;
    private final Connector connector;

    private StompServer(Tomcat tomcat, Connector connector) {
        this.tomcat = tomcat;
        this.connector = connector;
    }

    static Serving start(ServerSettings settings) throws LifecycleException {
        TOMCAT.setLevel(Level.SEVERE);
        int threads = settings.eventLoops() + 1;
        Tomcat tomcat = new Tomcat();
        tomcat.setSilent(true);
        tomcat.setBaseDir(settings.directory().toAbsolutePath().toString());
        Connector connector = new Connector("HTTP/1.1");
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("maxThreads", Integer.toString(2 * threads));
        connector.setProperty("minSpareThreads", Integer.toString(2 * threads));
        connector.setProperty("maxConnections", Integer.toString(CONNECTIONS));
        connector.setProperty("acceptCount", Integer.toString(BACKLOG));
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        context.addServletContainerInitializer(new WsSci(), null);
        AnnotationConfigWebApplicationContext spring = new AnnotationConfigWebApplicationContext();
        spring.addBeanFactoryPostProcessor(
                beans -> beans.registerSingleton("threads", new StompConfiguration.Threads(threads)));
        spring.register(StompConfiguration.class);
        Wrapper servlet = Tomcat.addServlet(context, "spring", new DispatcherServlet(spring));
        servlet.setLoadOnStartup(1);
        servlet.setAsyncSupported(true);
        servlet.addMapping("/*");
        tomcat.start();
        return new StompServer(tomcat, connector);
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public String note() {
        return "Spring " + Versions.of(DispatcherServlet.class) + " on Tomcat " + Versions.of(Tomcat.class);
    }

    @Override
    public void close() throws IOException {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IOException("Tomcat did not stop", e);
        }
    }
}
