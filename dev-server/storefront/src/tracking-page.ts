import { deliveryCard, detailsCard, proofCard } from './delivery-card.js';
import { DriverMap } from './driver-map.js';
import { element } from './element.js';
import { poll } from './poll.js';
import { isEnded, getStage } from './progress.js';
import { getPin, track, type Tracking } from './tracking.js';
import { texts } from './texts.js';

/** Shows a delivery and updates it until it has ended. */
export class TrackingPage {
  private readonly delivery = element('div');
  private readonly map = new DriverMap();
  private readonly locationArea = element('div');
  private readonly errorText = element('p', { class: 'error', role: 'status' });
  /** Read by screen readers when it changes. */
  private readonly announcement = element('p', { class: 'muted', role: 'status' }, texts.loading);
  private renderedJson = '';
  private pin: string | null = null;

  constructor(
    private readonly main: HTMLElement,
    private readonly code: string,
    private readonly pinSecret: string,
  ) {
    main.replaceChildren(this.announcement, this.delivery, this.locationArea, this.errorText);
  }

  start(): Promise<void> {
    return poll(() => this.refresh());
  }

  private async refresh(): Promise<boolean> {
    try {
      const tracking = await track(this.code);
      this.errorText.textContent = '';
      if (!tracking) {
        this.main.replaceChildren(unknownCodeCard());
        return false;
      }
      if (this.pinSecret && this.pin === null && !isEnded(tracking.state)) {
        this.pin = await getPin(this.pinSecret);
      }
      this.show(tracking);
      return !isEnded(tracking.state);
    } catch {
      this.errorText.textContent = texts.unreachable;
      return true;
    }
  }

  private show(tracking: Tracking): void {
    const stage = texts.states[getStage(tracking.state)];
    if (this.announcement.textContent !== stage) {
      this.announcement.textContent = stage;
      this.announcement.className = 'visually-hidden';
      document.title = stage;
    }
    const json = JSON.stringify({ ...tracking, location: null });
    if (json !== this.renderedJson) {
      this.renderedJson = json;
      const cards = [deliveryCard(tracking), detailsCard(tracking, this.pin), proofCard(tracking)];
      this.delivery.replaceChildren(...cards.filter((card) => card !== null));
    }
    this.showLocation(tracking);
  }

  private showLocation({ state, location }: Tracking): void {
    if (location) {
      if (!this.map.node.isConnected) {
        this.locationArea.replaceChildren(this.map.node);
      }
      this.map.show(location);
      return;
    }
    this.map.close();
    this.locationArea.replaceChildren(
      ...(getStage(state) === 'pickedUp' ? [element('p', { class: 'card muted' }, texts.noLocation)] : []),
    );
  }
}

function unknownCodeCard(): HTMLElement {
  return element(
    'section',
    { class: 'card', role: 'status' },
    element('h1', {}, texts.unknown),
    element('p', { class: 'muted' }, texts.unknownHint),
  );
}
