import { Calibration, type Reading } from './calibration';

const MANY_CPU_SECONDS = 1_000;

/** Measures on a machine with the given readings. @returns the result and the number of measurements */
async function measure(...readings: Partial<Reading>[]) {
  const measured: number[] = [];
  let at = 0;
  const machine = {
    idle: async () => undefined,
    read: () => ({ at: (at += 1_000), loopMs: 100, foreign: 0, ...readings.shift() }),
  };
  const calibration = new Calibration({ tries: 3, idleTimeoutSeconds: 0 }, () => undefined, machine);
  const result = await calibration.measure('P1', async () => measured.push(measured.length));
  return { ...result, times: measured.length };
}

describe('calibrated measurement', () => {
  it('is accepted when the speed of the machine does not change', async () => {
    expect(await measure({}, { loopMs: 109 })).toEqual({ value: 1, times: 1, unreliable: false });
  });

  it('is repeated when the fixed loop became slower', async () => {
    expect(await measure({}, { loopMs: 112 })).toEqual({ value: 2, times: 2, unreliable: false });
  });

  it('is repeated when the fixed loop was slower before', async () => {
    expect(await measure({ loopMs: 112 }, {})).toEqual({ value: 2, times: 2, unreliable: false });
  });

  it('is repeated when other programs used the machine', async () => {
    expect(await measure({}, { foreign: MANY_CPU_SECONDS })).toMatchObject({ times: 2, unreliable: false });
  });

  it('is unreliable after the third try', async () => {
    const drifting = [{}, { loopMs: 200 }];
    expect(await measure(...drifting, ...drifting, ...drifting)).toMatchObject({
      times: 3,
      unreliable: true,
    });
  });
});
