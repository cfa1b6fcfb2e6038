package alchemy.provider;

import java.time.Instant;

/**
 * A resource as the service has it now.
 *
 * @param outputs what the service answers; secrets that it tells only once are those recorded
 * @param props the properties as the service has them; what it does not tell, such as a password,
 *     is taken from what was applied last, or null; null as a whole where the kind cannot say
 * @param modified when somebody else changed it, if it was since our last write and holds values
 *     that cannot be read back; null otherwise
 */
public record Actual<P extends Record, O extends Record>(O outputs, P props, Instant modified) {
  @Override
  public String toString() {
    return "Actual[" + outputs.getClass().getName() + "]";
  }
}
