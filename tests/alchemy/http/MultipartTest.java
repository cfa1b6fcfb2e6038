package alchemy.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MultipartTest {
  @Test
  void partsStandBetweenBoundariesAndTheirNamesAreQuoted() {
    Multipart body =
        new Multipart()
            .field("metadata", "application/json", bytes("{}"))
            .file("a\"b\r\n.js", "a\"b\r\n.js", "application/javascript+module", bytes("x\r\ny"));
    String boundary = body.contentType().replace("multipart/form-data; boundary=", "");
    String expected =
        """
        --B\r
        Content-Disposition: form-data; name="metadata"\r
        Content-Type: application/json\r
        \r
        {}\r
        --B\r
        Content-Disposition: form-data; name="a%22b%0D%0A.js"; filename="a%22b%0D%0A.js"\r
        Content-Type: application/javascript+module\r
        \r
        x\r
        y\r
        --B--\r
        """;
    String actual = new String(body.bytes(), StandardCharsets.UTF_8).replace(boundary, "B");
    assertEquals(expected, actual);
  }

  @Test
  void boundariesDiffer() {
    assertNotEquals(new Multipart().contentType(), new Multipart().contentType());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
