import { orderToDoor } from './testing/order-to-door.suite';
import { webhook } from './testing/webhook.suite';

jest.setTimeout(90_000);

orderToDoor('service', webhook);
