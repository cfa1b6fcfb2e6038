package alchemy.cli;

import alchemy.Secret;
import alchemy.engine.Known;
import alchemy.engine.Node;
import alchemy.engine.Session;
import alchemy.peer.PeerFiles;
import alchemy.peer.PeerObject;
import alchemy.peer.PeerPassword;
import alchemy.peer.PeerResource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes over what the TypeScript Alchemy made: each of its resources that the script declares under
 * the same id becomes a row of the stage. All secrets are opened before anything is written.
 */
final class PeerImport {
  private final Session session;
  private final Path folder;
  private final Map<String, Node> declared = new HashMap<>();
  private final Map<String, PeerObject> objects = new HashMap<>();
  private final List<String> notes = new ArrayList<>();

  PeerImport(Session session, Path folder) {
    this.session = session;
    this.folder = folder.normalize();
    session.graph().nodes().forEach(each -> declared.put(each.id(), each));
  }

  /** Does it and tells what became of each file. */
  void run(Report report) {
    Optional<Secret> password =
        session.options().env().find("ALCHEMY_PASSWORD").map(text -> Secret.of(text));
    List<Known> known = new ArrayList<>();
    for (PeerResource each : new PeerFiles(folder).read(session.app(), session.options().stage())) {
      known(each, new PeerPassword(password)).ifPresent(known::add);
    }
    List<String> taken = known.isEmpty() ? List.of() : session.take(known);
    for (Known each : known) {
      if (!taken.contains(each.id())) {
        notes.add("left: " + title(each.id()) + " is in state already");
      } else if (declared.get(each.id()).type().equals("cloudflare:Worker")) {
        notes.add(
            "The code of "
                + title(each.id())
                + " cannot be compared; what the script has now is taken as deployed.");
      }
    }
    report.imported(
        taken.stream().map(id -> title(id) + " is " + objects.get(id).remoteId()).toList(), notes);
  }

  private Optional<Known> known(PeerResource resource, PeerPassword password) {
    Node node = declared.get(resource.id());
    String why = null;
    if (node == null) {
      why = "the script declares no resource of that id";
    } else if (PeerObject.type(resource).isEmpty()) {
      why = "this kind cannot be imported";
    } else if (!PeerObject.type(resource).get().equals(node.type())) {
      why = "the script's is a " + node.type();
    } else if (!resource.isSettled()) {
      why = "its last run ended in the middle: " + resource.status();
    }
    Optional<PeerObject> object =
        why == null ? PeerObject.of(resource, password) : Optional.empty();
    if (object.isEmpty()) {
      notes.add("left: " + resource + ": " + (why == null ? "it has no id of the service" : why));
      return Optional.empty();
    }
    objects.put(resource.id(), object.get());
    return object.map(
        each -> new Known(resource.id(), each.remoteId(), each.props(), each.outputs()));
  }

  private String title(String id) {
    return declared.get(id).type() + " \"" + id + "\"";
  }
}
