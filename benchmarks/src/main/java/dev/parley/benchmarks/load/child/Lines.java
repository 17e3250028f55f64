package dev.parley.benchmarks.load.child;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * How the orchestrator and its children talk: a line of JSON each way, over the child's standard input and output. Answers
 * begin with a mark, so that whatever else is printed does no harm. Thread-safe.
 */
public final class Lines {

    /** What an answer begins with. */
    static final String MARK = "@parley-load ";

    /** The member of an answer that says why there is none. */
    static final String FAILED = "failed";

    /** Reads and writes the records of the harness. */
    public static final ObjectMapper JSON =
            new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private Lines() {}

    /** Does what a child was told. */
    @FunctionalInterface
    public interface Task<T> {

        /** Does it, and says what came of it. */
        Object run(T order) throws Exception;
    }

    /** Answers from a child. */
    public static void answer(Object what) throws IOException {
        System.out.println(MARK + JSON.writeValueAsString(what));
        System.out.flush();
    }

    /** Takes orders until the input ends, as it does when the orchestrator is gone. */
    public static <T> void serve(Class<T> type, Task<T> task) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            try {
                answer(task.run(JSON.readValue(line, type)));
            } catch (Exception e) {
                e.printStackTrace();
                answer(Map.of(FAILED, String.valueOf(e)));
            }
        }
    }
}
