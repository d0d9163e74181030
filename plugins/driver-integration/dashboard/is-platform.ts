import { DEFAULT_CHANNEL_CODE } from '@vendure/dashboard';

/** Whether a channel is the one from which the whole shop is seen. */
export function isPlatform(channel: { code: string } | undefined): boolean {
  return channel?.code === DEFAULT_CHANNEL_CODE;
}
