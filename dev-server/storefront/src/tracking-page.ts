import { deliveryCard, detailsCard, proofCard } from './delivery-card.js';
import { codeForm } from './code-form.js';
import { DeliveryMap } from './delivery-map.js';
import { element } from './element.js';
import { poll } from './poll.js';
import { isEnded, getStage } from './progress.js';
import { getPin, track, type Tracking } from './tracking.js';
import { texts } from './texts.js';

/** Shows a delivery and updates it until it has ended. */
export class TrackingPage {
  private readonly delivery = element('div');
  private readonly map = new DeliveryMap();
  private readonly noLocation = element('p', { class: 'card muted', hidden: '' }, texts.noLocation);
  private readonly mapArea = element('div', {}, this.noLocation);
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
    main.replaceChildren(this.announcement, this.delivery, this.mapArea, this.errorText);
  }

  start(): Promise<void> {
    return poll(() => this.refresh());
  }

  private async refresh(): Promise<boolean> {
    try {
      const tracking = await track(this.code);
      this.errorText.textContent = '';
      if (!tracking) {
        this.announce(texts.unknown);
        this.main.replaceChildren(this.announcement, codeForm(this.code));
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
    this.announce(texts.states[getStage(tracking.state)]);
    const json = JSON.stringify({ ...tracking, location: null });
    if (json !== this.renderedJson) {
      this.renderedJson = json;
      const cards = [deliveryCard(tracking), detailsCard(tracking, this.pin), proofCard(tracking)];
      this.delivery.replaceChildren(...cards.filter((card) => card !== null));
    }
    this.showMap(tracking);
  }

  private announce(text: string): void {
    if (this.announcement.textContent !== text) {
      this.announcement.textContent = text;
      this.announcement.className = 'visually-hidden';
      document.title = text;
    }
  }

  private showMap(tracking: Tracking): void {
    this.noLocation.hidden = getStage(tracking.state) !== 'pickedUp' || tracking.location !== null;
    if (isEnded(tracking.state) || !tracking.storePoint || !tracking.dropoffPoint) {
      this.map.close();
      return;
    }
    if (!this.map.node.isConnected) {
      this.mapArea.prepend(this.map.node);
    }
    this.map.show({
      store: { name: tracking.storeName ?? texts.from, point: tracking.storePoint },
      dropoff: tracking.dropoffPoint,
      driver: tracking.location?.point,
    });
  }
}
