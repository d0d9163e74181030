import {
  alertTypeSchema,
  componentHealthSchema,
  recordedCandidateSchema,
  deliveryEventSchema,
  deliveryStateSchema,
  DRIVER_STATUS_REASONS,
  DRIVER_UNAVAILABLE_REASONS as UNAVAILABLE_REASONS,
  driverStatusSchema,
  failureCodeSchema,
  healthReportSchema,
  NOT_FOUND_ENTITIES,
  recordedProofSchema,
  UNMET_REQUIREMENTS as UNMET_REQUIREMENT_CODES,
  vehicleSchema,
  webhookEndpointSchema,
} from '@driver-dispatch/contract/messages';
import { CANCEL_REASONS as CANCEL_REASON_CODES } from '../../src/deliveries/cancel-reason';
import { PROBLEM_CODES } from '../../src/problems/problem';
import { STATE_LABELS } from '../deliveries/delivery-state';
import {
  ALERTS,
  CANCEL_REASONS,
  CONDITIONS,
  DRIVER_STATUSES,
  FAILURES,
  OUTCOMES,
  PROOFS,
  STATUS_REASONS,
  STEPS,
  UNMET_REQUIREMENTS,
  VEHICLES,
} from './code-texts';
import { DRIVER_UNAVAILABLE_REASONS, ENTITIES, ISSUES, PROBLEMS } from './problem-texts';
import { readTranslations } from './testing/translations';

/** The sets of codes that the dashboard displays, with their texts. */
const SETS: [name: string, codes: readonly string[], texts: Readonly<Record<string, string>>][] = [
  ['failure codes', failureCodeSchema.options, FAILURES],
  ['cancellation reasons', CANCEL_REASON_CODES, CANCEL_REASONS],
  ['problems', PROBLEM_CODES, PROBLEMS],
  ['reasons of unavailable drivers', UNAVAILABLE_REASONS, DRIVER_UNAVAILABLE_REASONS],
  ['things that are not found', NOT_FOUND_ENTITIES, ENTITIES],
  // TypeScript compares these codes with those of Zod.
  ['issues', Object.keys(ISSUES), ISSUES],
  ['alerts', alertTypeSchema.options, ALERTS],
  ['events', deliveryEventSchema.options.map(({ shape }) => shape.type.value), STEPS],
  ['states', deliveryStateSchema.options, STATE_LABELS],
  ['driver statuses', driverStatusSchema.options, DRIVER_STATUSES],
  ['status reasons', DRIVER_STATUS_REASONS, STATUS_REASONS],
  ['vehicles', vehicleSchema.shape.kind.options, VEHICLES],
  ['proofs', recordedProofSchema.options.map(({ shape }) => shape.kind.value), PROOFS],
  ['outcomes', recordedCandidateSchema.shape.outcome.options, OUTCOMES],
  ['unmet requirements', UNMET_REQUIREMENT_CODES, UNMET_REQUIREMENTS],
  ['health', componentHealthSchema.options, CONDITIONS],
  ['Redis health', healthReportSchema.shape.components.shape.redis.options, CONDITIONS],
  ['webhook endpoint states', webhookEndpointSchema.shape.state.options, CONDITIONS],
];

describe.each(['en', 'de'] as const)('in %s', (language) => {
  const translations = readTranslations(language);

  it.each(SETS)('has a text for all %s', (_name, codes, texts) => {
    expect(codes.length).toBeGreaterThan(0);
    expect(codes.filter((code) => !translations.get(texts[code] ?? ''))).toEqual([]);
  });
});
