package alchemy.state;

import alchemy.AlchemyException;

/** The stage's state was copied elsewhere, and what is here must not be gone on from. */
public final class StateMovedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private StateMovedException(StageState state, String from, String to) {
    super(
        "The state of this stage has moved.",
        "app " + state.app() + ", stage " + state.stage() + ": from " + from,
        "to " + to,
        "Set ALCHEMY_STATE to that place" + (to.startsWith("file:") ? "." : ", with its password."),
        "If the copy was interrupted, give that command once more: it ends what it began.");
  }

  /**
   * Refuses a state that has moved.
   *
   * @param store where it was read
   */
  public static void check(StageState state, StateStore store) {
    state
        .movedTo()
        .ifPresent(
            to -> {
              throw new StateMovedException(state, store.place(), to);
            });
  }

  @Override
  public int exitCode() {
    return 3;
  }
}
