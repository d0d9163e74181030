import { deliveryLifecycle } from './testing/delivery-lifecycle.suite';

deliveryLifecycle('in-process');
