package alchemy.files;

import alchemy.AlchemyException;

/** Something that is no plain file lies where a file of variables is to be written. */
public final class EnvFileBlockedException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  EnvFileBlockedException(String path, String problem) {
    super(
        "A file of variables cannot be written.",
        path + " " + problem + ".",
        "Move it away, or name another file.");
  }
}
