/** The guest's value of a channel. Its methods are the module's (channel-module.ts). */
import { type HandleType, LuaTable, Userdata, type Value } from '#lua';
import type { Channel } from './channel.ts';

/** The metatable is filled by the channel module. */
export const channelHandle: HandleType = { name: 'channel', metatable: new LuaTable() };

/** The same value for the same channel. */
export function guestChannel(channel: Channel): Userdata {
  channel.guest ??= new Userdata(channelHandle, channel);
  return channel.guest;
}

export function channelIn(value: Value): Channel | undefined {
  // Nothing else has this handle.
  return value instanceof Userdata && value.handle === channelHandle ? (value.live as Channel) : undefined;
}
