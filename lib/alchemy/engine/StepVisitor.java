package alchemy.engine;

/**
 * One method a kind of step, so that a new kind cannot be forgotten anywhere.
 *
 * @param <R> what the visitor makes of a step
 */
public interface StepVisitor<R> {
  R create(Step.Create step);

  R update(Step.Update step);

  R replace(Step.Replace step);

  R delete(Step.Delete step);

  R retain(Step.Retain step);

  R adopt(Step.Adopt step);

  R move(Step.Move step);

  R forget(Step.Forget step);

  R keep(Step.Keep step);
}
