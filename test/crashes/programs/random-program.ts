/** Random programs. Who waits for whom is written down on both sides at once, so that nobody waits for ever. */
import type { Block, CallStyle, Expression, Peer, Program, Role, SpawnStyle, Statement } from './program.ts';

/** Gives a whole number from 0 to below its limit. */
export type Below = (limit: number) => number;

/** What one of two has to do about the other, in this order: the other one does the counterpart. */
type Duty =
  | { readonly type: 'send' | 'receive'; readonly topic: string; readonly times: number }
  | { readonly type: 'await' }
  | { readonly type: 'cancel' }
  | { readonly type: 'terminate'; readonly topic: string };

/** What a process has to do about another one. */
interface Duties {
  readonly peer: Peer;
  readonly list: Duty[];
}

/** The names that code can use, by what they are. */
interface Names {
  readonly numbers: string[];
  /** Those of them that may be assigned to. */
  readonly changeable: string[];
  readonly lists: string[];
  readonly changeableLists: string[];
  readonly functions: string[];
}

/** What may stand in a block. */
interface Place {
  readonly names: Names;
  readonly depth: number;
  /** In the body of the role itself: here the peers are dealt with. */
  readonly isTop: boolean;
  /** In the first fiber of its process, which hears of ends. */
  readonly isMain: boolean;
  readonly isMaker: boolean;
}

type Draft<T = Statement> = T extends Statement ? Omit<T, 'id'> : never;

class Maker {
  readonly #below: Below;
  readonly #roles: (Role | undefined)[] = [];
  #ids = 0;
  #names = 0;
  #topics = 0;
  /** Statements that may still be written. */
  #budget: number;

  /** How many roles there may be; of a single process nothing takes hours. */
  readonly #mostRoles: number;

  constructor(below: Below, budget: number, mostRoles: number) {
    this.#below = below;
    this.#budget = budget;
    this.#mostRoles = mostRoles;
  }

  program(): Program {
    this.#role([]);
    return { roles: this.#roles.filter((role) => role !== undefined) };
  }

  #chance(of: number): boolean {
    return this.#below(of) === 0;
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#below(list.length)] as T; // no list here is empty
  }

