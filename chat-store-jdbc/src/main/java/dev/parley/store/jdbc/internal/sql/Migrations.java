package dev.parley.store.jdbc.internal.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Brings the schema up with the versioned scripts in the jar. Each script writes its own row into {@code parley_schema},
 * so that running it by hand, or with another tool, is the same as letting the store do it.
 */
final class Migrations {

    private static final String FOLDER = "/META-INF/parley/db/";

    /** The scripts of every dialect; a version's place in the list is its number. */
    private static final List<String> SCRIPTS = List.of("V1__logs_and_state.sql");

    private final Jdbi jdbi;
    private final Dialect dialect;

    Migrations(Jdbi jdbi, Dialect dialect) {
        this.jdbi = jdbi;
        this.dialect = dialect;
    }

    void run(boolean mayChange) {
        if (jdbi.withHandle(this::missing).isEmpty()) {
            return;
        }
        if (!mayChange) {
            throw new IllegalStateException("the schema lacks " + jdbi.withHandle(this::missing)
                    + ": run the scripts in META-INF/parley/db/" + dialect.folder() + ", or let the store migrate");
        }
        dialect.exclusively(jdbi, handle -> {
            // Asked again: another node may have been faster.
            for (String script : missing(handle)) {
                apply(handle, script);
            }
        });
    }

    /** The scripts that have not been run, after checking that those that have are the same as ours. */
    private List<String> missing(Handle handle) {
        Map<Integer, String> applied = applied(handle);
        if (!applied.isEmpty()) {
            int newest =
                    applied.keySet().stream().mapToInt(Integer::intValue).max().orElseThrow();
            if (newest > SCRIPTS.size()) {
                throw new IllegalStateException("the schema is of version " + newest + ", newer than this Parley, which"
                        + " knows versions up to " + SCRIPTS.size());
            }
        }
        applied.forEach((version, checksum) -> {
            String script = SCRIPTS.get(version - 1);
            if (!checksum.isEmpty() && !checksum.equals(checksum(text(script)))) {
                throw new IllegalStateException(
                        "the schema was made by another " + script + " than this Parley's: checksums differ");
            }
        });
        return SCRIPTS.stream()
                .filter(script -> !applied.containsKey(SCRIPTS.indexOf(script) + 1))
                .toList();
    }

    /** Versions and checksums, empty ones where a script was run by hand. */
    private static Map<Integer, String> applied(Handle handle) {
        Map<Integer, String> applied = new TreeMap<>();
        if (tableExists(handle)) {
            handle.createQuery("SELECT version, checksum FROM parley_schema")
                    .map((rows, context) ->
                            Map.entry(rows.getInt(1), Objects.requireNonNullElse(rows.getString(2), "")))
                    .forEach(row -> applied.put(row.getKey(), row.getValue()));
        }
        return applied;
    }

    private static boolean tableExists(Handle handle) {
        return handle.queryMetadata(meta -> meta.getTables(
                        null,
                        handle.getConnection().getSchema(),
                        meta.storesUpperCaseIdentifiers() ? "PARLEY_SCHEMA" : "parley_schema",
                        null))
                .map((rows, context) -> rows.getString("TABLE_NAME"))
                .findFirst()
                .isPresent();
    }

    private void apply(Handle handle, String script) {
        String text = text(script);
        for (String statement : statements(text)) {
            handle.execute(statement);
        }
        handle.createUpdate("UPDATE parley_schema SET checksum = :checksum WHERE version = :version")
                .bind("checksum", checksum(text))
                .bind("version", SCRIPTS.indexOf(script) + 1)
                .execute();
    }

    /** The scripts keep semicolons at the ends of statements only, and comments on lines of their own. */
    private static List<String> statements(String text) {
        String code = text.lines()
                .filter(line -> !line.strip().startsWith("--"))
                .reduce("", (all, line) -> all + line + "\n");
        return List.of(code.split(";")).stream()
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    private String text(String script) {
        try (InputStream in = Migrations.class.getResourceAsStream(FOLDER + dialect.folder() + "/" + script)) {
            return new String(Objects.requireNonNull(in, script).readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + script, e);
        }
    }

    private static String checksum(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
