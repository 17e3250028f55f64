package dev.parley.benchmarks.operations;

import com.datastax.oss.driver.api.core.config.DriverExecutionProfile;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.session.Request;
import com.datastax.oss.driver.api.core.tracker.RequestTracker;
import dev.parley.benchmarks.counting.Tally;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts what the driver sends: requests, and the statements in them by table. Thread-safe. */
final class StatementTally implements RequestTracker {

    static final String REQUESTS = "requests";

    private static final Pattern STATEMENT =
            Pattern.compile("\\s*(SELECT|INSERT|UPDATE|DELETE)\\b.*?[.](parley_)?(\\w+)", Pattern.DOTALL);

    private final Tally tally;

    StatementTally(Tally tally) {
        this.tally = tally;
    }

    @Override
    public void onSuccess(
            Request request, long latencyNanos, DriverExecutionProfile profile, Node node, String logPrefix) {
        count(request);
    }

    @Override
    public void onError(
            Request request,
            Throwable error,
            long latencyNanos,
            DriverExecutionProfile profile,
            Node node,
            String logPrefix) {
        count(request);
    }

    private void count(Request request) {
        if (request instanceof BatchStatement batch) {
            tally.add(REQUESTS);
            tally.add(batch.size() == 0 ? "batch" : "conditional batch");
            for (BatchableStatement<?> each : batch) {
                tally.add("in batch: " + name(query(each)));
            }
        } else if (request instanceof BoundStatement || request instanceof SimpleStatement) {
            String query = query(request);
            if (STATEMENT.matcher(query).lookingAt()) {
                tally.add(REQUESTS);
                tally.add(name(query));
            }
        }
    }

    private static String query(Object statement) {
        if (statement instanceof BoundStatement bound) {
            return bound.getPreparedStatement().getQuery();
        }
        return statement instanceof SimpleStatement simple ? simple.getQuery() : "";
    }

    private static String name(String query) {
        Matcher matcher = STATEMENT.matcher(query);
        return matcher.lookingAt() ? matcher.group(1).toLowerCase(Locale.ROOT) + " " + matcher.group(3) : "other";
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
