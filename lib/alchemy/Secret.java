package alchemy;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A text that must not be seen. {@code toString}, string concatenation and Jackson show {@code
 * Secret(***)}; only {@link #unencrypted()} gives the text. In state it is sealed, in a plan it is
 * masked, as a Worker's binding it becomes {@code secret_text}.
 *
 * <p>Equal texts are equal secrets. Immutable and safe for use by several threads.
 */
public final class Secret {
  private static final String MASK = "Secret(***)";

  private static final SeenSecrets SEEN = new SeenSecrets();

  private final String text;
  private final String variable;

  private Secret(String text, String variable) {
    this.text = text;
    this.variable = variable;
    SEEN.add(text);
  }

  /**
   * Wraps a text.
   *
   * @throws IllegalArgumentException if it is null, or holds the mask of another secret, which
   *     means that somebody concatenated one; use {@link #format} instead
   */
  public static Secret of(String text) {
    if (text == null) {
      throw new IllegalArgumentException("Secret.of: the text is null");
    }
    if (text.contains(MASK)) {
      throw new IllegalArgumentException(
          "Secret.of: the text contains " + MASK + "; build it with Secret.format or secret.map");
    }
    return new Secret(text, null);
  }

  /** The value of an environment variable, which state refers to by name instead of storing it. */
  public static Secret ofVariable(String name, String text) {
    return new Secret(text, name);
  }

  /**
   * Builds a secret from a {@link String#format} pattern whose arguments may be secrets.
   *
   * <pre>{@code Secret.format("postgres://%s:%s@%s/app", user, password, host)}</pre>
   */
  public static Secret format(String pattern, Object... arguments) {
    Object[] opened =
        Arrays.stream(arguments)
            .map(each -> each instanceof Secret secret ? secret.text : each)
            .toArray();
    return of(String.format(pattern, opened));
  }

  /** Builds a secret from this one's text. */
  public Secret map(UnaryOperator<String> function) {
    return of(function.apply(text));
  }

  /** The text itself. The only way out; what you do with it is up to you. */
  public String unencrypted() {
    return text;
  }

  /** The environment variable it was read from, if it was. */
  public Optional<String> variable() {
    return Optional.ofNullable(variable);
  }

  /**
   * Replaces every secret text that this process has seen, raw, percent-encoded, escaped, in Base64
   * or in hex, by {@code ***}. Everything that is printed goes through it. Texts of fewer than 8
   * characters are left as they are.
   */
  public static String mask(String output) {
    return output == null ? null : SEEN.mask(output);
  }

  /** True if the text holds a secret that this process has seen. */
  public static boolean isIn(String text) {
    return text.contains(MASK) || SEEN.isIn(text);
  }

  /**
   * True if a name, as a map's key, holds a secret that this process has seen. A secret of letters
   * only is none here: nothing tells it from an ordinary name.
   */
  public static boolean isInName(String name) {
    return SEEN.isInName(name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  @JsonValue
  public String toString() {
    return MASK;
  }
}
