package alchemy.files;

import alchemy.AlchemyException;

/** A value has no spelling that every reader of a file of variables takes for the same. */
public final class EnvValueException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  EnvValueException(String path, String name) {
    super(
        "A value cannot be written into a file of variables.",
        name + " in " + path + " " + EnvFileProvider.UNSPELLABLE + ".",
        "Encode it, as in Base64, and decode it where it is read.");
  }
}
