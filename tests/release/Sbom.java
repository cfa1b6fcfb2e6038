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
    Map<String, Object> tool = new LinkedHashMap<>();
    tool.put("type", "application");
    tool.put("name", "alchemy package");
    tool.put("version", artifact.version());
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("timestamp", time.toString());
    metadata.put("tools", Map.of("components", List.of(tool)));
    metadata.put("component", component(artifact, pom, "Apache-2.0", jar));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("bomFormat", "CycloneDX");
    document.put("specVersion", "1.5");
    byte[] seed =
        (artifact.url() + Packaging.digest("SHA-256", jar)).getBytes(StandardCharsets.UTF_8);
    document.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(seed));
    document.put("version", 1L);
    document.put("metadata", metadata);
    document.put("components", components);
    document.put("dependencies", edges);
    return new String(Json.write(document, true), StandardCharsets.UTF_8) + "\n";
  }

  private static Map<String, Object> component(
      Coordinates artifact, Pom pom, String licence, Path jar) throws IOException {
    Map<String, Object> component = new LinkedHashMap<>();
    component.put("type", "library");
    component.put("bom-ref", artifact.url());
    component.put("group", artifact.group());
    component.put("name", artifact.name());
    component.put("version", artifact.version());
    component.put("description", pom.description().replaceAll("\\s+", " "));
    List<Object> hashes = new ArrayList<>();
    for (String each : List.of("SHA-256", "SHA-512")) {
      hashes.add(Map.of("alg", each, "content", Packaging.digest(each, jar)));
    }
    component.put("hashes", hashes);
    component.put("licenses", List.of(Map.of("license", Map.of("id", licence))));
    component.put("purl", artifact.url());
    return component;
  }

  private static Map<String, Object> edge(Coordinates from, List<Coordinates> to) {
    return Map.of("ref", from.url(), "dependsOn", to.stream().map(Coordinates::url).toList());
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
}
