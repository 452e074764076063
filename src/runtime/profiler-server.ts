/**
 * Profiles over HTTP, for tools and people: `GET /debug/pprof/` says what there is.
 *
 *   Pr1  Answers hold names of functions, lines and sizes, and never a value of the application.
 *   Pr2  Only those are answered who ask for this very address: a page in a browser cannot ask in its own name.
 *   Pr3  One recording at a time. It ends with the connection that asked for it.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Session } from 'node:inspector/promises';
import type { AddressInfo } from 'node:net';
import { failure, type Log } from '#base';
import type { Settings } from '#registry';

export type ProfilerSettings = Settings['profiler'];

const path = '/debug/pprof/';
const standardSeconds = 30;
const mostSeconds = 300;

const index = `${path}profile?seconds=${standardSeconds}  where the time goes, as a .cpuprofile
${path}heap                what the living objects were allocated by, as a .heapprofile
`;

export class ProfilerServer {
  readonly #server: Server;
  readonly #session = new Session();
  readonly #settings: ProfilerSettings;
  #isRecording = false;

  private constructor(settings: ProfilerSettings) {
    this.#settings = settings;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#server.requestTimeout = settings.read_timeout;
    this.#server.headersTimeout = settings.read_timeout;
    this.#server.keepAliveTimeout = settings.idle_timeout;
  }

  /** Throws `Unavailable` when it cannot listen. */
  static async start(settings: ProfilerSettings, log: Log): Promise<ProfilerServer> {
    const made = new ProfilerServer(settings);
    const { host, port } = placeOf(settings.address);
    await new Promise<void>((resolve, reject) => {
      made.#server.once('error', (cause) => {
        reject(failure('Unavailable', `the profiler cannot listen on ${settings.address}`, { cause }));
      });
      made.#server.listen(port, host, resolve);
    });
    made.#session.connect();
    await made.#session.post('Profiler.enable');
    await made.#session.post('HeapProfiler.enable');
    await made.#session.post('HeapProfiler.startSampling');
    log.info('profiler is listening', { url: made.url });
    return made;
  }

  get url(): string {
    const { host } = placeOf(this.#settings.address);
    const { port } = this.#server.address() as AddressInfo; // it listens, and on no pipe
    return `http://${host.includes(':') ? `[${host}]` : host}:${port}${path}`;
  }

  async close(): Promise<void> {
    this.#session.disconnect();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = this.#refusal(request);
    if (refused !== undefined) {
      send(response, refused.status, 'text/plain', `${refused.message}\n`);
      return;
    }
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    try {
      if (pathname === path) send(response, 200, 'text/plain', index);
      else if (pathname === `${path}heap`) this.#give(response, 'heap.heapprofile', await this.#heap());
      else if (pathname === `${path}profile`) await this.#profile(searchParams.get('seconds'), response);
      else send(response, 404, 'text/plain', `there is no ${pathname}\n${index}`);
    } catch (thrown) {
      send(response, 500, 'text/plain', `${thrown instanceof Error ? thrown.message : thrown}\n`);
    }
  }

  /** Pr2. */
  #refusal({ method, headers }: IncomingMessage): { status: number; message: string } | undefined {
    if (method !== 'GET') return { status: 405, message: 'GET only' };
    const asked = headers.host?.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
    const { host } = placeOf(this.#settings.address);
    const isOwn = asked === host || asked === 'localhost' || asked === '127.0.0.1' || asked === '::1';
    return isOwn ? undefined : { status: 403, message: `${asked} is not the address of this server` };
  }

  async #heap(): Promise<unknown> {
    return (await this.#session.post('HeapProfiler.getSamplingProfile')).profile;
  }

  /** Pr3. */
  async #profile(given: string | null, response: ServerResponse): Promise<void> {
    const seconds = given === null ? standardSeconds : Number(given);
    if (!(seconds > 0 && seconds <= mostSeconds)) {
      send(response, 400, 'text/plain', `seconds must be a number up to ${mostSeconds}\n`);
      return;
    }
    if (this.#isRecording) {
      send(response, 409, 'text/plain', 'a profile is being recorded already\n');
      return;
    }
    this.#isRecording = true;
    try {
      await this.#session.post('Profiler.start');
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, seconds * 1000);
        response.once('close', () => {
          clearTimeout(timer);
          resolve();
        });
      });
      const { profile } = await this.#session.post('Profiler.stop');
      this.#give(response, 'profile.cpuprofile', profile);
    } finally {
      this.#isRecording = false;
    }
  }

  #give(response: ServerResponse, name: string, profile: unknown): void {
    if (response.destroyed) return;
    response.setTimeout(this.#settings.write_timeout, () => response.destroy());
    response.setHeader('content-disposition', `attachment; filename="${name}"`);
    send(response, 200, 'application/json', JSON.stringify(profile));
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  if (response.destroyed || response.headersSent) return;
  response
    .writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' })
    .end(body);
}

/** `localhost:6060`, `[::1]:6060`, `:6060`. */
function placeOf(address: string): { readonly host: string; readonly port: number } {
  const [, host = '', port = ''] = /^(.*):(\d{1,5})$/.exec(address) ?? [];
  if (port === '' || Number(port) > 65_535) {
    throw failure('Invalid', `profiler.address: ${address} is no host:port`, { retryable: false });
  }
  return { host: host.replace(/^\[|\]$/g, '') || 'localhost', port: Number(port) };
}
