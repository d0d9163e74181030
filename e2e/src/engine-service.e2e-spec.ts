import { orderToDoor } from './testing/order-to-door.suite';
import { webhook } from './testing/webhook.suite';

orderToDoor('service', webhook);
