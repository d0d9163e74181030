import { DispatchError } from '@driver-dispatch/contract';

/** The error of a path that does not exist. Its message does not contain the path, which can contain a secret. */
export function noSuchRoute(): DispatchError {
  return new DispatchError('not_found', 'No such route');
}
