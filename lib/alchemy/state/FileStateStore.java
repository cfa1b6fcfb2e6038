package alchemy.state;

import alchemy.AlchemyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** State in files: {@code <app>/<stage>/state.json} and {@code journal.ndjson}. */
final class FileStateStore implements StateStore {
  private final Disk disk;
  private final AlchemyFolder alchemy;
  private final String app;
  private final String stage;
  private final Path folder;
  private final StateFormat format;
  private final StageReader reader;
  private final StageVault vault;

  FileStateStore(
      Disk disk,
      AlchemyFolder alchemy,
      String app,
      String stage,
      KeySource keys,
      SecureRandom random) {
    this.disk = disk;
    this.alchemy = alchemy;
    this.app = app;
    this.stage = stage;
    this.folder = alchemy.stage(app, stage);
    this.format = new StateFormat(app, stage);
    this.reader = new StageReader(folder, format, StageState.fresh(app, stage, random));
    this.vault = new StageVault(disk, app, stage, keys, random, () -> reader.read().state().key());
  }

  @Override
  public StageState loadAnyway() {
    StageState state = reader.read().state();
    vault.adopt(state.key());
    return state;
  }

  @Override
  public StageWriter lockAnyway(Holder holder, Duration wait) {
    StageLock lock;
    try {
      alchemy.make(disk);
      disk.makeFolder(folder);
      lock = StageLock.acquire(disk, app, stage, folder, holder, wait);
    } catch (IOException e) {
      throw new StateWriteFailedException(folder, e);
    }
    try {
      StageReader.Stored stored = reader.read();
      vault.adopt(stored.state().key());
      FileStageLog log = new FileStageLog(disk, folder, format, lock, stored);
      if (stored.format() < StageState.FORMAT) {
        log.migrate(stored.format(), stored.state());
      }
      return new QueuedStageWriter(format, log, vault, stored.state());
    } catch (RuntimeException e) {
      release(lock, e);
      throw e;
    }
  }

  @Override
  public History history(int last) {
    try {
      return new HistoryFile(disk, folder).last(last);
    } catch (IOException e) {
      throw new StateReadFailedException(folder.resolve(HistoryFile.NAME), e);
    }
  }

  @Override
  public String place() {
    return "file:" + alchemy.path().toAbsolutePath().normalize();
  }

  @Override
  public Optional<Holder> holder() {
    try {
      String host = Holder.ofThisProcess("", Instant.EPOCH).host();
      return Files.isDirectory(folder) ? StageLock.holder(disk, folder, host) : Optional.empty();
    } catch (IOException e) {
      throw new StateReadFailedException(folder, e);
    }
  }

  @Override
  public boolean unlock(Holder holder) {
    try {
      return Files.isDirectory(folder) && StageLock.takeFrom(disk, folder, holder);
    } catch (IOException e) {
      throw new StateWriteFailedException(folder, e);
    }
  }

  @Override
  public List<String> stages() {
    Path stages = alchemy.app(app);
    if (!Files.isDirectory(stages)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(stages)) {
      return folders
          .filter(FileStateStore::hasState)
          .map(each -> each.getFileName().toString())
          .filter(this::holdsAny)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new StateReadFailedException(stages, e);
    }
  }

  @Override
  public Vault vault() {
    return vault;
  }

  private void release(StageLock lock, RuntimeException why) {
    try {
      lock.release();
    } catch (IOException | RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  private boolean holdsAny(String named) {
    StageState none = StageState.fresh(app, named, new SecureRandom());
    StageReader other =
        new StageReader(alchemy.stage(app, named), new StateFormat(app, named), none);
    try {
      StageState state = other.read().state();
      return state.movedTo().isEmpty() && !state.rows().isEmpty();
    } catch (AlchemyException e) {
      return true; // damaged or newer, it is there all the same
    }
  }

  // A run that was refused before its first change leaves a folder with nothing but a lock.
  private static boolean hasState(Path folder) {
    return Files.exists(folder.resolve(StageReader.SNAPSHOT))
        || Files.exists(folder.resolve(StageReader.JOURNAL));
  }
}
