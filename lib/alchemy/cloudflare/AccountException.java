package alchemy.cloudflare;

import alchemy.AlchemyException;
import alchemy.http.Fields;
import java.util.ArrayList;
import java.util.List;

/** The token does not tell by itself which account is meant. */
public final class AccountException extends AlchemyException {
  private static final long serialVersionUID = 1L;

  AccountException(List<Fields> accounts) {
    super(
        accounts.isEmpty()
            ? "The Cloudflare token reaches no account."
            : "The Cloudflare token reaches several accounts.",
        lines(accounts));
  }

  private static String[] lines(List<Fields> accounts) {
    List<String> lines = new ArrayList<>();
    lines.add("Say which one is meant:");
    accounts.forEach(
        each ->
            lines.add(
                "    export "
                    + CloudflareApi.ACCOUNT
                    + "="
                    + each.text("id")
                    + "   # "
                    + each.text("name")));
    if (accounts.isEmpty()) {
      lines.set(
          0, "Set " + CloudflareApi.ACCOUNT + ", or give the token the right to read accounts.");
    }
    return lines.toArray(String[]::new);
  }
}
