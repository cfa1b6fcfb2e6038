package alchemy.cli;

import alchemy.engine.Step;
import alchemy.engine.StepVisitor;

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

  private static final StepVisitor<Action> OF =
      new StepVisitor<>() {
        @Override
        public Action create(Step.Create step) {
          return CREATE;
        }

        @Override
        public Action update(Step.Update step) {
          return UPDATE;
        }

        @Override
        public Action replace(Step.Replace step) {
          return REPLACE;
        }

        @Override
        public Action delete(Step.Delete step) {
          return DELETE;
        }

        @Override
        public Action retain(Step.Retain step) {
          return RETAIN;
        }

        @Override
        public Action adopt(Step.Adopt step) {
          return ADOPT;
        }

        @Override
        public Action move(Step.Move step) {
          return MOVE;
        }

        @Override
        public Action forget(Step.Forget step) {
          return FORGET;
        }

        @Override
        public Action keep(Step.Keep step) {
          return KEEP;
        }
      };

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

  static Action of(Step step) {
    return step.accept(OF);
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
