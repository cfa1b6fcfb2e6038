package alchemy.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpmConfigTest {
  @TempDir Path temporary;
  private Path home;
  private Path project;

  @BeforeEach
  void folders() throws IOException {
    home = Files.createDirectories(temporary.resolve("home"));
    project = Files.createDirectories(temporary.resolve("project"));
  }

  private NpmConfig read(Map<String, String> env) throws IOException {
    return NpmConfig.read(env, home, project);
  }

  @Test
  void theEnvironmentBeatsTheProjectWhichBeatsTheUser() throws IOException {
    assertEquals(Optional.empty(), read(Map.of()).registry("pg"));
    Files.writeString(home.resolve(".npmrc"), "# mine\nregistry = https://user.example/npm\n");
    assertEquals(
        Optional.of(URI.create("https://user.example/npm/")), read(Map.of()).registry("pg"));
    Files.writeString(project.resolve(".npmrc"), "registry=\"https://project.example/\"\n");
    assertEquals(
        Optional.of(URI.create("https://project.example/")), read(Map.of()).registry("pg"));
    assertEquals(
        Optional.of(URI.create("https://env.example/")),
        read(Map.of("NPM_CONFIG_REGISTRY", "https://env.example")).registry("pg"));
  }

  @Test
  void aScopeMayHaveItsOwnRegistry() throws IOException {
    Files.writeString(
        home.resolve(".npmrc"),
        "registry=https://all.example/\n@cloudflare:registry=https://scope.example/\n");

    assertEquals(
        Optional.of(URI.create("https://scope.example/")),
        read(Map.of()).registry("@cloudflare/workerd-linux-64"));
    assertEquals(
        Optional.of(URI.create("https://all.example/")),
        read(Map.of()).registry("@esbuild/linux-x64"));
  }

  @Test
  void credentialsGoOnlyWhereTheyWereGivenForAndOnlyEncrypted() throws IOException {
    Files.writeString(
        home.resolve(".npmrc"),
        "//npm.example/team/:_authToken=${TOKEN}\n//basic.example/:_auth=YTpi\n");
    NpmConfig config = read(Map.of("TOKEN", "token-from-env"));

    assertEquals(
        Optional.of("Bearer token-from-env"),
        config.authorization(URI.create("https://npm.example/team/pg/-/pg-1.0.0.tgz")));
    assertEquals(
        Optional.of("Basic YTpi"), config.authorization(URI.create("https://basic.example/a.tgz")));
    for (String elsewhere :
        new String[] {
          "https://npm.example/other/pg-1.0.0.tgz",
          "http://npm.example/team/pg-1.0.0.tgz",
          "https://npm.example.evil.example/team/pg-1.0.0.tgz"
        }) {
      assertEquals(Optional.empty(), config.authorization(URI.create(elsewhere)), elsewhere);
    }
  }

  @Test
  void theProxyIsNpmsElseTheEnvironments() throws IOException {
    URI registry = URI.create("https://npm.example/");
    Map<String, String> env =
        Map.of("https_proxy", "http://proxy.example:3128", "NO_PROXY", "other.example");
    assertEquals(
        Optional.of(URI.create("http://proxy.example:3128")), read(env).proxy(registry, env));
    assertEquals(Optional.empty(), read(env).proxy(URI.create("https://a.other.example/"), env));
    Files.writeString(project.resolve(".npmrc"), "https-proxy=http://own.example:1\n");
    assertEquals(Optional.of(URI.create("http://own.example:1")), read(env).proxy(registry, env));
  }
}
