package release;

import alchemy.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What an artefact consists of and needs, as CycloneDX 1.5 writes it down. */
record Sbom(Coordinates artifact, Pom pom, Path repository, Instant time) {
  /** The document for a jar, which its serial number is made from. */
  String text(Path jar) throws IOException {
    List<Coordinates> needed = pom.dependencies();
    List<Object> components = new ArrayList<>();
    List<Object> edges = new ArrayList<>(List.of(edge(artifact, needed)));
    for (Coordinates each : needed) {
      Pom theirs = Pom.read(each, repository);
      components.add(component(each, theirs, theirs.licence(), each.file(repository, ".jar")));
      edges.add(edge(each, resolved(theirs.dependencies(), needed)));
    }
    byte[] seed =
        (artifact.url() + Packaging.digest("SHA-256", jar)).getBytes(StandardCharsets.UTF_8);
    Map<String, Object> tool =
        tree("type", "application", "name", "alchemy package", "version", artifact.version());
    Map<String, Object> document =
        tree(
            "bomFormat",
            "CycloneDX",
            "specVersion",
            "1.5",
            "serialNumber",
            "urn:uuid:" + UUID.nameUUIDFromBytes(seed),
            "version",
            1L,
            "metadata",
            tree(
                "timestamp",
                time.toString(),
                "tools",
                tree("components", List.of(tool)),
                "component",
                component(artifact, pom, "Apache-2.0", jar)),
            "components",
            components,
            "dependencies",
            edges);
    return new String(Json.write(document, true), StandardCharsets.UTF_8) + "\n";
  }

  private static Map<String, Object> component(
      Coordinates artifact, Pom pom, String licence, Path jar) throws IOException {
    List<Object> hashes = new ArrayList<>();
    for (String each : List.of("SHA-256", "SHA-512")) {
      hashes.add(tree("alg", each, "content", Packaging.digest(each, jar)));
    }
    return tree(
        "type",
        "library",
        "bom-ref",
        artifact.url(),
        "group",
        artifact.group(),
        "name",
        artifact.name(),
        "version",
        artifact.version(),
        "description",
        pom.description().replaceAll("\\s+", " "),
        "hashes",
        hashes,
        "licenses",
        List.of(tree("license", tree("id", licence))),
        "purl",
        artifact.url());
  }

  private static Map<String, Object> edge(Coordinates from, List<Coordinates> to) {
    return tree("ref", from.url(), "dependsOn", to.stream().map(Coordinates::url).toList());
  }

  // A POM's own versions may be ranges, properties, or other than what was resolved.
  private static List<Coordinates> resolved(List<Coordinates> named, List<Coordinates> all) {
    return all.stream()
        .filter(
            each ->
                named.stream()
                    .anyMatch(
                        one -> one.group().equals(each.group()) && one.name().equals(each.name())))
        .toList();
  }

  // In this order; that of Map.of is drawn by each JVM.
  private static Map<String, Object> tree(Object... namesAndValues) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      tree.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return tree;
  }
}
