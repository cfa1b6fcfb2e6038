package alchemy.engine;

/** Stands in a tree where a value is known only once a node is made. */
record Unknown(Node node) {
  @Override
  public String toString() {
    return "(known after apply)";
  }
}
