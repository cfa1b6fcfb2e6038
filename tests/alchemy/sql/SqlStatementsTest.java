package alchemy.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SqlStatementsTest {
  private static List<String> split(String text) {
    return SqlStatements.of(text).stream().map(each -> each.sql().strip()).toList();
  }

  @Test
  void aSemicolonEndsAStatementButNotInQuotesCommentsOrParentheses() {
    assertEquals(List.of("SELECT 1", "SELECT 2"), split(" SELECT 1 ;; -- c;c\n /* ; */ SELECT 2"));
    assertEquals(
        List.of("SELECT ';', \"a;b\", E'\\';', 'it''s;'"),
        split("SELECT ';', \"a;b\", E'\\';', 'it''s;';"));
    assertEquals(List.of("SELECT '\\'", "SELECT 2"), split("SELECT '\\'; SELECT 2"));
    assertEquals(
        List.of("DO $$ BEGIN; END $$", "SELECT $1"), split("DO $$ BEGIN; END $$; SELECT $1;"));
    assertEquals(List.of("SELECT $a$;$$;$a$, a$b$c", "X"), split("SELECT $a$;$$;$a$, a$b$c; X"));
    assertEquals(
        List.of("SELECT 1 /* ; /* ; */ ; */ + 1"), split("SELECT 1 /* ; /* ; */ ; */ + 1;"));
    assertEquals(
        List.of("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)", "SELECT 3"),
        split("CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3"));
    assertEquals(List.of(), split(" \n-- nothing;\n;/* ; */"));
  }

  @Test
  void theBodyOfARoutineIsOneStatement() {
    String routine =
        "CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC"
            + " SELECT CASE WHEN a > 0 THEN 1 END; SELECT 2; END";
    assertEquals(List.of(routine, "SELECT f(1)"), split(routine + ";\nSELECT f(1);"));
    assertEquals(List.of("BEGIN", "SELECT 1", "END"), split("BEGIN; SELECT 1; END;"));
  }

  @Test
  void aStatementKnowsItsLine() {
    String text = "-- one\nSELECT 1;\n\n  SELECT\n2;";
    assertEquals(
        List.of(2, 4),
        SqlStatements.of(text).stream().map(each -> SqlStatements.line(text, each.at())).toList());
  }
}
