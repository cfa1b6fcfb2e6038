package alchemy.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever JDK built the libraries, an older one can use them afterwards. */
@Tag("processes")
class BytecodeTest {
  private static final int JAVA_17 = 61;

  @ParameterizedTest
  @ValueSource(strings = {"/alchemy/Alchemy.class", "/alchemy/local/Main.class"})
  void theLibrariesAreForJava17(String file) throws IOException {
    try (var in = new DataInputStream(BytecodeTest.class.getResourceAsStream(file))) {
      in.readInt();
      in.readUnsignedShort();

      assertEquals(JAVA_17, in.readUnsignedShort());
    }
  }
}
