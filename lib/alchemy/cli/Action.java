package alchemy.cli;

import alchemy.engine.Step;
import java.util.Locale;

/** The words for each kind of step. */
enum Action {
  CREATE("+", "create", "creating", "created"),
  UPDATE("~", "update", "updating", "updated"),
  REPLACE("+-", "replace", "replacing", "replaced"),
  DELETE("-", "delete", "deleting", "deleted"),
  RETAIN("r", "retain", "retaining", "retained"),
  ADOPT("a", "adopt", "adopting", "adopted"),
  MOVE(">", "move", "moving", "moved"),
  FORGET("x", "forget", "forgetting", "forgotten"),
  KEEP("=", "keep", "checking", "unchanged");

  private final String symbol;
  private final String verb;
  private final String doing;
  private final String done;

  Action(String symbol, String verb, String doing, String done) {
    this.symbol = symbol;
    this.verb = verb;
    this.doing = doing;
    this.done = done;
  }

  /** Each kind of step has its name here, which a test sees to. */
  static Action of(Step step) {
    return valueOf(step.getClass().getSimpleName().toUpperCase(Locale.ROOT));
  }

  /** Its mark in a plan; at most two characters of ASCII. */
  String symbol() {
    return symbol;
  }

  /** As in "to create". */
  String verb() {
    return verb;
  }

  /** As in "creating". */
  String doing() {
    return doing;
  }

  /** As in "created". */
  String done() {
    return done;
  }

  String coloured(Style style, String text) {
    return switch (this) {
      case CREATE, ADOPT, MOVE -> style.green(text);
      case UPDATE, REPLACE -> style.yellow(text);
      case DELETE, FORGET -> style.red(text);
      case RETAIN, KEEP -> style.dim(text);
    };
  }
}
