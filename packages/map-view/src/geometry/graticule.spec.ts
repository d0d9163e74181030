import { createGraticule } from './graticule';

const getTexts = (lines: ReturnType<typeof createGraticule>) => lines.map(({ text }) => text);

describe('createGraticule', () => {
  it('divides a city into minutes', () => {
    const lines = createGraticule({ south: 52.49, west: 13.32, north: 52.53, east: 13.42 });
    const meridians = [20, 21, 22, 23, 24, 25].map((minutes) => `13°${minutes}′ E`);
    expect(getTexts(lines)).toEqual(['52°30′ N', '52°31′ N', ...meridians]);
  });

  it('divides the world into tens of degrees without the poles', () => {
    const lines = createGraticule({ south: -90, west: -180, north: 90, east: 180 });
    expect(getTexts(lines)).toEqual(expect.arrayContaining(['45° S', '0°', '45° N', '90° W', '180° E']));
    expect(getTexts(lines)).not.toContain('90° N');
  });

  it('divides a street into seconds at most', () => {
    const lines = createGraticule({ south: 52.5, west: 13.4, north: 52.5004, east: 13.4004 });
    expect(getTexts(lines)).toEqual(expect.arrayContaining(['52°30′01″ N', '13°24′01″ E']));
  });
});
