import { element } from './element.js';
import { isOver, meaning, steps } from './progress.js';
import type { Tracking } from './tracking.js';
import { LANGUAGE, words } from './words.js';

const CLOCK = new Intl.DateTimeFormat(LANGUAGE, { hour: '2-digit', minute: '2-digit' });
const SPAN = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto' });

/** How a delivery does, in words. */
export function deliveryCard(tracking: Tracking): HTMLElement {
  const way = steps(tracking);
  const current = way.findLast(({ done }) => done);
  const bad = ['failed', 'cancelled'].includes(meaning(tracking.state));
  return element(
    'section',
    { class: 'card', 'data-state': tracking.state },
    element('h1', { class: bad ? 'alarm' : null }, words.states[meaning(tracking.state)]),
    expected(tracking.expectedAt),
    element(
      'ol',
      { class: 'steps' },
      ...way.map((step) =>
        element(
          'li',
          { class: step.done ? 'done' : null, 'aria-current': step === current && !bad ? 'step' : null },
          words.steps[step.name],
          step.at && time(step.at),
        ),
      ),
    ),
  );
}

/** Who brings it, from where, and what is told at the door. */
export function detailsCard(
  { state, storeName, driverName, vehicle }: Tracking,
  pin: string | null,
): HTMLElement | null {
  const by = vehicle && words.vehicles[vehicle as keyof typeof words.vehicles];
  const rows = [
    ...row(words.from, storeName),
    ...row(words.driver, driverName && [driverName, by].filter(Boolean).join(', ')),
    ...(isOver(state) ? [] : row(words.pin, pin, 'code')),
  ];
  return rows.length > 0 ? element('section', { class: 'card' }, element('dl', {}, ...rows)) : null;
}

/** What shows that the goods were handed over. */
export function proofCard({ proof }: Tracking): HTMLElement | null {
  if (!proof) {
    return null;
  }
  const { kind, receivedBy, imageUrl } = proof;
  const how = [words.proofs[kind as keyof typeof words.proofs] ?? kind, receivedBy && words.by(receivedBy)];
  return element(
    'section',
    { class: 'card proof' },
    element('p', {}, `${words.handedOver}: ${how.filter(Boolean).join(', ')}`),
    imageUrl &&
      element('img', {
        src: imageUrl,
        alt: kind === 'signature' ? words.proofSignature : words.proofPhoto,
      }),
  );
}

function expected(at: string | null): HTMLElement | null {
  if (at === null) {
    return null;
  }
  const minutes = Math.max(0, Math.round((Date.parse(at) - Date.now()) / 60_000));
  return element(
    'p',
    { class: 'quiet' },
    `${words.expected} `,
    time(at),
    ` (${SPAN.format(minutes, 'minute')})`,
  );
}

function time(at: string): HTMLElement {
  return element('time', { datetime: at }, CLOCK.format(new Date(at)));
}

function row(term: string, text: string | null, look: string | null = null): HTMLElement[] {
  return text === null ? [] : [element('dt', {}, term), element('dd', { class: look }, text)];
}
