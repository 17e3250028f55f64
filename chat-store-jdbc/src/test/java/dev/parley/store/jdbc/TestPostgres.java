package dev.parley.store.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL server for all tests of this JVM, fast rather than safe; each test class makes its own database. */
final class TestPostgres {

    static final String USER = "postgres";
    static final String PASSWORD = "";

    /** Where the server's binaries are unpacked to: a folder of the build's. */
    static final Path FOLDER = Path.of(System.getProperty("parley.build.dir", "target"), "postgres");

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final EmbeddedPostgres SERVER = startShared();

    private TestPostgres() {}

    private static EmbeddedPostgres startShared() {
        try {
            // The server stops with the JVM.
            return EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(FOLDER.toFile())
                    .setLocaleConfig("locale", "C.UTF-8")
                    .setServerConfig("fsync", "off")
                    .setServerConfig("synchronous_commit", "off")
                    .setServerConfig("full_page_writes", "off")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int port() {
        return SERVER.getPort();
    }

    static String newDatabase() {
        String name = "parley" + DATABASES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(url(port(), "postgres"), USER, PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot make a database", e);
        }
        return name;
    }

    static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }
}
