package alchemy.cli;

import alchemy.App;
import alchemy.engine.Plan;
import alchemy.engine.RunOptions;
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
      if (WorkerFiles.areDue(app, plan)) {
        WorkerFiles.write(app.root(), WorkerFiles.types(app), report::file);
      }
      return app;
    } finally {
      interrupts.forget(cancel);
      app.close();
    }
  }
}
