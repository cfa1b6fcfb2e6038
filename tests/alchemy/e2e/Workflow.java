package alchemy.e2e;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A workflow of GitHub's with one job, as far as running its commands needs it. What it takes for
 * YAML and for expressions is a small part of both; {@code WorkflowTest} compares it with GitHub's
 * own reader.
 *
 * @param env the variables of all steps
 * @param steps in their order
 */
record Workflow(Map<String, String> env, List<Step> steps) {
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ (.*?) }}");
  private static final Pattern FORMAT = Pattern.compile("format\\('(.*)', (\\S+)\\)");

  /** One step; what it does not have is empty. */
  record Step(String name, String uses, String condition, Map<String, String> env, String run) {}

  static Workflow of(String yaml) {
    Map<String, String> env = new LinkedHashMap<>();
    List<Map<String, String>> steps = new ArrayList<>();
    String section = "";
    String key = "";
    for (String line : yaml.lines().toList()) {
      String text = line.strip();
      if (text.isEmpty()) {
        continue;
      }
      int indent = line.length() - text.length();
      String[] pair = (text + " ").split(": ", 2);
      if (indent == 0) {
        section = text;
      } else if (section.equals("env:")) {
        env.put(pair[0], pair[1].strip());
      } else if (indent == 4 && text.equals("steps:")) {
        section = text;
      } else if (section.equals("steps:") && (indent == 6 || indent == 8)) {
        if (indent == 6) {
          steps.add(new LinkedHashMap<>());
          pair[0] = pair[0].substring(2);
        }
        key = pair[0].strip().replaceAll(":$", "");
        String value = pair.length == 1 ? "" : pair[1].strip();
        steps.get(steps.size() - 1).put(key, value.equals("|") ? "" : value);
      } else if (section.equals("steps:")) {
        steps.get(steps.size() - 1).merge(key, line.substring(10) + "\n", String::concat);
      }
    }
    return new Workflow(env, steps.stream().map(Workflow::step).toList());
  }

  private static Step step(Map<String, String> keys) {
    Map<String, String> env = new LinkedHashMap<>();
    for (String line : keys.getOrDefault("env", "").lines().toList()) {
      env.put(line.split(": ")[0], line.split(": ")[1]);
    }
    return new Step(
        keys.getOrDefault("name", ""),
        keys.getOrDefault("uses", ""),
        keys.getOrDefault("if", ""),
        env,
        keys.getOrDefault("run", ""));
  }

  /** A text with the values of its expressions. */
  static String filled(String text, Map<String, String> context) {
    return EXPRESSION
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), context)));
  }

  /** What an expression comes to; empty for false and for what is not there. */
  static String value(String expression, Map<String, String> context) {
    String[] or = expression.split(" \\|\\| ", 2);
    if (or.length == 2) {
      String first = value(or[0], context);
      return first.isEmpty() ? value(or[1], context) : first;
    }
    String[] and = expression.split(" && ", 2);
    if (and.length == 2) {
      String first = value(and[0], context);
      return first.isEmpty() ? first : value(and[1], context);
    }
    for (String operator : List.of(" == ", " != ")) {
      String[] sides = expression.split(operator, 2);
      if (sides.length == 2) {
        boolean equal = value(sides[0], context).equals(value(sides[1], context));
        return equal == operator.equals(" == ") ? "true" : "";
      }
    }
    Matcher format = FORMAT.matcher(expression);
    if (format.matches()) {
      return format.group(1).replace("{0}", value(format.group(2), context));
    }
    if (expression.startsWith("'")) {
      return expression.substring(1, expression.length() - 1);
    }
    if (!context.containsKey(expression)) {
      throw new AssertionError("nobody says what this is: " + expression);
    }
    return context.get(expression);
  }
}
