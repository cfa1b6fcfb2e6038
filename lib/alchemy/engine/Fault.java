package alchemy.engine;

import alchemy.Secret;

/**
 * Something wrong in a script that was found without any request.
 *
 * @param subject the resource, as {@code Database "database"}, or the variable
 * @param property the property; null for the resource as a whole
 * @param problem a clause
 * @param fix a sentence; may be null
 * @param line where the script says it
 */
public record Fault(String subject, String property, String problem, String fix, SourceLine line) {
  public Fault {
    property = Secret.mask(property);
    problem = Secret.mask(problem);
  }

  static Fault of(Node node, String property, String problem) {
    return new Fault(node.toString(), property, problem, null, node.line());
  }

  Fault fix(String sentence) {
    return new Fault(subject, property, problem, sentence, line);
  }

  @Override
  public String toString() {
    return (line.file().isEmpty() ? "" : line + ": ")
        + subject
        + (property == null ? " " : ": " + property + " ")
        + problem
        + (fix == null ? "" : ". " + fix);
  }
}
