import { Schedule } from './schedule';

describe('Schedule', () => {
  it('runs actions by minute, then in the order of addition', async () => {
    const schedule = new Schedule(100_000);
    const seen: string[] = [];
    const record = (name: string) => async () => {
      seen.push(`${schedule.now} ${name}`);
    };
    schedule.at(20, record('late'));
    schedule.at(10, async () => {
      await record('early')();
      schedule.at(15, record('added during a run'));
      schedule.at(1, record('past minute'));
    });
    schedule.at(20, record('later'));
    await schedule.run();
    expect(seen).toEqual(['10 early', '10 past minute', '15 added during a run', '20 late', '20 later']);
  });

  it('stops the simulated time during an action', async () => {
    const schedule = new Schedule(1_000);
    schedule.at(1, async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(schedule.now).toBe(1);
    });
    schedule.at(2, async () => expect(schedule.now).toBe(2));
    await schedule.run();
    expect.assertions(2);
  });

  it('waits between two actions', async () => {
    const schedule = new Schedule(100);
    schedule.at(5, async () => undefined);
    const started = performance.now();
    await schedule.run();
    expect(performance.now() - started).toBeGreaterThan(40);
  });

  it('rejects when it is aborted', async () => {
    const schedule = new Schedule(1);
    schedule.at(1_000, async () => undefined);
    await expect(schedule.run(AbortSignal.timeout(10))).rejects.toThrow();
  });
});
