package alchemy.engine;

import alchemy.AlchemyException;
import java.util.List;

/** The script has faults that were found before any request; all are told together. */
public final class FaultsException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  FaultsException(List<Fault> faults) {
    super(
        faults.size() == 1
            ? "The script has a fault; nothing was changed."
            : "The script has " + faults.size() + " faults; nothing was changed.",
        faults.stream().map(Fault::toString).toArray(String[]::new));
    this.faults = List.copyOf(faults);
  }

  /** The faults, in the order of the script. */
  public List<Fault> faults() {
    return faults;
  }
}
