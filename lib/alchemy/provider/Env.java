package alchemy.provider;

import java.util.Optional;

/** Environment variables by the program's precedence: process, {@code --env-file}, {@code .env}. */
@FunctionalInterface
public interface Env {
  /** The variable's value; empty if it is missing or blank. */
  Optional<String> find(String name);

  /** The variable's value or a default. */
  default String get(String name, String otherwise) {
    return find(name).orElse(otherwise);
  }

  /** This environment, with some variables of another one in front of it. */
  default Env under(Env front) {
    return name -> front.find(name).or(() -> find(name));
  }
}
