package alchemy.engine;

import alchemy.provider.Context;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A box whose makers have to meet: none is made before so many are being made at once. */
final class OrderBox extends Box {
  private static final Map<String, Meeting> MEETINGS = new ConcurrentHashMap<>();

  /** Counts who is there. */
  static final class Meeting {
    private final CyclicBarrier all;
    private int now;
    private int most;

    private Meeting(int size) {
      all = new CyclicBarrier(size);
    }

    /** How many were there at once at most. */
    synchronized int most() {
      return most;
    }

    private void enter() {
      synchronized (this) {
        most = Math.max(most, ++now);
      }
      try {
        all.await(20, TimeUnit.SECONDS);
      } catch (BrokenBarrierException | TimeoutException e) {
        throw new IllegalStateException("nobody else came", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    private synchronized void leave() {
      now--;
    }
  }

  /** From now on boxes in this folder are made by so many at once. */
  static Meeting meet(String folder, int size) {
    Meeting meeting = new Meeting(size);
    MEETINGS.put(folder, meeting);
    return meeting;
  }

  @Override
  public Outputs create(Context context, Props wanted) {
    Meeting meeting = MEETINGS.get(context.env().find("BOXES").orElseThrow());
    meeting.enter();
    try {
      return super.create(context, wanted);
    } finally {
      meeting.leave();
    }
  }
}
