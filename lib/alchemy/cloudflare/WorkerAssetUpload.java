package alchemy.cloudflare;

import alchemy.Secret;
import alchemy.http.Fields;
import alchemy.http.Multipart;
import alchemy.provider.CancelledException;
import alchemy.provider.Context;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Brings static assets to the service, in two steps with a token each: a session tells which files
 * it lacks, in buckets; when the last bucket is there, it answers the token that the Worker's
 * upload names. What arrived stays, so that a new session goes on where another one ended.
 */
final class WorkerAssetUpload {
  private static final int SIDE_BY_SIDE = 3;
  private static final int SESSIONS = 3;

  private final Context context;
  private final CloudflareApi api;
  private final String session;

  WorkerAssetUpload(Context context, CloudflareApi api, String script) {
    this.context = context;
    this.api = api;
    this.session = script + "/assets-upload-session";
  }

  /** Uploads what the service lacks, and returns the token for the Worker's metadata. */
  String completed(WorkerAssets assets) {
    Map<String, Object> manifest = Map.of("manifest", assets.manifest());
    for (int i = 0; i < SESSIONS; i++) {
      Fields begun = api.set(session, manifest);
      List<List<String>> buckets =
          begun.at("buckets").elements().stream()
              .map(each -> each.elements().stream().map(hash -> "" + hash.tree()).toList())
              .filter(each -> !each.isEmpty())
              .toList();
      String token = begun.text("jwt");
      String complete =
          buckets.isEmpty() || token == null
              ? token
              : uploaded(Secret.of(token), buckets, assets.byHash());
      if (complete != null) {
        return complete;
      }
    }
    throw new AssetsIncompleteException();
  }

  private String uploaded(Secret token, List<List<String>> buckets, Map<String, Path> files) {
    int missing = buckets.stream().mapToInt(List::size).sum();
    context.progress("uploading " + missing + " assets");
    ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
    try {
      List<Future<String>> answers = new ArrayList<>();
      for (List<String> each : buckets) {
        answers.add(threads.submit(() -> api.upload(parts(files, each), token).text("jwt")));
      }
      List<String> tokens = new ArrayList<>();
      for (Future<String> each : answers) {
        tokens.add(each.get());
      }
      return tokens.stream().filter(Objects::nonNull).findFirst().orElse(null);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    } finally {
      threads.shutdownNow();
    }
  }

  private static Multipart parts(Map<String, Path> files, List<String> hashes) {
    Multipart parts = new Multipart();
    for (String hash : hashes) {
      Path file = files.get(hash);
      if (file == null) {
        throw new AssetsIncompleteException();
      }
      byte[] content = Base64.getEncoder().encode(WorkerAssets.bytes(file));
      parts.file(hash, hash, AssetTypes.of(file.toString()), content);
    }
    return parts;
  }
}
