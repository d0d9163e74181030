import type { I18n } from '@lingui/core';
import { STATE_LABELS } from '../deliveries/delivery-state';
import { DRIVER_STATUSES } from './code-texts';
import { DRIVER_UNAVAILABLE_REASONS, ENTITIES, ISSUES, PROBLEMS } from './problem-texts';

/** A problem, or another error with a message only. */
export interface Translatable {
  code?: string;
  details?: unknown;
  message: string;
}

type Texts = Readonly<Record<string, string>>;

/** Details whose values are codes. Other values, such as names and reasons of a person, are shown as they are. */
const CODES: Readonly<Record<string, Texts>> = {
  state: { ...STATE_LABELS, ...DRIVER_STATUSES },
  reason: DRIVER_UNAVAILABLE_REASONS,
  entity: ENTITIES,
};

const PLACEHOLDERS = /\{(\w+)\}/g;

/** Translates a problem. An unknown code, or one without its details, gives the English message. */
export function translateProblem(i18n: I18n, { code = '', details, message }: Translatable): string {
  const text = Object.hasOwn(PROBLEMS, code) ? (PROBLEMS as Texts)[code]! : '';
  const given = (details ?? {}) as Record<string, unknown>;
  const names = [...text.matchAll(PLACEHOLDERS)].map(([, name]) => name!);
  if (text === '' || names.some((name) => given[name] === undefined)) {
    return message;
  }
  return i18n._(
    text,
    Object.fromEntries(names.map((name) => [name, translateDetail(i18n, name, given[name])])),
  );
}

function translateDetail(i18n: I18n, name: string, value: unknown): string {
  if (name === 'cause') {
    return translateProblem(i18n, value as Translatable);
  }
  if (name === 'issues') {
    const issues = value as { path: string; code: string }[];
    return issues.map(({ path, code }) => `${path} (${translateCode(i18n, ISSUES, code)})`.trim()).join(', ');
  }
  return typeof value === 'number'
    ? i18n.number(value)
    : translateCode(i18n, CODES[name] ?? {}, String(value));
}

function translateCode(i18n: I18n, texts: Texts, code: string): string {
  return Object.hasOwn(texts, code) ? i18n._(texts[code]!) : code;
}
