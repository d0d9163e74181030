import type { EngineOffer } from '../evidence/evidence';
import type { Comparisons } from './comparisons';
import type { IndexedEvidence } from './indexed-evidence';
import { CLOCK_MARGIN_MS } from './margins';
import { aboutDelivery, aboutDriver, type Finding, type Subject } from './violation';

/** A time in which a driver has an offer or a delivery. */
interface Taken {
  /** Text for findings. */
  what: string;
  driverId: string;
  deliveryId: string;
  isOffer: boolean;
  from: number;
  to: number;
}

/**
 * I9: an offer is accepted at most once and never after its end. A driver has no open offer during another offer or a
 * delivery, and a delivery has one open offer at most. Answers agree with the outcome.
 */
export function offersEndOnce(history: IndexedEvidence, compared: Comparisons): Finding[] {
  const { offers, assignments } = history.evidence.engine;
  const taken: Taken[] = [
    ...offers.map(({ id, driverId, deliveryId, offeredAt, releasedAt }) => {
      const to = releasedAt ?? Infinity;
      return { what: `offer ${id}`, driverId, deliveryId, isOffer: true, from: offeredAt, to };
    }),
    ...assignments
      .filter(({ isOffer }) => !isOffer)
      .map(({ id, driverId, deliveryId, assignedAt, releasedAt }) => {
        const to = releasedAt ?? Infinity;
        return { what: `assignment ${id}`, driverId, deliveryId, isOffer: false, from: assignedAt, to };
      }),
  ];
  compared.add('I9.driver', offers.length);
  compared.add('I9.delivery', offers.length);
  return [
    ...offers.flatMap((offer) => acceptedInTime(history, offer, compared)),
    ...overlaps('I9.driver', taken, ({ driverId }) => aboutDriver(driverId)),
    ...overlaps('I9.delivery', taken, ({ deliveryId }) => aboutDelivery(deliveryId)),
    ...answers(history, compared),
  ];
}

function acceptedInTime(history: IndexedEvidence, offer: EngineOffer, compared: Comparisons): Finding[] {
  const { id, deliveryId, endsAt, acceptedAt, end } = offer;
  if (acceptedAt === null) {
    return [];
  }
  compared.add('I9.accepted');
  const assigned = history.eventsOf(deliveryId).filter(({ type }) => type === 'delivery.assigned').length;
  const problems: [boolean, string][] = [
    [acceptedAt >= endsAt, `was accepted ${Math.round(acceptedAt - endsAt)} ms after its end`],
    [end !== null, `was accepted, and is ${end}`],
    [assigned !== 1, `was accepted, and the delivery was assigned ${assigned} times`],
  ];
  return problems
    .filter(([applies]) => applies)
    .map(([, message]) => ({
      check: 'I9.accepted',
      subject: aboutDelivery(deliveryId),
      message: `has offer ${id}, which ${message}`,
      at: acceptedAt,
    }));
}

/** A row's time is the start of its transaction, so an end and the next offer may seem to overlap by some ms. */
function overlaps(
  check: 'I9.driver' | 'I9.delivery',
  taken: readonly Taken[],
  getSubject: (one: Taken) => Subject,
): Finding[] {
  const last = new Map<string, Taken>();
  return [...taken]
    .sort((a, b) => a.from - b.from)
    .flatMap((one): Finding[] => {
      const subject = getSubject(one);
      const before = last.get(subject.id);
      if (!before || one.to > before.to) {
        last.set(subject.id, one);
      }
      const isOverlap =
        before &&
        (one.isOffer || before.isOffer) &&
        one.from < before.to - CLOCK_MARGIN_MS &&
        one.to > one.from;
      const message = `has ${one.what} during ${before?.what}`;
      return isOverlap ? [{ check, subject, message, at: one.from }] : [];
    });
}

/** Compares the answers to drivers with the outcomes of their offers. */
function answers(history: IndexedEvidence, compared: Comparisons): Finding[] {
  const offers = new Map(history.evidence.engine.offers.map((offer) => [offer.id, offer]));
  return history.evidence.operations.flatMap(({ request, outcome, code, completedAt }): Finding[] => {
    if (request.kind !== 'acceptOffer' && request.kind !== 'declineOffer') {
      return [];
    }
    const offer = offers.get(request.offerId);
    if (!offer || outcome === 'unknown') {
      return [];
    }
    compared.add('I9.answer');
    const isDone = request.kind === 'acceptOffer' ? offer.acceptedAt !== null : offer.end === 'declined';
    const isRight = outcome === 'ok' ? isDone : code !== 'offer_ended' || !isDone;
    const state = offer.acceptedAt === null ? (offer.end ?? 'open') : 'accepted';
    const message = `got ${outcome} for ${request.kind} of offer ${offer.id}, which is ${state}`;
    return isRight
      ? []
      : [{ check: 'I9.answer', subject: aboutDriver(request.driverId), message, at: completedAt }];
  });
}
