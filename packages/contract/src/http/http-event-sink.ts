import type { DeliveryEvent } from '../messages/delivery-events';
import type { EventSink } from '../ports/event-sink';
import { SignedHttpClient, type SignedHttpClientOptions } from './signed-http-client';

/** Posts each event to Vendure's webhook, signed. */
export class HttpEventSink implements EventSink {
  private readonly http: SignedHttpClient;

  constructor(options: SignedHttpClientOptions) {
    this.http = new SignedHttpClient(options);
  }

  async deliver(event: DeliveryEvent): Promise<void> {
    await this.http.post('', event.id, event);
  }

  close(): void {
    this.http.close();
  }
}
