package alchemy.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarballTest {
  @TempDir Path temporary;

  private Path archive(TinyTar tar) throws IOException {
    return Files.write(temporary.resolve("a.tgz"), tar.gzipped());
  }

  @Test
  void filesComeOutWithoutTheFirstFolderAndWithTheirRights() throws IOException {
    Path out = temporary.resolve("out");
    Tarball.unpack(
        archive(
            new TinyTar()
                .entry('5', "package/", "0000755", "")
                .file("package/package.json", "{}")
                .executable("package/bin/tool", "x".repeat(1000))
                .entry('2', "package/link", "0000777", "")),
        out);

    assertEquals("{}", Files.readString(out.resolve("package.json")));
    assertEquals(1000, Files.size(out.resolve("bin/tool")));
    assertTrue(Files.isExecutable(out.resolve("bin/tool")));
    assertFalse(Files.isExecutable(out.resolve("package.json")));
    assertFalse(Files.exists(out.resolve("link")));
  }

  @Test
  void longNamesOfBothKindsAreRead() throws IOException {
    String gnu = "package/" + "g/".repeat(80) + "file";
    String posix = "package/" + "p/".repeat(80) + "file";
    String record = " path=" + posix + "\n";
    Path out = temporary.resolve("out");
    Tarball.unpack(
        archive(
            new TinyTar()
                .entry('L', "././@LongLink", "0000644", gnu + "\0")
                .file("package/cut-off", "gnu")
                .entry('x', "PaxHeader", "0000644", (record.length() + 3) + record)
                .file("package/cut-off", "posix")
                .file("package/short", "short")),
        out);

    assertEquals("gnu", Files.readString(out.resolve("g/".repeat(80) + "file")));
    assertEquals("posix", Files.readString(out.resolve("p/".repeat(80) + "file")));
    assertEquals("short", Files.readString(out.resolve("short")));
  }

  @Test
  void anEntryThatLeadsOutIsRefused() throws IOException {
    Path archive = archive(new TinyTar().file("package/../../evil", "evil"));

    assertThrows(IOException.class, () -> Tarball.unpack(archive, temporary.resolve("out")));
    assertFalse(Files.exists(temporary.resolve("evil")));
  }

  @Test
  void anArchiveThatIsCutOffIsRefused() throws IOException {
    Path archive = temporary.resolve("cut.tgz");
    byte[] header = new byte[512];
    System.arraycopy("package/a".getBytes(StandardCharsets.US_ASCII), 0, header, 0, 9);
    System.arraycopy("00000000100".getBytes(StandardCharsets.US_ASCII), 0, header, 124, 11);
    header[156] = '0';
    try (var gzip = new GZIPOutputStream(Files.newOutputStream(archive))) {
      gzip.write(Arrays.copyOf(header, 520));
    }

    assertThrows(EOFException.class, () -> Tarball.unpackOne(archive, "a", temporary.resolve("a")));
  }
}
