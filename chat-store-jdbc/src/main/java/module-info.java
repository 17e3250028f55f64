import org.jspecify.annotations.NullMarked;

/** Stores on PostgreSQL and H2 through JDBC. */
@NullMarked
module dev.parley.store.jdbc {
    exports dev.parley.store.jdbc;
    exports dev.parley.store.jdbc.internal.h2 to
            com.h2database;

    requires static com.h2database;
    requires com.zaxxer.hikari;
    requires transitive dev.parley.core;
    requires transitive java.sql;
    requires org.jdbi.v3.core;
    requires static transitive org.jspecify;
}
