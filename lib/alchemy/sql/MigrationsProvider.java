package alchemy.sql;

import alchemy.Secret;
import alchemy.provider.Actual;
import alchemy.provider.Candidate;
import alchemy.provider.Check;
import alchemy.provider.Context;
import alchemy.provider.Default;
import alchemy.provider.Existing;
import alchemy.provider.Policy;
import alchemy.provider.Provider;
import alchemy.provider.Volatile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs a folder's migrations in a database. Doing it again does no harm, since the database itself
 * knows what was applied; so nothing is looked for after a crash, and nothing is ever undone.
 */
public final class MigrationsProvider
    implements Provider<MigrationsProvider.Props, MigrationsProvider.Outputs> {
  /** The kind. */
  public static final String TYPE = "alchemy:Migrations";

  // State goes, too: it would name databases that are no more.
  private static final String ANEW =
      " Or begin anew, without what the local databases hold: end dev, delete the folders"
          + " .alchemy/local and .alchemy/*/local, and start dev again.";

  /**
   * What is set.
   *
   * @param files checksums by name, as the files are now
   * @param prisma true if Prisma's own command runs them
   * @param schema Prisma's schema, where its command would not find it
   */
  public record Props(
      String folder,
      Map<String, String> files,
      Secret url,
      @Policy @Default("false") Boolean prisma,
      @Policy String schema) {}

  /**
   * What is recorded.
   *
   * @param applied checksums by name, of what the database has
   * @param folder by which the database knows them
   */
  public record Outputs(
      String id, @Volatile Map<String, String> applied, @Volatile String folder) {}

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public void check(Check check, Props wanted) {
    Path folder = check.root().resolve(wanted.folder());
    if (!Files.isDirectory(folder)) {
      check.fault(
          "folder",
          "\"" + wanted.folder() + "\" is not there",
          "It is looked for beside the script.");
    }
    if (wanted.files() != null && check.recorded().get("applied") instanceof Map<?, ?> applied) {
      for (String each : MigrationFiles.changed(applied, wanted.files())) {
        boolean there = wanted.files().containsKey(each);
        check.fault(
            "files." + each,
            there ? "was changed after it was applied" : "was applied, and is not there any more",
            "Put it back as it was"
                + (there ? "; what is new belongs into another file." : ".")
                + (check.isLocal() ? ANEW : ""));
      }
    }
    if (usesPrisma(wanted)) {
      PrismaCommand.check(check, folder, wanted.schema());
    }
  }

  @Override
  public Outputs create(Context context, Props wanted) {
    return migrate(context, wanted, null);
  }

  @Override
  public Outputs update(Context context, Existing<Props, Outputs> existing, Props wanted) {
    return migrate(context, wanted, existing.outputs());
  }

  private static Outputs migrate(Context context, Props wanted, Outputs known) {
    Map<String, String> applied = new LinkedHashMap<>();
    if (known != null && known.applied() != null) {
      applied.putAll(known.applied());
    }
    Path folder = context.root().resolve(wanted.folder());
    if (usesPrisma(wanted)) {
      new PrismaCommand(context, folder, wanted.schema()).deploy(wanted.url());
      applied.putAll(wanted.files());
    } else {
      try (Database database = Database.open(Database.url(wanted.url()), context)) {
        database.apply(
            context,
            wanted.folder(),
            folder(known, wanted),
            MigrationFiles.in(folder),
            (name, checksum) -> {
              if (!checksum.equals(applied.put(name, checksum))) {
                context.saved(
                    context.name(), Map.of("applied", applied, "folder", wanted.folder()));
              }
            });
      }
    }
    return new Outputs(context.name(), applied, wanted.folder());
  }

  @Override
  public Optional<Outputs> read(Context context, Existing<Props, Outputs> existing) {
    Props props = existing.props();
    if (props == null || props.url() == null) {
      return Optional.empty();
    }
    try (Database database = Database.open(Database.url(props.url()), context)) {
      if (!usesPrisma(props)) {
        String folder = folder(existing.outputs(), props);
        return Optional.of(new Outputs(existing.remoteId(), database.applied(folder), folder));
      }
      Set<String> done = database.appliedByPrisma();
      Map<String, String> applied = new LinkedHashMap<>(props.files());
      applied.keySet().removeIf(each -> !done.contains(each.replaceFirst("/.*", "")));
      return Optional.of(new Outputs(existing.remoteId(), applied, props.folder()));
    } catch (DatabaseUnreachableException e) {
      if (e.isGone()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** With the files that the database has, of those that were applied from here. */
  @Override
  public Optional<Actual<Props, Outputs>> inspect(
      Context context, Existing<Props, Outputs> existing) {
    Props props = existing.props();
    return read(context, existing)
        .map(
            now -> {
              Map<String, String> files = new LinkedHashMap<>(now.applied());
              files.keySet().retainAll(props.files() == null ? Set.of() : props.files().keySet());
              return new Actual<>(
                  new Outputs(now.id(), files, now.folder()),
                  new Props(props.folder(), files, props.url(), props.prisma(), props.schema()),
                  null);
            });
  }

  @Override
  public List<Candidate> find(Context context, Props wanted) {
    return List.of(); // the database knows what was applied
  }

  @Override
  public void delete(Context context, Existing<Props, Outputs> existing) {
    // Only forgotten: what was migrated stays.
  }

  @Override
  public boolean isReference() {
    return true;
  }

  @Override
  public Duration settleTime(Context context) {
    return Duration.ZERO;
  }

  private static String folder(Outputs known, Props props) {
    return known == null || known.folder() == null ? props.folder() : known.folder();
  }

  private static boolean usesPrisma(Props props) {
    return Boolean.TRUE.equals(props.prisma());
  }
}
