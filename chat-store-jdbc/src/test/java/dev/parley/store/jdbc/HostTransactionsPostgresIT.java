package dev.parley.store.jdbc;

/** A host with its own pool on PostgreSQL. */
class HostTransactionsPostgresIT extends HostTransactions {

    @Override
    String url() {
        return TestPostgres.url(TestPostgres.port(), TestPostgres.newDatabase());
    }

    @Override
    String user() {
        return TestPostgres.USER;
    }
}
