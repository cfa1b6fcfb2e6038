package alchemy.fetch;

import alchemy.AlchemyException;

/** Maven artefacts are needed that were not resolved yet, and there is no JBang to resolve them. */
public final class JBangMissingException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  JBangMissingException() {
    super(
        "JBang was not found.",
        "It resolves the parts of the local cloud, once.",
        "Start through the launcher ./alchemy, which brings its own JBang; or put jbang on the"
            + " PATH;",
        "or name its self-contained jar (dev.jbang:jbang-cli, classifier all):",
        "    export ALCHEMY_JBANG_JAR=…/jbang-cli-all.jar");
  }
}
