export { SeededChance } from '#base';
export { MysqlServer } from './mysql-server.ts';
export { PostgresServer } from './postgres-server.ts';
export {
  invoke,
  invokeMethod,
  type Question,
  TestBeat,
  TestCall,
  type TestCallOptions,
  TestSource,
} from './test-call.ts';
export { decodeEntryOf, startKind, type TestSpawn, TestWorld, type TestWorldOptions } from './test-world.ts';
export { settled, VirtualClock } from './virtual-clock.ts';
