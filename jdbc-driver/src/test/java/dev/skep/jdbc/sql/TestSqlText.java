package dev.skep.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import dev.skep.jdbc.sql.SqlToken.Kind;
import org.junit.jupiter.api.Test;

/** Tokens, scripts and templates. */
class TestSqlText {
    private static List<String> tokens(String sql) {
        return SqlLexer.tokens(sql).stream().filter(token -> token.kind() != Kind.BLANK)
                .map(token -> token.kind() + " " + token.text(sql)).toList();
    }

    @Test
    void knowsQuotesAndComments() {
        assertThat(tokens("a_1 'it''s' \"q\"\"?\" `b``;` -- ? ;\n/* ' */ 1.5e-3 ?;.5")).containsExactly("WORD a_1",
                "STRING 'it''s'", "QUOTED_NAME \"q\"\"?\"", "QUOTED_NAME `b``;`", "COMMENT -- ? ;", "COMMENT /* ' */",
                "NUMBER 1.5e-3", "PARAMETER ?", "SEMICOLON ;", "NUMBER .5");
    }

    @Test
    void doesNotTakeAMinusForAnExponent() {
        assertThat(tokens("1-2")).containsExactly("NUMBER 1", "SYMBOL -", "NUMBER 2");
        assertThat(tokens("e-1")).containsExactly("WORD e", "SYMBOL -", "NUMBER 1");
    }

    @Test
    void marksWhatHasNoEnd() {
        for (String text : List.of("'abc", "\"abc", "`abc", "/* abc *", "'it''")) {
            assertThat(tokens(text)).containsExactly("UNFINISHED " + text);
        }
    }

    @Test
    void aBackslashEscapesNothing() {
        assertThat(tokens("'\\' ?")).containsExactly("STRING '\\'", "PARAMETER ?");
    }

    @Test
    void tokensCoverAnyTextWithoutGaps() {
        long seed = System.nanoTime();
        System.out.println("TestSqlText seed " + seed);
        Random random = new Random(seed);
        String alphabet = "ab1.eE-+/*'\"`;? \n\\éx";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder sql = new StringBuilder();
            for (int j = random.nextInt(30); j > 0; j--) {
                sql.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            int end = 0;
            for (SqlToken token : SqlLexer.tokens(sql.toString())) {
                assertThat(token.start()).as(sql.toString()).isEqualTo(end);
                assertThat(token.end()).isGreaterThan(end);
                end = token.end();
            }
            assertThat(end).isEqualTo(sql.length());
        }
    }

    @Test
    void splitsScripts() {
        SqlScript script = SqlScript.parse(" SELECT ';' ; ;-- c;\n  /* ; */ INSERT x -- y\n;\nSELECT 2 -- last");
        assertThat(script.statements()).extracting(SqlScript.Part::sql).containsExactly("SELECT ';'", "INSERT x",
                "SELECT 2");
        assertThat(script.statements()).extracting(part -> part.line() + ":" + part.column()).containsExactly("1:2",
                "2:11", "4:1");
        assertThat(script.finished()).hasSize(2);
        assertThat(SqlScript.parse("SELECT 1;  -- nothing\n").rest()).isNull();
        assertThat(SqlScript.parse("SELECT 'x").endsInsideToken()).isTrue();
        assertThat(SqlScript.parse("").statements()).isEmpty();
    }

    @Test
    void fillsTemplates() {
        SqlTemplate template = SqlTemplate.parse("SELECT ?, '?' -- ?\n, ?");
        assertThat(template.parameterCount()).isEqualTo(2);
        assertThat(template.fill(List.of("1", "'?'"))).isEqualTo("SELECT 1, '?' -- ?\n, '?'");
        assertThatThrownBy(() -> template.fill(Arrays.asList("1", null)))
                .hasMessage("Cannot run statement: parameter 2 has no value");
    }
}
