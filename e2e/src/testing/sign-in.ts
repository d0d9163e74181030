import { DRIVER_SESSION_PATH, signInReplySchema, type SignInReply } from '@driver-dispatch/contract';

/** Signs a driver in on a device, as the driver app does. */
export async function signIn(
  engineUrl: string,
  invitation: string,
  deviceName: string,
): Promise<SignInReply> {
  const response = await fetch(`${engineUrl}${DRIVER_SESSION_PATH}/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ invitation, deviceName }),
  });
  return signInReplySchema.parse(await response.json());
}
