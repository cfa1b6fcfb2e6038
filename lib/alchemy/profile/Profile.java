package alchemy.profile;

import alchemy.Secret;
import alchemy.state.AesGcm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A named set of variables. Their names and whom they lead to are plain; the values are sealed,
 * each for its variable and its service, and are opened when they are asked for.
 */
public final class Profile {
  private static final long FORMAT = 1;

  private final String name;
  private final Path file;
  private final String keptIn;
  private final Map<String, Sealed> sealed;
  private final Supplier<byte[]> key;

  private record Sealed(Entry entry, byte[] text) {}

  Profile(String name, Path file, String keptIn, Supplier<byte[]> key) {
    this(name, file, keptIn, new TreeMap<>(), key);
  }

  private Profile(
      String name, Path file, String keptIn, Map<String, Sealed> sealed, Supplier<byte[]> key) {
    this.name = name;
    this.file = file;
    this.keptIn = keptIn;
    this.sealed = sealed;
    this.key = key;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Its file. */
  public Path file() {
    return file;
  }

  /** True if its key is in the system's keyring, false if it is in a file beside. */
  public boolean isInKeyring() {
    return !keptIn.equals(Profiles.KEY_FILE);
  }

  /** What it has. */
  public List<Entry> entries() {
    return sealed.values().stream().map(Sealed::entry).toList();
  }

  /** What it has under a name. */
  public Optional<Entry> entry(String variable) {
    return Optional.ofNullable(sealed.get(variable)).map(Sealed::entry);
  }

  /**
   * The value of a variable that it has.
   *
   * @throws ProfileException if the key is gone, or the value is not what was stored
   */
  public Secret value(String variable) {
    Sealed found = sealed.get(variable);
    return AesGcm.open(key.get(), place(found.entry), found.text)
        .map(text -> Secret.ofVariable(variable, new String(text, StandardCharsets.UTF_8)))
        .orElseThrow(() -> damaged(file, "the value of " + variable + " does not open"));
  }

  void put(Entry entry, Secret value) {
    byte[] text = value.unencrypted().getBytes(StandardCharsets.UTF_8);
    byte[] closed = AesGcm.seal(key.get(), place(entry), text, new SecureRandom());
    sealed.put(entry.variable(), new Sealed(entry, closed));
  }

  void remove(String variable) {
    sealed.remove(variable);
  }

  String keptIn() {
    return keptIn;
  }

  // Also the profile's name, so that a value of one does not pass for another's.
  private byte[] place(Entry entry) {
    return AesGcm.place("profile", name, entry.variable(), entry.place(), entry.account());
  }

  Map<String, Object> tree() {
    Map<String, Object> variables = new LinkedHashMap<>();
    for (Sealed each : sealed.values()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("for", each.entry.place());
      fields.put("account", each.entry.account());
      fields.put("leadsTo", each.entry.leadsTo());
      fields.put("sealed", Base64.getEncoder().encodeToString(each.text));
      variables.put(each.entry.variable(), fields);
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("format", FORMAT);
    tree.put("key", keptIn);
    tree.put("variables", variables);
    return tree;
  }

  /** Reads what {@link #tree} gave. */
  static Profile of(String name, Path file, Object tree, KeyPlace keys) {
    Map<?, ?> map = map(file, tree);
    if (!Long.valueOf(FORMAT).equals(map.get("format"))) {
      throw damaged(file, "its format is " + map.get("format") + ", not " + FORMAT);
    }
    Map<String, Sealed> sealed = new TreeMap<>();
    map(file, map.get("variables"))
        .forEach(
            (variable, value) -> {
              Map<?, ?> fields = map(file, value);
              Entry entry =
                  new Entry(
                      (String) variable,
                      text(file, fields.get("for")),
                      text(file, fields.get("account")),
                      text(file, fields.get("leadsTo")));
              sealed.put(
                  entry.variable(),
                  new Sealed(entry, bytes(file, text(file, fields.get("sealed")))));
            });
    String keptIn = text(file, map.get("key"));
    return new Profile(name, file, keptIn, sealed, () -> keys.existing(name, keptIn));
  }

  private static Map<?, ?> map(Path file, Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return map;
    }
    throw damaged(file, "it does not have the form of a profile");
  }

  private static String text(Path file, Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw damaged(file, "it does not have the form of a profile");
  }

  private static byte[] bytes(Path file, String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw damaged(file, "a value of it is cut");
    }
  }

  static ProfileException damaged(Path file, String why) {
    return new ProfileException(
        "A profile is damaged.",
        file + ": " + why,
        "Nothing was changed. Put the file back from a copy, or delete it and sign in anew:",
        "    alchemy configure --profile " + file.getFileName().toString().replace(".json", ""));
  }
}
