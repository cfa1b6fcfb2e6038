package alchemy.provider;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes, reads, changes and deletes one kind of resource. Properties and outputs are records; the
 * engine stores both, compares properties component by component, and calls at most one method at a
 * time for a resource. A provider holds no state of its own.
 *
 * <p>An own provider is a named static class with a constructor without arguments, since {@code
 * destroy} finds it by its name in state.
 *
 * <p>Components of {@code P} that were never set are null; a {@code check} must stand that, and
 * properties whose value is not known yet are null in it, too.
 *
 * @param <P> the properties; see {@link Replaces}, {@link Policy} and {@link Default}
 * @param <O> the outputs; see {@link Volatile}. Components of type {@link alchemy.Secret} are
 *     sealed
 */
public interface Provider<P extends Record, O extends Record> {
  /** The kind's name in state and messages, as {@code "prisma:Database"}. Never changes. */
  String type();

  /**
   * Reports what is wrong with the properties without any request. All faults are told together.
   */
  default void check(Check check, P wanted) {}

  /**
   * Checks what only the service can tell, with reading requests, before the first remote change.
   */
  default void verify(Context context, P wanted) {}

  /**
   * Makes the resource. Calls {@link Context#saved} right after each answer of the service that
   * changed something. If the answer to the creating request was lost, lets {@link
   * alchemy.http.AnswerLostException} pass; the engine then goes through {@link #find}.
   */
  O create(Context context, P wanted);

  /** Reads the resource as it is; empty if it is gone. Being forbidden to read is not "gone". */
  Optional<O> read(Context context, Existing<P, O> existing);

  /**
   * Looks for a resource that our own lost or interrupted {@link #create} may have made: same
   * parent, exact name. The engine drops candidates that are older than its intent or that it owns
   * already.
   */
  List<Candidate> find(Context context, P wanted);

  /**
   * Reads the resource for a comparison, its properties included as far as the service tells them:
   * for drift, for a refresh and for taking over what exists.
   */
  default Optional<Actual<P, O>> inspect(Context context, Existing<P, O> existing) {
    return read(context, existing).map(now -> new Actual<>(now, null, null));
  }

  /**
   * Looks for what has this name and parent, whoever made it: what {@code --adopt} takes over. What
   * {@link #find} finds, unless overridden. The name, and properties that replace, are known;
   * others are null where they depend on what is not made yet.
   */
  default List<Candidate> named(Context context, P wanted) {
    return find(context, wanted);
  }

  /**
   * What lives in the resource and would go with it. What no row of the stage stands for keeps it
   * from being deleted.
   */
  default List<Child> children(Context context, Existing<P, O> existing) {
    return List.of();
  }

  /**
   * What it costs to take over one that others made, as a clause: a password that only its maker
   * knows is revoked. Empty if it costs nothing.
   */
  default Optional<String> adoptionCost() {
    return Optional.empty();
  }

  /** Changes the resource in place. Properties that replace are never different here. */
  O update(Context context, Existing<P, O> existing, P wanted);

  /** Deletes the resource; one that is gone already counts as deleted. */
  void delete(Context context, Existing<P, O> existing);

  /**
   * Completes a resource that an interrupted {@link #create} began, given by its remote id; {@code
   * existing} has no properties, and the outputs that were saved or none.
   */
  default O resume(Context context, Existing<P, O> existing, P wanted) {
    return update(context, existing, wanted);
  }

  /** The account that the service knows us by; empty where there is none to mix up. */
  default Optional<Account> account(Env env, P props) {
    return Optional.empty();
  }

  /** The service's id in the outputs: the component called {@code id}, unless overridden. */
  default String remoteId(O outputs) {
    return Components.text(outputs, "id");
  }

  /** True if losing it loses data: then {@code delete(false)} is the default. */
  default boolean holdsData() {
    return false;
  }

  /** The same of one with these properties, where it depends on them. */
  default boolean holdsData(Map<String, ?> properties) {
    return holdsData();
  }

  /** True if the service refuses two of one name; then a replacement deletes first. */
  default boolean uniqueName() {
    return false;
  }

  /** True if it only refers to something that exists: made by reading, deleted by forgetting. */
  default boolean isReference() {
    return false;
  }

  /**
   * True if it lies on this machine, so that looking at it costs nothing: every plan then does, and
   * what was changed outside is repaired without being asked for.
   */
  default boolean isAtHand() {
    return false;
  }

  /**
   * How long a created resource may stay invisible to {@link #find}; none at a service on this
   * machine.
   */
  default Duration settleTime(Context context) {
    return Duration.ofSeconds(10);
  }
}
