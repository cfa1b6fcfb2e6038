package alchemy.cli;

import alchemy.App;
import alchemy.engine.Plan;
import alchemy.engine.RunOptions;
import alchemy.types.WorkerFiles;
import java.util.function.Consumer;

/** Runs the script's body and brings the stage to it: what {@code deploy} and {@code dev} share. */
final class Deployment {
  private Deployment() {}

  /**
   * Deploys.
   *
   * @param first is called with the open app before the body runs
   * @param declared is called once all is declared, before anything is done
   * @return the app, closed
   */
  static App run(
      Invocation invocation,
      RunOptions options,
      Interrupts interrupts,
      Report report,
      Consumer<App> first,
      Consumer<App> declared) {
    App app = App.open(invocation.app(), options);
    Runnable cancel = app.session()::cancel;
    try {
      interrupts.onInterrupt(cancel);
      first.accept(app);
      app.record(invocation.body());
      declared.accept(app);
      Plan plan = app.finish();
      report.done(plan);
      writeTypes(app, plan, report);
      return app;
    } finally {
      interrupts.forget(cancel);
      app.close();
    }
  }

  // What is deployed is deployed: no fault of theirs may say otherwise.
  private static void writeTypes(App app, Plan plan, Report report) {
    try {
      if (WorkerFiles.areDue(app, plan)) {
        WorkerFiles.write(app.root(), WorkerFiles.types(app), report::file);
      }
    } catch (RuntimeException e) {
      report.listener().note("The types of what Workers find in their env were not written: " + e);
    }
  }
}
