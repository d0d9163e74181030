import { deliveryLifecycle } from './testing/delivery-lifecycle.suite';
import { webhook } from './testing/webhook.suite';

deliveryLifecycle('service', webhook);
