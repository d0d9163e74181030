import { DEFAULT_CHANNEL_CODE } from '@vendure/dashboard';

/** Whether a channel is the default channel, which sees the data of all channels. */
export function isPlatform(channel: { code: string } | undefined): boolean {
  return channel?.code === DEFAULT_CHANNEL_CODE;
}
