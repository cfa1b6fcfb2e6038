package alchemy.local.workerd;

/** Small Workers of ours that run beside a user's one. */
final class Glue {
  /** Names of modules that bindings are made by. */
  static final String RATE_LIMIT = "alchemy:rate-limit";

  static final String DATASET = "alchemy:dataset";

  /**
   * Passes calls on to services and objects of other workerd processes, each over a connection of
   * its own, so that the newest version answers it. What is read and not called is asked for, too.
   */
  static final String BRIDGE =
      """
      import { DurableObject, WorkerEntrypoint } from "cloudflare:workers";
      const far = (self, open) => new Proxy(self, {
        get(target, name) {
          if (Reflect.has(target, name)) return Reflect.get(target, name);
          const call = async (...args) => (await open())[name](...args);
          call.then = (done, failed) => open().then((it) => it[name]).then(done, failed);
          return call;
        },
      });
      export default class extends WorkerEntrypoint {
        constructor(ctx, env) {
          super(ctx, env);
          return far(this, () => this.open());
        }
        async open() {
          const { address, service, entrypoint, props } = this.ctx.props;
          return (await this.env.DEBUG.connect(address)).getEntrypoint(service, entrypoint, props);
        }
        async fetch(request) {
          const { delay } = this.ctx.props;
          if (delay && !request.headers.has("X-Msg-Delay-Secs")) {
            request = new Request(request);
            request.headers.set("X-Msg-Delay-Secs", delay);
          }
          return (await this.open()).fetch(request);
        }
        async scheduled({ cron, scheduledTime }) {
          const outcome = await (await this.open()).trigger(cron, scheduledTime);
          if (outcome !== "ok") throw new Error("the scheduled handler failed: " + outcome);
        }
        async queue(batch) {
          const messages = batch.messages.map(
            ({ id, timestamp, body, attempts }) => ({ id, timestamp, body, attempts }));
          const did = await (await this.open()).deliver(batch.queue, messages);
          const retries = new Map((did.retryMessages ?? []).map((m) => [m.msgId, m]));
          const again = did.outcome !== "ok" || did.retryBatch.retry;
          for (const message of batch.messages) {
            const retry = retries.get(message.id) ?? (again && !did.ackAll ? did.retryBatch : null);
            if (did.explicitAcks.includes(message.id) || !retry) message.ack();
            else message.retry({ delaySeconds: retry.delaySeconds });
          }
        }
      }
      class FarObject extends DurableObject {
        constructor(ctx, env) {
          super(ctx, env);
          return far(this, () => this.open());
        }
        async open() {
          const [address, name] = this.constructor.at;
          const port = await this.env.DEBUG.connect(address);
          return port.getActor("main", name, this.ctx.id.toString());
        }
        async fetch(request) {
          return (await this.open()).fetch(request);
        }
      }
      """;

  /**
   * Stands before a Worker. It triggers the scheduled handler, as wrangler dev does, and takes
   * events from other processes, whose connections carry calls alone.
   */
  static final String FRONT =
      """
      import { WorkerEntrypoint } from "cloudflare:workers";
      export default class extends WorkerEntrypoint {
        async fetch(request) {
          const url = new URL(request.url);
          if (url.pathname !== "/cdn-cgi/handler/scheduled") return this.env.NEXT.fetch(request);
          const time = Number(url.searchParams.get("time") ?? Date.now());
          const outcome = await this.trigger(url.searchParams.get("cron") ?? "", time);
          return new Response(outcome, { status: outcome === "ok" ? 200 : 500 });
        }
        async trigger(cron, time) {
          const scheduledTime = new Date(time);
          return (await this.env.MAIN.scheduled({ cron, scheduledTime })).outcome;
        }
        deliver(queue, messages) {
          return this.env.MAIN.queue(queue, messages);
        }
      }
      """;

  /** Prints what a Worker did, one line of JSON an event, each after a mark. */
  static final String TRACE =
      """
      export default {
        tail(events, env) {
          for (const each of events) console.log(env.MARK + JSON.stringify(each));
        },
      };
      """;

  /** The module of {@link #RATE_LIMIT}: a fixed window a key. */
  static final String RATE_LIMIT_SOURCE =
      """
      export default ({ limit, period }) => {
        let window, counts;
        return {
          async limit({ key }) {
            const now = Math.floor(Date.now() / 1000 / period);
            if (now !== window) [window, counts] = [now, new Map()];
            counts.set(key, (counts.get(key) ?? 0) + 1);
            return { success: counts.get(key) <= limit };
          },
        };
      };
      """;

  /** The module of {@link #DATASET}. */
  static final String DATASET_SOURCE = "export default () => ({ writeDataPoint() {} });";

  private Glue() {}
}
