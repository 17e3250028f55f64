package dev.parley.integration.authorisation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stranger cannot tell a conversation from none: not from the answer, and not from what was done for it. */
class UnseenTest {

    private static final Matrix MATRIX = Matrix.read("matrix.txt");

    private final CountedStores stores = new CountedStores();
    private final Scene scene = new Scene(stores.stores(), "group");

    private record Told(Optional<?> reply, List<String> calls) {}

    @ParameterizedTest
    @MethodSource("rows")
    void whatIsNotForOneselfAnswersLikeNothingAfterTheSameCalls(String row) {
        Told inMemory = told(row, scene.group());
        Told none = told(row, "c.there-is-no-such-thing");
        scene.net().pass(Duration.ofHours(1)); // what is in memory is too old to be used
        Told forgotten = told(row, scene.group());
        scene.net().nodes().get(0).kill(true);
        scene.net().nodes().get(0).start();
        Told neverRead = told(row, scene.group());
        Told again = told(row, scene.group());

        assertThat(none.reply().toString()).contains("not_found");
        assertThat(none.calls()).isNotEmpty();
        assertThat(Stream.of(inMemory, forgotten, neverRead, again)).containsOnly(none);
    }

    private Told told(String row, String conversation) {
        Caller stranger = Caller.signedIn(scene.net(), Who.STRANGER.toString());
        stores.taken();
        String members = Scene.filled(MATRIX.requests().get(row), conversation, Who.STRANGER, 0, 2);
        Optional<?> reply = stranger.ask(Matrix.operation(row), members);
        return new Told(reply, stores.taken());
    }

    private static Stream<String> rows() {
        return MATRIX.rows().entrySet().stream()
                .filter(row -> row.getValue().get(Who.STRANGER).equals("not_found"))
                .map(Map.Entry::getKey);
    }
}