  #name(prefix: string): string {
    return `${prefix}${++this.#names}`;
  }

  /** A role with these duties to its parent; gives its number. */
  #role(duties: readonly Duty[], end?: 'canceled' | 'forever' | 'error', topic = '', runs = 0): number {
    const role = this.#roles.length;
    this.#roles.push(undefined);
    const names: Names = { numbers: ['a'], changeable: ['a'], lists: [], changeableLists: [], functions: [] };
    const failing =
      runs === 0
        ? undefined
        : {
            runs,
            body: this.#block(
              { names: inner(names), depth: 1, isTop: false, isMain: false, isMaker: false },
              2,
            ),
          };
    const place = { names, depth: 0, isTop: true, isMain: true, isMaker: false };
    const body: Statement[] = [];
    const parents: Duties = { peer: { type: 'parent' }, list: [...duties] };
    this.#top(body, place, [parents]);
    if (end === 'canceled') body.push(this.#made({ type: end }));
    if (end === 'forever') body.push(this.#made({ type: end, topic }));
    if (end === 'error') body.push(this.#made({ type: 'error', message: `the end of role ${role}` }));
    const value = this.#expression(names);
    this.#roles[role] = { body: { id: ++this.#ids, body }, value, failing };
    return role;
  }

  /** The body of a role: statements, and between them what is to be done about others. */
  #top(body: Statement[], place: Place, peers: Duties[]): void {
    for (let left = 3 + this.#below(5); left > 0 || peers.some(({ list }) => list.length > 0); left--) {
      const busy = peers.filter(({ list }) => list.length > 0);
      if (busy.length > 0 && (left <= 0 || this.#chance(2))) this.#duty(body, place, busy);
      else if (place.isTop && this.#roles.length < this.#mostRoles && this.#budget > 0 && this.#chance(4))
        this.#child(body, place, peers);
      else body.push(...this.#statement(place));
    }
  }

  /** Starts a child with which something is to be done. */
  #child(body: Statement[], place: Place, peers: Duties[]): void {
    const name = this.#name('c');
    const own: Duty[] = [];
    const its: Duty[] = [];
    for (let n = this.#below(4); n > 0; n--) {
      const topic = `t${++this.#topics}`;
      const times = this.#chance(4) ? 2 + this.#below(3) : 1;
      const isMine = this.#chance(2);
      own.push({ type: isMine ? 'send' : 'receive', topic, times });
      its.push({ type: isMine ? 'receive' : 'send', topic, times });
    }
    const end = this.#pick([undefined, undefined, 'canceled', 'forever', 'error'] as const);
    const how: SpawnStyle = this.#pick(['plain', 'monitored', 'named', 'late', 'linked']);
    if (end === 'canceled') own.push({ type: 'cancel' });
    const last = `t${++this.#topics}`;
    if (end === 'forever') own.push({ type: 'terminate', topic: last });
    if (this.#chance(2) || end === 'error') own.push({ type: 'await' });
    // An error would be tried again, and the duties with it.
    const hearsLate = its[0]?.type !== 'receive';
    const runs = end === undefined && hearsLate && this.#chance(3) ? 1 + this.#below(2) : 0;
    const value = this.#expression(place.names);
    const role = this.#role(its, end, last, runs);
    body.push(this.#made({ type: 'spawn', name, role, how, value }));
    peers.push({ peer: { type: 'child', name }, list: own });
  }

  /** The next thing that is to be done about one of them. */
  #duty(body: Statement[], place: Place, busy: readonly Duties[]): void {
    const { names } = place;
    const receiving = busy.flatMap(({ list }) => {
      const [first] = list;
      return first?.type === 'receive' && first.times === 1 ? [{ list, topic: first.topic }] : [];
    });
    if (receiving.length > 1 && this.#chance(2)) {
      const topics = receiving.map(({ topic }) => topic);
      for (const { list } of receiving) list.shift();
      body.push(this.#made({ type: 'gather', topics }));
      return;
    }
    const { peer, list } = this.#pick(busy);
    const duty = list.shift();
    if (duty === undefined) return;
    switch (duty.type) {
      case 'send':
      case 'receive':
        body.push(...this.#talk(duty, peer, names));
        return;
      default:
        if (peer.type === 'child') body.push(this.#made({ ...duty, child: peer.name }));
    }
  }

  #talk({ type, topic, times }: Extract<Duty, { times: number }>, to: Peer, names: Names): Statement[] {
    const one = (own: Names): Statement => {
      if (type === 'send') return this.#made({ type, to, topic, value: this.#expression(own) });
      if (this.#chance(3)) {
        const isTimerFirst = this.#chance(2);
        return this.#made({ type: 'first', topic, millis: 36_000_000, isTimerFirst });
      }
      const name = this.#name('r');
      own.numbers.push(name);
      own.changeable.push(name);
      return this.#made({ type: 'receive', name, topic });
    };
    const before =
      type === 'receive' && this.#chance(8)
        ? [this.#made({ type: 'log', value: this.#expression(names) })]
        : [];
    if (times === 1) {
      if (!this.#chance(5)) return [...before, one(names)];
      const own = inner(names);
      const said = [one(own)];
      return [
        ...before,
        this.#made({
          type: 'pcall',
          body: this.#blockOf(said),
          error: this.#chance(2) ? 'after talking' : undefined,
          value: this.#expression(own),
        }),
      ];
    }
    const name = this.#name('i');
    const own = inner(names);
    own.numbers.push(name);
    const said = [one(own)];
    if (this.#chance(2)) said.push(...this.#simple(own));
    return [...before, this.#made({ type: 'for', name, times, body: this.#blockOf(said) })];
  }

  #made(draft: Draft): Statement {
    this.#budget--;
    return { id: ++this.#ids, ...draft } as Statement; // the draft is one but for its number
  }

  #blockOf(body: readonly Statement[]): Block {
    return { id: ++this.#ids, body };
  }

  #block(place: Place, most: number): Block {
    const body: Statement[] = [];
    for (let n = 1 + this.#below(most); n > 0; n--) body.push(...this.#statement(place));
    return this.#blockOf(body);
  }

  #statement(place: Place): Statement[] {
    if (place.depth < 3 && this.#budget > 0 && this.#chance(3)) return this.#nested(place);
    if (this.#chance(2)) return this.#waiting(place);
    return this.#simple(place.names);
  }

  /** Nothing that waits. */
  #simple(names: Names): Statement[] {
    switch (this.#below(8)) {
      case 0: {
        const name = this.#name('v');
        const value = this.#expression(names);
        names.numbers.push(name);
        names.changeable.push(name);
        return [this.#made({ type: 'local', name, value })];
      }
      case 1:
      case 2:
        if (names.changeable.length === 0) return [this.#log(names)];
        return [
          this.#made({ type: 'assign', name: this.#pick(names.changeable), value: this.#expression(names) }),
        ];
      case 3: {
        const name = this.#name('l');
        const items = Array.from({ length: this.#below(4) }, () => this.#expression(names));
        names.lists.push(name);
        names.changeableLists.push(name);
        return [this.#made({ type: 'list', name, items })];
      }
      case 4: {
        if (names.changeableLists.length === 0) return [this.#log(names)];
        const list = this.#pick(names.changeableLists);
        return [this.#made({ type: 'push', list, value: this.#expression(names) })];
      }
      case 5: {
        if (names.changeableLists.length === 0 || this.#chance(2))
          return [this.#made({ type: 'chance', value: this.#expression(names) })];
        const name = this.#name('l');
        const list = this.#pick(names.changeableLists);
        names.lists.push(name);
        names.changeableLists.push(name);
        return [this.#made({ type: 'alias', name, list })];
      }
      default:
        return [this.#log(names)];
    }
  }

  #log(names: Names): Statement {
    return this.#made({ type: 'log', value: this.#expression(names) });
  }

  #waiting({ names, isTop, isMain }: Place): Statement[] {
    switch (this.#below(isMain ? 11 : 9)) {
      case 0:
      case 1:
      case 2:
      case 3: {
        const style = this.#pick<CallStyle>([
          'plain',
          'plain',
          'async',
          'slow',
          'flaky',
          'fails',
          'raises',
          'gives up',
          'late',
        ]);
        const name = this.#name('v');
        const value = this.#expression(names);
        if (['plain', 'async', 'slow', 'flaky'].includes(style)) {
          names.numbers.push(name);
          names.changeable.push(name);
        }
        return [this.#made({ type: 'call', name, style, value })];
      }
      case 4:
      case 5:
        return [this.#made({ type: 'sleep', millis: this.#pick([1, 20, 500, 3000, 60_000]) })];
      case 6: {
        const isSwapped = this.#chance(2);
        return [
          this.#made({
            type: 'race',
            fast: this.#pick([1, 1000]),
            slow: this.#pick([3_600_000, 86_400_000]),
            isSwapped,
          }),
        ];
      }
      case 7: {
        const style = this.#mostRoles === 1 ? 'slow' : this.#pick(['slow', 'never'] as const);
        return [this.#made({ type: 'contest', style, millis: 3_600_000, value: this.#expression(names) })];
      }
      case 8: {
        if (names.functions.length === 0) return this.#simple(names);
        const name = this.#name('v');
        const statement = this.#made({
          type: 'invoke',
          name,
          callee: this.#pick(names.functions),
          value: this.#expression(names),
        });
        names.numbers.push(name);
        names.changeable.push(name);
        return [statement];
      }
      case 9:
        return [this.#made({ type: 'register' })];
      default: {
        if (this.#roles.length >= this.#mostRoles || this.#budget <= 0) return this.#simple(names);
        const value = this.#expression(names);
        const role = this.#role([], this.#pick([undefined, undefined, 'error'] as const));
        if (isTop || this.#chance(2))
          return [this.#made({ type: 'exec', role, by: this.#pick(['process', 'workflow']), value })];
        const name = this.#name('c');
        return [
          this.#made({
            type: 'spawn',
            name,
            role,
            how: this.#pick(['plain', 'monitored', 'named', 'late', 'linked']),
            value,
          }),
          this.#made({ type: 'await', child: name }),
        ];
      }
    }
  }

  #nested(place: Place): Statement[] {
    const { names } = place;
    const deeper = { ...place, depth: place.depth + 1, isTop: false };
    const within = (more: string[] = []): Place => {
      const own = inner(names);
      own.numbers.push(...more);
      return { ...deeper, names: own };
    };
    switch (this.#below(10)) {
      case 0: {
        const otherwise = this.#chance(2) ? this.#block(within(), 2) : this.#blockOf([]);
        return [
          this.#made({
            type: 'if',
            value: this.#expression(names),
            body: this.#block(within(), 3),
            otherwise,
          }),
        ];
      }
      case 1: {
        const name = this.#name('i');
        return [
          this.#made({ type: 'for', name, times: 1 + this.#below(3), body: this.#block(within([name]), 3) }),
        ];
      }
      case 2: {
        const [list] = names.lists;
        if (list === undefined) return this.#simple(names);
        const name = this.#name('e');
        return [this.#made({ type: 'each', name, list, body: this.#block(within([name]), 2) })];
      }
      case 3: {
        const name = this.#name('w');
        const type = this.#pick(['while', 'repeat'] as const);
        const body = this.#block(within([name]), 3);
        names.numbers.push(name);
        return [this.#made({ type, name, times: 1 + this.#below(3), body })];
      }
      case 4: {
        const [name, parameter] = [this.#name('f'), this.#name('p')];
        const own = within([parameter]);
        const body = this.#block(own, 3);
        const value = this.#expression(own.names);
        names.functions.push(name);
        return [
          this.#made({ type: 'function', name, parameter, body, value }),
          ...this.#waiting({ ...place, isMain: false }),
        ];
      }
      case 5: {
        const own = within();
        const body = this.#block(own, 3);
        const error = this.#chance(2) ? 'within a pcall' : undefined;
        return [this.#made({ type: 'pcall', body, error, value: this.#expression(own.names) })];
      }
      case 6: {
        const name = this.#name('y');
        const made = { ...within(), isMain: false };
        const body: Statement[] = [];
        for (let n = 1 + this.#below(3); n > 0; n--) {
          if (this.#chance(2)) body.push(...this.#statement({ ...made, depth: 3 }));
          body.push(this.#made({ type: 'yield', value: this.#expression(made.names) }));
        }
        return [
          this.#made({
            type: 'generate',
            name,
            maker: this.#blockOf(body),
            body: this.#block({ ...within([name]), depth: 2 }, 2),
          }),
        ];
      }
      default: {
        const branches = Array.from({ length: 1 + this.#below(3) }, () =>
          // What others have is only read.
          this.#block({ ...deeper, names: readOnly(names), isMain: false }, 3),
        );
        return [this.#made({ type: 'fork', room: this.#below(2) * 3, branches })];
      }
    }
  }

  #expression(names: Names, depth = 0): Expression {
    const most = depth > 1 ? 5 : 8;
    switch (this.#below(most)) {
      case 0:
        return { type: 'number', value: this.#below(10) };
      case 1: {
        if (names.lists.length === 0) return { type: 'number', value: this.#below(100) };
        return { type: 'length', list: this.#pick(names.lists) };
      }
      case 2:
      case 3:
      case 4:
        return { type: 'name', name: this.#pick(names.numbers) };
      case 5: {
        if (names.lists.length === 0) return { type: 'name', name: this.#pick(names.numbers) };
        return { type: 'item', list: this.#pick(names.lists), at: this.#expression(names, depth + 1) };
      }
      default: {
        const type = this.#chance(3) ? 'product' : 'sum';
        return { type, left: this.#expression(names, depth + 1), right: this.#expression(names, depth + 1) };
      }
    }
  }
}

/** Names of an inner block: what it declares is not seen outside. */
function inner({ numbers, changeable, lists, changeableLists, functions }: Names): Names {
  return {
    numbers: [...numbers],
    changeable: [...changeable],
    lists: [...lists],
    changeableLists: [...changeableLists],
    functions: [...functions],
  };
}

/** Names of another fiber. */
function readOnly(names: Names): Names {
  return { ...inner(names), changeable: [], changeableLists: [], functions: [] };
}

/** A program of about so many statements, or a few more. */
export function randomProgram(below: Below, budget = 40, mostRoles = 5): Program {
  return new Maker(below, budget, mostRoles).program();
}
