package alchemy.engine;

import alchemy.AlchemyException;
import alchemy.provider.CancelledException;
import alchemy.state.StateLockLostException;
import alchemy.state.StateWriteFailedException;
import alchemy.state.postgres.StateNotRecordedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Steps failed; what succeeded is recorded, and what depends on a failed step was not started. */
public final class ApplyFailedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private final transient Map<Step, Throwable> failed;
  private final transient List<Step> skipped;
  private final boolean cancelled;

  ApplyFailedException(Map<Step, Throwable> failed, List<Step> skipped, boolean cancelled) {
    super(
        failed.isEmpty() ? null : failed.values().iterator().next(),
        summary(failed, cancelled),
        details(failed, skipped));
    this.failed = failed;
    this.skipped = List.copyOf(skipped);
    this.cancelled = cancelled;
  }

  /** The steps that failed, and why. */
  public Map<Step, Throwable> failed() {
    return failed;
  }

  /** The steps that were not started. */
  public List<Step> skipped() {
    return skipped;
  }

  @Override
  public int exitCode() {
    return cancelled ? 130 : 1;
  }

  private static String summary(Map<Step, Throwable> failed, boolean cancelled) {
    if (cancelled) {
      return "Interrupted.";
    }
    return failed.size() == 1 ? "A step failed." : failed.size() + " steps failed.";
  }

  private static String[] details(Map<Step, Throwable> failed, List<Step> skipped) {
    List<String> lines = new ArrayList<>();
    failed.forEach(
        (step, why) -> {
          if (!(why instanceof CancelledException)) {
            lines.add(step.title() + at(step) + ": " + reason(why));
          }
        });
    if (!skipped.isEmpty()) {
      lines.add("not started: " + String.join(", ", skipped.stream().map(Step::title).toList()));
    }
    boolean recorded = failed.values().stream().noneMatch(ApplyFailedException::isOfState);
    lines.add(
        (recorded ? "What was done is recorded; run" : "Run") + " the command again to go on.");
    return lines.toArray(String[]::new);
  }

  private static boolean isOfState(Throwable why) {
    return why instanceof StateLockLostException
        || why instanceof StateWriteFailedException
        || why instanceof StateNotRecordedException;
  }

  private static String at(Step step) {
    return step.line().file().isEmpty() ? "" : " (" + step.line() + ")";
  }

  private static String reason(Throwable why) {
    return why instanceof AlchemyException
        ? why.getMessage().replace("\n", "\n  ")
        : why.getClass().getSimpleName() + ": " + why.getMessage();
  }
}
