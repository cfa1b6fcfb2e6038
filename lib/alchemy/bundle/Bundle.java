package alchemy.bundle;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * A Worker, ready to upload.
 *
 * @param modules the main module first, then the others by name
 * @param inputs the files that it was made of, absolute, sorted: the set to watch
 * @param hash SHA-256 over the modules' names, kinds and contents but for source maps, in
 *     hexadecimal digits; the same wherever the project lies
 */
public record Bundle(List<Module> modules, List<Path> inputs, String hash) {
  /** Copies the lists. */
  public Bundle {
    modules = List.copyOf(modules);
    inputs = List.copyOf(inputs);
  }

  /** One module as it is, without any file. */
  public static Bundle inline(String source) {
    byte[] content = source.getBytes(StandardCharsets.UTF_8);
    return of(
        List.of(new Module(Bundler.MAIN, "application/javascript+module", content)), List.of());
  }

  static Bundle of(List<Module> modules, List<Path> inputs) {
    List<Module> ordered =
        modules.stream()
            .sorted(
                Comparator.comparing((Module each) -> !each.name().equals(Bundler.MAIN))
                    .thenComparing(Module::name))
            .toList();
    return new Bundle(ordered, inputs.stream().sorted().toList(), hash(ordered));
  }

  /** The module where the Worker starts. */
  public Module main() {
    return modules.get(0);
  }

  private static String hash(List<Module> modules) {
    MessageDigest digest = newSha256();
    for (Module each : modules) {
      if (each.contentType().equals(EsbuildRun.SOURCE_MAP)) {
        continue; // A comment moves lines, and that alone is no reason to upload.
      }
      // The lengths keep one module's end from being taken for the next one's beginning.
      String head = each.name() + "\n" + each.contentType() + "\n" + each.content().length + "\n";
      digest.update(head.getBytes(StandardCharsets.UTF_8));
      digest.update(each.content());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(newSha256().digest(bytes));
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
