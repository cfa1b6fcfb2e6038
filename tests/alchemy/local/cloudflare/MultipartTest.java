package alchemy.local.cloudflare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MultipartTest {
  @Test
  void whatIsWrittenIsReadAgain() {
    var content = "\r\n--nearly\r\n--b\0\r".getBytes(StandardCharsets.ISO_8859_1);
    var parts =
        List.of(
            new Multipart.Part("a \"quoted\" é.js", "text/plain", content),
            new Multipart.Part("empty", "application/wasm", new byte[0]));
    var read =
        Multipart.parse("multipart/form-data; boundary=\"bnd\"", new Multipart(parts).write("bnd"));
    assertEquals(2, read.parts().size());
    assertEquals("a \"quoted\" é.js", read.parts().get(0).name());
    assertArrayEquals(content, read.parts().get(0).content());
    assertEquals("application/wasm", read.find("empty").orElseThrow().contentType());
    assertEquals(0, read.find("empty").orElseThrow().content().length);
  }

  @Test
  void aNameIsReadHoweverItIsWritten() {
    var body =
        "preamble\r\n--b\r\ncontent-disposition: form-data; filename=\"f.js\"; name=plain\r\n\r\n1"
            + "\r\n--b \r\nContent-Disposition: form-data; name=\"a\\\"b\"\r\n\r\n2\r\n--b--";
    var read =
        Multipart.parse("multipart/form-data;boundary=b", body.getBytes(StandardCharsets.UTF_8));
    assertEquals("plain", read.parts().get(0).name());
    assertEquals("", read.parts().get(0).contentType());
    assertEquals("a\"b", read.parts().get(1).name());
  }

  @Test
  void aBodyThatIsCutOffIsRefused() {
    for (var body :
        List.of("", "--b\r\n", "--b\r\nContent-Disposition: form-data; name=x\r\n\r\n1")) {
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      var e =
          assertThrows(
              ApiErrorException.class,
              () -> Multipart.parse("multipart/form-data; boundary=b", bytes));
      assertEquals(10026, e.code());
    }
    assertThrows(
        ApiErrorException.class, () -> Multipart.parse("application/json", new byte[] {'{', '}'}));
  }
}
