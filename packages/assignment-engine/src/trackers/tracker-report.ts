import { DispatchError, MAX_LOCATIONS_PER_REQUEST } from '@driver-dispatch/contract';
import type { z } from 'zod';
import { parseJson } from '../http/json-body';
import type { MeasuredLocation } from './measured-location';
import { ownTracksLocationSchema } from './own-tracks';
import { traccar9LocationSchema, traccarLocationSchema } from './traccar';

/** Maximum size of a form, in bytes. Traccar Client sends less than 1 KB. */
const MAX_FORM_BYTES = 16_384;

/** A request of a tracking app. */
export interface TrackerRequest {
  /** Whether the body is a form; otherwise it is JSON. */
  isForm: boolean;
  body: Buffer | undefined;
  query: Record<string, unknown>;
}

/** The contents of a request of a tracking app. */
export interface TrackerReport {
  /** In the order of the request. */
  locations: MeasuredLocation[];
  /** Whether a message says only that the app runs, as of a phone without reception of satellites. */
  heartbeat: boolean;
  /** Number of invalid locations. They are acknowledged, because an app would repeat them forever. */
  invalid: number;
  /** Whether the app expects a JSON array as reply. Traccar Client expects any reply with a status of 2xx. */
  expectsArray: boolean;
}

type Fields = Record<string, unknown>;
type Format = 'own-tracks' | 'traccar' | 'traccar-9';

/** The schema of a location in each format. */
const SCHEMAS: Record<Format, z.ZodType<MeasuredLocation>> = {
  'own-tracks': ownTracksLocationSchema,
  traccar: traccarLocationSchema,
  'traccar-9': traccar9LocationSchema,
};

/**
 * Reads a request of Traccar Client 9 or 10, or of OwnTracks. The body counts before the query, as the URL of OwnTracks may
 * have a query with the name of the user. An empty request and other messages of OwnTracks contain no location.
 *
 * @throws DispatchError `invalid_message` for any other request, `payload_too_large` for a form that is too large
 */
export function readTrackerReport({ isForm, body, query }: TrackerRequest): TrackerReport {
  if (body?.length) {
    return readMessages(isForm ? [readForm(body)] : asList(parseJson(body)));
  }
  return readMessages(Object.keys(query).length > 0 ? [query] : []);
}

function readForm(body: Buffer): Fields {
  if (body.length > MAX_FORM_BYTES) {
    throw new DispatchError('payload_too_large', `The form is larger than ${MAX_FORM_BYTES} bytes`);
  }
  return Object.fromEntries(new URLSearchParams(body.toString()));
}

function asList(json: unknown): Fields[] {
  const messages = Array.isArray(json) ? (json as unknown[]) : [json];
  if (messages.length > MAX_LOCATIONS_PER_REQUEST) {
    throw new DispatchError('invalid_message', `More than ${MAX_LOCATIONS_PER_REQUEST} locations`);
  }
  return messages.map((message) => {
    if (typeof message !== 'object' || message === null) {
      throw unknownFormat();
    }
    return message as Fields;
  });
}

function readMessages(messages: Fields[]): TrackerReport {
  const formats = messages.map(getFormat);
  const report: TrackerReport = {
    locations: [],
    heartbeat: false,
    invalid: 0,
    expectsArray: formats.every((format) => format === 'own-tracks'),
  };
  messages.forEach((message, index) => readMessage(message, formats[index]!, report));
  return report;
}

function readMessage(message: Fields, format: Format, report: TrackerReport): void {
  if (format === 'own-tracks' && message._type !== 'location') {
    return;
  }
  if (format === 'traccar' && !('lat' in message) && !('lon' in message)) {
    report.heartbeat = true;
    return;
  }
  const { data: location } = SCHEMAS[format].safeParse(message);
  if (location) {
    report.locations.push(location);
  } else {
    report.invalid++;
  }
}

/** @throws DispatchError `invalid_message` for an unknown format */
function getFormat(message: Fields): Format {
  if ('_type' in message) {
    return 'own-tracks';
  }
  if ('location' in message) {
    return 'traccar-9';
  }
  if ('timestamp' in message) {
    return 'traccar';
  }
  throw unknownFormat();
}

function unknownFormat(): DispatchError {
  return new DispatchError('invalid_message', 'Neither a report of Traccar Client nor one of OwnTracks');
}
