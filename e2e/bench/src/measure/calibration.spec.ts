import { Calibration, type Reading } from './calibration';

const CORES_AND_MORE = 1_000;

/** A machine whose readings are given. @returns what is measured, and how often */
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

describe('a calibrated measurement', () => {
  it('counts when the machine stays as it was', async () => {
    expect(await measure({}, { loopMs: 109 })).toEqual({ value: 1, times: 1, unreliable: false });
  });

  it('is repeated when the fixed loop became slower', async () => {
    expect(await measure({}, { loopMs: 112 })).toEqual({ value: 2, times: 2, unreliable: false });
  });

  it('is repeated when the fixed loop was slower before', async () => {
    expect(await measure({ loopMs: 112 }, {})).toEqual({ value: 2, times: 2, unreliable: false });
  });

  it('is repeated when other programs used the machine', async () => {
    expect(await measure({}, { foreign: CORES_AND_MORE })).toMatchObject({ times: 2, unreliable: false });
  });

  it('is unreliable after the third try', async () => {
    const drifting = [{}, { loopMs: 200 }];
    expect(await measure(...drifting, ...drifting, ...drifting)).toMatchObject({
      times: 3,
      unreliable: true,
    });
  });
});
