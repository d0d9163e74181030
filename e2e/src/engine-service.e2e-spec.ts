import { orderToDoor } from './testing/order-to-door.suite';

jest.setTimeout(60_000);

orderToDoor('service');
