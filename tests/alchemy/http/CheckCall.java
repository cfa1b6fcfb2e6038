package alchemy.http;

import alchemy.provider.Check;
import alchemy.provider.Env;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the faults of one check. */
public final class CheckCall implements Check {
  private final List<String> faults = new ArrayList<>();
  private final Map<String, String> env;
  private final Path root;

  public CheckCall(Path root, Map<String, String> env) {
    this.root = root;
    this.env = env;
  }

  public List<String> faults() {
    return faults;
  }

  @Override
  public Env env() {
    return name -> Optional.ofNullable(env.get(name));
  }

  @Override
  public Path root() {
    return root;
  }

  @Override
  public boolean needsCredentials() {
    return true;
  }

  @Override
  public void fault(String property, String problem, String fix) {
    faults.add(property + ": " + problem);
  }
}
