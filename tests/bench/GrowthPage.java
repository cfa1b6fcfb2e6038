package bench;

import bench.Growth.Measure;
import bench.Growth.Shape;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How {@link Growth} is told: a table for each shape, and a picture with one for each. */
final class GrowthPage {
  private static final int WIDTH = 300;
  private static final int HEIGHT = 260;
  private static final int LEFT = 56;
  private static final int TOP = 44;
  private static final int GAP = 60;
  // Of tens: from 1 ms to 100 s, from 100 resources to 10,000.
  private static final int TENS_OF_TIME = 5;

  private GrowthPage() {}

  static String text(Map<Shape, Map<Integer, Map<Measure, Double>>> found) {
    StringBuilder text =
        new StringBuilder(
            """
            `./alchemy bench growth` measures engine and state alone: one warm JVM, a service that answers at once,
            a secret for each resource. Least of three runs, but for 10,000; times in milliseconds. Both axes of the picture
            are logarithmic, so that what grows as the resources do is as steep as the dashed line. A chain is made
            one by one, each step with two flushes to the disk, which is where its time goes.

            ![growth](growth.svg)

            """);
    found.forEach(
        (shape, sizes) -> {
          text.append("| ").append(shape.name().toLowerCase(Locale.ROOT)).append(" |");
          sizes.keySet().forEach(n -> text.append(String.format(Locale.ROOT, " %,d |", n)));
          text.append("\n|---|").append("---:|".repeat(sizes.size())).append('\n');
          for (Measure measure : Measure.values()) {
            text.append("| ").append(measure.title).append(" |");
            sizes
                .values()
                .forEach(
                    all ->
                        text.append(' ')
                            .append(Growth.shown(measure, all.get(measure)))
                            .append(" |"));
            text.append('\n');
          }
          text.append('\n');
        });
    return text.substring(0, text.length() - 1);
  }

  static String picture(Map<Shape, Map<Integer, Map<Measure, Double>>> found) {
    int width = found.size() * (WIDTH + GAP) + LEFT;
    StringBuilder svg =
        new StringBuilder(
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
            <rect width="100%%" height="100%%" fill="#fff"/>
            """
                .formatted(width, TOP + HEIGHT + 80));
    int number = 0;
    for (var each : found.entrySet()) {
      svg.append(panel(each.getKey(), each.getValue(), LEFT + number * (WIDTH + GAP), number++));
    }
    return svg.append(legend()).append("</svg>\n").toString();
  }

  private static String panel(
      Shape shape, Map<Integer, Map<Measure, Double>> sizes, int left, int number) {
    StringBuilder svg =
        new StringBuilder(
            text(left, TOP - 12, "start", "#1f2328", shape.name().toLowerCase(Locale.ROOT)));
    for (int ten = 0; ten <= TENS_OF_TIME; ten++) {
      double y = y(Math.pow(10, ten));
      svg.append(line(left, y, left + WIDTH, y, "#d1d9e0", ""));
      if (number == 0) {
        String shown =
            ten < 3 ? (int) Math.pow(10, ten) + " ms" : (int) Math.pow(10, ten - 3) + " s";
        svg.append(text(left - 6, y + 4, "end", "#59636e", shown));
      }
    }
    for (int n : sizes.keySet()) {
      double x = x(left, n);
      svg.append(line(x, TOP, x, TOP + HEIGHT, "#d1d9e0", ""));
      svg.append(
          text(x, TOP + HEIGHT + 18, "middle", "#59636e", String.format(Locale.ROOT, "%,d", n)));
    }
    svg.append(line(x(left, 100), y(4), x(left, 10_000), y(400), "#59636e", "4 4"));
    for (Measure measure : Measure.values()) {
      if (measure.isTime()) {
        String points =
            sizes.entrySet().stream()
                .map(
                    each ->
                        String.format(
                            Locale.ROOT,
                            "%.1f,%.1f",
                            x(left, each.getKey()),
                            y(each.getValue().get(measure))))
                .collect(Collectors.joining(" "));
        svg.append(
            "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"%s\" points=\"%s\"/>\n"
                .formatted(measure.colour, points));
      }
    }
    return svg.toString();
  }

  private static String legend() {
    StringBuilder svg = new StringBuilder();
    int x = LEFT;
    int y = TOP + HEIGHT + 52;
    for (Measure measure : Measure.values()) {
      if (measure.isTime()) {
        svg.append(line(x, y - 4, x + 20, y - 4, measure.colour, ""));
        svg.append(text(x + 26, y, "start", "#1f2328", measure.title));
        x += 200;
      }
    }
    svg.append(line(LEFT, y + 16, LEFT + 20, y + 16, "#59636e", "4 4"));
    return svg.append(text(LEFT + 26, y + 20, "start", "#1f2328", "what grows as the resources do"))
        .toString();
  }

  private static double x(int left, int resources) {
    return left + WIDTH * (Math.log10(resources) - 2) / 2;
  }

  private static double y(double millis) {
    return TOP + HEIGHT - HEIGHT * Math.log10(Math.max(1, millis)) / TENS_OF_TIME;
  }

  private static String line(
      double x1, double y1, double x2, double y2, String colour, String dashes) {
    return String.format(
        Locale.ROOT,
        "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"%s\"%s/>%n",
        x1,
        y1,
        x2,
        y2,
        colour,
        dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\"");
  }

  private static String text(double x, double y, String anchor, String colour, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n",
        x,
        y,
        anchor,
        colour,
        text);
  }
}
