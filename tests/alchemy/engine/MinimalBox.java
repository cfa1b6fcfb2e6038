package alchemy.engine;

import alchemy.Secret;
import alchemy.provider.Candidate;
import alchemy.provider.Context;
import alchemy.provider.Default;
import alchemy.provider.Existing;
import alchemy.provider.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes a value of each shape that a property can have, and does nothing. */
final class MinimalBox implements Provider<MinimalBox.Props, MinimalBox.Outputs> {
  /** A record inside, with a default of its own. */
  public record Part(@Default("8") Integer ports, String name) {}

  public record Props(
      Object any,
      @Default("1.5") Double ratio,
      @Default("60") Long seconds,
      @Default("PT1M") Duration age,
      Map<String, Object> map,
      List<Object> list,
      Set<String> set,
      Part part,
      Map<String, Part> parts,
      List<Part> partList,
      Secret secret) {
    static Props any(Object any) {
      return new Props(any, null, null, null, null, null, null, null, null, null, null);
    }
  }

  public record Outputs(String id) {}

  @Override
  public String type() {
    return "test:Minimal";
  }

  @Override
  public Outputs create(Context context, Props wanted) {
    return new Outputs("minimal");
  }

  @Override
  public Optional<Outputs> read(Context context, Existing<Props, Outputs> existing) {
    return Optional.of(new Outputs("minimal"));
  }

  @Override
  public List<Candidate> find(Context context, Props wanted) {
    return List.of();
  }

  @Override
  public Outputs update(Context context, Existing<Props, Outputs> existing, Props wanted) {
    return new Outputs("minimal");
  }

  @Override
  public void delete(Context context, Existing<Props, Outputs> existing) {}
}
