package release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * An artefact's POM. JBang writes ours with all that was resolved as dependencies; what Maven
 * Central asks for beyond that is added here.
 */
final class Pom {
  private static final String HOME = "https://github.com/alchemy-java/alchemy";

  private final String text;
  private final Element root;
  private final Path repository;

  private Pom(String text, Element root, Path repository) {
    this.text = text;
    this.root = root;
    this.repository = repository;
  }

  static Pom read(Coordinates artifact, Path repository) throws IOException {
    Path file = artifact.file(repository, ".pom");
    try {
      Element root =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(file.toFile())
              .getDocumentElement();
      return new Pom(Files.readString(file), root, repository);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(file + " cannot be read", e);
    }
  }

  String description() {
    return text(root, "description").orElse("");
  }

  /** What is named as dependencies for running, versions as they stand there. */
  List<Coordinates> dependencies() {
    List<Coordinates> dependencies = new ArrayList<>();
    for (Element each : below(root, "dependencies", "dependency")) {
      String scope = text(each, "scope").orElse("compile");
      if (List.of("compile", "runtime").contains(scope) && text(each, "optional").isEmpty()) {
        dependencies.add(coordinates(each));
      }
    }
    return dependencies;
  }

  /** The licence by its SPDX name, which a parent may say. */
  String licence() throws IOException {
    for (Element each : below(root, "licenses", "license")) {
      String name = text(each, "name").orElse("");
      if (name.contains("Apache")) {
        return "Apache-2.0";
      }
      return name.contains("MIT") ? "MIT" : name;
    }
    for (Element each : children(root, "parent")) {
      return read(coordinates(each), repository).licence();
    }
    throw new IOException("no licence in the POM of " + coordinates(root));
  }

  /** Ours with name, address, licence, developers and where the sources are. */
  String completed() throws IOException {
    String before = "</description>";
    if (!text.contains(before)) {
      throw new IOException("JBang wrote a POM without a description");
    }
    return text.replace(
        before,
        """
        </description>
        	<name>%s</name>
        	<url>%s</url>
        	<licenses>
        		<license>
        			<name>Apache-2.0</name>
        			<url>https://www.apache.org/licenses/LICENSE-2.0.txt</url>
        		</license>
        	</licenses>
        	<developers>
        		<developer>
        			<name>The developers of Alchemy for Java</name>
        			<url>%s</url>
        		</developer>
        	</developers>
        	<scm>
        		<connection>scm:git:%s.git</connection>
        		<tag>v%s</tag>
        		<url>%s</url>
        	</scm>\
        """
            .formatted(
                text(root, "artifactId").orElseThrow(),
                HOME,
                HOME,
                HOME,
                text(root, "version").orElseThrow(),
                HOME));
  }

  private static Coordinates coordinates(Element element) {
    return new Coordinates(
        text(element, "groupId").orElse(""),
        text(element, "artifactId").orElse(""),
        text(element, "version").orElse(""));
  }

  private static List<Element> below(Element element, String list, String name) {
    return children(element, list).stream().flatMap(each -> children(each, name).stream()).toList();
  }

  private static Optional<String> text(Element element, String name) {
    return children(element, name).stream().findFirst().map(each -> each.getTextContent().strip());
  }

  private static List<Element> children(Element element, String name) {
    List<Element> children = new ArrayList<>();
    for (Node each = element.getFirstChild(); each != null; each = each.getNextSibling()) {
      if (each instanceof Element child && child.getTagName().equals(name)) {
        children.add(child);
      }
    }
    return children;
  }
}
