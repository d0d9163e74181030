import { element } from './element.js';
import { isEnded, getStage, steps } from './progress.js';
import type { Tracking } from './tracking.js';
import { LANGUAGE, texts } from './texts.js';

const CLOCK = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: 'short' });
const DAY = new Intl.DateTimeFormat(LANGUAGE, { day: 'numeric', month: 'short' });
const DATE = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'full', timeStyle: 'short' });
const SPAN = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto' });

/** State, estimated arrival and steps of a delivery. */
export function deliveryCard(tracking: Tracking): HTMLElement {
  const allSteps = steps(tracking);
  const current = allSteps.findLast(({ done }) => done);
  const unsuccessful = ['failed', 'cancelled'].includes(getStage(tracking.state));
  return element(
    'section',
    { class: 'card', 'data-state': tracking.state },
    element('h1', { class: unsuccessful ? 'error' : null }, texts.states[getStage(tracking.state)]),
    estimatedArrival(tracking.eta),
    tracking.deliveredAt &&
      element('p', { class: 'muted' }, texts.deliveredAt(DATE.format(new Date(tracking.deliveredAt)))),
    element(
      'ol',
      { class: 'steps' },
      ...allSteps.map((step) =>
        element(
          'li',
          {
            class: step.done ? 'done' : null,
            'aria-current': step === current && !unsuccessful ? 'step' : null,
          },
          texts.steps[step.name],
          step.at && time(step.at),
        ),
      ),
    ),
  );
}

/** Store, goods, driver and delivery PIN. */
export function detailsCard(
  { state, storeName, storePhone, items, driverName, vehicle }: Tracking,
  pin: string | null,
): HTMLElement | null {
  const byVehicle = vehicle && texts.vehicles[vehicle as keyof typeof texts.vehicles];
  const phone = storePhone && element('a', { href: `tel:${storePhone.replace(/[^+\d]/g, '')}` }, storePhone);
  const goods = items.map(({ name, quantity }) => element('li', {}, `${quantity} × ${name}`));
  const rows = [
    ...row(texts.from, storeName && element('span', {}, storeName, phone && element('br'), phone)),
    ...row(texts.items, goods.length > 0 && element('ul', {}, ...goods)),
    ...row(texts.driver, driverName && [driverName, byVehicle].filter(Boolean).join(', ')),
    ...(isEnded(state) ? [] : row(texts.pin, pin, 'code')),
  ];
  return rows.length > 0 ? element('section', { class: 'card' }, element('dl', {}, ...rows)) : null;
}

/** Proof of delivery. */
export function proofCard({ proof }: Tracking): HTMLElement | null {
  if (!proof) {
    return null;
  }
  const { kind, receivedBy, imageUrl } = proof;
  const how = [
    texts.proofs[kind as keyof typeof texts.proofs] ?? kind,
    receivedBy && texts.receivedBy(receivedBy),
  ];
  return element(
    'section',
    { class: 'card proof' },
    element('p', {}, `${texts.proof}: ${how.filter(Boolean).join(', ')}`),
    imageUrl &&
      element('img', {
        src: imageUrl,
        alt: kind === 'signature' ? texts.proofSignature : texts.proofPhoto,
      }),
  );
}

function estimatedArrival(at: string | null): HTMLElement | null {
  if (at === null) {
    return null;
  }
  const minutes = Math.max(0, Math.round((Date.parse(at) - Date.now()) / 60_000));
  return element(
    'p',
    { class: 'muted' },
    `${texts.estimatedArrival} `,
    time(at),
    ` (${SPAN.format(minutes, 'minute')})`,
  );
}

/** The time of day, with the date unless it is today. */
function time(at: string): HTMLElement {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  const text = isToday ? CLOCK.format(date) : `${DAY.format(date)}, ${CLOCK.format(date)}`;
  return element('time', { datetime: at }, text);
}

function row(
  term: string,
  content: Node | string | null | false,
  className: string | null = null,
): HTMLElement[] {
  return content ? [element('dt', {}, term), element('dd', { class: className }, content)] : [];
}
