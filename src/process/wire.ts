/**
 * What everything that leaves a scheduler goes through: packets in order, in batches of bytes.
 *
 *   Wi1  Packets arrive in the order in which they were sent, all or none of a batch, each once.
 *   Wi2  `send` never waits and never runs the receiver: a packet arrives in a later turn of the event loop.
 *   Wi3  A batch leaves when the loop gets its turn, or at once when it has grown large.
 */
import { Reader, Writer } from './binary.ts';
import type { Codec } from './codec.ts';
import { type Packet, readPacket, writePacket } from './packet.ts';

export interface Wire {
  send(packet: Packet): void;
  /** How many packets are on their way: what a flood across the wire costs its senders (M2). */
  readonly queued: number;
}

const LARGE_BATCH = 1 << 18;

/** A wire to another scheduler of the same thread: everything passes through the byte codec all the same. */
export class MemoryWire implements Wire {
  readonly #codec: Codec;
  readonly #defer: (run: () => void) => void;
  readonly #receive: (packet: Packet) => void;
  readonly #writer = new Writer();
  readonly #batches: Uint8Array[] = [];
  #isDue = false;
  queued = 0;

  constructor(codec: Codec, defer: (run: () => void) => void, receive: (packet: Packet) => void) {
    this.#codec = codec;
    this.#defer = defer;
    this.#receive = receive;
  }

  send(packet: Packet): void {
    const before = this.#writer.length;
    try {
      writePacket(this.#writer, packet, this.#codec);
    } catch (thrown) {
      this.#writer.truncate(before);
      throw thrown;
    }
    this.queued++;
    if (this.#writer.length >= LARGE_BATCH) this.#batches.push(this.#writer.take());
    if (this.#isDue) return;
    this.#isDue = true;
    this.#defer(() => this.#flush());
  }

  #flush(): void {
    this.#isDue = false;
    this.queued = 0;
    if (this.#writer.length > 0) this.#batches.push(this.#writer.take());
    for (const batch of this.#batches.splice(0)) this.#deliver(batch);
  }

  #deliver(batch: Uint8Array): void {
    const reader = new Reader(batch);
    while (!reader.isAtEnd) this.#receive(readPacket(reader, this.#codec));
  }
}
