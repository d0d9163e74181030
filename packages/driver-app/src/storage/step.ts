import type { ErrorCode, FailureCode, Point } from '@driver-dispatch/contract/messages';

/** An image that waits for its upload. */
export interface StepImage {
  bytes: ArrayBuffer;
  contentType: string;
}

/** Replaces an image after its upload, so that a repeated step does not upload the image again. */
export interface UploadedImage {
  url: string;
}

export type StepProof =
  | { kind: 'pin'; pin: string }
  | { kind: 'in_person'; receivedBy: string }
  | { kind: 'photo'; image: StepImage | UploadedImage }
  | { kind: 'signature'; signedBy: string; image: StepImage | UploadedImage };

/** Fields of a step that ends a delivery. */
interface EndOfDelivery {
  /** Location of the driver when the driver reported the step. */
  point?: Point;
  /** The driver goes off duty with this step. */
  endShift: boolean;
}

export type StepAction =
  | { kind: 'pick_up' }
  /** The proof is deleted, and null, as soon as the step is sent or can never be accepted. */
  | ({ kind: 'complete'; proof: StepProof | null } & EndOfDelivery)
  | ({ kind: 'fail'; code: FailureCode; note?: string } & EndOfDelivery)
  /** A message to the dispatchers. Its id is the key of the step. */
  | { kind: 'message'; text: string }
  | { kind: 'off_duty' };

/** A step before it is stored. */
export interface NewStep {
  driverId: string;
  /** Absent for `off_duty`. */
  delivery?: { deliveryId: string; orderCode: string };
  action: StepAction;
}

export interface StepError {
  code: ErrorCode;
  /** Details of the error, such as the state of the delivery. */
  details?: Record<string, unknown>;
}

/** A step of the driver, stored on the device before it is sent. */
export interface Step extends NewStep {
  /** Position in the order of sending. */
  number: number;
  /** Idempotency-Key of the request, or id of the message. */
  key: string;
  /** Time of the device. */
  createdAt: number;
  /** `sent`: accepted, but not yet part of the driver's data. `refused`: the driver has not seen the refusal yet. */
  state: 'waiting' | 'sent' | 'refused';
  /** Time of the device when the step was accepted. */
  sentAt?: number;
  error?: StepError;
}
