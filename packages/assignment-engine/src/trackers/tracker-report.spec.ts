import { readTrackerReport, type TrackerReport } from './tracker-report';

const NOTHING: TrackerReport = { locations: [], heartbeat: false, invalid: 0, expectsArray: true };
const LOCATION = { point: { lat: 52.5, lon: 13.4 }, recordedAt: new Date('2026-05-04T10:20:30.000Z') };
const SECONDS = 1_777_890_030;

const FORM =
  `id=12345678&lat=52.5&lon=13.4&timestamp=${SECONDS}&accuracy=4.2&altitude=34.0&speed=5.83&bearing=271.0` +
  '&batt=83.0&charge=false';
const OWN_TRACKS = {
  _type: 'location',
  lat: 52.5,
  lon: 13.4,
  tst: SECONDS,
  created_at: SECONDS + 1,
  acc: 5,
  alt: 34,
  vel: 21,
  cog: 271,
  batt: 83,
  bs: 1,
  t: 'u',
  tid: 'ad',
  topic: 'owntracks/ada/phone',
};
const TRACCAR_9 = {
  device_id: '12345678',
  location: {
    timestamp: '2026-05-04T10:20:30.000Z',
    coords: { latitude: 52.5, longitude: 13.4, accuracy: 4.2, speed: -1, heading: -1, altitude: 34 },
    is_moving: true,
    odometer: 1200.5,
    event: 'motionchange',
    battery: { level: 0.83, is_charging: false },
    activity: { type: 'in_vehicle' },
    extras: {},
    _: '&id=12345678&lat=52.5&lon=13.4&timestamp=2026-05-04T10:20:30.000Z&',
  },
};

const readForm = (text: string) => readTrackerReport({ isForm: true, body: Buffer.from(text), query: {} });
const readJson = (json: unknown) =>
  readTrackerReport({ isForm: false, body: Buffer.from(JSON.stringify(json)), query: {} });
const readQuery = (query: Record<string, unknown>) =>
  readTrackerReport({ isForm: false, body: undefined, query });

describe('a report of', () => {
  const located = { ...NOTHING, locations: [LOCATION], expectsArray: false };

  it('Traccar Client 10 is read from a form', () => {
    expect(readForm(FORM)).toEqual(located);
  });

  it('Traccar Client 10 is read from a query', () => {
    expect(readQuery(Object.fromEntries(new URLSearchParams(FORM)))).toEqual(located);
  });

  it('Traccar Client 10 is read from a JSON list', () => {
    const later = { lat: 52.6, lon: 13.4, timestamp: SECONDS + 10 };
    expect(readJson([{ id: '1', lat: 52.5, lon: 13.4, timestamp: SECONDS }, later])).toEqual({
      ...located,
      locations: [
        LOCATION,
        { point: { lat: 52.6, lon: 13.4 }, recordedAt: new Date('2026-05-04T10:20:40.000Z') },
      ],
    });
  });

  it('Traccar Client 10 may have small numbers with an exponent', () => {
    const [location] = readForm(`id=1&lat=5.0E-4&lon=-1.0e-7&timestamp=${SECONDS}`).locations;
    expect(location!.point).toEqual({ lat: 0.0005, lon: -0.0000001 });
  });

  it('Traccar Client 10 without a location is a heartbeat', () => {
    expect(readForm(`id=1&timestamp=${SECONDS}&batt=83.0`)).toEqual({
      ...located,
      locations: [],
      heartbeat: true,
    });
  });

  it('Traccar Client 9 is read from JSON', () => {
    expect(readJson(TRACCAR_9)).toEqual(located);
  });

  it('Traccar Client 9 may have a time with an offset', () => {
    const location = { ...TRACCAR_9.location, timestamp: '2026-05-04T12:20:30.000+02:00' };
    expect(readJson({ ...TRACCAR_9, location })).toEqual(located);
  });

  it('OwnTracks is read from JSON, and expects an array', () => {
    expect(readJson(OWN_TRACKS)).toEqual({ ...located, expectsArray: true });
  });

  it('OwnTracks is read from the body if its URL has a query', () => {
    const body = Buffer.from(JSON.stringify(OWN_TRACKS));
    expect(
      readTrackerReport({ isForm: false, body, query: { u: 'ada', d: 'phone' } }).locations,
    ).toHaveLength(1);
  });
});

