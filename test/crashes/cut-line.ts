/** A line to a server on this machine that can be cut, and go dead without being cut. */
import { createServer, type Server, Socket } from 'node:net';

export class CutLine {
  readonly #server: Server;
  readonly #ends = new Set<Socket>();
  #isDead = false;

  private constructor(target: number) {
    this.#server = createServer((near) => {
      const far = new Socket();
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#ends.add(from);
        from.on('data', (bytes) => to.write(bytes));
        from.on('error', () => {});
        from.on('close', () => {
          this.#ends.delete(from);
          to.destroy();
        });
        if (this.#isDead) from.pause();
      }
      far.connect(target, '127.0.0.1');
    });
  }

  static async to(target: number): Promise<CutLine> {
    const line = new CutLine(target);
    await new Promise<void>((resolve) => line.#server.listen(0, '127.0.0.1', resolve));
    return line;
  }

  get port(): number {
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the line is not open');
    return address.port;
  }

  /** All connections are gone; new ones can be made. */
  cut(): void {
    for (const end of this.#ends) end.destroy();
  }

  /** Nothing passes any more, and nobody is told; or what waited passes. */
  die(isDead: boolean): void {
    this.#isDead = isDead;
    for (const end of this.#ends) {
      if (isDead) end.pause();
      else end.resume();
    }
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
