import { Agenda } from './agenda';

describe('Agenda', () => {
  it('goes by the minute, then by who came first', async () => {
    const agenda = new Agenda(100_000);
    const seen: string[] = [];
    const note = (name: string) => async () => {
      seen.push(`${agenda.now} ${name}`);
    };
    agenda.at(20, note('late'));
    agenda.at(10, async () => {
      await note('early')();
      agenda.at(15, note('planned on the way'));
      agenda.at(1, note('not in the past'));
    });
    agenda.at(20, note('later'));
    await agenda.run();
    expect(seen).toEqual(['10 early', '10 not in the past', '15 planned on the way', '20 late', '20 later']);
  });

  it('stands still while something happens', async () => {
    const agenda = new Agenda(1_000);
    agenda.at(1, async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(agenda.now).toBe(1);
    });
    agenda.at(2, async () => expect(agenda.now).toBe(2));
    await agenda.run();
    expect.assertions(2);
  });

  it('keeps the pace', async () => {
    const agenda = new Agenda(100);
    agenda.at(5, async () => undefined);
    const started = performance.now();
    await agenda.run();
    expect(performance.now() - started).toBeGreaterThan(40);
  });

  it('ends when it is aborted', async () => {
    const agenda = new Agenda(1);
    agenda.at(1_000, async () => undefined);
    await expect(agenda.run(AbortSignal.timeout(10))).rejects.toThrow();
  });
});
