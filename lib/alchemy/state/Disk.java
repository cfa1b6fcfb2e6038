package alchemy.state;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/**
 * All that state does to a file system, so that a test can see each single step, and end the world
 * before, in or after it. Nothing of it can be interrupted: an interrupted run still has to record
 * what it did.
 */
interface Disk {

  /** The disk of this machine. */
  static Disk ofMachine() {
    return new MachineDisk();
  }

  /** Makes a folder and the missing ones above it, owner-only and durable. */
  void makeFolder(Path folder) throws IOException;

  /** Makes an empty file, owner-only; false if there is one already. */
  boolean create(Path file) throws IOException;

  /** Opens a file, cuts it to that length and writes from there. */
  Output open(Path file, long length) throws IOException;

  /** Gives a file another name, in place of the file that had it. */
  void move(Path from, Path to) throws IOException;

  /**
   * Gives a file a second name; where there are no such, another name instead.
   *
   * @throws java.nio.file.FileAlreadyExistsException if another file has it; it stays as it is
   */
  void link(Path file, Path name) throws IOException;

  /** Takes a name away; one that is not there is no error. */
  void delete(Path file) throws IOException;

  /** Makes the names in a folder durable. */
  void flush(Path folder) throws IOException;

  /** An open file. */
  interface Output extends Closeable {
    /** Adds bytes at the end; they may be lost as long as they are not flushed. */
    void write(byte[] bytes) throws IOException;

    /** Makes length and bytes durable. */
    void flush() throws IOException;

    /** Cuts the file to nothing. */
    void empty() throws IOException;
  }
}
