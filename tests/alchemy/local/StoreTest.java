package alchemy.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
  @TempDir Path folder;

  @Test
  void whatIsStoredIsSealedAndThereForTheNextProcess() throws IOException {
    new Store(folder).save("things", Map.of("password", "hunter22"));
    assertFalse(Files.readString(folder.resolve("things.json")).contains("hunter22"));
    assertEquals("hunter22", new Store(folder).load("things").get("password"));
    assertEquals(Map.of(), new Store(folder).load("nothing"));
  }

  @Test
  void keyAndFilesAreForTheirOwnerOnly() throws IOException {
    new Store(folder).save("things", Map.of());
    for (var name : new String[] {"key", "things.json"}) {
      var rights = Files.getPosixFilePermissions(folder.resolve(name));
      assertEquals("rw-------", PosixFilePermissions.toString(rights), name);
    }
  }

  @Test
  void aFileThatIsChangedOrRenamedIsRefused() throws IOException {
    var store = new Store(folder);
    store.save("things", Map.of("a", 1));
    Files.copy(folder.resolve("things.json"), folder.resolve("others.json"));
    assertThrows(UnreadableStoreException.class, () -> store.load("others"));
    for (var damage : new String[] {"", "{}", "[1]", "{\"format\":1,\"sealed\":\"AAAA\"}"}) {
      Files.writeString(folder.resolve("things.json"), damage);
      assertThrows(UnreadableStoreException.class, () -> store.load("things"), damage);
    }
  }

  @Test
  void aPortIsRememberedAndGivenUpOnlyWhenItIsInUse() throws IOException {
    var port = new Ports(new Store(folder)).take("a");
    assertNotEquals(port, new Ports(new Store(folder)).take("b"));
    assertEquals(port, new Ports(new Store(folder)).take("a"));
    try (var other = new ServerSocket(port, 1, Loopback.address())) {
      assertThrows(PortTakenException.class, () -> new Ports(new Store(folder)).keep("a"));
      assertNotEquals(other.getLocalPort(), new Ports(new Store(folder)).take("a"));
    }
  }
}
