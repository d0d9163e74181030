import { north } from '../testing/points';
import { dropJumps, MAX_SPEED, TOLERANCE_METRES } from './drop-jumps';
import type { MeasuredLocation } from './measured-location';

const START = { lat: 52.5, lon: 13.4 };

/** A location a number of metres north of the start, measured after a number of seconds. */
const at = (metres: number, seconds: number): MeasuredLocation => ({
  point: north(START, metres),
  recordedAt: new Date(1_700_000_000_000 + seconds * 1000),
});

const stored = at(0, 0);

describe('a location', () => {
  it('is accepted if none is stored', () => {
    expect(dropJumps([at(9e6, 1)], undefined, undefined)).toEqual({ newest: at(9e6, 1), dropped: undefined });
  });

  it('is accepted if the driver could reach it', () => {
    const reachable = at(10 * MAX_SPEED + TOLERANCE_METRES - 1, 10);
    expect(dropJumps([reachable], stored, undefined)).toEqual({ newest: reachable, dropped: undefined });
  });

  it('is dropped if the driver could not reach it', () => {
    const jump = at(10 * MAX_SPEED + TOLERANCE_METRES + 1, 10);
    expect(dropJumps([jump], stored, undefined)).toEqual({ newest: undefined, dropped: jump });
  });

  it('is dropped if it is a duplicate or older than the stored one', () => {
    for (const seconds of [0, -1, -3600]) {
      expect(dropJumps([at(10, seconds)], stored, undefined)).toEqual({
        newest: undefined,
        dropped: undefined,
      });
    }
  });
});

describe('several locations', () => {
  it('are ordered by their time', () => {
    const locations = [at(30, 30), at(10, 10), at(20, 20)];
    expect(dropJumps(locations, stored, undefined).newest).toEqual(at(30, 30));
  });

  it('are accepted around a jump', () => {
    const result = dropJumps([at(10, 10), at(50_000, 20), at(30, 30)], stored, undefined);
    expect(result).toEqual({ newest: at(30, 30), dropped: undefined });
  });

  it('are dropped if all of them jump to different places', () => {
    const result = dropJumps([at(50_000, 10), at(-50_000, 20)], stored, undefined);
    expect(result).toEqual({ newest: undefined, dropped: at(-50_000, 20) });
  });

  it('in the same second at two places drop the second one', () => {
    expect(dropJumps([at(10, 10), at(5_000, 10)], stored, undefined)).toEqual({
      newest: at(10, 10),
      dropped: undefined,
    });
  });
});

describe('a wrong stored location', () => {
  it('is corrected by a location that confirms the dropped one', () => {
    const result = dropJumps([at(50_100, 20)], stored, at(50_000, 10));
    expect(result).toEqual({ newest: at(50_100, 20), dropped: undefined });
  });

  it('is corrected by two locations of one request', () => {
    const result = dropJumps([at(50_000, 10), at(50_100, 20)], stored, undefined);
    expect(result).toEqual({ newest: at(50_100, 20), dropped: undefined });
  });

  it('is not corrected by a duplicate of the dropped one', () => {
    const result = dropJumps([at(50_000, 10)], stored, at(50_000, 10));
    expect(result).toEqual({ newest: undefined, dropped: at(50_000, 10) });
  });

  it('is not corrected by a location that was dropped before it was stored', () => {
    const result = dropJumps([at(50_100, 20)], at(0, 15), at(50_000, 10));
    expect(result).toEqual({ newest: undefined, dropped: at(50_100, 20) });
  });
});
