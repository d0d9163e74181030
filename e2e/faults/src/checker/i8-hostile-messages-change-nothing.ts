import type { Operation } from '../history/operation';
import type { Comparisons } from './comparisons';
import { mightHaveDelivery } from './i3-no-lost-order';
import type { IndexedEvidence } from './indexed-evidence';
import { redact } from './redact';
import { aboutDriver, aboutOrder, type Finding } from './violation';

/** Answers that ask the sender to retry. The message was not processed. */
const RETRY_LATER = new Set([503, 504]);

/** I8: forged, stale and malformed messages were rejected and changed nothing; no log line contains a secret. */
export function hostileMessagesChangeNothing(history: IndexedEvidence, compared: Comparisons): Finding[] {
  const hostile = history.evidence.operations.filter(({ request }) => request.kind === 'hostile');
  compared.add('I8.refused', hostile.filter(({ outcome }) => outcome !== 'unknown').length);
  compared.add('I8.effect', hostile.length);
  compared.add('I8.secret', history.evidence.logLines);
  return [
    ...hostile.flatMap(refused),
    ...hostile.flatMap((operation) => changedNothing(history, operation)),
    ...loggedSecrets(history),
  ];
}

/** Messages without an answer are only checked by {@link changedNothing}. */
function refused(operation: Operation): Finding[] {
  const { request, outcome, status, completedAt } = operation;
  const notProcessed = outcome === 'unknown' && (status === undefined || RETRY_LATER.has(status));
  if (request.kind !== 'hostile' || notProcessed) {
    return [];
  }
  if (outcome === 'refused' && (status === undefined || (status >= 400 && status < 500))) {
    return [];
  }
  const subject =
    request.driverId === undefined
      ? aboutOrder(request.sellerOrderId ?? request.what)
      : aboutDriver(request.driverId);
  const message = `${request.what} was answered ${outcome}${status === undefined ? '' : ` (${status})`}`;
  return [{ check: 'I8.refused', subject, message, at: completedAt }];
}

function changedNothing(history: IndexedEvidence, { request, completedAt }: Operation): Finding[] {
  if (request.kind !== 'hostile') {
    return [];
  }
  const { what, sellerOrderId, driverId } = request;
  const findings: Finding[] = [];
  if (sellerOrderId !== undefined && !mightHaveDelivery(history, sellerOrderId)) {
    const delivery = history.deliveryOfOrder(sellerOrderId);
    if (delivery) {
      const message = `${what} has created delivery ${delivery.id}`;
      findings.push({ check: 'I8.effect', subject: aboutOrder(sellerOrderId), message, at: completedAt });
    }
  }
  if (driverId !== undefined && history.driver(driverId) && !mightBeRegistered(history, driverId)) {
    const message = `${what} has registered the driver`;
    findings.push({ check: 'I8.effect', subject: aboutDriver(driverId), message, at: completedAt });
  }
  return findings;
}

function mightBeRegistered(history: IndexedEvidence, driverId: string): boolean {
  return history
    .operationsOfDriver(driverId)
    .some(({ request, outcome }) => request.kind === 'register' && outcome !== 'refused');
}

function loggedSecrets({ evidence: { logs, secrets } }: IndexedEvidence): Finding[] {
  const nonEmpty = secrets.filter((secret) => secret !== '');
  return logs.flatMap((line, i): Finding[] =>
    nonEmpty.some((secret) => line.includes(secret))
      ? [
          {
            check: 'I8.secret',
            subject: { kind: 'log line', id: String(i + 1) },
            message: `contains a secret: ${redact(line, nonEmpty)}`,
          },
        ]
      : [],
  );
}