describe('without a location is', () => {
  it.each([
    'lwt',
    'status',
    'transition',
    'waypoint',
    'waypoints',
    'card',
    'steps',
    'encrypted',
    'cmd',
    'request',
  ])('an OwnTracks message of type %s', (type) => {
    expect(readJson({ ...OWN_TRACKS, _type: type })).toEqual(NOTHING);
  });

  it('an empty request', () => {
    expect(readQuery({})).toEqual(NOTHING);
    expect(readTrackerReport({ isForm: false, body: Buffer.alloc(0), query: {} })).toEqual(NOTHING);
  });
});

describe('an invalid location', () => {
  const json: [string, object][] = [
    ['latitude', { ...OWN_TRACKS, lat: 91 }],
    ['longitude', { ...OWN_TRACKS, lon: '13.4' }],
    ['missing coordinate', { _type: 'location', lat: 52.5, tst: SECONDS }],
    ['point (0, 0)', { ...OWN_TRACKS, lat: 0, lon: 0 }],
    ['missing time', { ...OWN_TRACKS, tst: undefined }],
    ['negative time', { ...OWN_TRACKS, tst: -1 }],
    ['time out of range', { ...OWN_TRACKS, tst: 1e300 }],
    ['time without a number', { ...OWN_TRACKS, tst: 'today' }],
    ['time without a time zone', { location: { ...TRACCAR_9.location, timestamp: '2026-05-04T10:20:30' } }],
    ['location without coordinates', { location: { timestamp: TRACCAR_9.location.timestamp } }],
    ['location without an object', { location: 'Berlin' }],
  ];
  it.each(json)('with an invalid %s is counted', (_name, message) => {
    expect(readJson(message)).toMatchObject({ locations: [], heartbeat: false, invalid: 1 });
  });

  it.each([
    `lat=&lon=13.4&timestamp=${SECONDS}`,
    `lat=NaN&lon=13.4&timestamp=${SECONDS}`,
    `lat=Infinity&lon=13.4&timestamp=${SECONDS}`,
    `lat=0x10&lon=13.4&timestamp=${SECONDS}`,
    `lat=${'1'.repeat(400)}&lon=13.4&timestamp=${SECONDS}`,
    `lon=13.4&timestamp=${SECONDS}`,
    'lat=52.5&lon=13.4&timestamp=',
    'lat=52.5&lon=13.4&timestamp=2026-05-04',
  ])('in the form %s is counted', (form) => {
    expect(readForm(form)).toMatchObject({ locations: [], heartbeat: false, invalid: 1 });
  });

  it('with a repeated field in a query is counted', () => {
    expect(readQuery({ lat: ['52.5', '1'], lon: '13.4', timestamp: String(SECONDS) })).toMatchObject({
      invalid: 1,
    });
  });

  it('does not affect the others', () => {
    const report = readJson([{ ...OWN_TRACKS, lat: 91 }, OWN_TRACKS]);
    expect(report).toEqual({ ...NOTHING, locations: [LOCATION], invalid: 1 });
  });
});

describe('an unknown request', () => {
  it.each([
    ['a number', '1'],
    ['a text', '"text"'],
    ['null', 'null'],
    ['a list of numbers', '[1]'],
    ['an object', '{}'],
    ['an object of another app', '{"latitude":52.5,"longitude":13.4}'],
    ['no JSON', '{"_type":'],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['a prototype', '{"__proto__":{"_type":"location"}}'],
    ['too many locations', JSON.stringify(Array(1_001).fill({}))],
    ['deep nesting', '['.repeat(100_000)],
  ])('with %s is refused', (_name, body) => {
    const request = { isForm: false, body: Buffer.from(body as string), query: {} };
    expect(() => readTrackerReport(request)).toThrow(expect.objectContaining({ code: 'invalid_message' }));
  });

  it('with a form of another app is refused', () => {
    expect(() => readForm('user=ada&password=x')).toThrow(
      expect.objectContaining({ code: 'invalid_message' }),
    );
    expect(() => readQuery({ accuracy: 'high' })).toThrow(
      expect.objectContaining({ code: 'invalid_message' }),
    );
  });

  it('with a large form is refused', () => {
    const form = `${FORM}${'&a=b'.repeat(5_000)}`;
    expect(() => readForm(form)).toThrow(expect.objectContaining({ code: 'payload_too_large' }));
  });
});
