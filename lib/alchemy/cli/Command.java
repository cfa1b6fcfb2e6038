package alchemy.cli;

import java.io.IOException;

/** Something that {@code alchemy} does. */
interface Command {
  /** Does it and gives the exit code. */
  int call() throws IOException, InterruptedException;
}
