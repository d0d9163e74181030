import { deliveryCard, detailsCard, proofCard } from './delivery-card.js';
import { DriverMap } from './driver-map.js';
import { element } from './element.js';
import { follow } from './follow.js';
import { isOver, meaning } from './progress.js';
import { pinOf, track, type Tracking } from './tracking.js';
import { words } from './words.js';

/** Shows a delivery until its end. */
export class TrackingPage {
  private readonly delivery = element('div');
  private readonly map = new DriverMap();
  private readonly place = element('div');
  private readonly trouble = element('p', { class: 'alarm', role: 'status' });
  /** Told to screen readers when it changes, and only then. */
  private readonly announcement = element('p', { class: 'quiet', role: 'status' }, words.loading);
  private shown = '';
  private pin: string | null = null;

  constructor(
    private readonly main: HTMLElement,
    private readonly code: string,
    private readonly pinSecret: string,
  ) {
    main.replaceChildren(this.announcement, this.delivery, this.place, this.trouble);
  }

  follow(): Promise<void> {
    return follow(() => this.look());
  }

  private async look(): Promise<boolean> {
    try {
      const tracking = await track(this.code);
      this.trouble.textContent = '';
      if (!tracking) {
        this.main.replaceChildren(unknownCode());
        return false;
      }
      if (this.pinSecret && this.pin === null && !isOver(tracking.state)) {
        this.pin = await pinOf(this.pinSecret);
      }
      this.show(tracking);
      return !isOver(tracking.state);
    } catch {
      this.trouble.textContent = words.unreachable;
      return true;
    }
  }

  private show(tracking: Tracking): void {
    const news = words.states[meaning(tracking.state)];
    if (this.announcement.textContent !== news) {
      this.announcement.textContent = news;
      this.announcement.className = 'spoken';
      document.title = news;
    }
    const text = JSON.stringify({ ...tracking, position: null });
    if (text !== this.shown) {
      this.shown = text;
      const cards = [deliveryCard(tracking), detailsCard(tracking, this.pin), proofCard(tracking)];
      this.delivery.replaceChildren(...cards.filter((card) => card !== null));
    }
    this.showPlace(tracking);
  }

  private showPlace({ state, position }: Tracking): void {
    if (position) {
      if (!this.map.node.isConnected) {
        this.place.replaceChildren(this.map.node);
      }
      this.map.show(position);
      return;
    }
    this.map.close();
    this.place.replaceChildren(
      ...(meaning(state) === 'pickedUp' ? [element('p', { class: 'card quiet' }, words.noPosition)] : []),
    );
  }
}

function unknownCode(): HTMLElement {
  return element(
    'section',
    { class: 'card', role: 'status' },
    element('h1', {}, words.unknown),
    element('p', { class: 'quiet' }, words.unknownHint),
  );
}
