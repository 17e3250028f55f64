package dev.parley.integration.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnippetTest {

    @Test
    void aBlockBelongsToTheMarkerBeforeIt() {
        String page = """
                Text.

                <!-- snippet: a/B.java#start -->
                ```java
                one();

                two();
                ```

                ```sh
                run
                ```
                """;
        assertThat(Snippet.in(page))
                .isEqualTo(List.of(
                        new Snippet(4, "java", Optional.of("a/B.java#start"), "one();\n\ntwo();"),
                        new Snippet(10, "sh", Optional.empty(), "run")));
    }

    @Test
    void aMarkerWithoutABlockIsRefused() {
        assertThatThrownBy(() -> Snippet.in("<!-- snippet: a -->\ntext\n")).hasMessageContaining("line 2");
    }

    @Test
    void aRegionIsReadWithoutItsIndentation() {
        String file = """
                class A {
                    // region outer
                    void a() {
                        // region inner
                        b();
                        // endregion inner
                    }
                    // endregion outer
                }
                """;
        assertThat(Snippet.region(file, "outer")).isEqualTo("void a() {\n    b();\n}");
        assertThat(Snippet.region(file, "inner")).isEqualTo("b();");
        assertThatThrownBy(() -> Snippet.region(file, "other")).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> Snippet.region("// region open\n", "open")).hasMessageContaining("no end");
    }

    @Test
    void regionsHaveTheCommentsOfTheirLanguage() {
        assertThat(Snippet.region("-- region a\nSELECT 1;\n-- endregion a\n", "a"))
                .isEqualTo("SELECT 1;");
        assertThat(Snippet.region("<!-- region a -->\n<p/>\n<!-- endregion a -->\n", "a"))
                .isEqualTo("<p/>");
        assertThat(Snippet.region("# region a\nx=1\n# endregion a\n", "a")).isEqualTo("x=1");
    }
}
