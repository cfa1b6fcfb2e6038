///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.github.alchemy-java:alchemy:0.2.0
//DEPS org.junit.jupiter:junit-jupiter:6.1.3
//DEPS org.junit.platform:junit-platform-launcher:6.1.3
//SOURCES alchemy.run.java

import static org.junit.jupiter.api.Assertions.*;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import alchemy.*;
import java.io.PrintWriter;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.*;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Plans the shop offline: no state, no credentials, no request. */
class ShopTest {
    @Test void productionKeepsItsDatabases() {
        var plan = Alchemy.plan("shop", Infra::shop, "--stage", "prod");
        assertTrue(plan.step("us-east-1/database").protects(), plan::toString);
        assertTrue(plan.step("eu-central-1/database").protects(), plan::toString);
    }

    @Test void otherStagesMayLoseTheirs() {
        var plan = Alchemy.plan("shop", Infra::shop, "--stage", "dev");
        assertFalse(plan.step("us-east-1/database").protects(), plan::toString);
    }

    @Test void theRecordIsMadeAfterTheFront() {
        var plan = Alchemy.plan("shop", Infra::shop, "--stage", "dev");
        assertEquals(java.util.List.of("front"), plan.step("dns").after(), plan::toString);
    }

    public static void main(String... args) {
        var summary = new SummaryGeneratingListener();
        var request = LauncherDiscoveryRequestBuilder.request().selectors(selectClass(ShopTest.class)).build();
        LauncherFactory.create().execute(request, summary);
        var result = summary.getSummary();
        result.printFailuresTo(new PrintWriter(System.err));
        System.out.println(result.getTestsSucceededCount() + " passed, " + result.getTotalFailureCount() + " failed");
        System.exit(result.getTestsSucceededCount() > 0 && result.getTotalFailureCount() == 0 ? 0 : 1);
    }
}
