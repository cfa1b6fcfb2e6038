package alchemy.state;

import java.util.Objects;

/**
 * A secret as state keeps it: ciphertext and keyed hash, bound to the place that it was sealed for.
 * Only {@link Vault#open} gives the text.
 *
 * <p>Equality is that of the stored bytes: one text sealed twice is two different values. {@link
 * Vault#matches} compares texts.
 */
public final class Sealed {
  private final String app;
  private final String stage;
  private final String id;
  private final String path;
  private final String cipherText;
  private final String hash;
  private final boolean text;

  Sealed(
      String app,
      String stage,
      String id,
      String path,
      String cipherText,
      String hash,
      boolean text) {
    this.app = Objects.requireNonNull(app, "app");
    this.stage = Objects.requireNonNull(stage, "stage");
    this.id = Objects.requireNonNull(id, "id");
    this.path = Objects.requireNonNull(path, "path");
    this.cipherText = Objects.requireNonNull(cipherText, "cipherText");
    this.hash = Objects.requireNonNull(hash, "hash");
    this.text = text;
  }

  /** The app it was sealed for. */
  public String app() {
    return app;
  }

  /** The stage it was sealed for. */
  public String stage() {
    return stage;
  }

  /** The resource it was sealed for; empty for an output of the app. */
  public String id() {
    return id;
  }

  /** The property it was sealed for, as {@code outputs/password}. */
  public String path() {
    return path;
  }

  /** True if it was given as plain text that held a secret, and is text again once opened. */
  public boolean isText() {
    return text;
  }

  String cipherText() {
    return cipherText;
  }

  String hash() {
    return hash;
  }

  boolean isAt(String otherId, String otherPath) {
    return id.equals(otherId) && path.equals(otherPath);
  }

  Sealed asText() {
    return new Sealed(app, stage, id, path, cipherText, hash, true);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sealed that
        && that.isAt(id, path)
        && that.app.equals(app)
        && that.stage.equals(stage)
        && that.cipherText.equals(cipherText)
        && that.hash.equals(hash)
        && that.text == text;
  }

  @Override
  public int hashCode() {
    return cipherText.hashCode();
  }

  @Override
  public String toString() {
    return "Secret(***)";
  }
}
