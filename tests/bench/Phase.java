package bench;

import java.util.List;

/** What a program is run for, in this order. */
enum Phase {
  FIRST("first deploy"),
  NOOP("no-op"),
  CHANGED("one property changed"),
  DESTROY("destroy");

  static final List<Phase> ALL = List.of(values());

  final String title;

  Phase(String title) {
    this.title = title;
  }
}
