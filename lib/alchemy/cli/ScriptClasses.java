package alchemy.cli;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The classes of a changed script and of its new dependencies. All others are this process's. */
final class ScriptClasses extends URLClassLoader {
  private static final String LIBRARY = "alchemy-[0-9].*\\.jar";

  /**
   * Of a class path, whose first place is the script's own.
   *
   * @throws ScriptBuildException if it names another version of this library
   */
  ScriptClasses(List<String> classPath) throws IOException {
    super(own(classPath), ScriptClasses.class.getClassLoader());
  }

  private static URL[] own(List<String> classPath) throws IOException {
    Set<String> known = new HashSet<>(ofProcess());
    List<URL> own = new ArrayList<>();
    for (String each : classPath) {
      if (!known.contains(each) && Path.of(each).getFileName().toString().matches(LIBRARY)) {
        throw new ScriptBuildException("The library's version changed.", "Start dev again.");
      }
      // The script may have come back to what this process was started with.
      if (own.isEmpty() || !known.contains(each)) {
        own.add(Path.of(each).toUri().toURL());
      }
    }
    return own.toArray(URL[]::new);
  }

  /** The class path that this process was started with. */
  static List<String> ofProcess() {
    return List.of(System.getProperty("java.class.path").split(File.pathSeparator));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      try {
        return findClass(name);
      } catch (ClassNotFoundException e) {
        return super.loadClass(name, resolve);
      }
    }
  }
}
