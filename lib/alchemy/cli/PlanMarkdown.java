package alchemy.cli;

import alchemy.AlchemyException;
import alchemy.Secret;
import alchemy.engine.Plan;
import alchemy.engine.PropertyChange;
import alchemy.engine.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A plan as Markdown for a pull request: the sum, a table of what changes, what needs approval
 * first, and each property. An equal plan is an equal text. Its first line is a comment that nobody
 * sees, by which a bot finds what it wrote for this app and stage before.
 *
 * <p>Nothing that a script or a service says becomes syntax: it stands in a block whose fence is
 * longer than any inside, or as entities in {@code <code>}, where GitHub notifies nobody either.
 */
final class PlanMarkdown {
  /** GitHub takes 65,536 characters in a comment; some are left for who adds a line. */
  static final int LONGEST = 64_000;

  private static final int LONGEST_LINE = 500;
  private static final int UNFOLDED_LINES = 30;

  private final StringBuilder text = new StringBuilder();

  private PlanMarkdown(String app, String stage, String headline) {
    text.append(
        "<!-- alchemy plan %1$s %2$s -->\n### %1$s, stage %2$s: %3$s\n"
            .formatted(plain(app), plain(stage), headline));
  }

  static String of(Plan plan) {
    PlanMarkdown page = new PlanMarkdown(plan.app(), plan.stage(), PlanPrinter.sum(plan));
    if (plan.isPartial()) {
      page.paragraph(
          "The plan ends at "
              + code(plan.stopped().toString())
              + ": only a deploy can know what is read there. Deletions are not listed.");
    }
    List<Step> steps =
        plan.steps().stream()
            .filter(Step::acts)
            .sorted(Comparator.comparing(step -> !step.needsApproval()))
            .toList();
    long asked = steps.stream().filter(Step::needsApproval).count();
    if (asked > 0) {
      page.paragraph(
          "**Needs approval: the first "
              + (asked == 1 ? "line" : asked + " lines")
              + ".** Where nobody can be asked, a deploy without `--yes` does nothing.");
    }
    if (!steps.isEmpty()) {
      page.table(steps.stream().map(PlanMarkdown::row).toList());
      PlanPrinter printer = new PlanPrinter(Style.PLAIN);
      page.block(steps.stream().flatMap(step -> printer.step(step).stream()).toList());
    }
    return page.text.toString();
  }

  /** What stands in the place of a plan that could not be made. */
  static String failed(String app, String stage, AlchemyException why) {
    PlanMarkdown page = new PlanMarkdown(app, stage, "no plan, exit code " + why.exitCode());
    page.block(why.getMessage().lines().toList());
    return page.text.toString();
  }

  private static String row(Step step) {
    List<String> what = new ArrayList<>();
    if (!(step instanceof Step.Create)) {
      what.add(
          step.changes().stream()
              .map(PropertyChange::path)
              .limit(5)
              .map(PlanMarkdown::code)
              .collect(Collectors.joining(", ")));
    }
    PlanPrinter.why(step)
        .forEach(each -> what.add(each.equals(step.detail()) ? code(each) : plain(each)));
    PlanPrinter.consequence(step).forEach(each -> what.add("**" + plain(each) + "**"));
    what.removeIf(String::isEmpty);
    Action action = Action.of(step);
    return "| `%s` %s | %s %s | %s |"
        .formatted(
            action.symbol(),
            action.verb(),
            code(step.type()),
            code(step.id()),
            String.join("<br>", what));
  }

  private void paragraph(String sentences) {
    text.append('\n').append(sentences).append('\n');
  }

  private void table(List<String> rows) {
    text.append("\n| | Resource | What |\n|---|---|---|\n");
    int shown = lines(rows, LONGEST / 2);
    if (shown < rows.size()) {
      paragraph("… and " + (rows.size() - shown) + " more changes, which are not shown.");
    }
  }

  /** Lines as they are, folded if they are many. */
  private void block(List<String> all) {
    List<String> visible = all.stream().map(PlanMarkdown::visible).toList();
    String fence = "```";
    while (String.join("\n", visible).contains(fence)) {
      fence += "`";
    }
    boolean folded = all.size() > UNFOLDED_LINES;
    text.append(folded ? "\n<details><summary>Details</summary>\n\n" : "\n");
    text.append(fence).append("text\n");
    int shown = lines(visible, LONGEST - text.length() - LONGEST_LINE);
    if (shown < all.size()) {
      text.append("… and ").append(all.size() - shown).append(" more lines, which are not shown\n");
    }
    text.append(fence).append(folded ? "\n\n</details>\n" : "\n");
  }

  /** Adds as many of these lines as there is room for, and tells how many. */
  private int lines(List<String> all, int room) {
    int end = text.length() + room;
    int shown = 0;
    while (shown < all.size() && text.length() + all.get(shown).length() < end) {
      text.append(all.get(shown++)).append('\n');
    }
    return shown;
  }

  private static String code(String foreign) {
    return "<code>" + plain(foreign) + "</code>";
  }

  private static String plain(String foreign) {
    StringBuilder entities = new StringBuilder();
    visible(foreign)
        .codePoints()
        .forEach(
            each -> {
              if (Character.isLetterOrDigit(each) || " -.,:;/()=".indexOf(each) >= 0) {
                entities.appendCodePoint(each);
              } else {
                entities.append("&#").append(each).append(';');
              }
            });
    return entities.toString();
  }

  /** One line, without what moves the cursor or turns the direction of writing. */
  private static String visible(String foreign) {
    StringBuilder shown = new StringBuilder();
    Secret.mask(foreign)
        .codePoints()
        .limit(LONGEST_LINE)
        .forEach(
            each -> {
              switch (Character.getType(each)) {
                case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    shown.append(each == '\n' ? "\\n" : String.format("\\u%04x", each));
                default -> shown.appendCodePoint(each);
              }
            });
    return shown + (foreign.codePointCount(0, foreign.length()) > LONGEST_LINE ? " …" : "");
  }
}
