package alchemy.local.workerd;

import java.util.List;

/**
 * What a workerd process is started with.
 *
 * @param config in the text form of Cap'n Proto
 * @param files contents that it embeds, named by {@link #file}
 * @param experimental whether it needs what workerd calls so
 * @param traceMark starts a printed line that is a trace and not the Worker's; empty for none
 */
record Launch(String config, List<byte[]> files, boolean experimental, String traceMark) {
  /** The service that is the Worker. workerd's messages start with it. */
  static final String MAIN = "main";

  /** The name of the file that holds the content at an index. */
  static String file(int index) {
    return "m" + index;
  }

  /** Without the configuration, which holds secrets. */
  @Override
  public String toString() {
    return "Launch";
  }
}
