import type { DriverNow } from './driver-documents';

export type DriverStatus = DriverNow['status'];
