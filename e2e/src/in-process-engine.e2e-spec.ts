import { orderToDoor } from './testing/order-to-door.suite';

orderToDoor('in-process');
