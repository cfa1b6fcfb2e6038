package alchemy.local.workerd;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The source maps of a Worker's modules; each is read when the first line asks for it. */
final class SourceMaps {
  // A name is tried where it begins only, and to its bound: a line may be megabytes without a
  // place.
  private static final Pattern PLACE =
      Pattern.compile("(?<![^\\s():])([^\\s():]{1,512}+):(\\d{1,9}+):(\\d{1,9}+)");

  private final List<WorkerModule> modules;
  private final Map<String, Optional<SourceMap>> maps = new HashMap<>();

  SourceMaps(List<WorkerModule> modules) {
    this.modules = modules;
  }

  /** A line with places in modules replaced by those in their sources, where these are known. */
  synchronized String mapped(String line) {
    return PLACE
        .matcher(line)
        .replaceAll(
            found ->
                java.util.regex.Matcher.quoteReplacement(
                    maps.computeIfAbsent(found.group(1), this::find)
                        .flatMap(
                            map ->
                                map.source(
                                    Integer.parseInt(found.group(2)),
                                    Integer.parseInt(found.group(3))))
                        .orElse(found.group())));
  }

  private Optional<SourceMap> find(String module) {
    return modules.stream()
        .filter(each -> each.type() == ModuleType.SOURCE_MAP)
        .filter(each -> each.name().equals(module + ".map"))
        .map(each -> SourceMap.of(each.content()))
        .findFirst();
  }
}
